"""A text of a million characters, of whatever kind, takes a fraction of a second."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from monitors.language import fold

if TYPE_CHECKING:
    from collections.abc import Callable

# On a machine with nothing else to do most take 0.1 s or less; others' work may triple that.
LONGEST_WORDS = 0.3
LONGEST_SPANS = 0.5


@pytest.mark.parametrize(
    "piece",
    [
        "обстрел Козинки, ",
        "🔥",
        "\u200b",
        "\u0301",
        "\ud800\x00",
        "שלום ",
        "مرحبا ",
        "你好世界 ",
        "𝐁𝐞𝐥 ",
        "Кoзинкa ",
        "ГораПодол",
        "об\u00adстрел ",
    ],
)
def test_a_megabyte_is_quick(piece: str) -> None:
    """Neither words nor their places take long, whatever a text consists of."""
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    assert _seconds(fold.words, text) < LONGEST_WORDS
    assert _seconds(fold.spans, text) < LONGEST_SPANS


def _seconds(function: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        function(text)
        best = min(best, time.process_time() - start)
    return best
