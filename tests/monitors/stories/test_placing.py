"""Which story a post belongs to."""

from __future__ import annotations

from storage.model import BondKind, Role
from tests.monitors.stories.placed import ALARM, HOUR, MINUTE, SETTINGS, SHELLING, Wire

LONG = " ".join(f"слово{n}" for n in range(30)) + " обстрел Козинки"


def test_a_copy_joins_what_it_repeats() -> None:
    """The same text elsewhere is a copy of the first post of it."""
    wire = Wire()
    first = wire.story("a", 0, "Обстрел Козинки, повреждены два дома и линия электропередачи")
    placement = wire.tell("b", 5, "Обстрел Козинки, повреждены два дома и линия электропередачи")
    assert placement is not None
    assert (placement.story, placement.is_new, placement.role, placement.copied) == (
        first,
        False,
        Role.COPY,
        1,
    )


def test_a_chain_of_copies_leads_to_the_first() -> None:
    """Whatever of the chain was found, the first post of it is what is copied."""
    wire = Wire()
    wire.tell("a", 0, LONG, link="t.me/a/1")
    wire.tell("b", 1, LONG, forward="t.me/a/1", link="t.me/b/1")
    placement = wire.tell("c", 2, LONG, forward="t.me/b/1", link="t.me/c/1")
    assert placement is not None
    assert placement.copied == 1


def test_a_post_that_satisfies_nothing_is_in_no_story() -> None:
    """It is only remembered, so that it is known as copied later."""
    assert Wire().tell("a", 0, "Доброе утро, друзья", targets=(), places=()) is None


def test_a_copy_needs_no_target_of_its_own() -> None:
    """What repeats a story's post is in the story, whatever it satisfies itself."""
    wire = Wire()
    first = wire.story("a", 0, LONG)
    assert wire.story("b", 1, LONG, targets=()) == first


def test_an_unseen_forward_waits_for_its_original() -> None:
    """The first forward is a report; other forwards copy it; the original joins their story."""
    wire = Wire()
    forward = wire.tell("a", 0, LONG, forward="t.me/far/7", link="t.me/a/1")
    other = wire.tell("b", 1, LONG, forward="t.me/far/7", link="t.me/b/1")
    original = wire.tell("far", 2, LONG, link="t.me/far/7")
    assert forward is not None
    assert other is not None
    assert original is not None
    assert (forward.role, forward.copied) == (Role.REPORT, None)
    assert (other.story, other.role, other.copied) == (forward.story, Role.COPY, 1)
    assert (original.story, original.role) == (forward.story, Role.REPORT)


def test_a_long_text_that_is_recycled_stays_with_its_closed_story() -> None:
    """A day later others still repeat it: nobody is told anew, and the story stays closed."""
    wire = Wire()
    first = wire.story("a", 0, LONG)
    assert wire.story("b", 24 * 60, LONG) == first
    assert wire.stories.close_silent(24 * HOUR + MINUTE) == []


def test_a_short_text_that_repeats_later_is_a_new_event() -> None:
    """Four hours lie between two alarms in the same words, also from another channel."""
    for other in ("a", "b"):
        wire = Wire()
        first = wire.story("a", 0, "Внимание, воздушная тревога в Козинке", targets=(ALARM,))
        assert wire.story(other, 240, "Внимание, воздушная тревога в Козинке", targets=(ALARM,)) != first


def test_what_is_said_anew_is_what_is_copied_from_then_on() -> None:
    """Those who repeat the second alarm join the second story, though the words are known from the first."""
    wire = Wire()
    text = "Внимание, воздушная тревога в Козинке"
    wire.story("a", 0, text, targets=(ALARM,))
    second = wire.story("a", 240, text, targets=(ALARM,))
    assert wire.story("b", 241, text, targets=(ALARM,)) == second


def test_the_same_text_every_minute_is_one_story() -> None:
    """A channel's own repeats keep its story open, far beyond the silence."""
    wire = Wire()
    found = {wire.story("a", minute, "Воздушная тревога!", targets=(ALARM,)) for minute in range(200)}
    assert len(found) == 1


def test_reports_in_other_words_join() -> None:
    """Two who tell of one place and topic within minutes tell of one event."""
    wire = Wire()
    first = wire.story("a", 0, "Село Козинка попало под обстрел из миномётов")
    placement = wire.tell("b", 4, "Под миномётный обстрел попало село Козинка, есть повреждения")
    assert placement is not None
    assert (placement.story, placement.role) == (first, Role.REPORT)
    assert BondKind.PLACES in {bond.kind for bond in placement.why}


def test_other_villages_are_other_stories() -> None:
    """The same topic at the same time elsewhere is another event."""
    wire = Wire()
    first = wire.story("a", 0, "Обстреляна Козинка, без пострадавших")
    assert wire.story("b", 1, "В Шебекино гремят взрывы", places=("Шебекино",)) != first


def test_a_source_goes_on_about_its_story() -> None:
    """What it tells next of the same place and topic is an update, whatever its words."""
    wire = Wire()
    first = wire.story("a", 0, "Обстрел Козинки")
    placement = wire.tell("a", 50, "Уточнение: ранена женщина, её везут в больницу")
    assert placement is not None
    assert placement.story == first
    assert BondKind.UPDATE in {bond.kind for bond in placement.why}


def test_a_story_closes_after_the_silence_of_its_topic() -> None:
    """Two hours of silence are over for a shelling, and it is told of once."""
    wire = Wire()
    first = wire.story("a", 0, "Обстрел Козинки")
    assert wire.stories.close_silent(2 * HOUR - 1) == []
    assert wire.stories.close_silent(2 * HOUR) == [first]
    assert wire.stories.close_silent(3 * HOUR) == []


def test_a_placement_tells_what_closed_before_it() -> None:
    """What was put away while a post without a story came in is told with the next."""
    wire = Wire()
    first = wire.story("a", 0, "Обстрел Козинки")
    assert wire.tell("b", 180, "Добрый вечер", targets=(), places=()) is None
    placement = wire.tell("a", 181, "Обстрел Козинки")
    assert placement is not None
    assert (placement.is_new, placement.closed) == (True, (first,))


def test_a_shorter_silence_counts_at_once() -> None:
    """A configuration that closes stories sooner closes those that are open."""
    wire = Wire()
    first = wire.story("a", 0, "Обстрел Козинки")
    wire.stories.take_over(type(SETTINGS)({SHELLING: 600.0}, HOUR, None, SETTINGS.within))
    assert wire.stories.close_silent(600.0) == [first]
