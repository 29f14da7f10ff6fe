"""Telegram accepts a message and its answer does not arrive: for one alert in twenty, in three ways.

``python -m tests.trials.lost_answers [--alerts 2280] [--seed 1]`` prints the figures. The connection is
closed without an answer, or in the middle of one, or a complete answer holds half of its JSON: each of these
alerts may come twice and no more, all others come once, and none is lost.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from storage import outbox
from storage.database import Database
from storage.model import AlertState
from tests.conftest import MORNING
from tests.fakes.bot_api_troubles import CUT, HALF, LOST
from tests.posting import delivery
from tests.trials.findings import Findings, conclude
from tests.trials.owing import follow, owe

if TYPE_CHECKING:
    from storage.database import Connection
    from tests.posting import Post

ONE_IN = 20
WAYS = {"no answer": LOST, "cut in the middle": CUT, "half the JSON": HALF}

ROUNDS, REST = 12, 61.0
"""How often it is looked for what is due, and the seconds in between."""


async def trial(folder: Path, alerts: int, seed: int) -> Findings:
    """Send so many alerts, one in twenty of them with an answer that is lost, and count what came."""
    chosen = Random(seed).sample(range(1, alerts + 1), alerts // ONE_IN)  # noqa: S311 - no secret depends on it
    ways = {chat: list(WAYS.values())[number % len(WAYS)] for number, chat in enumerate(chosen)}
    with Database.open(folder / "regionwatch.db") as database:
        await database.write(follow, MORNING, range(1, alerts + 1))
        await database.write(owe, MORNING)
        async with delivery(database, paced_by_clock=True) as post:
            left = dict(ways)
            post.api.decide = lambda call: left.pop(call.chat, None) if isinstance(call.chat, int) else None
            await _send(post)
            copies = Counter(message.chat_id for message in post.api.accepted)
        states = await database.read(outbox.totals)
        repeats = await database.read(_repeats)
    return _findings(alerts, set(ways), copies, states, repeats)


async def _send(post: Post) -> None:
    """Send what is due until nothing is owed, or a time is over in which all should have been sent."""
    for _ in range(ROUNDS):
        if all(state == AlertState.SENT for state, _ in await post.drain()):
            return
        post.clock.advance(REST)


def _repeats(connection: Connection) -> int:
    row = connection.conn.execute("SELECT coalesce(sum(repeats), 0) AS repeats FROM alerts").fetchone()
    return int(row["repeats"])


def _findings(
    alerts: int, hit: set[int], copies: Counter[int], states: dict[AlertState, int], repeats: int
) -> Findings:
    found, lost = Findings("lost_answers"), alerts - len(copies)
    most = max((copies[chat] for chat in hit), default=0)
    others = max((number for chat, number in copies.items() if chat not in hit), default=0)
    ways = ", ".join(WAYS)
    found.tell(
        f"{alerts} alerts, {len(hit)} answers lost ({ways}): lost {lost}, most copies of these {most},"
        f" of others {others}, copies in all {copies.total() - len(copies)}, repeats counted {repeats}"
    )
    found.promise(f"lost 0, but {lost}", holds=lost == 0)
    found.promise(f"each of these at most twice, but {most}", holds=most <= 2)
    found.promise(f"all others once, but {others}", holds=others <= 1)
    found.promise("every copy is counted", holds=copies.total() - len(copies) == repeats)
    found.promise("the states add up", holds=states[AlertState.SENT] == sum(states.values()) == alerts)
    return found


def main() -> None:
    """Run the trial and print the figures."""
    parser = argparse.ArgumentParser(description="Answers that are lost.")
    parser.add_argument("--alerts", type=int, default=2280)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    with TemporaryDirectory() as folder:
        conclude(trial(Path(folder), words.alerts, words.seed))


if __name__ == "__main__":
    main()
