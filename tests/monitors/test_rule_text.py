"""What is wrong with a rule's text, where, and what luqum gets to see of it."""

from __future__ import annotations

import pytest

from monitors.rule_text import MOST_BRACKETS, MOST_CHARACTERS, Piece, RuleError, read_over


def problems(text: str) -> list[tuple[str, int | None]]:
    """Return the first words of each problem, and its position."""
    return [(" ".join(error.message.split()[:3]), error.position) for error in read_over(text).problems]


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("", "the rule is", 0),
        (" \n", "the rule is", 0),
        ("(обстрел", "the bracket is", 0),
        ("a (b (c)", "the bracket is", 2),
        ("обстрел)", "this bracket closes", 7),
        ('дым "обстрел', "the quotation mark", 4),
        ('дым ="обстрел', "the quotation mark", 4),
        ("«обстрел", "the quotation mark", 0),
        ("обстрел“", "the quotation mark", 7),
        ("обстрел^2", "weights (^) are", 7),
        ("x [a TO b", "ranges ([a TO", 2),
        ("https://example.org", "put a web", 6),
        (">5", "comparisons (< and", 0),
        ("'обстрел'", "put a phrase", 0),
        ("a and b", "write AND in", 2),
        ("a Or b", "write OR in", 2),
        ("a AND not b", "write NOT in", 6),
        ("a && b", "write AND instead", 2),
        ("a&&b", "write AND instead", 0),
        ("a & b", "write AND instead", 2),
        ("a || b", "write OR instead", 2),
        ("a|b", "write OR instead", 0),
        ("a !b", "write NOT instead", 2),
        ("a –b", "write - for", 2),
        ("a - b", 'write "-" right', 2),
        ("a +", 'write "+" right', 2),
        ("a --b", "one + or", 2),
        ('ab"c d"', "put a space", 2),
        ('Гора-"Подол"', "put a space", 5),
        ("a \\", "nothing follows the", 2),
    ],
)
def test_what_luqum_must_not_see(text: str, message: str, position: int) -> None:
    """What is open or not understood is told with the place where it begins."""
    assert problems(text) == [(message, position)]


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("a /обс", "the regular expression", 2),
        ("-/обс", "the regular expression", 1),
        ("/", "the regular expression", 0),
        (r"/a\/", "the regular expression", 0),
        ("/a/b", "put a space", 3),
        ('/a/"b"', "put a space", 3),
        ("a ~", "~ can stand", 2),
        ("~1", "~ can stand", 0),
        ("слово~1~1", "~ can stand", 7),
        ("/a/~1", "~ can stand", 3),
        ("a =", "= can stand", 2),
        ("= a", "= can stand", 0),
        ("=~", "= can stand", 0),
        ("==a", "= can stand", 0),
        ("=-a", "= can stand", 0),
        ("=/a/", "= can stand", 0),
        ("-=(a)", "= can stand", 1),
    ],
)
def test_signs_of_one_kind_of_term(text: str, message: str, position: int) -> None:
    """A slash that closes nothing, a = before nothing and a ~ after nothing are told."""
    assert problems(text) == [(message, position)]


@pytest.mark.parametrize(
    "text",
    [
        "a AND b",
        "a-b",
        "-a",
        "-(a)",
        '-"a"',
        "R&D",
        "a/b",
        "a!",
        "a=b",
        "об'єкт",
        r"\(",
        r"\"a",
        r"\/a",
        "source:x",
        "нот",
        "«a»«b»",
        "=and",
        '="a"',
        "(/a/)",
        "/a/ /b/",
        "слово~1",
        "-«a b»~5",
    ],
)
def test_what_is_fine(text: str) -> None:
    """Signs that mean nothing where they stand are no problem."""
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ('«a b» „c d“ “e” ”f” »g« "i"', '"xxx" "xxx" "x" "x" "x" "x"'),
        ("дрон AND (-дым OR NOT огонь)", "xxxx AND (-xxx OR NOT xxxxx)"),
        ('«a b» "c"', '"xxx" "x"'),
        ("«a»«b»c", '"x""x"x'),
        ('="a b"~5', '"xxxxxx"'),
        ("=a дрон~1", "xx xxxxxx"),
        (r'/a "b" \/:(/ x', '"xxxxxxxxxx" x'),
        ("Source:telegram:x", "xxxxxx:xxxxxxxx:x"),
        ("TO", "xx"),
    ],
)
def test_luqum_gets_the_joints(text: str, plain: str) -> None:
    """Each word, phrase and expression is as many x, and operators stay where they are."""
    assert read_over(text).text == plain
    assert len(plain) == len(text)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("a", Piece("word", "a", 0, exact=False, inside="a", start=0, near="")),
        (" =a~2", Piece("word", "=a~2", 1, exact=True, inside="a", start=2, near="~2")),
        (r"a\~1", Piece("word", r"a\~1", 0, exact=False, inside=r"a\~1", start=0, near="")),
        ("«a “b”»~", Piece("phrase", "«a “b”»~", 0, exact=False, inside="a “b”", start=1, near="~")),
        ('="a"', Piece("phrase", '="a"', 0, exact=True, inside="a", start=2, near="")),
        (r"-/\//", Piece("regex", r"/\//", 1, exact=False, inside=r"\/", start=2, near="")),
    ],
)
def test_pieces(text: str, piece: Piece) -> None:
    """A piece is found by its place and knows what is inside its marks."""
    assert read_over(text).pieces == {piece.position: piece}


def test_every_problem_is_told() -> None:
    """Several things wrong in one text are told together, in their order."""
    assert problems("a && (b^ and") == [
        ("write AND instead", 2),
        ("the bracket is", 5),
        ("weights (^) are", 7),
        ("write AND in", 9),
    ]


def test_length() -> None:
    """A rule may have 4,096 characters and not one more."""
    assert problems("x" * MOST_CHARACTERS) == []
    assert problems("x" * (MOST_CHARACTERS + 1)) == [("a rule has", MOST_CHARACTERS)]


def test_depth() -> None:
    """Brackets may be nested 50 deep and not one deeper; those of an expression do not count."""
    assert problems("(" * MOST_BRACKETS + "/((x))/" + ")" * MOST_BRACKETS) == []
    deeper = "(" * (MOST_BRACKETS + 1) + "x" + ")" * (MOST_BRACKETS + 1)
    assert problems(deeper) == [("brackets are nested", MOST_BRACKETS)]


def test_positions_are_shown_from_one() -> None:
    """People count characters from 1; an error without a place shows none."""
    assert str(RuleError("odd", 0)) == "odd, at character 1"
    assert str(RuleError("odd")) == "odd"
