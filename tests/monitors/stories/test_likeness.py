"""How likely two posts tell of one event, by what they say."""

from __future__ import annotations

import pytest

from monitors.stories.likeness import SAME_EVENT, likeness
from monitors.stories.weighing.frequencies import Frequencies
from storage.model import BondKind
from tests.monitors.stories.told import told

GRAYVORON, SHELLING = ("Грайворон",), ("shelling",)
FIRST = told("Обстрел Грайворона: двое раненых, повреждены три дома.", GRAYVORON, SHELLING)
READ = Frequencies()


def far_or_near(one: str, other: str) -> float:
    """Say that a village lies in its district, and that nothing else is near."""
    return 0.8 if {one, other} == {"Козинка", "Грайворонский округ"} else 0.0


@pytest.mark.parametrize(
    "text",
    [
        "После прилетов в больницу попали 2 пострадавших жителя",
        "Обстріляно Грайворон, двоє поранених",
        "Two people were wounded in Grayvoron",
        "Twee gewonden bij beschietingen van Grajvoron",
        "Shelling of Grayvoron reported",
    ],
)
def test_place_topic_and_moment_suffice_in_any_language(text: str) -> None:
    """A report of the same village, topic and half hour is of one event, whatever its words."""
    other = told(text, GRAYVORON, SHELLING, minutes=20)
    assert likeness(FIRST, other, READ).score >= SAME_EVENT


@pytest.mark.parametrize(
    ("text", "places", "topics", "minutes"),
    [
        ("Обстрел Козинки: двое раненых, повреждены три дома.", ("Козинка",), SHELLING, 3),
        ("Обстрел Грайворона, снова прилеты, горит склад", GRAYVORON, SHELLING, 300),
        ("В Грайвороне отключили свет на улице Ленина", GRAYVORON, ("power",), 5),
        ("Завтра без осадков", (), (), 5),
    ],
)
def test_another_place_time_or_topic_is_another_event(
    text: str, places: tuple[str, ...], topics: tuple[str, ...], minutes: float
) -> None:
    """The same words of another village, the same village hours later or of something else are new."""
    other = told(text, places, topics, minutes)
    assert likeness(FIRST, other, READ).score < SAME_EVENT


def test_templates_differ_by_their_facts() -> None:
    """Posts that are alike in all but place or time of day are not of one event."""
    alarm = told("Ракетная опасность в Грайвороне! Спуститесь в укрытие", GRAYVORON, ("alarm",))
    elsewhere = told("Ракетная опасность в Козинке! Спуститесь в укрытие", ("Козинка",), ("alarm",))
    early = told("В 14:30 обстрелян Грайворон", GRAYVORON, SHELLING)
    late = told("В 16:10 обстрелян Грайворон", GRAYVORON, SHELLING)
    assert likeness(alarm, elsewhere, READ).score < SAME_EVENT
    assert likeness(early, late, READ).score < SAME_EVENT


def test_texts_alone_can_tell() -> None:
    """Posts without places and topics are of one event where their words are alike."""
    one = told("Президент подписал указ о бюджете на следующий год")
    same = told("Указ о бюджете на следующий год подписан президентом")
    other = told("Президент посетил завод на Урале")
    assert likeness(one, same, READ).score >= SAME_EVENT > likeness(one, other, READ).score


def test_a_village_agrees_with_its_district() -> None:
    """What lies within a place is near it, what is near is said, and far is said to be another event."""
    village = told("Под огнем село, есть раненые", ("Козинка",), SHELLING)
    district = told("Обстрел округа", ("Грайворонский округ",), SHELLING, minutes=5)
    near = likeness(village, district, READ, far_or_near)
    assert near.score >= SAME_EVENT > likeness(village, district, READ).score
    assert BondKind.NEAR_PLACES in {bond.kind for bond in near.bonds}


def test_it_says_why() -> None:
    """The bonds name the place, the topic, what is counted, the time, the moment and the words."""
    one = told("В 14:30 обстрелян Грайворон, 2 раненых", GRAYVORON, SHELLING)
    other = told("Грайворон обстрелян в 14:32, ранены двое", GRAYVORON, SHELLING, minutes=7)
    why = {bond.kind: bond.detail for bond in likeness(one, other, READ).bonds}
    assert why.pop(BondKind.WORDS)
    assert why == {
        BondKind.PLACES: "Грайворон",
        BondKind.TOPICS: "shelling",
        BondKind.NUMBERS: "2 wounded",
        BondKind.TIMES: "14:30",
        BondKind.MOMENT: "7 min",
    }


def test_empty_posts_are_not_alike() -> None:
    """Two posts that tell nothing tell of nothing in common."""
    assert likeness(told(""), told(""), READ).score < SAME_EVENT
