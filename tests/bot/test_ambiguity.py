"""Which names of places count only with a sign of the region."""

from __future__ import annotations

import pytest

from bot.ambiguity import settled, why_ambiguous
from bot.homonyms import Bearers, Homonyms, pack
from storage.model import Place

HERE, FAR = (50.5, 35.7), (46.5, 33.3)
INDEX = Homonyms(
    pack({"антоновка": Bearers(3, None), "козинка": Bearers(1, HERE), "луговка": Bearers(1, FAR)})
)
LANGUAGES = ("ru", "uk", "en")


@pytest.mark.parametrize(
    ("name", "at", "why"),
    [
        ("Антоновка", HERE, "also a word"),
        ("Строитель", HERE, "also a word"),
        ("Козинка", HERE, ""),
        ("Козинка", FAR, "also 1 other place"),
        ("Грайворон", HERE, ""),
        ("Kozinka", HERE, ""),
    ],
)
def test_why_a_name_is_ambiguous(name: str, at: tuple[float, float], why: str) -> None:
    """It is a word, or another place is meant by it."""
    assert why_ambiguous(name, [at], LANGUAGES, INDEX) == why


def test_what_the_operator_says_stands() -> None:
    """All else is found out; a place without coordinates may lie near any of the others."""
    places = (
        Place("Округ", at=HERE),
        Place("Козинка", "Округ"),
        Place("Луговка", "Округ"),
        Place("Антоновка", "Округ", ambiguous=False),
        Place("Гора-Подол", "Округ", ambiguous=True),
    )
    found = settled(places, ("en",), INDEX)
    assert [place.ambiguous for place in found] == [False, False, True, False, True]
    assert [place.name for place in found] == [place.name for place in places]


def test_without_any_coordinates() -> None:
    """A place is taken for one of those that bear its name."""
    found = settled([Place("Козинка"), Place("Антоновка")], ("en",), INDEX)
    assert [place.ambiguous for place in found] == [False, True]
