"""Measure whether the base form of a name, as a term, finds the name as it stands in the news.

SlavicNER's mentions of places, people's typing errors and all. Recall counts mentions that have as
many words as their base form (others are not inflections); precision counts distinct pairs of a
base form and a spelling that share no id. Beside it, in the same run, the exact string, and what one
would write first: the forms of pymorphy3's best parse, and of all its parses.

    python -m benchmarks.forms [--list]
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pymorphy3

from monitors.language import fold
from monitors.language.forms import Forms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from monitors.language.slots import Slots

    Method = Callable[[str], tuple[Slots, ...]]

LANGUAGES = ("ru", "uk", "nl", "en", "de", "pl", "cs", "sl", "bg")
LEMMAS = 10_000
SYLLABLES = (
    "гор",
    "мол",
    "под",
    "пол",
    "сто",
    "тор",
    "пере",
    "вар",
    "дро",
    "лис",
    "нар",
    "кра",
    "роз",
    "раз",
    "за",
)


class Mention(NamedTuple):
    """A name as it stands in a text, and its base form."""

    surface: str
    lemma: str
    identity: str


def mentions(path: Path) -> dict[str, list[Mention]]:
    """Return the mentions of a file by language."""
    found: dict[str, list[Mention]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["lang"]].append(Mention(row["surface"], row["lemma"], row["cross_lingual_id"]))
    return found


def written(term: str) -> tuple[str, ...]:
    """Return the words of a term in their original letters."""
    return tuple(term[start:end] for start, end in fold.spans(term))


@cache
def words(text: str) -> tuple[str, ...]:
    """Return the canonical words of a text."""
    return tuple(fold.words(text))


def stands(way: Slots, found: tuple[str, ...], start: int) -> bool:
    """Return whether a term stands at a word of a text in this way."""
    return len(found) - start >= len(way) and all(found[start + i] in slot for i, slot in enumerate(way))


def is_whole(ways: Iterable[Slots], found: tuple[str, ...]) -> bool:
    """Return whether a term is all of a text."""
    return any(len(way) == len(found) and stands(way, found, 0) for way in ways)


def by_parses(language: str, best: int | None) -> Method:
    """Return the forms by pymorphy3's best parses, so many of them or all."""
    analyzer = pymorphy3.MorphAnalyzer(lang=language)

    def forms(word: str) -> frozenset[str]:
        parses = analyzer.parse(word)[:best]
        return frozenset({word, *(canonical(form.word) for parse in parses for form in parse.lexeme)})

    return lambda term: (tuple(map(forms, words(term))),)


def canonical(word: str) -> str:
    """Return a word as the matcher sees it."""
    return " ".join(fold.words(word))


def exact(term: str) -> tuple[Slots, ...]:
    """Return the term alone: the exact string."""
    return (tuple(frozenset({word}) for word in words(term)),)


class Recall(NamedTuple):
    """How many mentions are found, of how many, and which are not."""

    found: int
    total: int
    missed: Counter[Mention]

    def __str__(self) -> str:
        return f"{self.found:6,} of {self.total:6,} {self.found / (self.total or 1):8.2%}"


def recall(sample: Iterable[Mention], method: Method) -> Recall:
    """Return how many of the mentions their base form finds."""
    remembered = cache(method)
    counted = Counter(sample)
    missed = Counter(
        {m: n for m, n in counted.items() if not is_whole(remembered(m.lemma), words(m.surface))}
    )
    return Recall(counted.total() - missed.total(), counted.total(), missed)


class Pairs(NamedTuple):
    """Pairs of a base form and another name's spelling: how many, and which match all the same."""

    total: int
    wrong: list[tuple[str, str]]

    def __str__(self) -> str:
        apart = 1 - len(self.wrong) / (self.total or 1)
        return f"{len(self.wrong):6,} of {self.total:9,} match, {apart:9.4%} do not"


def pairs(sample: Iterable[Mention], method: Method, *, whole: bool) -> Pairs:
    """Return the pairs that share no id and match: the whole spelling, or anywhere in it."""
    lemmas, surfaces = identities(sample)
    index = starts(lemmas, method)
    wrong = [
        (lemma, surface)
        for surface, ids in surfaces.items()
        for lemma in sorted(matching(index, words(surface), whole=whole))
        if not ids & lemmas[lemma] and (not whole or len(words(lemma)) == len(words(surface)))
    ]
    return Pairs(strangers(lemmas, surfaces, whole=whole), wrong)


def strangers(lemmas: dict[str, set[str]], surfaces: dict[str, set[str]], *, whole: bool) -> int:
    """Return how many pairs share no id (and, for whole spellings, have as many words as each other)."""
    named: dict[str, set[str]] = defaultdict(set)
    for surface, ids in surfaces.items():
        for identity in ids:
            named[identity].add(surface)
    lengths = Counter(len(words(surface)) for surface in surfaces)
    total = 0
    for lemma, ids in lemmas.items():
        length = len(words(lemma))
        kin = set().union(*(named[identity] for identity in ids))
        alike = sum(len(words(surface)) == length for surface in kin) if whole else len(kin)
        total += (lengths[length] if whole else len(surfaces)) - alike
    return total


def identities(sample: Iterable[Mention]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the ids of every base form, and of every spelling."""
    lemmas: dict[str, set[str]] = defaultdict(set)
    surfaces: dict[str, set[str]] = defaultdict(set)
    for mention in sample:
        lemmas[mention.lemma].add(mention.identity)
        surfaces[mention.surface].add(mention.identity)
    return lemmas, surfaces


def starts(lemmas: Iterable[str], method: Method) -> dict[str, list[tuple[str, Slots]]]:
    """Return the terms, and the ways in which they stand, by the word that they begin with."""
    index: dict[str, list[tuple[str, Slots]]] = defaultdict(list)
    for lemma in lemmas:
        for way in method(lemma):
            for word in way[0] if way else ():
                index[word].append((lemma, way))
    return index


def matching(
    index: dict[str, list[tuple[str, Slots]]], found: tuple[str, ...], *, whole: bool
) -> Iterator[str]:
    """Return the terms that match a text, each once."""
    hits = {
        lemma
        for start, word in enumerate(found[:1] if whole else found)
        for lemma, way in index.get(word, ())
        if (not whole or len(way) == len(found)) and stands(way, found, start)
    }
    return iter(hits)


def report(language: str, sample: list[Mention], methods: dict[str, Method]) -> None:
    """Print one language's figures."""
    alike = [m for m in sample if len(words(m.surface)) == len(words(m.lemma))]
    print(f"\n{language}: {len(sample):,} mentions, {len(sample) - len(alike):,} of another number of words")
    single = [m for m in alike if len(words(m.lemma)) == 1]
    several = [m for m in alike if len(words(m.lemma)) > 1]
    for name, method in methods.items():
        print(f"  {name:28}  single {recall(single, method)}   several {recall(several, method)}")
    for whole, name in ((True, "the whole spelling"), (False, "anywhere in it")):
        for method_name, method in methods.items():
            print(f"  {name:18} {method_name:28} {pairs(sample, method, whole=whole)}")
    if "--list" in sys.argv:
        listed(alike, sample, methods["forms"])


def listed(alike: list[Mention], sample: list[Mention], method: Method) -> None:
    """Print what is missed, and what is found wrongly."""
    for mention, count in recall(alike, method).missed.most_common():
        print(f"    missed {count} x {mention.surface} ({mention.lemma}, {mention.identity})")
    for whole in (True, False):
        for lemma, surface in pairs(sample, method, whole=whole).wrong:
            print(f"    wrong ({'whole' if whole else 'anywhere'}): {lemma} in {surface}")


def lemmas_of(language: str, count: int) -> list[str]:
    """Return common words of a dictionary: the base forms that begin with some syllables, evenly drawn."""
    analyzer = pymorphy3.MorphAnalyzer(lang=language, result_type=None)
    names = {"Geox", "Name", "Surn", "Patr", "Abbr", "Orgn", "Trad"}
    known = (
        word
        for syllable in SYLLABLES
        for word, tag, base, _, _ in analyzer.iter_known_word_parses(syllable)
        if word == base and word.isalpha() and not names & tag.grammemes
    )
    distinct = list(dict.fromkeys(known))
    return distinct[:: max(1, len(distinct) // count)][:count]


def speed(language: str) -> None:
    """Print what it takes to work out the forms of common words, and of names."""
    common = lemmas_of(language, LEMMAS)
    for kind, sample in (("common words", common), ("names", [w.title() for w in common[::10]])):
        knows = Forms(("ru", "uk"))
        knows.of((sample[0],))
        started = time.process_time()
        forms = sum(len(way[0]) for word in sample for way in knows.of((word,)))
        spent = time.process_time() - started
        each = spent / len(sample) * 1e6
        print(
            f"  {language}, {len(sample):6,} {kind:12}: {spent:.2f} s, "
            f"{each:5.0f} µs and {forms / len(sample):.1f} forms each"
        )


def main() -> None:
    """Print the figures of each language that the file has."""
    print("The forms of lemmas (µs of this process's CPU)")
    for language in ("ru", "uk"):
        speed(language)
    folder = os.environ.get("REGIONWATCH_CORPORA", Path(__file__).parents[2] / "shared" / "corpora")
    path = Path(folder) / "place_forms" / "slavicner_dev.tsv"
    if not path.is_file():
        print(f"no mentions at {path}; set REGIONWATCH_CORPORA")
        return
    for language, sample in mentions(path).items():
        forms = Forms(LANGUAGES)
        methods: dict[str, Method] = {"exact string": exact}
        if language in ("ru", "uk"):
            methods["pymorphy3's best parse"] = by_parses(language, 1)
            methods["pymorphy3, all parses"] = by_parses(language, None)
        methods["forms"] = cache(lambda term, forms=forms: forms.of(written(term)))
        report(language, sample, methods)


if __name__ == "__main__":
    main()
