"""Names that are ordinary words as well."""

from __future__ import annotations

import pytest

from monitors.language.common_words import is_common_word
from monitors.language.languages import KNOWN_LANGUAGES

BOTH = ("ru", "uk")


@pytest.mark.parametrize(
    "name",
    ["Мощеное", "ДОБРОЕ", "Доброе", "Тополи", "Казачок", "Луговка", "Строитель", "Орёл", "Антоновка", "Сад"],
)
def test_words(name: str) -> None:
    """Nouns, adjectives and participles as they stand in a dictionary, in whatever letters."""
    assert is_common_word(name, BOTH)


@pytest.mark.parametrize("name", ["Вільне", "Перемога", "Зарічний", "Суми"])
def test_ukrainian_words(name: str) -> None:
    """Although their dictionary does not mark places."""
    assert is_common_word(name, ("uk",))


@pytest.mark.parametrize(
    "name",
    [
        *("Белгород", "Козинка", "Короча", "Губкин", "Валуйки", "Київ", "Полтава", "Охтирка", "Головчино"),
        *("Муром", "Гора-Подол", "Новая Таволжанка", "Groningen", "", "№"),
    ],
)
def test_names_alone(name: str) -> None:
    """Places, surnames, unknown words, several words, forms in an oblique case, and no words at all."""
    assert not is_common_word(name, BOTH)


def test_the_first_language_that_knows_a_word_decides() -> None:
    """A bird in Ukrainian, but in Russian a town."""
    assert not is_common_word("Грайворон", ("ru", "uk"))
    assert is_common_word("Грайворон", ("uk", "ru"))


def test_other_languages_have_no_dictionary() -> None:
    """So nothing is known of their words."""
    assert not is_common_word("Доброе", ("nl", "en"))


def test_every_known_language_but_ukrainian_has_a_stemmer() -> None:
    """Under its English name."""
    known = set(pytest.importorskip("Stemmer").algorithms())
    assert {name.lower() for code, name in KNOWN_LANGUAGES.items() if code != "uk"} <= known
