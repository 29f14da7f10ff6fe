"""Several topics of one event: what was hit, who was hurt, and what does not belong together."""

from __future__ import annotations

from monitors.stories.placing import Settings, Stories
from tests.monitors.stories.placed import HOUR, SHELLING, Wire, within

HURT, FIRE, OUTAGE, ROAD = "topic:casualties", "topic:fire", "topic:outage", "topic:road"
SETTINGS = Settings({SHELLING: 2 * HOUR, HURT: 6 * HOUR}, 3 * HOUR, None, within)
SHELLED = "Козинка: сильный обстрел, бьёт артиллерия"


def test_who_was_hurt_joins_once_somebody_told_of_both() -> None:
    """A topic that one post told of together with the shelling is one of its story from then on."""
    wire = Wire(Stories(SETTINGS))
    first = wire.story("a", 0, SHELLED)
    wire.tell("b", 3, "Обстрел Козинки, есть раненые", targets=(SHELLING, HURT))
    assert wire.story("c", 12, "Двое жителей в больнице, Козинка", targets=(HURT,)) == first


def test_another_topic_at_the_same_place_and_time_is_another_story() -> None:
    """Place and hour alone make no fire a shelling."""
    wire = Wire(Stories(SETTINGS))
    first = wire.story("a", 0, SHELLED)
    assert wire.story("b", 3, "Горит сухая трава за околицей", targets=(FIRE,)) != first


def test_a_later_post_shows_that_two_stories_are_one() -> None:
    """The younger becomes part of the older, and what is told of it next joins the older."""
    wire = Wire(Stories(SETTINGS))
    first = wire.story("a", 0, SHELLED)
    second = wire.story("b", 6, "Пострадавшие в Козинке: двое раненых, их везут в больницу", targets=(HURT,))
    both = f"{SHELLED}, двое раненых, их везут в больницу, пострадавшие в Козинке"
    bridge = wire.tell("c", 9, both, targets=(SHELLING, HURT))
    assert first != second
    assert bridge is not None
    assert (bridge.story, bridge.merged) == (first, (second,))
    assert wire.story("b", 25, "Козинка: третий раненый в больнице", targets=(HURT,)) == first


def test_copies_of_a_merged_story_join_the_older() -> None:
    """What repeats a post of the younger story finds where that went."""
    wire = Wire(Stories(SETTINGS))
    test = "Пострадавшие в Козинке: двое раненых, их везут в больницу"
    wire.tell("a", 0, SHELLED)
    wire.tell("b", 6, test, targets=(HURT,))
    wire.tell("c", 9, f"{SHELLED}, двое раненых, их везут в больницу", targets=(SHELLING, HURT))
    wire.tell("d", 19, "Козинка: раненых в больницу везут, пострадавшие", targets=(HURT,))
    assert wire.story("e", 20, test, targets=(HURT,)) == 1


def test_news_of_the_hurt_keep_no_shelling_open() -> None:
    """The story goes on for them, but tonight's shelling is not this morning's."""
    wire = Wire(Stories(SETTINGS))
    first = wire.story("a", 0, SHELLED, targets=(SHELLING, HURT))
    assert wire.story("a", 170, "Козинка: число раненых выросло до трёх", targets=(HURT,)) == first
    assert wire.story("b", 180, SHELLED, targets=(SHELLING,)) != first


def test_a_digest_joins_only_what_it_mostly_tells_of() -> None:
    """The day in four lines is not the outage that one of them names."""
    wire = Wire(Stories(SETTINGS))
    first = wire.story("a", 0, "В Козинке нет света и воды", targets=(OUTAGE,))
    day = (OUTAGE, SHELLING, FIRE, ROAD)
    assert wire.story("b", 5, "Коротко: в Козинке нет света, обстрел, пожар, дорога", targets=day) != first


def test_what_a_digest_names_among_others_does_not_join_it() -> None:
    """An evening's shelling is not the day in four lines, nor is an outage."""
    wire = Wire(Stories(SETTINGS))
    day = (OUTAGE, SHELLING, FIRE, ROAD)
    first = wire.story("a", 0, "Коротко: в Козинке нет света, обстрел, пожар, дорога", targets=day)
    assert wire.story("b", 5, "В Козинке нет света", targets=(OUTAGE,)) != first
    assert wire.story("c", 9, "День в Козинке: обстрел, пожар, без света", targets=day[:3]) == first
