"""How a place of GeoNames is written in the region's languages."""

from __future__ import annotations

import pytest

from bot.gazetteer.homonyms import Bearers, Homonyms, pack
from bot.gazetteer.place_spelling import Spelling, spelling
from tests.gazetteers import BELGOROD, BIRUCH, GRONINGEN, NICE, STROITEL, SUMY, city

INDEX = Homonyms(pack({"красногвардейское": Bearers(5, None)}))
LANGUAGES = ("ru", "uk", "nl", "en")


@pytest.mark.parametrize(
    ("place", "languages", "expected"),
    [
        (BELGOROD, LANGUAGES, Spelling("Белгород", (), is_known=True)),
        (STROITEL, LANGUAGES, Spelling("Строитель", (), is_known=True)),
        (SUMY, LANGUAGES, Spelling("Суми", (), is_known=True)),
        (SUMY, ("ru",), Spelling("Сумы", (), is_known=True)),
        (SUMY, ("en", "nl"), Spelling("Sumy", (), is_known=True)),
        (BIRUCH, LANGUAGES, Spelling("Бирюч", ("Буденное",), is_known=True)),
        (GRONINGEN, LANGUAGES, Spelling("Groningen", ("Гронинген", "Гронінген"), is_known=True)),
        (GRONINGEN, ("nl",), Spelling("Groningen", (), is_known=True)),
        (NICE, ("uk", "ru"), Spelling("Nice", (), is_known=True)),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_the_name_in_the_languages(place: object, languages: tuple[str, ...], expected: Spelling) -> None:
    """Cyrillic in Russia and Ukraine; further names are those that mean nothing else."""
    assert spelling(place, languages, INDEX) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("main", "further", "name"),
    [
        ("Gorod Shebekino", "Город Шебекино", "Шебекино"),
        ("Alekseyevka", "Алексе\u0301евка", "Алексеевка"),
        ("Roven’ki", "Ровеньки", "Ровеньки"),
        ("Novaya Tavolzhanka", "Нов.Таволжанка", "Novaya Tavolzhanka"),
        ("Posëlok Mayskiy, Belgorod", "Майский", "Майский"),
        ("Zhuravlevka", "Журавлëвка", "Журавлёвка"),
    ],
)
def test_names_are_cleaned(main: str, further: str, name: str) -> None:
    """Of words for the kind of place, stress marks, abbreviations and what follows a comma."""
    found = spelling(city(main, 1000, further), LANGUAGES, INDEX)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("main", "further", "code", "name"),
    [
        ("Tver", ("Твер", "Тверь"), "RU 77", "Тверь"),
        ("Skadovsk", ("Скадовск", "Скадовськ"), "UA 08", "Скадовськ"),
        ("Kurchatovsk", ("Курчатовськ", "Курчатовск"), "RU 41", "Курчатовск"),
        ("Moscow", ("Москох", "Москва"), "RU 48", "Москва"),
    ],
)
def test_spellings_alike_in_latin_letters(main: str, further: tuple[str, ...], code: str, name: str) -> None:
    """The one that has marks of the language, or is the name of a division, is taken."""
    found = spelling(city(main, 1000, *further, code=code), LANGUAGES, INDEX)
    assert found is not None
    assert found.name == name


def test_a_place_without_a_spelling_in_its_language() -> None:
    """Keeps its main name, and that is told; another country's place has it anyway."""
    found = spelling(city("Otradnoye", 600, "Другое"), LANGUAGES, INDEX)
    assert found == Spelling("Otradnoye", (), is_known=False)


@pytest.mark.parametrize("name", ["", "5", "Region", "x" * 65])
def test_a_name_that_can_be_no_places(name: str) -> None:
    """Is none at all."""
    assert spelling(city(name, 600, code="FR 93"), LANGUAGES, INDEX) is None
