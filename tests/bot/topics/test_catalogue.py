"""Topics that ship, taken over, changed and left out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.setup import Setup, check
from bot.topics import catalogue
from storage.model import Rule, Severity, Term, end_target
from tests.hazards import STRANGER, topics_of

HAZARDS = catalogue.shipped("hazards")
NAMES = [topic.name for topic in HAZARDS]
DOCUMENT = Path(__file__).parents[3] / "docs" / "topics.md"


def checked(*topics: dict[str, Any], extends: Any = ("hazards",)) -> tuple[Setup, list[str]]:  # noqa: ANN401 - anything that TOML can say
    """Return the set-up with these entries beside the catalogue, and what is wrong with it."""
    values = {"region": {"extends": list(extends)}, "topics": list(topics)}
    setup, problems = check(values, Path())
    return setup, [str(problem) for problem in problems]


def test_all_of_them_are_taken_over() -> None:
    """By their names, in the catalogue's order, named once or twice; without the key none is."""
    setup, problems = checked(extends=("hazards", "hazards"))
    assert problems == []
    assert [topic.name for topic in setup.topics] == NAMES
    assert checked(extends=())[0].topics == ()


def test_an_entry_of_the_same_name_changes_what_it_says() -> None:
    """The rule and the severity if given; what is not given stays, and capitals make no difference."""
    setup, problems = checked(
        {"name": "Drone", "rule": "дрон"},
        {"name": "fire", "severity": "critical"},
        {"name": "own", "rule": "дым"},
    )
    assert problems == []
    topics = {topic.name: topic for topic in setup.topics}
    assert (topics["drone"].rule.text, topics["drone"].severity) == ("дрон", Severity.CRITICAL)
    assert topics["fire"].severity is Severity.CRITICAL
    assert topics["fire"].rule.text == next(topic.rule for topic in HAZARDS if topic.name == "fire")
    assert topics["own"].severity is Severity.WARNING
    assert len(topics) == len(NAMES) + 1


def test_a_topic_can_be_left_out() -> None:
    """A shipped one, or one of one's own that rests."""
    setup, problems = checked(
        {"name": "road", "enabled": False}, {"name": "own", "enabled": False, "rule": "дым"}
    )
    assert problems == []
    assert [topic.name for topic in setup.topics] == [name for name in NAMES if name != "road"]


def test_a_rule_may_name_a_topic_that_ships() -> None:
    """As it may name one of its own list; not one that was left out."""
    loud = {"name": "loud", "rule": "topic:shelling OR topic:drone"}
    setup, problems = checked(loud)
    assert problems == []
    assert setup.topics[-1].name == "loud"
    [problem] = checked(loud, {"name": "drone", "enabled": False})[1]
    assert problem.startswith('topics[0].rule: there is no topic "drone"')


@pytest.mark.parametrize(
    ("extends", "entry", "told"),
    [
        (["weather"], {}, "region.extends[0]: expected one of hazards, got 'weather'"),
        (["hazards", ""], {}, "region.extends[1]: expected one of hazards, got ''"),
        (["hazards"], {"name": "own"}, "topics[0].rule: expected a value, got nothing"),
        (
            ["hazards"],
            {"name": "sheling"},
            "topics[0].rule: expected a value, got nothing (did you mean the topic shelling?)",
        ),
        ([], {"name": "shelling"}, "topics[0].rule: expected a value, got nothing"),
        (["hazards"], {"name": "fire", "rule": ""}, "topics[0].rule: the rule is empty, at character 1"),
        (["hazards"], {"name": "fire", "enabled": 1}, "topics[0].enabled: expected true or false, got 1"),
    ],
)
def test_a_wrong_choice_is_told_with_its_place(
    extends: list[str], entry: dict[str, object], told: str
) -> None:
    """One problem; the rest is taken over all the same."""
    assert checked(*([entry] if entry else []), extends=extends)[1] == [told]


def test_the_document_tells_what_ships() -> None:
    """Each topic with its severity, what it finds, what it excludes and when it closes, in their order."""
    rows = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert rows == [
        f"| `{t.name}` | {t.severity} | {t.finds} | {t.excludes} | {closing(t)} |" for t in HAZARDS
    ]


def closing(topic: catalogue.Shipped) -> str:
    """Return in words when a story of a topic closes."""
    hours = topic.closes_after // timedelta(hours=1)
    return f"{hours} h of silence" + (", or when it is said to be over" if topic.ends else "")


def test_an_entry_changes_when_a_story_closes() -> None:
    """By its silence and by what says that it is over; what is not given is the shipped topic's, or 3 h."""
    setup, problems = checked(
        {"name": "fire", "closes_after": "30m"},
        {"name": "drone", "ends": "отбой"},
        {"name": "own", "rule": "дым"},
    )
    assert problems == []
    topics = {topic.name: topic for topic in setup.topics}
    shipped = {topic.name: topic for topic in HAZARDS}
    assert topics["fire"].closes_after == timedelta(minutes=30)
    assert topics["fire"].ends is not None
    assert topics["drone"].ends == Rule("отбой", Term("отбой", ("отбой",), written=("отбой",)))
    assert topics["drone"].closes_after == shipped["drone"].closes_after
    assert (topics["own"].closes_after, topics["own"].ends) == (timedelta(hours=3), None)


def test_what_is_wrong_with_an_end_is_told_where_it_is() -> None:
    """By its key, beside what is wrong with the rule."""
    _, problems = checked(
        {"name": "own", "rule": "дым", "ends": "(дым"}, {"name": "fire", "closes_after": "0s"}
    )
    assert [problem.partition(":")[0] for problem in problems] == ["topics[1].closes_after", "topics[0].ends"]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Отбой ракетной опасности в Белгороде", "airraid"),
        ("Белгород: пожар на складе потушен", "fire"),
        ("Електропостачання у Грайвороні відновлено", "outage"),
        ("Belgorod: power restored", "outage"),
        ("Luchtalarm voorbij in Belgorod", "airraid"),
    ],
)
def test_what_is_over_is_known_by_its_words(text: str, topic: str) -> None:
    """Beside a place of the region; a drill's end is none."""
    assert end_target(topic) in topics_of(text)


def test_the_end_of_a_drill_ends_nothing() -> None:
    """Nor does one elsewhere."""
    for text in ("Учебная тревога в Белгороде: отбой тревоги", "Отбой воздушной тревоги в Париже"):
        assert not any(target.startswith("ends:") for target in topics_of(text, STRANGER))
