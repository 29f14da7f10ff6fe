"""Walk once, or from many seeds, and print what it came to; exit 1 where a promise was broken."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.trials.random_walk.walk import Result, Walk


def walked(seed: int, days: int, sources: int, chats: int, events: float) -> Result:
    """Walk once in a folder of its own."""
    with TemporaryDirectory() as folder:
        return asyncio.run(Walk(Path(folder), seed, days, sources, chats, events).run())


def main() -> None:
    """Read the arguments, walk, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--walks", type=int, default=1, help="as many, from this seed on")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--chats", type=int, default=1000)
    parser.add_argument("--events", type=float, default=1.0, help="a day, each told by up to five sources")
    words = parser.parse_args()
    broken = False
    for seed in range(words.seed, words.seed + words.walks):
        begun = time.monotonic()
        result = walked(seed, words.days, words.sources, words.chats, words.events)
        broken = broken or bool(result.broken)
        print(  # noqa: T201 - the figures are what it is for
            f"seed {seed}: {words.days} days in {time.monotonic() - begun:.0f} s; posts {result.posts},"
            f" lives {result.lives}, alerts sent {result.alerts}, messages {result.messages},"
            f" copies {result.copies}, edits {result.edits}, looks {result.looks},"
            f" broken {result.broken or 0}",
            flush=True,
        )
    sys.exit(broken)


if __name__ == "__main__":
    main()
