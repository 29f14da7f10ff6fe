"""Every form of one word: of a common word by the dictionary, of a name by its ending as well."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from monitors.language import fold, names
from monitors.language.slavic import Lexeme, canonical, dictionary, readings
from monitors.language.slavic_adjectives import derived
from monitors.language.slavic_endings import adjective, declined, noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NOTHING: frozenset[str] = frozenset()
_CYRILLIC = re.compile("[а-яёіїєґ]")
# Such a name has, but for -ский, only its own gender or number, no comparative and no short form.
_OF_ONE_GENDER = re.compile("(?<![сц]к)(?:[ая]я|[оеы]е|ие)$")
_VOICED = re.compile("с(?=[бгд])")
_LONGEST_ACRONYM = 5
_LONGEST_ABBREVIATION = 4


class Word(NamedTuple):
    """One word of a term."""

    lower: str
    """In lower case, folded but for its ё."""
    name: bool
    """Whether it is a name: by its capital, or because no dictionary has it but as a name."""
    cyrillic: bool


@lru_cache(maxsize=1024)
def read(written: str) -> Word:
    """Return what a word of a rule is, from its original letters; it must have a letter or digit."""
    folded = "".join(fold.words(written))
    spelled = written.lower().replace("’", "'")
    lower = spelled if canonical(spelled) == folded else folded
    if not _CYRILLIC.search(lower):
        return Word(lower, name=written[:1].isupper(), cyrillic=False)
    return Word(lower, name=_is_name(written, lower), cyrillic=True)


def _is_name(written: str, lower: str) -> bool:
    lexemes = {x: dictionary(x).lexemes(lower) for x in readings(lower)}
    unknown = not any(lexemes.values())
    if written[:1].isupper():
        return not (unknown and 1 < len(written) <= _LONGEST_ACRONYM and written.isupper())
    if unknown:
        return len(lower) > _LONGEST_ABBREVIATION
    return all(_only_names(found, lower, language) for language, found in lexemes.items())


def _only_names(lexemes: tuple[Lexeme, ...], word: str, language: str) -> bool:
    # VESUM marks no places: what only it knows (Козинка) is a name if it can be nothing else.
    return all(entry.person or (entry.place and entry.base == canonical(word)) for entry in lexemes) and (
        language == "ru" or not word.endswith(("ння", "ття", "ість"))
    )


def common_forms(word: str, languages: Iterable[str]) -> frozenset[str]:
    """Return the forms of a lower-case common word: of everything that the dictionaries take it for."""
    entries = (entry for language in languages for entry in dictionary(language).lexemes(word))
    found = frozenset(form for entry in entries for form in entry.forms)
    return found | _compounds(found) | {canonical(word)}


@lru_cache(maxsize=1024)
def name_forms(word: str, language: str) -> frozenset[str]:
    """Return the forms of a name (lower case) in the language it is written in, "ru" or "uk"."""
    lexemes = dictionary(language).lexemes(word)
    if not lexemes or (word.endswith("о") and all(entry.base != canonical(word) for entry in lexemes)):
        # What Смородино is a form of, if of anything (the vocative of a berry), is not what is meant.
        return _misspelt(word, language) | declined(canonical(word), language)
    if _OF_ONE_GENDER.search(word) and all(entry.part == "ADJF" for entry in lexemes):
        return adjective(canonical(word), language)
    chosen = _as_name(lexemes, canonical(word))
    found = frozenset(form for entry in chosen for form in entry.forms)
    return found | _compounds(found) | _regular(canonical(word), chosen, language) | {canonical(word)}


def derived_forms(word: str) -> frozenset[str]:
    """Return the forms of a name's adjectives, and of the land around it; a person's name has none."""
    return NOTHING.union(*(adjectives(*spelling) for spelling in spellings(word) if not _is_person(word)))


def adjectives(word: str, language: str) -> frozenset[str]:
    """Return the forms of a name's adjectives, and of the land around it, in one language."""
    lexemes = dictionary(language).lexemes(word)
    if any(entry.part != "NOUN" and entry.base == canonical(word) for entry in lexemes):
        return NOTHING
    return derived(canonical(word), language)


def _is_person(word: str) -> bool:
    entries = [entry for language in readings(word) for entry in dictionary(language).lexemes(word)]
    based = [entry for entry in entries if entry.base == canonical(word)]
    return bool(based) and all(entry.person for entry in based)


def spellings(word: str) -> Iterator[tuple[str, str]]:
    """Yield a name in both languages: each way to write it, and the language of that."""
    for language in readings(word):
        other, cross = ("uk", names.ukrainian) if language == "ru" else ("ru", names.russian)
        yield word, language
        if language == "uk" and (heard := _as_heard(word)) != word:
            yield heard, language
        for crossed in sorted(cross(word)):
            yield crossed, other


def _as_heard(word: str) -> str:
    """Return a foreign name as Ukrainian also writes it: Ейндховен and Єйндховен, Страсбург and Стразбург."""
    swapped = {"е": "є", "є": "е"}.get(word[:1], word[:1]) + word[1:]
    return _VOICED.sub("з", swapped)


def _as_name(lexemes: tuple[Lexeme, ...], word: str) -> tuple[Lexeme, ...]:
    """Return the lexemes that are meant where a word stands for a name: Суми is not the gen. of сума."""
    based = tuple(entry for entry in lexemes if entry.base == word)
    places = tuple(entry for entry in based if entry.place)
    return places or tuple(entry for entry in based if not entry.person) or based or _in_plural(lexemes, word)


def _in_plural(lexemes: tuple[Lexeme, ...], word: str) -> tuple[Lexeme, ...]:
    """Return lexemes with plural forms only where a name may be a plural: Тополи are not of тополем."""
    found = tuple(entry for entry in lexemes if word in entry.plural and not entry.place)
    if not found or len(found) < len(lexemes) or not word.endswith(("ы", "и", "і")):
        return lexemes
    return tuple(entry._replace(forms=entry.plural) for entry in found)


def _regular(word: str, lexemes: tuple[Lexeme, ...], language: str) -> frozenset[str]:
    """Return forms that a name has by its ending: dictionaries lack some of Лахор's, Балкан of Балканы."""
    if all(entry.base != word for entry in lexemes):
        return declined(word, language)  # Понуры, which the dictionary takes for a form of понурый.
    usual = all(entry.part == "NOUN" and not entry.fixed for entry in lexemes)
    named = any(entry.place or entry.person for entry in lexemes)
    return noun(word, language) if usual and named and not word.endswith("ь") else NOTHING


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
