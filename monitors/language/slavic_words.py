"""Every form of one word: of a common word by the dictionary, of a name by its ending as well."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from monitors.language import fold, names
from monitors.language.slavic import Lexeme, canonical, dictionary, readings
from monitors.language.slavic_adjectives import derived
from monitors.language.slavic_endings import adjective, declined, noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NOTHING: frozenset[str] = frozenset()
_CYRILLIC = re.compile("[а-яіїєґ]")
_COMPOUND = {"ru": re.compile("[сц]кий$"), "uk": re.compile("[сцз]ький$")}
_OF_ONE_GENDER = re.compile("(?:[ая]я|[оеы]е|[сцз]ьк[аеі]|ие)$")
_LONGEST_ACRONYM = 5
_LONGEST_ABBREVIATION = 4


def lower(written: str) -> str:
    """Return a word in lower case, folded but for its ё."""
    (folded,) = fold.words(written) or ("",)
    spelled = written.lower().replace("’", "'")
    return spelled if canonical(spelled) == folded else folded


def is_cyrillic(word: str) -> bool:
    """Return whether a lower-case word has a Cyrillic letter."""
    return bool(_CYRILLIC.search(word))


def is_name(written: str) -> bool:
    """Return whether a word is a name: by its capital, or because no dictionary has it but as a name."""
    if written[:1].isupper():
        return not _is_acronym(written)
    word = lower(written)
    lexemes = [entry for language in readings(word) for entry in dictionary(language).lexemes(word)]
    if not lexemes:
        return len(word) > _LONGEST_ABBREVIATION
    return all(entry.person or (entry.place and _marks_places(entry, word)) for entry in lexemes)


def common_forms(word: str, languages: Iterable[str]) -> frozenset[str]:
    """Return the forms of a lower-case common word: of everything that the dictionaries take it for."""
    entries = (entry for language in languages for entry in dictionary(language).lexemes(word))
    found = frozenset(form for entry in entries for form in entry.forms)
    return found | _compounds(found) | {canonical(word)}


@lru_cache(maxsize=1024)
def name_forms(word: str, language: str) -> frozenset[str]:
    """Return the forms of a name (lower case) in the language it is written in, "ru" or "uk"."""
    lexemes = dictionary(language).lexemes(word)
    if not lexemes:
        return _misspelt(word, language) | declined(canonical(word), language)
    if _OF_ONE_GENDER.search(word) and all(entry.part == "ADJF" for entry in lexemes):
        return adjective(canonical(word), language)
    chosen = _as_name(lexemes, canonical(word))
    found = frozenset(form for entry in chosen for form in entry.forms)
    return found | _compounds(found) | _regular(canonical(word), chosen, language) | {canonical(word)}


def adjectives(word: str, language: str) -> frozenset[str]:
    """Return the forms of what is derived from a name: its adjectives, the land around it."""
    lexemes = _as_name(dictionary(language).lexemes(word), canonical(word))
    if any(entry.part != "NOUN" for entry in lexemes) or (lexemes and all(e.person for e in lexemes)):
        return NOTHING
    return derived(canonical(word), language)


def spellings(word: str) -> Iterator[tuple[str, str]]:
    """Yield a name in both languages: each way to write it, and the language of that."""
    for language in readings(word):
        other, cross = ("uk", names.ukrainian) if language == "ru" else ("ru", names.russian)
        yield word, language
        for crossed in sorted(cross(word)):
            yield crossed, other


def _is_acronym(written: str) -> bool:
    return (
        len(written) > 1
        and len(written) <= _LONGEST_ACRONYM
        and written.isupper()
        and not any(dictionary(language).knows(lower(written)) for language in readings(lower(written)))
    )


def _marks_places(entry: Lexeme, word: str) -> bool:
    # Ukrainian marks every noun without a plural so: only the Russian mark tells of a place.
    return entry in dictionary("ru").lexemes(word)


def _as_name(lexemes: tuple[Lexeme, ...], word: str) -> tuple[Lexeme, ...]:
    """Return the lexemes that are meant where a word stands for a name: Суми is not the gen. of сума."""
    based = tuple(entry for entry in lexemes if entry.base == word)
    places = tuple(entry for entry in based if entry.place)
    return places or tuple(entry for entry in based if not entry.person) or based or lexemes


def _regular(word: str, lexemes: tuple[Lexeme, ...], language: str) -> frozenset[str]:
    """Return forms that a name has by its ending: dictionaries lack some of Лахор's, Балкан of Балканы."""
    usual = any(entry.place or entry.person for entry in lexemes) and lexemes[0].base == word
    if not usual or word.endswith("ь") or any(entry.fixed for entry in lexemes):
        return NOTHING
    adjectival = any(entry.part != "NOUN" for entry in lexemes)
    return NOTHING if adjectival else noun(word, language)


def _compounds(forms: frozenset[str]) -> frozenset[str]:
    """Return the first part that an adjective is in a compound: российско-украинский."""
    return frozenset(f"{form[:-2]}о" for form in forms if form.endswith(("ский", "цкий", "ський", "цький")))


def _misspelt(word: str, language: str) -> frozenset[str]:
    """Return the forms of the names in the dictionary that are one doubled letter, or э for е, away."""
    known = dictionary(language)
    found = (entry for near in _near(word) for entry in known.lexemes(near) if entry.place)
    return frozenset(form for entry in found for form in entry.forms)


def _near(word: str) -> Iterator[str]:
    for index, letter in enumerate(word):
        rest = word[index + 1 :]
        if letter in "еэ":
            yield word[:index] + ("э" if letter == "е" else "е") + rest
        elif rest.startswith(letter):
            yield word[:index] + rest
        elif letter in "бгдзклмнпрстф":
            yield word[:index] + letter + letter + rest
