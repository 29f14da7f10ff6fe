"""Which names of places count only with a sign of the region."""

from __future__ import annotations

import pytest

from bot.gazetteer.ambiguity import doubts_of, why_ambiguous
from bot.gazetteer.homonyms import Bearers, Homonyms, pack
from monitors.language.memory import Memory
from monitors.scene import Doubt
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
    assert doubts(*places) == [Doubt.NONE, Doubt.NONE, Doubt.NAMESAKE, Doubt.NONE, Doubt.NAMESAKE]


def test_without_any_coordinates() -> None:
    """A place is taken for one of those that bear its name."""
    assert doubts(Place("Козинка"), Place("Антоновка")) == [Doubt.NONE, Doubt.NAMESAKE]


def test_a_word_is_another_doubt_than_a_namesake() -> None:
    """Also where the operator has said that the name is ambiguous."""
    found = doubts_of([Place("Строитель"), Place("Тополи", ambiguous=True)], LANGUAGES, INDEX, Memory())
    assert found.places == (Doubt.WORD, Doubt.WORD)


@pytest.mark.parametrize(
    ("name", "word", "doubt"),
    [
        ("Короча", "короче", Doubt.WORD),
        ("Короча", "корочу", Doubt.WORD),
        ("Короча", "короча", Doubt.NONE),
        ("Рождественка", "рождественский", Doubt.NAMESAKE),
        ("Козинка", "козинского", Doubt.NAMESAKE),
        ("Белгород", "белгородский", Doubt.NONE),
        ("Луговка", "лугівка", Doubt.NONE),
        ("Козинка", "козинке", Doubt.NONE),
        ("Борисовка", "борисівка", Doubt.NAMESAKE),
        ("Борисовка", "борисовка", Doubt.NONE),
    ],
)
def test_single_forms_are_doubtful(name: str, word: str, doubt: Doubt) -> None:
    """Those that are another word too, and those of what the other language calls another place."""
    index = Homonyms(pack({"борисівка": Bearers(1, FAR), "борисовка": Bearers(1, HERE)}))
    found = doubts_of([Place(name, at=HERE)], LANGUAGES, index, Memory())
    assert found.words.get(word, Doubt.NONE) is doubt


def doubts(*places: Place) -> list[Doubt]:
    """Return the doubts about these names in an English-speaking region."""
    return list(doubts_of(places, ("en",), INDEX, Memory()).places)
