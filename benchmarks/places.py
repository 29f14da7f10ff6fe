"""How well the example configuration knows its region's places, on real spellings and real posts.

Beside it the exact string: which of the configured names stands in the text letter for letter. The
spellings are of seven languages; those in the region are posts of a source at home there, those outside
of a source without a home. Of the real posts, those whose letters look like the region were labelled by
a reader; all of them are matched, and the alerts are listed for whoever wants to read them.

    python -m benchmarks.places [--list]
"""

from __future__ import annotations

import csv
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.parts import watchlist
from bot.setup import load
from monitors.matching import match
from storage.model import Post, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitors.lexicon import Lexicon
    from monitors.matching import Reading

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"
STRANGER = Source("telegram", "stranger")
LOCAL = Source("telegram", "local", home="Белгородская область")


@dataclass(frozen=True)
class Spellings:
    """What became of spellings: found of those in the region, and of those outside; the misses."""

    found: int
    inside: int
    wrong: int
    outside: int
    misses: tuple[str, ...]


@dataclass(frozen=True)
class Labelled:
    """What became of labelled posts: right of those of the region, wrong of the others; all alerts."""

    right: int
    inside: int
    wrong: int
    outside: int
    alerts: tuple[tuple[str, tuple[str, ...], str], ...]


def corpora() -> Path:
    """Return the folder of real data; it may be absent."""
    return Path(os.environ.get("REGIONWATCH_CORPORA", "../shared/corpora"))


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def lexicon() -> Lexicon:
    """Return the example configuration, compiled."""
    return watchlist(load(EXAMPLE)).lexicon


def read(compiled: Lexicon, text: str, source: Source = STRANGER) -> Reading:
    """Return what a text of a source comes to."""
    return match(compiled, Post(source.key, "1", "", text), source)


def spellings(compiled: Lexicon, folder: Path, *, exactly: bool = False) -> Spellings:
    """Return how many spellings of the region's places are found, and how many others."""
    found, inside, wrong, outside = 0, 0, 0, 0
    misses = []
    for row in rows(folder / "place_forms" / "region_forms_dev.tsv"):
        text, is_inside = row["surface"], row["refers_to_region"] == "1"
        names = [name for name in compiled.gazetteer.keys if name in text]
        is_found = bool(names if exactly else read(compiled, text, LOCAL if is_inside else STRANGER).places)
        inside, found = inside + is_inside, found + (is_inside and is_found)
        outside, wrong = outside + (not is_inside), wrong + (is_found and not is_inside)
        if is_found != is_inside:
            misses.append(f"{row['lang']} {text} ({row['entity']})")
    return Spellings(found, inside, wrong, outside, tuple(misses))


def labelled(compiled: Lexicon, folder: Path) -> Labelled:
    """Return how the labelled posts come out, and every alert over all posts, as of a stranger."""
    posts = folder / "telegram_posts"
    texts = {
        post["id"]: post["text"]
        for post in map(json.loads, (posts / "posts.jsonl").read_text(encoding="utf-8").splitlines())
    }
    readings = {number: read(compiled, text) for number, text in texts.items()}
    labels = {row["id"]: row["in_region"] for row in rows(posts / "region_labels_dev.tsv")}
    inside, outside = (_having(labels, value) for value in ("1", "0"))
    alerts = [
        (number, tuple(hit.target for hit in reading.hits), texts[number])
        for number, reading in readings.items()
        if reading.hits
    ]
    return Labelled(*_named(inside, readings), *_named(outside, readings), tuple(alerts))


def _having(labels: Mapping[str, str], value: str) -> list[str]:
    return [number for number, label in labels.items() if label == value]


def _named(numbers: Iterable[str], readings: Mapping[str, Reading]) -> tuple[int, int]:
    numbers = list(numbers)
    return sum(bool(readings[number].places) for number in numbers), len(numbers)


def main() -> None:
    """Print the figures."""
    if not corpora().is_dir():
        print("no real data: set REGIONWATCH_CORPORA")
        return
    compiled = lexicon()
    for name, exactly in (("exact string", True), ("ours", False)):
        told = spellings(compiled, corpora(), exactly=exactly)
        print(
            f"spellings, {name:13}: {told.found} of {told.inside} in the region"
            f" ({told.found / told.inside:.1%}), {told.wrong} of {told.outside} outside"
        )
    print("  not as it should be:", "; ".join(told.misses))
    posts = labelled(compiled, corpora())
    print(f"labelled posts, by letters alone: {posts.inside} right, {posts.outside} wrong")
    print(
        f"labelled posts, ours: {posts.right} of {posts.inside} right, {posts.wrong} of {posts.outside} wrong"
    )
    print(f"alerts over all posts: {len(posts.alerts)}")
    if "--list" in sys.argv:
        for number, targets, text in posts.alerts:
            print(f"--- {number} {', '.join(targets)}\n{text}")


if __name__ == "__main__":
    main()
