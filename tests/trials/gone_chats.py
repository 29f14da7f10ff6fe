"""20 % of the chats have blocked the bot, groups migrate in the middle of a fan-out: what the rest notice.

``python -m tests.trials.gone_chats [--chats 10000] [--seed 1]`` prints the figures of a run on simulated time
at 30 messages a second, over the real delivery and pacer, beside those of a run in which nothing happens.
1 % of the chats are groups. Half of them became supergroups before their first message, which Telegram then
refuses with the new id; the others do so in the middle, and a service message tells of it. A second story
shows that what they follow went with them.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from storage import reachability
from storage.model import AlertState
from tests.fakes.bot_api_troubles import BLOCKED, migrated
from tests.trials.findings import Findings, conclude
from tests.trials.simulated import World, spread

if TYPE_CHECKING:
    from tests.fakes.bot_api_troubles import ApiError
    from tests.fakes.inline_database import InlineDatabase
    from tests.fakes.simulated_telegram import Asked

SUPERGROUP = -1_000_000_000_000
"""What is added to a group's id when it becomes a supergroup."""

LONGEST_RUN = 7_200.0

SLACK = 0.5
"""Seconds: who is refused with a new id is sent to twice, and both take a turn."""


@dataclass
class Region:
    """The chats of a trial; ``early`` and ``late`` are the groups that migrate, by when."""

    people: range
    blocked: set[int]
    early: range
    late: range

    @classmethod
    def of(cls, chats: int, seed: int) -> Region:
        """Return a region with so many chats."""
        groups = max(2, chats // 100)
        people = range(1, chats - groups + 1)
        blocked = set(Random(seed).sample(people, chats // 5))  # noqa: S311 - no secret depends on it
        return cls(people, blocked, range(-groups // 2, 0), range(-groups, -groups // 2))

    @property
    def rest(self) -> set[int]:
        """Who notices nothing."""
        return set(self.people) - self.blocked

    def world(self, path: Path) -> World:
        """Return the region before anything happens: all are owed a story, and one in ten a later one."""
        world = World(path)
        chats = [*self.people, *self.early, *self.late]
        world.follow(chats)
        world.follow([*self.people[::10], *self.early, *self.late], "fire")
        world.publish(0.0, 1)
        world.publish(len(chats) / world.per_second * 1.1, 2, "fire")
        return world

    def disturb(self, world: World) -> None:
        """Let people block the bot and groups migrate."""
        moved, middle = set(self.early), len(self.people) / world.per_second / 2

        def decide(one: Asked) -> ApiError | None:
            if one.chat in self.blocked:
                return BLOCKED.refusal
            return migrated(one.chat + SUPERGROUP).refusal if one.chat in moved else None

        def migrate(database: InlineDatabase) -> None:
            moved.update(self.late)
            for chat in self.late:
                new = chat + SUPERGROUP
                database.do(reachability.migrate_chat, chat, new, world.clock.now())

        world.telegram.decide = decide
        world.at(middle, migrate)

    def wanted(self, second: set[int]) -> set[tuple[int, int]]:
        """Return who must have which story; ``second`` are those in the first run who had the second."""
        first = {(chat, 1) for chat in self.rest} | {(chat, 1) for chat in self.late}
        first |= {(chat + SUPERGROUP, 1) for chat in self.early}
        later = {chat + SUPERGROUP if chat < 0 else chat for chat in second - self.blocked}
        return first | {(chat, 2) for chat in later}


async def trial(folder: Path, chats: int, seed: int) -> Findings:
    """Run with and without the trouble and compare."""
    findings, region = Findings("gone_chats"), Region.of(chats, seed)
    calm, world = region.world(folder / "calm.db"), region.world(folder / "world.db")
    region.disturb(world)
    await calm.run(LONGEST_RUN)
    states = await world.run(LONGEST_RUN)
    copies = world.copies
    wanted = region.wanted({chat for chat, story in calm.copies if story == 2})
    most, lost, extra = max(copies.values()), wanted - copies.keys(), copies.keys() - wanted
    before, after = spread(calm.delays(region.rest)), spread(world.delays(region.rest))
    findings.tell(
        f"{chats} chats, {len(region.blocked)} blocked, {len(region.early) + len(region.late)} migrated:"
        f" sent {states[AlertState.SENT]}, gone {states[AlertState.GONE]}, lost {len(lost)},"
        f" most copies {most}"
    )
    findings.tell(
        f"delay of the rest, with the trouble and without: mean {after[0]:.1f} and {before[0]:.1f} s,"
        f" p99 {after[1]:.1f} and {before[1]:.1f} s"
    )
    promise = findings.promise
    promise(f"nothing is lost, but {sorted(lost)[:9]}", holds=not lost)
    promise(f"nobody else is told, but {sorted(extra)[:9]}", holds=not extra)
    promise(f"1 copy each, but {most}", holds=most == 1)
    room = (
        SLACK + (len(region.early) + len(region.late)) / 30.0
    )  # each needs one request more, of 30 a second
    promise(f"the rest wait no longer: {before} -> {after}", holds=after[1] <= before[1] + room)
    owed = sum(states.values()) - states[AlertState.SENT] - states[AlertState.GONE]
    promise(f"all are settled, but {owed}", holds=owed == 0)
    promise("a blocked chat's alert is gone", holds=states[AlertState.GONE] == len(region.blocked))
    return findings


def main() -> None:
    """Run the trial and print the figures."""
    parser = argparse.ArgumentParser(description="Chats that are gone or moved in the middle of a fan-out.")
    parser.add_argument("--chats", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    with TemporaryDirectory() as folder:
        conclude(trial(Path(folder), words.chats, words.seed))


if __name__ == "__main__":
    main()
