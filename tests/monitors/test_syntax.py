"""What tree a rule's text becomes."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors import syntax
from storage.model import And, Field, Node, Not, Or, Term, leaves


def term(text: str, *, prefix: bool = False) -> Term:
    """Return a term of one word as it is written."""
    word = text.removesuffix("*")
    return Term(text, (word,), prefix, written=(word,))


P, Q, R, S = map(term, "pqrs")
TO = Term("TO", ("to",), written=("TO",))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("p", P),
        ("  (p)\n", P),
        ("p q", And((P, Q))),
        ("p AND q", And((P, Q))),
        ("p OR q OR r", Or((P, Q, R))),
        ("p q OR r", Or((And((P, Q)), R))),
        ("p OR q r", Or((P, And((Q, R))))),
        ("p AND q OR r s", Or((And((P, Q)), And((R, S))))),
        ("p (q OR r)", And((P, Or((Q, R))))),
        ("p (q AND (r s))", And((P, Q, R, S))),
        ("p OR (q OR r)", Or((P, Q, R))),
        ("p NOT q", And((P, Not(Q)))),
        ("p -q", And((P, Not(Q)))),
        ("+p -q +r", And((P, Not(Q), R))),
        ("NOT p q", And((Not(P), Q))),
        ("-(p OR q) r", And((Not(Or((P, Q))), R))),
        ("NOT (NOT p)", P),
        ("p OR q -r OR s", Or((P, And((Q, Not(R))), S))),
        ("p q -r AND s", And((P, Q, Not(R), S))),
        ("p TO q", And((P, TO, Q))),
    ],
)
def test_operators(text: str, tree: Node) -> None:
    """A space is AND, NOT binds tightest and OR loosest, and like inside like is one."""
    assert syntax.read(text) == (tree, ())


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("source:open_belgorod", Field("source", "open_belgorod")),
        ('source:"telegram:x"', Field("source", "telegram:x")),
        ("source:telegram:x", Field("source", "telegram:x")),
        ("source:page:https:x", Field("source", "page:https:x")),
        ("SOURCE: x", Field("source", "x")),
        ('topic:"power cut"', Field("topic", "power cut")),
        ("-voice:person p", And((Not(Field("voice", "person")), P))),
        ("voice:(media OR official)", Or((Field("voice", "media"), Field("voice", "official")))),
        ("source:(telegram:x OR y)", Or((Field("source", "telegram:x"), Field("source", "y")))),
        ("place:(Козинка OR Грайворон)", Or((Field("place", "Козинка"), Field("place", "Грайворон")))),
        ("home:«Новая Таволжанка»", Field("home", "Новая Таволжанка")),
        ("after:2023-05-22T10:30:15+03:00", Field("after", "2023-05-22T10:30:15+03:00")),
        ("-before:2023-05-22T10:30 p", And((Not(Field("before", "2023-05-22T10:30")), P))),
        ("after:(2023-05-22T10:30)", Field("after", "2023-05-22T10:30")),
        ("has:video", Field("has", "video")),
        ("lang:uk", Field("lang", "uk")),
        ("Kind:vk", Field("kind", "vk")),
    ],
)
def test_fields(text: str, tree: Node) -> None:
    """A field's value may stand plain, in quotation marks, or several of them in brackets."""
    assert syntax.read(text) == (tree, ())


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("NOT p", "NOT alone finds", 4),
        ("-p -q", "NOT alone finds", 1),
        ("p OR NOT q", "NOT alone finds", 9),
        ("p OR (q OR -r)", "NOT alone finds", 12),
        ("NOT (p q)", "NOT alone finds", 5),
        ("-/p/", "NOT alone finds", 1),
        ("p OR -has:video", "NOT alone finds", 10),
        ("NOT NOT p", "one NOT, -", 0),
        ("p OR +q", "+ beside OR", 5),
        ("❗️ p", "there is no", 0),
        ("p дрон~9", "after ~ stands", 6),
        ("p /q(/", "the regular expression", 4),
        ("p plaats:q", "there is no", 2),
        ("p топик:q", "there is no", 2),
        ("topic:(voice:x)", "no field can", 7),
        ("place:Козинка:x", "no field can", 6),
        ("source:a:(b)", "no field can", 7),
        ("source:a:/b/", "=, ~ and", 7),
        ("place:/x/", "=, ~ and", 6),
        ("place:=x", "=, ~ and", 6),
        ("place:(слово~1)", "=, ~ and", 7),
        ('source:" "', "source: of what?", 7),
        ("p AND", "the rule ends", 5),
        ("after:", "the rule ends", 6),
        ("OR p", '"OR" was not', 0),
        ("p ()", '")" was not', 3),
        (": p", '":" was not', 0),
        ('"p":q', '":" was not', 3),
        ("/p/:q", '":" was not', 3),
    ],
)
def test_what_is_wrong(text: str, message: str, position: int) -> None:
    """What can't be meant is told with its place."""
    node, (problem,) = syntax.read(text)
    assert node is None
    assert (" ".join(problem.message.split()[:3]), problem.position) == (message, position)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("и", 0),
        ("=и", 0),
        ("дрон OR the", 8),
        ("(и -дрон) OR p", 1),
        ("и в", 0),
        ('"и на"', 0),
        ("p -«of the»", 3),
        ('p "и на"~5', 2),
        ("из-за", 0),
        ("p «of a»", 2),
    ],
)
def test_words_that_stand_everywhere(text: str, position: int) -> None:
    """A phrase of stop words is refused, and a rule that one stop word can make true."""
    node, (problem,) = syntax.read(text)
    assert node is None
    assert ("nearly every post" in problem.message, problem.position) == (True, position)


@pytest.mark.parametrize(
    "text", ["дрон и Козинка", '"и на Козинку"', "на*", '"и на*"', "p -и", "и has:video", "A", "I"]
)
def test_stop_words_beside_others(text: str) -> None:
    """Beside a word or field that says something a stop word may stand."""
    assert syntax.read(text).problems == ()


@pytest.mark.parametrize("text", ["voice:official -p", "has:video", "after:2023-05-22", "/p/", "lang:uk -p"])
def test_a_field_or_expression_alone_is_a_rule(text: str) -> None:
    """A field or an expression says what is to be found, so NOT may stand beside it."""
    assert syntax.read(text).problems == ()


def test_regular_expressions_are_counted() -> None:
    """A rule may have 20 of them and not one more, wherever it stands."""
    assert syntax.read("/p/ " * syntax.MOST_REGEXES).problems == ()
    (problem,) = syntax.read("/p/ " * (syntax.MOST_REGEXES + 1)).problems
    assert problem.position == 4 * syntax.MOST_REGEXES


def test_all_problems_are_told() -> None:
    """Several wrong terms are told together."""
    assert [problem.position for problem in syntax.read("p* *q foo:r ? s~").problems] == [3, 6, 12, 15]


@pytest.mark.parametrize("piece", ["| ", "* "])
def test_problems_without_end_are_cut(piece: str) -> None:
    """Of a rule that is wrong all over the first problems are told."""
    assert len(syntax.read(piece * 1000).problems) == syntax.MOST_PROBLEMS


def test_leaves_know_their_place() -> None:
    """Terms, expressions and fields carry the position at which they stand in the text."""
    node, _ = syntax.read("  (p =«q r»~2) -/s/ voice:media after:2023-05-22T10:30")
    assert node
    assert [leaf.position for leaf in leaves(node)] == [3, 5, 16, 26, 38]


SCRAPS = (
    *("p", "q*", "слово", "AND", "OR", "NOT", "TO", "-", "+", "(", ")", '"', "«", "»", "source:", ":", " "),
    *("\\", "'", "~", "~1", "=", "/", "/p/", "[", "*", "?", "place:", "after:", "2023-05-22", "T10:30", "и"),
)


@given(st.lists(st.sampled_from(SCRAPS)))
def test_nothing_else_is_raised(pieces: list[str]) -> None:
    """Whatever is written becomes a tree or problems with a place inside the text or at its end."""
    text = "".join(pieces)
    node, problems = syntax.read(text)
    assert (node is None) == bool(problems)
    assert all(problem.position is not None for problem in problems)
    assert all(0 <= (problem.position or 0) <= len(text) for problem in problems)


@given(st.text(st.characters(), max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text raises an error, be there lone surrogates in it."""
    node, problems = syntax.read(text)
    assert (node is None) == bool(problems)


HOSTILE = ("p -q OR ", "p q -r AND ", "(", "NOT ", "p:", "-", "p ", "«", "p OR +", "/", "/(", "~", "слово~1 ")
MORE = (
    "source:",
    "source:p:",
    "=",
    "\\",
    "/p/ ",
    '"p q"~5 ',
    "\u0301",
    "❗ ",
    "[p TO q] ",
    "x/ ",
    "(p OR ",
    "'",
)


@pytest.mark.parametrize("piece", [*HOSTILE, *MORE])
def test_long_rules_exhaust_neither_the_stack_nor_the_reader(piece: str) -> None:
    """A rule of 4,096 characters is read or refused within half a second, however it is nested."""
    text = (piece * 4096)[:4094].rstrip() + " r"
    gc.freeze()  # what earlier tests left in memory is not looked through
    began = process_time()
    node, problems = syntax.read(text)
    assert process_time() - began < 1.0
    assert (node is None) == bool(problems)


def test_threads_do_not_disturb_each_other() -> None:
    """Rules that are read at the same time are read as they are one by one, wrong ones too."""
    texts = [f"{'(p' * n} OR слово{n} -q{')' * (n - n % 3 // 2)}" for n in range(1, 40)] * 10
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: repr(syntax.read(text)), texts))
    assert together == [repr(syntax.read(text)) for text in texts]
