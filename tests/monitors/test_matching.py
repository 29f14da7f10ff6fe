"""Posts against rules: what is found, where, and that the quick way finds what the obvious way finds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.language import fold
from monitors.lexicon import Lexicon, Target
from monitors.matching import MOST_MATCHES, match
from monitors.rules import Known, RuleError, parse
from storage.model import And, Field, Hit, Match, Not, Or, Severity, Source, Term, Voice
from tests.exactly import EXACTLY, holds, published

if TYPE_CHECKING:
    from storage.model import Node, Rule

SOURCE = Source("telegram", "Open_Belgorod", Voice.CHANNEL)
OTHER = Source("feed", "gazeta", Voice.MEDIA)
KNOWN = Known(sources=frozenset({SOURCE.key, OTHER.key}))


def rule(text: str) -> Rule:
    """Return a rule of the sources of these tests."""
    return parse(text, KNOWN)


def forms(text: str, post: str, source: Source = SOURCE) -> list[str] | None:
    """Return what a rule finds in a post, None if it does not hold."""
    matches = holds(rule(text), post, source)
    return None if matches is None else [found.form for found in matches]


@pytest.mark.parametrize(
    ("text", "post", "found"),
    [
        ("обстрел", "Обстрел! Снова ОБСТРЕЛ.", ["Обстрел", "ОБСТРЕЛ"]),
        ("обстрел", "обстрелянный дом", None),
        ("обстрел", "после обстрела", None),
        ("обстрел*", "обстрелянный дом, обстрел", ["обстрелянный", "обстрел"]),
        ("обстрел*", "обстре", None),
        ("прилет", "Прилёт", ["Прилёт"]),
        ("об'єкт", "на об’єкт", ["об’єкт"]),
        (
            "Гора-Подол",
            "Гора-Подол, Гора‑Подол, Гора – Подол, гора подол",
            ["Гора-Подол", "Гора‑Подол", "Гора – Подол", "гора подол"],
        ),
        ("Гора-Подол", "Подол-Гора и гора. И Подол", None),
        (
            '"массированный обстрел"',
            "массированный и обстрел, массированный обстрел",
            ["массированный обстрел"],
        ),
        ('"новая таволж*"', "в Новая Таволжанка", ["Новая Таволжанка"]),
        ('"новая таволж*"', "новая", None),
        ("дрон дым", "дым, потом дрон", ["дым", "дрон"]),
        ("дрон дым", "дым", None),
        ("дрон OR дым", "дым", ["дым"]),
        ("дрон -учения", "дрон", ["дрон"]),
        ("дрон -учения", "дрон, учения", None),
        ("(a b) OR c", "a c", ["c"]),
        ("a -(b -c)", "a b c", ["a"]),
        ("a a (x OR -c)", "a", ["a"]),
        ("Белгород", "#Белгород @Белгород_новости", ["Белгород", "Белгород"]),
        ("белгород", "Бел\u00adго\u200bрод", ["Бел\u00adго\u200bрод"]),
        ("обстрел", "", None),
    ],
)
def test_what_is_found(text: str, post: str, found: list[str] | None) -> None:
    """A rule holds by whole words in whatever spelling, and what stands in the post is shown."""
    assert forms(text, post) == found


@pytest.mark.parametrize(
    ("text", "source", "found"),
    [
        ("source:open_belgorod", SOURCE, []),
        ("source:telegram:open_belgorod", SOURCE, []),
        ("source:open_belgorod", OTHER, None),
        ("source:gazeta дрон", OTHER, ["дрон"]),
        ("voice:media OR дым", OTHER, []),
        ("voice:media OR дрон", SOURCE, ["дрон"]),
        ("дрон -voice:channel", SOURCE, None),
        ("дрон -voice:channel", OTHER, ["дрон"]),
        ("-voice:channel -дым (дрон OR voice:media)", OTHER, ["дрон"]),
    ],
)
def test_fields(text: str, source: Source, found: list[str] | None) -> None:
    """Fields ask for the post's source; a rule of fields alone holds without a match."""
    assert forms(text, "дрон", source) == found


def test_a_match_says_all_that_is_shown() -> None:
    """A match is the term as written, the form that stands there, and where."""
    post = "❗️Над Козинкой «ДРОН»"
    assert holds(rule("дрон"), post, SOURCE) == (Match("дрон", "ДРОН", 16, 20),)
    assert post[16:20] == "ДРОН"


@pytest.mark.parametrize(
    ("text", "post", "terms"),
    [
        (
            'обстрел "массированный обстрел"',
            "массированный обстрел, обстрел",
            ['"массированный обстрел"', "обстрел"],
        ),
        ("об* обстр* обстрел", "обстрел", ["обстрел"]),
        ('"a b" "b c" c', "a b c", ['"a b"', "c"]),
        ("a OR A OR ä", "a Ä", ["A", "ä"]),
    ],
)
def test_overlapping_terms_are_given_once(text: str, post: str, terms: list[str]) -> None:
    """Of terms in one place the first to begin is given, then the longest, then the one without a star."""
    assert [found.term for found in holds(rule(text), post, SOURCE) or ()] == terms


def test_every_target_that_holds_is_a_hit() -> None:
    """All targets that hold are given in the lexicon's order, each with its severity and its terms."""
    targets = [
        Target("topic:drone", Severity.CRITICAL, rule("дрон")),
        Target("topic:fire", Severity.INFO, rule("пожар OR дым")),
        Target("rule:x", Severity.WARNING, rule("дым -учения")),
        Target("rule:y", Severity.WARNING, rule("Дым дрон")),
    ]
    drone, smoke = Match("дрон", "дрон", 5, 9), Match("дым", "дым", 0, 3)
    found = match(Lexicon.compile(targets, EXACTLY), published("дым, дрон", SOURCE), SOURCE)
    assert found.hits == (
        Hit("topic:drone", Severity.CRITICAL, (drone,)),
        Hit("topic:fire", Severity.INFO, (smoke,)),
        Hit("rule:x", Severity.WARNING, (smoke,)),
        Hit("rule:y", Severity.WARNING, (Match("Дым", "дым", 0, 3), drone)),
    )


def test_a_megabyte_of_hits_is_bounded() -> None:
    """A post of one word over and over is matched in a fraction of a second, with its first matches."""
    start = time.process_time()
    found = holds(rule('дрон* "дрон дрон" OR дым'), "дрон " * 200_000, SOURCE) or ()
    assert time.process_time() - start < 1.5
    assert 0 < len(found) <= MOST_MATCHES


# --- against the obvious way ------------------------------------------------------------------

WORDS = ["дрон", "дроны", "дрон-камикадзе", "Дым", "дыма", "прилёт", "об'єкт", "a"]
TERMS = [
    "дрон",
    "дрон*",
    "др*",
    "ДЫМ",
    "дым*",
    "прилет",
    "об’єкт",
    '"дрон дым"',
    '"дым дро*"',
    "дрон-камикадзе",
    "a",
]
FIELDS = ["voice:media", "source:open_belgorod", "source:feed:gazeta"]
POSTS = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", ", ", "-", "❗️", "\u00ad "])), max_size=12
).map(lambda pieces: "".join(word + gap for word, gap in pieces))


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("({}){}({})".format, parts, st.sampled_from([" ", " OR ", " -", " OR NOT "]), parts)


def _is_rule(text: str) -> bool:
    try:
        rule(text)
    except RuleError:
        return False
    return True


RULES = st.recursive(st.sampled_from(TERMS + FIELDS), _joined, max_leaves=8).filter(_is_rule)


def _stands(term: Term, words: list[str]) -> bool:
    """Whether these words are the term's."""
    if term.prefix:
        return words[:-1] == list(term.words[:-1]) and words[-1].startswith(term.words[-1])
    return words == list(term.words)


def _everywhere(term: Term, post: str) -> list[tuple[int, int, bool, str]]:
    """Try a term at every word of a post; return start, end negated, whether a prefix, and the term."""
    tokens, size = fold.tokens(post), len(term.words)
    stretches = [tokens[i : i + size] for i in range(len(tokens) - size + 1)]
    found = [stretch for stretch in stretches if _stands(term, [token.word for token in stretch])]
    return [(stretch[0].start, -stretch[-1].end, term.prefix, term.text) for stretch in found]


def _obviously(node: Node, post: str, source: Source) -> set[tuple[int, int, bool, str]] | None:
    """Evaluate a tree in the plainest way: all that its terms found, None if it does not hold."""
    match node:
        case Term():
            return set(_everywhere(node, post)) or None
        case Field("voice", value):
            return set() if source.voice == value else None
        case Field(_, value):
            return set() if value.lower() in {source.key.lower(), source.name.lower()} else None
        case Not(part):
            return set() if _obviously(part, post, source) is None else None
    assert isinstance(node, And | Or)
    results = [_obviously(part, post, source) for part in node.parts]
    held = [result for result in results if result is not None]
    enough = len(held) == len(results) if isinstance(node, And) else bool(held)
    return set().union(*held) if enough else None


def _reference(node: Node, post: str, source: Source) -> tuple[Match, ...] | None:
    found = _obviously(node, post, source)
    if found is None:
        return None
    matches: list[Match] = []
    for start, end, _, term in sorted(found):
        if all(start >= before.end for before in matches):
            matches.append(Match(term, post[start:-end], start, -end))
    return tuple(matches)


@given(st.lists(RULES, min_size=1, max_size=6), POSTS, st.sampled_from([SOURCE, OTHER]))
def test_agrees_with_the_obvious_way(texts: list[str], post: str, source: Source) -> None:
    """Many rules compiled together find exactly what each alone finds when every word is tried."""
    rules = [rule(text) for text in texts]
    targets = [Target(f"rule:{i}", Severity.INFO, each) for i, each in enumerate(rules)]
    expected = {f"rule:{i}": _reference(each.root, post, source) for i, each in enumerate(rules)}
    hits = match(Lexicon.compile(targets, EXACTLY), published(post, source), source).hits
    found = {hit.target: hit.matches for hit in hits}
    assert found == {target: matches for target, matches in expected.items() if matches is not None}


@given(RULES, POSTS)
def test_one_rule_alone_finds_the_same(text: str, post: str) -> None:
    """A search by one rule finds in a stored post what the lexicon finds in a new one."""
    assert holds(rule(text), post, SOURCE) == _reference(rule(text).root, post, SOURCE)


def test_trees_of_every_kind_are_drawn() -> None:
    """The rules that are tried are not all of one kind."""
    assert isinstance(rule("(a) OR (дым)").root, Or)
    assert not _is_rule("(a) OR (NOT дым)")


@given(st.text())
def test_no_text_is_an_error(post: str) -> None:
    """Whatever a post consists of is matched or not."""
    matches = holds(rule("a* OR дрон OR 1*"), post, SOURCE)
    assert all(post[found.start : found.end] == found.form for found in matches or ())
