"""A long text, of whatever kind, takes some times as long as finding words by an expression."""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING

import pytest

from monitors.language import fold

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 250_000
# How slow the machine is just now is told by what one would write first, on a plain text.
PLAIN = "обстрел Козинки, " * (SIZE // 17)
WORDS = re.compile(r"\w+")

USUAL = """обстрел Козинки,|Straße,|слово🔥|🔥|\u200b|'|\ud800\x00|𝐁𝐞𝐥|Кoзинкa|ГораПодол
об\u00adстрел|о\u0336б\u0336""".replace("\n", "|").split("|")
RARE = ["ко\u0301зинка", "שלום", "مرحبا", "你好世界", "hello привет שלום 你好", "a'\u200b"]
HARD = ["\u0301", "а\u0301\u0327", "'\u0308", "#ГораПодол", "ﷺ", "½", "е\u0308"]


@pytest.mark.parametrize("piece", ["🔥", "\u200b", *(f"{piece} " for piece in USUAL)])
def test_a_megabyte_is_quick(piece: str) -> None:
    """Neither words nor their places take much longer than to find words by an expression."""
    _takes_at_most(8, 12, _repeated(piece))


@pytest.mark.parametrize("piece", [f"{piece} " for piece in RARE])
def test_a_megabyte_of_rare_letters_is_quick(piece: str) -> None:
    """Letters that have no byte of their own take the thorough way, twice as long."""
    _takes_at_most(15, 20, _repeated(piece))


@pytest.mark.parametrize("piece", ["\u0301", *(f"{piece} " for piece in HARD)])
def test_a_megabyte_of_marks_or_hashtags_is_bounded(piece: str) -> None:
    """Where nearly every character is a special case, it takes some times as long."""
    _takes_at_most(40, 50, _repeated(piece))


@pytest.mark.parametrize(
    "alphabet",
    [list(map(chr, range(0x10000))), "abcdeоаесрипknxy  ", "абвгдеёио \u0301\u0308\u0306\u0327'\u200b"],
)
def test_a_megabyte_of_noise_is_bounded(alphabet: str) -> None:
    """Characters drawn by lot, so that no word comes twice, take a second at most."""
    _takes_at_most(120, 60, "".join(random.Random(7).choices(alphabet, k=SIZE)))  # noqa: S311 - no secret


def _repeated(piece: str) -> str:
    return (piece * (SIZE // len(piece) + 1))[:SIZE]


def _takes_at_most(words: float, spans: float, text: str) -> None:
    """Assert how many times as long folding takes, and finding places."""
    plain = _seconds(WORDS.findall, PLAIN)
    assert _seconds(fold.keys, text) < words * plain
    assert _seconds(fold.spans, text) < spans * plain


def _seconds(function: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        function(text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize(
    "piece",
    [
        "обстрел Козинки, ",
        "🔥",
        "\u200b",
        "'",
        "\ud800\x00",
        "שלום ",
        "Straße, ",
        "е\u0308",
        "слово🔥 ",
    ],
)
def test_a_million_characters_take_a_fraction_of_a_second(piece: str) -> None:
    """Whatever they are; 0.1 s for most on a machine with nothing else to do."""
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    assert min(_seconds(fold.words, text) for _ in range(2)) < 0.3


def test_a_million_characters_of_one_marked_word_take_less_than_a_second() -> None:
    """Stress before another mark, a third of a million times without a space, is the slowest of these."""
    text = ("а\u0301\u0327" * 333_334)[:1_000_000]
    assert min(_seconds(fold.words, text) for _ in range(2)) < 0.8
