"""What is wrong with a rule's text, and where."""

from __future__ import annotations

import pytest

from monitors.rule_text import MOST_BRACKETS, MOST_CHARACTERS, RuleError, read_over


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
        ("«обстрел", "the quotation mark", 0),
        ("обстрел“", "the quotation mark", 7),
        ("обстрел~", "fuzzy words and", 7),
        ('"a b"~5', "fuzzy words and", 5),
        ("обстрел^2", "weights (^) are", 7),
        ("x [a TO b", "ranges ([a TO", 2),
        ("/обс.*/", "regular expressions (/…/)", 0),
        ("-/обс/", "regular expressions (/…/)", 1),
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
        "об'єкт",
        r"\(",
        r"\"a",
        "source:x",
        "нот",
        "«a»«b»",
    ],
)
def test_what_is_fine(text: str) -> None:
    """Signs that mean nothing where they stand are no problem."""
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ('«a b» „c d“ “e” ”f” »g« „h” "i"', '"a b" "c d" "e" "f" "g" "h" "i"'),
        ("«он “сам” пришёл»", '"он  сам  пришёл"'),
        ('«он "сам"»', '"он  сам "'),
        ('"он «сам»"', '"он  сам "'),
        (r'"a \" b"', r'"a \" b"'),
    ],
)
def test_quotation_marks(text: str, plain: str) -> None:
    """Every kind of double quotation mark is a plain one, and positions stay as they were."""
    assert read_over(text) == (plain, ())


def test_every_problem_is_told() -> None:
    """Several things wrong in one text are told together, in their order."""
    assert problems("a && (b~ and") == [
        ("write AND instead", 2),
        ("the bracket is", 5),
        ("fuzzy words and", 7),
        ("write AND in", 9),
    ]


def test_length() -> None:
    """A rule may have 4,096 characters and not one more."""
    assert problems("x" * MOST_CHARACTERS) == []
    assert problems("x" * (MOST_CHARACTERS + 1)) == [("a rule has", MOST_CHARACTERS)]


def test_depth() -> None:
    """Brackets may be nested 50 deep and not one deeper."""
    assert problems("(" * MOST_BRACKETS + "x" + ")" * MOST_BRACKETS) == []
    deeper = "(" * (MOST_BRACKETS + 1) + "x" + ")" * (MOST_BRACKETS + 1)
    assert problems(deeper) == [("brackets are nested", MOST_BRACKETS)]


def test_positions_are_shown_from_one() -> None:
    """People count characters from 1; an error without a place shows none."""
    assert str(RuleError("odd", 0)) == "odd, at character 1"
    assert str(RuleError("odd")) == "odd"
