"""Rules that are printed mean what they meant."""

from __future__ import annotations

from itertools import starmap

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitors.rules import Known, RuleError, parse, write
from monitors.syntax import either, every, negated
from storage.model import Field, Node, Regex, Term, Voice

PLACES = {"Козинка": "Козинка", "Новая Таволжанка": "Новая Таволжанка", 'Посёлок "Мир"': 'Посёлок "Мир"'}
SOURCES = frozenset({"telegram:open_belgorod", "feed:BBC Russian"})
KNOWN = Known({"shelling": parse("обстрел OR прилёт", Known())}, SOURCES, PLACES)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("p q OR -r s", "(p AND q) OR (NOT r AND s)"),
        ("p -(q OR r)", "p AND NOT (q OR r)"),
        ('«p q» "r*" s*', '«p q» AND "r*" AND s*'),
        ('=p слово~ "p q"~5 /a|b/', '=p AND слово~ AND "p q"~5 AND /a|b/'),
        ("source:telegram:open_belgorod p", 'source:"telegram:open_belgorod" AND p'),
        ("source:open_belgorod", "source:open_belgorod"),
        ("PLACE:новая-таволжанка", 'place:"Новая Таволжанка"'),
        ("place:(козинка OR region)", "place:Козинка OR place:region"),
        ("after:2023-05-22T10:30", 'after:"2023-05-22T10:30:00+00:00"'),
    ],
)
def test_rules_are_printed(text: str, written: str) -> None:
    """A tree is printed with every operator, and with brackets where they mean something."""
    assert write(parse(text, KNOWN).root) == written


# --- trees ------------------------------------------------------------------------------------

WORDS = st.sampled_from(["Козинка", "обстрел", "Ёлка", "drone", "and", "OR", "q", "об’єкт", "АБВГ24"])
FOLDED = {"Ёлка": "елка", "об’єкт": "об'єкт"}


def _term(written: tuple[str, ...], marks: str, *, exact: bool, prefix: bool, within: int) -> Term:
    folded = tuple(FOLDED.get(word, word.lower()) for word in written)
    prefix = prefix and not exact
    within = within if len(written) > 1 else 0
    near = f"~{within}" if within else ""
    inside = " ".join(written) + "*" * prefix
    text = f"{'=' * exact}{marks[0]}{inside}{marks[1]}{near}"
    return Term(text, folded, prefix, exact, within=within, written=written)


TERMS = st.builds(
    _term,
    st.lists(WORDS, min_size=1, max_size=3).map(tuple).filter(lambda words: words not in {("and",), ("OR",)}),
    st.sampled_from(['""', "«»", "„“", "“”"]),
    exact=st.booleans(),
    prefix=st.booleans(),
    within=st.integers(0, 50),
)
SIMILAR = st.sampled_from([Term(f"дроны~{n}", ("дроны",), edits=n, written=("дроны",)) for n in (1, 2)])
REGEXES = st.sampled_from(
    [
        Regex("/(а+)+$/", "(а+)+$"),
        Regex(r"/a\/b : \"(x)/", r"a/b : \"(x)"),
        Regex("/«я OR ты»/", "«я OR ты»"),
    ]
)
VALUES = {
    "place": [*PLACES, "region"],
    "home": [*PLACES],
    "source": [*SOURCES, "open_belgorod"],
    "kind": ["telegram_member", "vk"],
    "voice": [voice.value for voice in Voice],
    "lang": ["ru", "nl"],
    "has": ["poll"],
    "after": ["2023-05-22T10:30:00+00:00"],
    "before": ["0999-01-01T00:00:00+00:00"],
}
FIELDS = st.sampled_from(list(starmap(Field, ((name, v) for name, values in VALUES.items() for v in values))))
LEAVES: st.SearchStrategy[Node] = TERMS | SIMILAR | REGEXES | FIELDS


def _joined(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=2, max_size=4)
    return several.map(every) | several.map(either) | children.map(negated)


@given(st.recursive(LEAVES, _joined, max_leaves=15))
def test_a_printed_tree_is_read_as_the_same(root: Node) -> None:
    """Any tree that is printed and read again is the same tree."""
    try:
        assert parse(write(root), KNOWN).root == root
    except RuleError as error:
        assert "nearly every post" in error.message  # noqa: PT017 - all else that can be wrong is not made here


# --- texts ------------------------------------------------------------------------------------

TEXTS = (
    *("p", "б*", '"c d"', "«e f*»", "Гора-Подол", "voice:media", "source:open_belgorod", "topic:shelling"),
    *(r"x\*", "TO", "=p", "слово~", '="p q"~3', "/x y|z/", "place:(козинка OR region)", "after:2023-05-22"),
    *(
        "has:(photo OR -video)",
        r"/\//",
        "и",
        "+q",
        "source:telegram:open_belgorod",
        "home:«Новая Таволжанка»",
    ),
)


def _texts_joined(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from([" ", " AND ", " OR ", " -", " NOT ", " AND NOT ", "("])
    return st.builds(
        lambda a, o, b: f"({a}){o}({b})" if len(a) % 2 else f"{a}{o}{b}", children, operators, children
    )


def assert_is_printed(text: str) -> None:
    """Print a text that is a rule, and see that it is the same rule."""
    try:
        root = parse(text, KNOWN).root
    except RuleError as error:
        assert error.position is not None  # noqa: PT017 - what is no rule is not this test's subject
        return
    assert parse(write(root), KNOWN).root == root


@given(st.recursive(st.sampled_from(TEXTS), _texts_joined, max_leaves=12))
def test_a_printed_rule_means_the_same(text: str) -> None:
    """A rule that is printed and read again has the same tree."""
    assert_is_printed(text)


@given(st.text(st.sampled_from("pqЯё ()\"«»=~/*\\:+-15\u0301\u200b'ANDORT"), max_size=25))
def test_whatever_is_a_rule_is_printed(text: str) -> None:
    """So has a text of special characters, if it is a rule at all."""
    assert_is_printed(text)


@given(st.text(min_size=1, max_size=8).map(str.strip).filter(len))
@example('«Вести» "24"')
def test_any_value_can_be_printed(name: str) -> None:
    """A source of whatever name is found again in a printed rule."""
    known = Known(sources=frozenset({f"feed:{name}"}))
    assert parse(write(Field("source", name)), known).root == Field("source", name)
