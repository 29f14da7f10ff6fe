"""How many posts a second are matched, and how little that depends on the number of terms.

Terms are real lemmas, found in all their forms; beside ours stand, in the same run and with the same
forms, what one would write first (a regular expression for words and a dict) and an automaton for many
strings (pyahocorasick, with a look at what stands around a find). Those find terms only; ours evaluates
rules of five terms each, with places and reasons for what matched. Posts have about 400 characters in
four languages; the real posts of the corpora are measured too where they are present. Times are of this
process's CPU, the best of rounds.

    python -m benchmarks.matching
"""

from __future__ import annotations

import os
import random
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ahocorasick

from benchmarks.vocabulary import lemmas, posts, real_posts
from monitors.language import fold
from monitors.language.forms import Forms
from monitors.lexicon import Lexicon, Target, spellings_of
from monitors.matching import Look, match
from storage.model import And, Not, Or, Post, Rule, Severity, Source, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SOURCE = Source("telegram", "bench")
ROUNDS = 5
POSTS = 1500
FOUND, PHRASES = 20, 0.1
TERMS = (100, 1_000, 10_000)
LANGUAGES = ("ru", "uk")
Ways = set[tuple[str, ...]]


def terms_of(count: int, generator: random.Random) -> list[Term]:
    """Return so many different terms: mostly words, one in ten a phrase of two.

    Whatever their number, the same few are words that posts have: what is measured is the cost of terms
    that are there, not of hits.
    """
    words = [*common_lemmas(), *lemmas("ru", count * 2 // 3 + FOUND), *lemmas("uk", count // 3 + FOUND)]
    terms: dict[tuple[str, ...], Term] = {}
    for word in dict.fromkeys(words):
        further = (generator.choice(words),) if len(terms) > FOUND and generator.random() < PHRASES else ()
        folded = tuple(w for part in (word, *further) for w in fold.words(part))
        terms.setdefault(folded, Term(" ".join((word, *further)), folded, written=folded))
        if len(terms) == count:
            break
    return list(terms.values())


def common_lemmas() -> list[str]:
    """Return the few words of our terms that posts have."""
    return list(lemmas("ru", 3000)[1000 : 1000 + FOUND])


def targets_of(terms: Sequence[Term]) -> list[Target]:
    """Return rules of five terms: (a OR b OR c OR d) AND NOT e."""
    fives = [terms[i : i + 5] for i in range(0, len(terms), 5)]
    rules = [Rule("", And((Or(tuple(five[:-1])), Not(five[-1])))) for five in fives]
    return [Target(f"rule:{i}", Severity.WARNING, rule) for i, rule in enumerate(rules)]


@dataclass(frozen=True)
class Spelled:
    """All forms of the terms, as texts of one or two words, each with the terms that it is of."""

    forms: dict[tuple[str, ...], set[int]]

    @classmethod
    def of(cls, terms: Sequence[Term], forms: Forms) -> Spelled:
        """Spell every form out, as the baselines need it."""
        spelled: dict[tuple[str, ...], set[int]] = {}
        for number, term in enumerate(terms):
            for spelling in spellings_of(term, forms):
                first, *rest = spelling.slots
                ways = [(word, *more) for word in first for more in _products(rest)]
                for way in ways:
                    spelled.setdefault(way, set()).add(number)
        return cls(spelled)


def _products(slots: Sequence[frozenset[str]]) -> list[tuple[str, ...]]:
    ways: list[tuple[str, ...]] = [()]
    for slot in slots:
        ways = [(*way, word) for way in ways for word in slot]
    return ways


def plain(text: str) -> str:
    """Fold as one would do first."""
    return text.lower().replace("ё", "е")


def dictionary(spelled: Spelled) -> Callable[[str], set[int]]:
    """Return what one would write first: tokens by a regular expression, looked up in a dict."""
    by_first: dict[str, list[tuple[tuple[str, ...], set[int]]]] = {}
    for way, numbers in spelled.forms.items():
        by_first.setdefault(way[0], []).append((way, numbers))
    pattern = re.compile(r"\w+")

    def find(text: str) -> set[int]:
        tokens = pattern.findall(plain(text))
        found: set[int] = set()
        for i, token in enumerate(tokens):
            for way, numbers in by_first.get(token, ()):
                if len(way) == 1 or tuple(tokens[i : i + len(way)]) == way:
                    found |= numbers
        return found

    return find


def automaton(spelled: Spelled) -> Callable[[str], set[int]]:
    """Return an automaton over the same forms; what stands in the middle of a word is no find."""
    machine: Any = ahocorasick.Automaton()
    for way, numbers in spelled.forms.items():
        form = " ".join(way)
        machine.add_word(form, (len(form), numbers))
    machine.make_automaton()

    def find(text: str) -> set[int]:
        folded = plain(text)
        found: set[int] = set()
        for last, (length, numbers) in machine.iter(folded):
            start, end = last - length + 1, last + 1
            if (start == 0 or not folded[start - 1].isalnum()) and not folded[end : end + 1].isalnum():
                found |= numbers
        return found

    return find


def microseconds(finds: Sequence[Callable[[Any], object]], texts: Sequence[Any]) -> list[float]:
    """Return the CPU time that one post takes with each way, the best of several rounds in turn."""
    best = [float("inf")] * len(finds)
    for _ in range(ROUNDS):
        for i, find in enumerate(finds):
            start = time.process_time()
            for text in texts:
                find(text)
            best[i] = min(best[i], time.process_time() - start)
    return [seconds / len(texts) * 1e6 for seconds in best]


def megabytes() -> float:
    """Return the memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@dataclass
class Measured:
    """One line of the table."""

    terms: int
    ours: float
    others: list[float]
    missed: list[int]

    def __str__(self) -> str:
        ratios = [other / self.ours for other in self.others]
        figures = [f"{self.ours:>8.1f}", *(f"{one:>8.1f}" for one in self.others)]
        return f"{self.terms:>8,} {' '.join(figures)} {' '.join(f'{r:>6.2f}' for r in ratios)}  {self.missed}"


def measure(name: str, texts: Sequence[str], terms: Sequence[Term], lexicon: Lexicon, forms: Forms) -> None:
    """Print one line of the table; what each way misses of all terms that any of them finds."""
    spelled = Spelled.of(terms, forms)
    ways = [dictionary(spelled), automaton(spelled)]
    numbered = {term: number for number, term in enumerate(terms)}
    numbers = [numbered[term] for term in _order(lexicon, terms)]
    whole = [Post("telegram:bench", str(i), "", text) for i, text in enumerate(texts)]
    found = [{numbers[n] for n in Look(lexicon, post, SOURCE).found} for post in whole]
    theirs = [[way(text) for text in texts] for way in ways]
    every = [set().union(*one) for one in zip(found, *theirs, strict=True)]
    missed = [sum(len(e - f) for e, f in zip(every, way, strict=True)) for way in (found, *theirs)]
    (ours,) = microseconds([lambda post: match(lexicon, post, SOURCE)], whole)
    others = microseconds(ways, texts)
    print(f"{name:10}{Measured(len(terms), ours, others, missed)} of {sum(map(len, every)):,}")


def _order(lexicon: Lexicon, terms: Sequence[Term]) -> list[Term]:
    by_text = {term.text: term for term in terms}
    return [by_text[name] for name in lexicon.names]


def compiled(terms: Sequence[Term]) -> tuple[Lexicon, Forms]:
    """Compile, and say what that took."""
    forms, before = Forms(LANGUAGES), megabytes()
    start = time.process_time()
    lexicon = Lexicon.compile(targets_of(terms), forms)
    cold, begin = time.process_time() - start, time.process_time()
    Lexicon.compile(targets_of(terms), forms)
    warm = time.process_time() - begin
    ways = sum(len(slot) for term in terms for s in spellings_of(term, forms) for slot in s.slots)
    print(
        f"{len(terms):,} terms, {ways:,} forms: compiled in {cold:.2f} s, again with forms kept in {warm:.2f} s,"
        f" {megabytes() - before:,.0f} MB"
    )
    return lexicon, forms


def main() -> None:
    """Print the table."""
    generator = random.Random(22_05_2023)  # noqa: S311 - texts for a measurement, nothing secret
    texts = posts(POSTS, common_lemmas(), generator)
    print(f"folding alone: {microseconds([fold.words], texts)[0]:.1f} µs a post")
    heads = "posts        terms     ours   dict+re  aho-c  ratios        missed by ours, dict+re, aho-c"
    for count in TERMS:
        terms = terms_of(count, generator)
        lexicon, forms = compiled(terms)
        print(heads)
        measure("generated", texts, terms, lexicon, forms)
        if real := real_posts():
            measure("real", real, terms, lexicon, forms)


if __name__ == "__main__":
    main()
