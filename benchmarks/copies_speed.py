"""How fast copies are found, and in how much memory; every one in a process of its own.

Posts are made: 60 words on average, drawn from 100,000 made-up words by Zipf's law; a quarter repeats one of
the last 2,000 with three words changed. What has to be done for a post is to look it up and to add it.
"""

from __future__ import annotations

import json
import random
import sys
import time
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]
from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]

from monitors.stories.copies import Copies
from monitors.stories.telling import Telling
from storage.model import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNK = 1_000


class Index(Protocol):
    """What finds copies."""

    def meet(self, telling: Telling) -> bool:
        """Look a post up, add it, and return whether something like it was there."""


class Ours:
    """Copies, for as many posts as there will be."""

    def __init__(self, most: int) -> None:
        self.copies = Copies(most=most)

    def meet(self, telling: Telling) -> bool:
        """Find, then add."""
        found = self.copies.find(telling)
        self.copies.add(telling)
        return found is not None


class Datasketch:
    """MinHashLSH, 128 permutations, threshold 0.5, over the same shingles."""

    def __init__(self, _most: int) -> None:
        self.index = MinHashLSH(threshold=0.5, num_perm=128)

    def meet(self, telling: Telling) -> bool:
        """Sketch, query, insert."""
        sketch = MinHash(num_perm=128)
        sketch.update_batch([shingle.encode() for shingle in shingles(telling.words)])
        found = bool(self.index.query(sketch))
        self.index.insert(telling.post, sketch)
        return found


class Rensa:
    """RMinHashLSH, 128 permutations in 32 bands, over the same shingles."""

    def __init__(self, _most: int) -> None:
        self.index = RMinHashLSH(0.5, 128, 32)

    def meet(self, telling: Telling) -> bool:
        """Sketch, query, insert."""
        sketch = RMinHash(128, 42)
        sketch.update(shingles(telling.words))
        found = bool(self.index.query(sketch))
        self.index.insert(telling.post, sketch)
        return found


MAKERS: dict[str, Callable[[int], Index]] = {"ours": Ours, "datasketch": Datasketch, "rensa": Rensa}


def shingles(words: tuple[str, ...]) -> list[str]:
    """Return three words in a row each."""
    return [" ".join(three) for three in zip(words, words[1:], words[2:], strict=False)]


def posts(draw: random.Random) -> Iterator[tuple[str, ...]]:
    """Yield posts without end."""
    letters = "абвгдежзиклмнопрстуфхцчшщыэюя"
    vocabulary = ["".join(draw.choices(letters, k=draw.randint(2, 11))) for _ in range(100_000)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
    recent: list[tuple[str, ...]] = []
    while True:
        if recent and draw.random() < 0.25:  # noqa: PLR2004 - a quarter
            words = list(draw.choice(recent))
            for at in draw.sample(range(len(words)), 3):
                words[at] = draw.choice(vocabulary)
        else:
            size = max(10, round(draw.gauss(60, 20)))
            words = draw.choices(vocabulary, cum_weights=weights, k=size)
        recent = [*recent[-1_999:], tuple(words)]
        yield recent[-1]


def told(post: int, words: tuple[str, ...]) -> Telling:
    """Return what a post tells, ten in a second."""
    return Telling(post, "telegram:a", "a", Voice.CHANNEL, post / 10, words)


def resident() -> float:
    """Return the megabytes that this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def measured(name: str, count: int) -> dict[str, float]:
    """Return microseconds of CPU a post, over all and over the last tenth, the 99th percentile, megabytes."""
    made = posts(random.Random(7))  # noqa: S311 - made-up posts
    before = resident()
    index = MAKERS[name](count)
    spent: list[int] = []
    found = 0
    for start in range(0, count, CHUNK):
        # Made before, as making them would leave no memory of what is measured in the processor.
        for telling in list(map(told, range(start + 1, start + CHUNK + 1), made)):
            began = time.thread_time_ns()
            found += index.meet(telling)
            spent.append(time.thread_time_ns() - began)
    late = sorted(spent[-max(CHUNK, count // 10) :])
    return {
        "posts": count,
        "posts_per_second": 1e9 * count / sum(spent),
        "p50_us": late[len(late) // 2] / 1e3,
        "p99_us": late[len(late) * 99 // 100] / 1e3,
        "megabytes": resident() - before - 8 * count / 1e6,
        "found": found,
    }


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], int(sys.argv[2]))))
