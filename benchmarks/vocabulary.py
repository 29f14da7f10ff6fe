"""Words for measurements: real lemmas of two dictionaries, and posts in four languages made of them."""

from __future__ import annotations

import json
import os
import random
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pymorphy3

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NO_TERMS = frozenset({"Abbr", "Name", "Surn", "Patr"})
"""Grammemes of what nobody writes ten thousand rules about: abbreviations, and people's names."""

SHORTEST = 4
"""Letters of a lemma: words, not particles."""

LENGTH = 400
"""Characters of a post, the mean of real ones."""

DUTCH = [
    "de",
    "het",
    "een",
    "van",
    "in",
    "op",
    "en",
    "dat",
    "is",
    "was",
    "voor",
    "met",
    "aan",
    "niet",
    "door",
    "over",
    "werd",
    "naar",
    "ook",
    "bij",
    "om",
    "uit",
    "nog",
    "maar",
    "zijn",
    "grens",
    "stad",
    "dorp",
    "vuur",
    "brand",
    "politie",
    "bewoners",
    "aanval",
    "drone",
    "raket",
    "schade",
    "huis",
    "straat",
    "nacht",
    "ochtend",
    "avond",
    "gemeld",
    "gewond",
    "volgens",
    "bericht",
    "autoriteiten",
    "gouverneur",
    "regio",
    "kinderen",
    "school",
    "verkeer",
    "weg",
    "stroom",
    "water",
]
ENGLISH = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "that",
    "for",
    "it",
    "was",
    "on",
    "are",
    "as",
    "with",
    "his",
    "they",
    "at",
    "be",
    "this",
    "from",
    "have",
    "or",
    "by",
    "one",
    "had",
    "not",
    "but",
    "border",
    "town",
    "village",
    "fire",
    "police",
    "residents",
    "attack",
    "drone",
    "missile",
    "damage",
    "house",
    "street",
    "night",
    "morning",
    "evening",
    "reported",
    "wounded",
    "according",
    "statement",
    "authorities",
    "governor",
    "region",
    "children",
    "school",
    "traffic",
    "road",
    "power",
]


@cache
def lemmas(language: str, count: int) -> tuple[str, ...]:
    """Return so many lemmas of a dictionary (``ru`` or ``uk``), from all over the alphabet, seeded."""
    letters = sorted("абвгдежзиклмнопрстуфхцчшщэю" if language == "ru" else "абвгдежзиклмнопрстуфхцчшщюяї")
    share = count // len(letters) + 1
    found = [word for letter in letters for word in islice(_lemmas(language, letter), share * 3)]
    random.Random(22_05_2023).shuffle(found)  # noqa: S311 - texts for a measurement, nothing secret
    return tuple(found[:count])


def _lemmas(language: str, letter: str) -> Iterator[str]:
    last = ""
    for word, tag, lemma, _, _ in _analyzer(language).dictionary.iter_known_words(letter):
        is_word = len(word) >= SHORTEST and "-" not in word and _NO_TERMS.isdisjoint(tag.grammemes)
        if is_word and word == lemma != last:
            last = word
            yield word


@cache
def _analyzer(language: str) -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang=language)


def inflected(lemma: str, language: str) -> list[str]:
    """Return the forms of a lemma's first reading."""
    return [form.word for form in _analyzer(language).parse(lemma)[0].lexeme]


def posts(count: int, common: Sequence[str], generator: random.Random) -> list[str]:
    """Return posts in four languages: frequent words often, capitals, punctuation, now and then an emoji.

    ``common`` are words that every language's posts have now and then.
    """
    vocabularies = [*map(vocabulary, ("ru", "uk")), DUTCH, ENGLISH]
    return [_post([*generator.choice(vocabularies)], common, generator) for _ in range(count)]


@cache
def vocabulary(language: str) -> list[str]:
    """Return the words of which posts in a language (``ru`` or ``uk``) consist."""
    return [form for lemma in lemmas(language, 3000) for form in inflected(lemma, language)[:3]]


def _post(vocabulary: list[str], common: Sequence[str], generator: random.Random) -> str:
    words: list[str] = []
    while sum(map(len, words)) + len(words) < LENGTH:
        word = vocabulary[int(len(vocabulary) * generator.random() ** 3)]
        if generator.random() < 0.01:  # noqa: PLR2004 - about one post in two has one
            word = generator.choice(common)
        words.append(generator.choice((word, word, word, word, word.capitalize(), f"{word},", f"{word}.")))
    return f"{generator.choice(('❗️', '⚡️', '', ''))}{' '.join(words)}"


def real_posts() -> list[str]:
    """Return the posts of the corpora, none where these are absent."""
    folder = Path(os.environ.get("REGIONWATCH_CORPORA", "../shared/corpora"))
    path = folder / "telegram_posts" / "posts.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line)["text"] for line in lines]
