"""The program dies at every commit by name, just before and just after: what the next start makes of it.

``python -m tests.trials.commit_points [--first N]`` prints what is written by which name, and the figures. A
short life is led once without a crash, which tells what is written and what each chat gets: posts are handed
over, sent, edited, refused in all ways and left unanswered, held at night and for a digest, chats go and
migrate, stories close. Then it is led again for each write of each name, or the first N: it ends at that
point, with all that was under way, and goes on over the same file as the program does when it starts. Every
message of the life without a crash must come, each at most once more than there. New kinds of writes are
found by themselves.
"""

from __future__ import annotations

import argparse
import shutil
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import outbox
from storage.model import DeliveryPolicy
from tests.trials.commit_life import BLOCKER, CHATS, STORIES, Life, begin
from tests.trials.findings import Findings, conclude
from tests.trials.tripwire import Point, Tripwire


async def trial(folder: Path, first: int, flood: int) -> Findings:
    """Lead the life without a crash, and with one at each point of the first so many of each name.

    More than ``flood`` alerts to a chat in ten minutes are told in one message, unless it is 0.
    """
    policy = DeliveryPolicy(flood=flood)
    fresh = folder / "fresh.db"
    with Tripwire.wired(fresh) as database:
        await database.write(begin)
    path = folder / "crash.db"
    calm = Life(_copy(fresh, folder / "calm.db"), policy)
    await calm.lead()
    points = [
        Point(name, number, is_after)
        for name, count in calm.counts.items()
        for number in range(1, min(count, first) + 1)
        for is_after in (False, True)
    ]
    lives = {point: await _with_crash(Life(_copy(fresh, path), policy), point) for point in points}
    return _findings(f"commit_points, flood {flood}", calm, lives)


async def _with_crash(life: Life, point: Point) -> Life:
    if not await life.lead(point):
        life.clock.advance(2)
        await life.lead()
    return life


def _copy(fresh: Path, path: Path) -> Path:
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    shutil.copy(fresh, path)
    return path


async def both(folder: Path, first: int) -> Findings:
    """Try the life with and without floods."""
    found = Findings("commit_points")
    for flood in (0, 1):
        found.add(await trial(folder, first, flood))
    return found


def _findings(name: str, calm: Life, lives: dict[Point, Life]) -> Findings:
    found, copies = Findings(name), Counter[int]()
    wanted = {(chat, story, 0) for chat in CHATS if chat != BLOCKER for story in STORIES}
    found.promise("without a crash all is told", holds=wanted <= calm.stories.keys())
    for point, life in lives.items():
        extra, lost = life.stories - calm.stories, calm.stories.keys() - life.stories.keys()
        twice = max((number for key, number in life.told.items() if key not in life.stories), default=0)
        copies[max(extra.values(), default=0)] += 1
        found.promise(f"{point}: nothing is lost, but {sorted(lost)}", holds=not lost)
        found.promise(f"{point}: one copy more at most: {extra}", holds=max(extra.values(), default=0) <= 1)
        found.promise(f"{point}: a summary comes twice at most, but {twice}", holds=twice <= 2)
        stand = {state.value: number for state, number in life.states.items() if number}
        found.promise(f"{point}: states add up: {stand}", holds=sum(stand.values()) == life.enqueued)
        owed = sum(life.states.get(state, 0) for state in outbox.OWED)
        found.promise(f"{point}: all is settled, but {stand}", holds=owed == 0)
    names = ", ".join(f"{name} {count}" for name, count in calm.counts.items())
    found.tell(f"{len(calm.counts)} kinds of commits: {names}")
    lost_in = sum("lost" in words for words in found.broken)
    found.tell(
        f"{len(lives)} crashes in a life of {calm.enqueued} alerts: lives that lost something {lost_in},"
        f" with no repeat {copies[0]}, with one of an alert at most {copies[1]}"
    )
    return found


def main() -> None:
    """Run the trial and print the figures."""
    parser = argparse.ArgumentParser(description="Die at every commit by name.")
    parser.add_argument("--first", type=int, default=1000, help="how many writes of each name")
    words = parser.parse_args()
    with TemporaryDirectory() as folder:
        conclude(both(Path(folder), words.first))


if __name__ == "__main__":
    main()
