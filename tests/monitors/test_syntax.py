"""What tree a rule's text becomes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors import syntax
from storage.model import And, Field, Node, Not, Or, Term


def term(text: str, *, prefix: bool = False) -> Term:
    """Return a term of one word as it is written."""
    return Term(text, (text.removesuffix("*"),), prefix)


A, B, C, D = map(term, "abcd")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("  (a)\n", A),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b OR c", Or((A, B, C))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a OR b c", Or((A, And((B, C))))),
        ("a AND b OR c d", Or((And((A, B)), And((C, D))))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("a (b AND (c d))", And((A, B, C, D))),
        ("a OR (b OR c)", Or((A, B, C))),
        ("a NOT b", And((A, Not(B)))),
        ("a -b", And((A, Not(B)))),
        ("+a -b +c", And((A, Not(B), C))),
        ("NOT a b", And((Not(A), B))),
        ("-(a OR b) c", And((Not(Or((A, B))), C))),
        ("NOT (NOT a)", A),
        ("a OR b -c OR d", Or((A, And((B, Not(C))), D))),
        ("a b -c AND d", And((A, B, Not(C), D))),
        ("a TO b", And((A, Term("TO", ("to",)), B))),
    ],
)
def test_operators(text: str, tree: Node) -> None:
    """A space is AND, NOT binds tightest and OR loosest, and like inside like is one."""
    assert syntax.read(text) == (tree, ())


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Прилёт", Term("Прилёт", ("прилет",))),
        ("прилёт!", Term("прилёт!", ("прилет",))),
        ("#Белгород", Term("#Белгород", ("белгород",))),
        ("Гора-Подол", Term("Гора-Подол", ("гора", "подол"))),
        ("обстрел*", Term("обстрел*", ("обстрел",), prefix=True)),
        ("Гора-Под*", Term("Гора-Под*", ("гора", "под"), prefix=True)),
        ('"Массированный обстрел"', Term('"Массированный обстрел"', ("массированный", "обстрел"))),
        ("«Новая Таволж*»", Term("«Новая Таволж*»", ("новая", "таволж"), prefix=True)),
        ('"что это?"', Term('"что это?"', ("что", "это"))),
        (r"a\*", Term(r"a\*", ("a",))),
        (r'"a \"b\""', Term(r'"a \"b\""', ("a", "b"))),
        ('"and"', Term('"and"', ("and",))),
        ("об’єкт", Term("об’єкт", ("об'єкт",))),
    ],
)
def test_terms(text: str, tree: Term) -> None:
    """A term keeps its text as written and has its words in canonical spelling."""
    assert syntax.read(text) == (tree, ())


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("source:open_belgorod", Field("source", "open_belgorod")),
        ('source:"telegram:x"', Field("source", "telegram:x")),
        ("source:telegram:x", Field("source", "telegram:x")),
        ("SOURCE: x", Field("source", "x")),
        ('topic:"power cut"', Field("topic", "power cut")),
        ("-voice:person a", And((Not(Field("voice", "person")), A))),
        ("voice:(media OR official)", Or((Field("voice", "media"), Field("voice", "official")))),
        ("source:(telegram:x OR y)", Or((Field("source", "telegram:x"), Field("source", "y")))),
    ],
)
def test_fields(text: str, tree: Node) -> None:
    """A field's value may stand plain, in quotation marks, or several of them in brackets."""
    assert syntax.read(text) == (tree, ())


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("NOT a", "NOT alone finds", 4),
        ("-a -b", "NOT alone finds", 1),
        ("a OR NOT b", "NOT alone finds", 9),
        ("a OR (b OR -c)", "NOT alone finds", 12),
        ("NOT (a b)", "NOT alone finds", 5),
        ("NOT NOT a", "one NOT, -", 0),
        ("a OR +b", "+ beside OR", 5),
        ("❗️ a", "there is no", 0),
        ('a ""', "there is no", 2),
        ("a – b", "there is no", 2),
        ("*", "* needs the", 0),
        ("a -*", "* needs the", 3),
        ("обстрел-*", "* needs the", 8),
        ("*стрел", "* can stand", 0),
        ("a об*рел", "* can stand", 4),
        ('"a* b"', "* can stand", 2),
        ("a?", "? for any", 1),
        ("a place:b", "there is no", 2),
        ("topic:(voice:x)", "no field can", 7),
        ('source:" "', "source: of what?", 7),
        ("a AND", "the rule ends", 5),
        ("OR a", '"OR" was not', 0),
        ("a ()", '")" was not', 3),
        (": a", '":" was not', 0),
    ],
)
def test_what_is_wrong(text: str, message: str, position: int) -> None:
    """What can't be meant is told with its place."""
    node, (problem,) = syntax.read(text)
    assert node is None
    assert (" ".join(problem.message.split()[:3]), problem.position) == (message, position)


def test_a_field_alone_is_a_rule() -> None:
    """A field says what is to be found, so NOT may stand beside it."""
    assert syntax.read("voice:official -a").problems == ()


def test_all_problems_are_told() -> None:
    """Several wrong terms are told together."""
    assert [problem.position for problem in syntax.read("a* *b foo:c ? d").problems] == [3, 6, 12]


@pytest.mark.parametrize("piece", ["| ", "* "])
def test_problems_without_end_are_cut(piece: str) -> None:
    """Of a rule that is wrong all over the first problems are told."""
    assert len(syntax.read(piece * 1000).problems) == syntax.MOST_PROBLEMS


def test_terms_know_their_place() -> None:
    """Terms and fields carry the position at which they stand in the text."""
    node, _ = syntax.read("  (a «b c») voice:media")
    assert isinstance(node, And)
    assert [part.position for part in node.parts if isinstance(part, Term | Field)] == [3, 5, 18]


@given(
    st.lists(
        st.sampled_from(
            ["a", "b*", "AND", "OR", "NOT", "-", "+", "(", ")", '"', "«", "source:", " ", "\\", "'", "~"]
        )
    )
)
def test_nothing_else_is_raised(pieces: list[str]) -> None:
    """Whatever is written becomes a tree or problems with a place inside the text or at its end."""
    text = "".join(pieces)
    node, problems = syntax.read(text)
    assert (node is None) == bool(problems)
    assert all(0 <= (problem.position or 0) <= len(text) for problem in problems)


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text raises an error."""
    node, problems = syntax.read(text)
    assert (node is None) == bool(problems)


@pytest.mark.parametrize("piece", ["a -b OR ", "a b -c AND ", "(", "NOT ", "a:", "-", "a ", "«", "a OR +"])
def test_long_rules_do_not_exhaust_the_stack(piece: str) -> None:
    """A rule of 4,096 characters is read or refused, however it is nested."""
    text = (piece * 4096)[:4094].rstrip() + " c"
    node, problems = syntax.read(text)
    assert (node is None) == bool(problems)
