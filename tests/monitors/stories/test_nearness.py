"""How near two places are, in the tree and in kilometres."""

from __future__ import annotations

import pytest

from monitors.stories.weighing.nearness import SIBLINGS, WITHIN, Nearness, great_circle_km
from storage.model import Place

PLACES = (
    Place("Область"),
    Place("Округ", "Область"),
    Place("Козинка", "Округ", (50.45, 35.70)),
    Place("Глотово", "Округ", (50.46, 35.78)),
    Place("Валуйки", "Область", (50.21, 38.10)),
    Place("Хутор", "Округ"),
    Place("Кольцо", "Кольцо"),
)


def test_a_place_is_itself() -> None:
    """Nothing is nearer than the same place, known or not."""
    assert (Nearness(PLACES)("Козинка", "Козинка"), Nearness(())("Нигде", "Нигде")) == (1.0, 1.0)


def test_what_lies_within_is_near() -> None:
    """A village is near its district and its region, whichever is named first."""
    near = Nearness(PLACES)
    assert (near("Козинка", "Округ"), near("Область", "Козинка")) == (WITHIN, WITHIN)


def test_the_farther_the_less_near() -> None:
    """Neighbours are near in part, towns a hundred kilometres apart not at all."""
    near = Nearness(PLACES)
    assert WITHIN > near("Козинка", "Глотово") > near("Козинка", "Валуйки") == 0.0
    assert near("Козинка", "Глотово") == near("Глотово", "Козинка")


def test_siblings_without_coordinates_may_be_near() -> None:
    """Two villages of one district are perhaps near; what nobody knows, or lies in itself, is not."""
    near = Nearness(PLACES)
    assert near("Хутор", "Козинка") == SIBLINGS
    assert (near("Нигде", "Козинка"), near("Кольцо", "Козинка")) == (0.0, 0.0)


def test_kilometres_are_those_of_the_globe() -> None:
    """From Belgorod to Kharkiv are some 75 kilometres."""
    assert great_circle_km((50.5997, 36.5983), (49.9935, 36.2304)) == pytest.approx(72.4, abs=1.5)
