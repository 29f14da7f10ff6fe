"""Words, phrases and regular expressions of a rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors import syntax
from monitors.expressions import MOST_MEMORY, compiled
from monitors.language import fold
from storage.model import Regex, Term


def read(text: str) -> object:
    """Return the one leaf that a rule is."""
    node, problems = syntax.read(text)
    assert problems == ()
    return node


def problem(text: str) -> tuple[str, int | None]:
    """Return what is wrong with a rule, and where."""
    (found,) = syntax.read(text).problems
    return found.message, found.position


def term(text: str, *written: str, words: str = "", prefix: bool = False, exact: bool = False) -> Term:
    """Return a term of these words; folded they are the same without capitals, or ``words``."""
    folded = tuple(words.split()) or tuple(word.lower() for word in written)
    return Term(text, folded, prefix, exact, written=written)


@pytest.mark.parametrize(
    "expected",
    [
        term("Прилёт", "Прилёт", words="прилет"),
        term("прилёт!", "прилёт", words="прилет"),
        term("#Белгород", "Белгород"),
        term("Гора-Подол", "Гора", "Подол"),
        term("обстрел*", "обстрел", prefix=True),
        term("Гора-Под*", "Гора", "Под", prefix=True),
        term('"Массированный обстрел"', "Массированный", "обстрел"),
        term("«Новая Таволж*»", "Новая", "Таволж", prefix=True),
        term('"что случилось?"', "что", "случилось"),
        term("«он “сам” пришёл»", "он", "сам", "пришёл", words="он сам пришел"),
        term(r"p\*", "p"),
        term(r"\=p", "p"),
        term(r"p\~1", "p", "1"),
        term(r'"p \"q\""', "p", "q"),
        term('"and слово"', "and", "слово"),
        term("об’єкт", "об’єкт", words="об'єкт"),
        term("=Козинка", "Козинка", exact=True),
        term('="Новая Таволжанка"', "Новая", "Таволжанка", exact=True),
        term("=«Новая Таволжанка»", "Новая", "Таволжанка", exact=True),
        term("R&D=p", "R", "D", "p"),
    ],
    ids=lambda expected: expected.text,
)
def test_terms(expected: Term) -> None:
    """A term keeps its text, and its words both as written and in canonical spelling."""
    assert read(expected.text) == expected


@pytest.mark.parametrize(
    ("text", "edits", "within"),
    [
        ("Козинка~1", 1, 0),
        ("Козинка~2", 2, 0),
        ("Козинка~", 1, 0),
        ("об’єкт~1", 1, 0),
        ('"два слова"~5', 0, 5),
        ("«два слова»~50", 0, 50),
        ('="два слова"~1', 0, 1),
        ('"два сло*"~1', 0, 1),
        ("Козинка", 0, 0),
    ],
)
def test_similar_and_near_words(text: str, edits: int, within: int) -> None:
    """After ~ stands how many letters may differ, or how many words lie between those of a phrase."""
    found = read(text)
    assert isinstance(found, Term)
    assert (found.text, found.edits, found.within) == (text, edits, within)


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("p q?", "? for any letter is not understood (put a question in quotation marks)", 3),
        ("*", "* needs the beginning of a word before it", 0),
        ("p -*", "* needs the beginning of a word before it", 3),
        ("обстрел-*", "* needs the beginning of a word before it", 8),
        ("*стрел", "* can stand only at the end of a word", 0),
        ("p об*рел", "* can stand only at the end of a word", 4),
        ('"p* q"', "* can stand only at the end of a word", 2),
        ('p ""', 'there is no word in "": a term has letters or digits', 2),
        ("p – q", "there is no word in –: a term has letters or digits", 2),
        ("p =!", "there is no word in =!: a term has letters or digits", 2),
        ("p =слово*", "= asks for the exact word and * for every ending: take one of them", 8),
        ('="p слово*"', "= asks for the exact word and * for every ending: take one of them", 9),
        ("=слово~1", "= asks for the exact word and ~ for similar words: take one of them", 6),
        ("слово*~1", "* asks for every ending and ~ for similar words: take one of them", 6),
        ("p слово~0", "after ~ stands how many letters may differ, 1 to 2", 7),
        ("слово~9", "after ~ stands how many letters may differ, 1 to 2", 5),
        ("слово~0.8", "after ~ stands how many letters may differ, 1 to 2", 5),
        ("слово~x", "after ~ stands how many letters may differ, 1 to 2", 5),
        ("слово~１", "after ~ stands how many letters may differ, 1 to 2", 5),
        ("дым~1", "a word with ~ has at least 4 letters", 3),
        ("Гора-Подол~1", '~ is for a single word (for words near each other: "two words"~5)', 10),
        ('p "q r"~', "after ~ stands how many words may lie between those of the phrase, 1 to 50", 7),
        ("«q r»~0", "after ~ stands how many words may lie between those of the phrase, 1 to 50", 5),
        ("«q r»~51", "after ~ stands how many words may lie between those of the phrase, 1 to 50", 5),
        ("«слово»~5", "a phrase with ~ has at least two words", 7),
    ],
)
def test_what_is_wrong_with_a_term(text: str, message: str, position: int) -> None:
    """What contradicts itself or is out of bounds is told with its place."""
    assert problem(text) == (message, position)


@given(st.text("aЖё'’-ʼ\u0301\u200b\u00ad #1.ґß", max_size=20))
def test_words_as_written_are_those_that_are_folded(text: str) -> None:
    """Each word as written folds to the word that is looked for."""
    node, problems = syntax.read(f'"{text} слово"')
    assert problems == ()
    assert isinstance(node, Term)
    assert [fold.words(word) for word in node.written] == [[word] for word in node.words]


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("/(а+)+$/", "(а+)+$"),
        (r"/дрон (\d+) : «x» \"y\" [(]/", r"дрон (\d+) : «x» \"y\" [(]"),
        (r"/a\/b\\/", r"a/b\\"),
        (r"/\Q\/\E/", r"\Q/\E"),
        ("/a\nb/", "a\nb"),
        ("/[а-я]{500}/", "[а-я]{500}"),
    ],
)
def test_regular_expressions(text: str, pattern: str) -> None:
    """Whatever stands between slashes is the expression, with plain slashes for escaped ones."""
    assert read(text) == Regex(text, pattern)


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("p /x(y(z/", "missing )", 4),
        ("/x)y/", "unexpected )", 2),
        (r"/[(]\((/", "missing )", 6),
        ("/x[y/", "missing ]: [y", 2),
        ("/*x/", "no argument for repetition operator: *", 1),
        (r"/a\*b**/", "bad repetition operator: **", 5),
        (r"/\**x**/", "bad repetition operator: **", 5),
        (r"/x\/\y/", r"invalid escape sequence: \y", 4),
        ("/x[z-a]/", "invalid character class range: z-a", 3),
        ("/x(?=a)/", "invalid perl operator: (?=", 2),
        ("/x{2000}/", "invalid repetition size: {2000}", 2),
    ],
)
def test_expressions_that_are_not_understood(text: str, message: str, position: int) -> None:
    """RE2's complaint is told, with the place of what it complains of."""
    assert problem(text) == (f"the regular expression is not understood: {message}", position)


@pytest.mark.parametrize(
    "pattern", ["x*", "x|y*", "^", "$", r"\b", r"\B", "(?m)$", "()", r"x?\b", "a|b|!|\n|"]
)
def test_expressions_that_match_nothing(pattern: str) -> None:
    """An expression that can match an empty stretch would find every post."""
    told = "this regular expression matches the empty text, and so every post"
    assert problem(f"p /{pattern}/") == (told, 2)


def test_expressions_are_limited() -> None:
    """An expression that would take more memory than is allowed, or is no text, is refused."""
    assert problem(r"p /\p{L}{100}/") == ("the regular expression is too large", 2)
    assert problem("p /x\ud800/")[1] == 4


def test_expressions_are_searched_without_regard_to_capitals() -> None:
    """Posts are searched with the same options with which a rule is checked."""
    assert compiled("дрон").search("Летит ДРОН")
    assert compiled("x").options.max_mem == MOST_MEMORY
