"""Stories that are one, stories that lie in each other, and what is found among many."""

from __future__ import annotations

from dataclasses import replace

from monitors.stories.placing import Stories
from storage.model import Severity
from tests.monitors.stories.placed import ALARM, HOUR, SETTINGS, Wire


def test_a_wide_story_and_a_villages_are_two() -> None:
    """The whole region's alarm is not the village's, though they share topic and words."""
    wire = Wire()
    wide = wire.story("a", 0, "Обстрел, Белгородская область", places=("Белгородская область",))
    assert wire.story("b", 1, "Обстрел, село Козинка") != wide


def test_a_form_filled_in_for_a_neighbour_is_another_story() -> None:
    """The same words with the next village in them tell of that village, near as it is."""
    wire = Wire(Stories(replace(SETTINGS, nearness=lambda one, other: 1.0 if one == other else 0.8)))
    form = "Под обстрел попало {}, повреждены 2 дома, пострадавших нет"
    first = wire.story("a", 0, form.format("село Козинка"))
    assert wire.story("a", 2, form.format("село Безымено"), places=("Безымено",)) != first


def test_the_stories_are_told_that_hold_back_a_narrower_one() -> None:
    """Those of the same topic whose places it lies in, the district's and the region's."""
    wire = Wire()
    village = wire.story("a", 0, "Обстрел, село Козинка")
    district = wire.story("b", 1, "Округ под огнём", places=("Грайворонский округ",))
    region = wire.story("c", 2, "Ракетный удар по области", places=("Белгородская область",))
    wire.tell("d", 3, "Взрывы", places=("Шебекинский округ",))
    wire.tell("e", 4, "Тревога во всей области", targets=(ALARM,), places=("Белгородская область",))
    assert wire.stories.wider(village) == [district, region]
    assert wire.stories.wider(district) == [region]
    assert wire.stories.wider(region) == []


def test_a_less_grave_story_holds_nothing_back() -> None:
    """Only a wider story that is told of as loudly says what a narrower one would."""
    wire = Wire()
    village = wire.story("a", 0, "Обстрел, село Козинка", severity=Severity.CRITICAL)
    wire.tell("b", 1, "Ракеты", places=("Белгородская область",), severity=Severity.INFO)
    assert wire.stories.wider(village) == []


def test_a_story_that_is_over_holds_nothing_back() -> None:
    """The region's alarm has ended: the village's is told."""
    wire = Wire()
    wire.tell("a", 0, "Тревога во всей области", targets=(ALARM,), places=("Белгородская область",))
    village = wire.story("b", 1, "Тревога, село Козинка", targets=(ALARM,))
    assert wire.stories.wider(village) == [1]
    end = wire.tell("a", 2, "Отбой", targets=(), places=(), ends=frozenset({ALARM}))
    assert end is not None
    assert end.story == 1
    assert wire.stories.wider(village) == []


def test_a_closed_story_has_no_wider_ones() -> None:
    """What is closed, or was never there, is asked of in vain."""
    wire = Wire()
    village = wire.story("a", 0, "Обстрел, село Козинка")
    wire.stories.close_silent(3 * HOUR)
    assert wire.stories.wider(village) == []
    assert wire.stories.wider(99) == []
