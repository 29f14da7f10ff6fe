"""How many posts a second are matched, and how little that depends on the number of terms.

Terms are real lemmas, found in all their forms; beside ours stand, in the same run and with the same
forms, what one would write first (a regular expression for words and a dict) and an automaton for many
strings (pyahocorasick, with a look at what stands around a find). Those find terms; so does ``find``,
which also knows where they stand, while ``match`` evaluates rules of five terms each and shows their
matches. Posts have about 400 characters in four languages; the real posts of the corpora are measured
too where they are present. Times are of this process's CPU, the best of rounds in turn.

A match that a baseline finds behind an apostrophe (явить in об'явить) is half a word: those are what ours
"misses".

Up to 10,000 terms have every form that rules know, names' Latin spellings among them; 100,000 have those
of the dictionary, because to work all out would take minutes.

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

from benchmarks.vocabulary import inflected, lemmas, posts, real_posts, vocabulary
from monitors.language import fold
from monitors.language.forms import Forms
from monitors.lexicon import Lexicon, Target, spellings_of
from monitors.matching import Look, match
from storage.model import And, Not, Or, Post, Rule, Severity, Source, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from monitors.language.slots import Slots
    from monitors.word_index import Spelling

SOURCE = Source("telegram", "bench")
ROUNDS = 7
POSTS = 500
FOUND, PHRASES = 20, 0.1
TERMS = (100, 1_000, 10_000, 100_000)
MOST_WITH_ALL_FORMS = 10_000
LANGUAGES = ("ru", "uk")


def terms_of(count: int, generator: random.Random) -> list[Term]:
    """Return so many different terms: mostly words, one in ten a phrase of two.

    Whatever their number, the same few are words that posts have: what is measured is the cost of terms
    that are there, not of hits.
    """
    often = frozenset(vocabulary("ru") + vocabulary("uk"))
    rare = [*lemmas("ru", count + FOUND), *lemmas("uk", count // 2 + FOUND)]
    words = [*common_lemmas(), *(word for word in rare if word not in often)]
    terms: dict[tuple[str, ...], Term] = {
        words: Term(" ".join(words), words, written=words) for words in common_phrases()
    }
    for word in dict.fromkeys(words):
        further = (
            (generator.choice(words),) if len(terms) > 2 * FOUND and generator.random() < PHRASES else ()
        )
        folded = tuple(w for part in (word, *further) for w in fold.words(part))
        terms.setdefault(folded, Term(" ".join((word, *further)), folded, written=folded))
        if len(terms) == count:
            break
    return list(terms.values())


def common_lemmas() -> list[str]:
    """Return the few words of our terms that posts have."""
    return list(lemmas("ru", 3000)[1000 : 1000 + FOUND])


def common_phrases() -> list[tuple[str, str]]:
    """Return the few phrases of our terms that posts have."""
    words = common_lemmas()
    return list(zip(words[::4], words[1::4], strict=True))


def common_writings() -> list[str]:
    """Return how our terms are written in posts: as people do, over the end of a line, with soft hyphens."""
    phrases = [joint.join(words) for joint in (" ", "\n", "-", ", ") for words in common_phrases()]
    return [*common_lemmas(), *phrases, *(f"{word[:2]}\u00ad{word[2:]}" for word in common_lemmas()[:2])]


class Lexemes(Forms):
    """The forms of the dictionary alone."""

    def of(self, written: tuple[str, ...]) -> tuple[Slots, ...]:
        """Return each word of a term with the forms of its first reading."""
        return (tuple(frozenset(fold.words(" ".join(inflected(word, "ru")))) for word in written),)


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
    def of(cls, spellings: Sequence[tuple[int, Spelling]]) -> Spelled:
        """Spell every form out, as the baselines need it."""
        spelled: dict[tuple[str, ...], set[int]] = {}
        for number, spelling in spellings:
            first, *rest = spelling.slots
            for way in ((word, *more) for word in first for more in _products(rest)):
                spelled.setdefault(way, set()).add(number)
        return cls(spelled)


class Known(Forms):
    """Forms that have been worked out, by the words of their terms."""

    def __init__(self, ways: Mapping[tuple[str, ...], tuple[Slots, ...]]) -> None:
        super().__init__(())
        self._ways = ways

    def of(self, written: tuple[str, ...]) -> tuple[Slots, ...]:
        """Return what is known of a term."""
        return self._ways[written]


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
    """One line of the table: CPU time a post with each way, and what each misses of what any finds."""

    terms: int
    times: list[float]
    missed: list[int]
    found: int

    def __str__(self) -> str:
        find, _, *others = self.times
        figures = " ".join(f"{one:>8.1f}" for one in self.times)
        ratios = " ".join(f"{other / find:>6.2f}" for other in others)
        return f"{self.terms:>8,} {figures} {ratios}  {self.missed} of {self.found:,}"


def measure(texts: Sequence[str], terms: Sequence[Term], lexicon: Lexicon, spelled: Spelled) -> Measured:
    """Measure finding, matching and the baselines with these posts."""
    ways = [dictionary(spelled), automaton(spelled)]
    by_name = {term.text: number for number, term in enumerate(terms)}
    posts = [Post("telegram:bench", str(i), "", text) for i, text in enumerate(texts)]
    ours = [{by_name[lexicon.names[n]] for n in Look(lexicon, post, SOURCE).found} for post in posts]
    theirs = [[way(text) for text in texts] for way in ways]
    every = [set().union(*one) for one in zip(ours, *theirs, strict=True)]
    missed = [sum(len(e - f) for e, f in zip(every, way, strict=True)) for way in (ours, *theirs)]
    calls: list[Callable[[Any], object]] = [
        lambda post: Look(lexicon, post, SOURCE),
        lambda post: match(lexicon, post, SOURCE),
        *(lambda post, way=way: way(post.text) for way in ways),
    ]
    return Measured(len(terms), microseconds(calls, posts), missed, sum(map(len, every)))


def compiled(terms: Sequence[Term], forms: Forms) -> tuple[Lexicon, Spelled]:
    """Compile, and say what that took; with the same forms spelled out for the baselines."""
    start, before = time.process_time(), megabytes()
    known = Known({term.words: forms.of(term.words) for term in terms})
    expanded = time.process_time() - start
    lexicon = Lexicon.compile(targets_of(terms), known)
    whole = time.process_time() - start
    print(
        f"{len(terms):,} terms, {len(lexicon.words.whole):,} different forms: worked out in {expanded:.2f} s,"
        f" compiled in {whole - expanded:.2f} s, {megabytes() - before:,.0f} MB (with the forms)"
    )
    return lexicon, Spelled.of([(n, s) for n, term in enumerate(terms) for s in spellings_of(term, known)])


def main() -> None:
    """Print the table."""
    generator = random.Random(22_05_2023)  # noqa: S311 - texts for a measurement, nothing secret
    texts, real = posts(POSTS, common_writings(), generator), real_posts()[:: 3822 // POSTS]
    print(f"folding alone: {microseconds([fold.keys], texts)[0]:.1f} µs a post")
    heads = "posts        terms     find    match  dict+re    aho-c  ratios         missed: ours, dict, aho-c"
    finds = []
    for count in TERMS:
        terms = terms_of(count, generator)
        lexicon, spelled = compiled(terms, (Forms if count <= MOST_WITH_ALL_FORMS else Lexemes)(LANGUAGES))
        print(heads)
        for name, those in (("generated", texts), ("real", real)):
            if those:
                measured = measure(those, terms, lexicon, spelled)
                finds += [measured.times[0]] if those is texts else []
                print(f"{name:10}{measured}", flush=True)
    print(f"from {TERMS[0]:,} to {TERMS[-1]:,} terms: {finds[-1] / finds[0]:.2f} times")


if __name__ == "__main__":
    main()
