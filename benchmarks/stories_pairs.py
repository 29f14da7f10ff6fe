"""Pairs of texts of which people said whether they tell of one event, as tellings."""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from monitors.language.fold import search_text
from monitors.matching import NOTHING
from monitors.stories.telling import Telling, telling_of
from monitors.stories.weighing.frequencies import Frequencies
from storage.model import Post, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

PAIRS = "stories/same_event_pairs_dev.tsv"
HEADLINES = "stories/headline_pairs_dev.tsv"
_SOURCE = Source("feed", "pairs")
_MOMENT = datetime(2024, 1, 1, tzinfo=UTC)


class Pair(NamedTuple):
    """Two tellings, what people said of them, and their language."""

    first: Telling
    second: Telling
    said: int
    lang: str = ""


def article_pairs(path: Path) -> list[Pair]:
    """Return the pairs of a file of articles; said is 1 for the same event, 0 for another."""
    return [
        Pair(
            _telling(f"{row['first_title']}\n{row['first_text']}"),
            _telling(f"{row['second_title']}\n{row['second_text']}"),
            int(row["same_event"] == "OK"),
            row["lang"],
        )
        for row in _rows(path)
    ]


def headline_pairs(path: Path, most: int | None = None) -> list[Pair]:
    """Return the (first so many) pairs of a file of headlines; said is 1 (the same), 0 (nearly) or -1."""
    rows = _rows(path)[:most]
    return [Pair(_telling(row["first"]), _telling(row["second"]), int(row["class"]), "ru") for row in rows]


def _rows(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _telling(text: str) -> Telling:
    return telling_of(0, Post("", "", "", text), search_text(text), NOTHING, _SOURCE, _MOMENT)


def frequencies_of(pairs: Iterable[Pair]) -> Frequencies:
    """Return the frequencies of the stems of all texts of some pairs, each text counted once."""
    read = Frequencies()
    for telling in {telling.words: telling for pair in pairs for telling in pair[:2]}.values():
        read.add(telling)
    return read


def f1(found: Sequence[bool], true: Sequence[bool]) -> tuple[float, float, float]:
    """Return precision, recall and F1, 0 where there is nothing to divide by."""
    right = sum(map(bool.__and__, found, true))
    precision, recall = right / max(1, sum(found)), right / max(1, sum(true))
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)
