"""How many posts a second are matched, and how little that depends on the number of terms.

Beside it, in the same run, what one would write first: a regular expression for words and a dict.
Posts are generated in four languages, seeded, about 400 characters each; the real posts of the
corpora are measured too where they are present. Times are of this process's CPU, the best of rounds.

    python -m benchmarks.matching
"""

from __future__ import annotations

import json
import os
import random
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from monitors.language import fold
from monitors.lexicon import Lexicon, Target
from monitors.matching import match
from storage.model import And, Not, Or, Rule, Severity, Source, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SYLLABLES = {
    "ru": "по ра ло на ве сто кра гор бел ский ка ми ну ты дро вы зо ём щи ель",
    "uk": "по рі ла на ві сто кра гір біл ська ки ми ну ти дро ви зо її що єм",
    "nl": "ver ge be ling oor aan lijk de sto ra mee huis ing vuur wa op ter sch ij oe",
    "en": "re con ing er tion al the sto ra mer house un fire wa up ter ly sh ou th",
}
SOURCE = Source("telegram", "bench")
ROUNDS = 5
POSTS = 2000
FOUND, PHRASES, PREFIXES = 20, 0.1, 0.05
TERMS = (100, 10_000, 100_000)


def invented(language: str, generator: random.Random) -> str:
    """Return a word that sounds a little like the language."""
    return "".join(generator.choices(SYLLABLES[language].split(), k=generator.randint(1, 4)))


def generated_post(vocabulary: Sequence[str], generator: random.Random) -> str:
    """Return about 400 characters: frequent words often, capitals, punctuation, now and then an emoji."""
    words: list[str] = []
    while sum(map(len, words)) + len(words) < 400:  # noqa: PLR2004 - the length in the question
        word = vocabulary[int(len(vocabulary) * generator.random() ** 3)]
        words.append(
            generator.choice((word, word, word, word.capitalize(), f"{word},", f"{word}.", f"❗️{word}"))
        )
    return " ".join(words)


def generated_terms(count: int, vocabulary: Sequence[str], generator: random.Random) -> list[Term]:
    """Return so many different terms: mostly words, one in ten a phrase, one in twenty a prefix.

    Whatever their number, the same few are words that posts have: what is measured is the cost of
    terms that are there, not of hits.
    """
    terms = dict.fromkeys(Term(word, (word,)) for word in generator.sample(vocabulary, FOUND))
    while len(terms) < count:
        words = [invented(generator.choice(list(SYLLABLES)), generator) + invented("ru", generator) * 2]
        kind = generator.random()
        if kind < PHRASES:
            words.append(generator.choice(vocabulary))
        terms[Term(" ".join(words), tuple(fold.words(" ".join(words))), prefix=kind > 1 - PREFIXES)] = None
    return list(terms)


def targets_of(terms: Sequence[Term]) -> list[Target]:
    """Return rules of five terms: (a OR b OR c OR d) AND NOT e."""
    fives = [terms[i : i + 5] for i in range(0, len(terms), 5)]
    rules = [Rule("", And((Or(tuple(five[:-1])), Not(five[-1])))) for five in fives]
    return [Target(f"rule:{i}", Severity.WARNING, rule) for i, rule in enumerate(rules)]


def baseline(terms: Sequence[Term]) -> Callable[[str], set[tuple[str, ...]]]:
    """Return what one would write first: it finds the same terms, but no places, and evaluates no rules."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for term in terms:
        if not term.prefix:
            by_first.setdefault(term.words[0], []).append(term.words)
    begun = {term.words[0] for term in terms if term.prefix}
    lengths = {len(word) for word in begun}
    pattern = re.compile(r"\w+")

    def find(text: str) -> set[tuple[str, ...]]:
        tokens = pattern.findall(text.lower().replace("ё", "е"))
        found: set[tuple[str, ...]] = {
            (token[:length],) for token in tokens for length in lengths if token[:length] in begun
        }
        for i, token in enumerate(tokens):
            for words in by_first.get(token, ()):
                if len(words) == 1 or tuple(tokens[i : i + len(words)]) == words:
                    found.add(words)
        return found

    return find


def microseconds(find: Callable[[str], object], posts: Sequence[str]) -> float:
    """Return the CPU time that one post takes, the best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for post in posts:
            find(post)
        best = min(best, time.process_time() - start)
    return best / len(posts) * 1e6


def measure(name: str, posts: Sequence[str], terms: Sequence[Term]) -> None:
    """Print one line of the table."""
    start = time.process_time()
    lexicon = Lexicon.compile(targets_of(terms))
    compiled = time.process_time() - start
    ours = microseconds(lambda post: match(lexicon, post, SOURCE), posts)
    theirs = microseconds(baseline(terms), posts)
    hits = sum(bool(match(lexicon, post, SOURCE)) for post in posts) / len(posts)
    print(
        f"{name:10} {len(terms):>8,} {1e6 / ours:>10,.0f} {ours:>8.1f} {theirs:>10.1f}"
        f" {theirs / ours:>7.2f} {hits:>7.0%} {compiled:>9.2f}"
    )


def real_posts() -> list[str]:
    """Return the posts of the corpora, none where these are absent."""
    folder = Path(os.environ.get("REGIONWATCH_CORPORA", "../shared/corpora"))
    path = folder / "telegram_posts" / "posts.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line)["text"] for line in lines]


def main() -> None:
    """Print the table."""
    generator = random.Random(22_05_2023)  # noqa: S311 - texts for a measurement, nothing secret
    heads = ("posts", "terms", "posts/s", "µs/post", "regex+dict", "ratio", "hit", "compile s")
    vocabularies = [[invented(language, generator) for _ in range(4000)] for language in SYLLABLES]
    posts = [generated_post(generator.choice(vocabularies), generator) for _ in range(POSTS)]
    words = [word for vocabulary in vocabularies for word in vocabulary]
    print(f"folding alone: {microseconds(fold.words, posts):.1f} µs a post")
    print("{:10} {:>8} {:>10} {:>8} {:>10} {:>7} {:>7} {:>9}".format(*heads))
    for count in TERMS:
        terms = generated_terms(count, words, generator)
        measure("generated", posts, terms)
        if real := real_posts():
            measure("real", real, terms)


if __name__ == "__main__":
    main()
