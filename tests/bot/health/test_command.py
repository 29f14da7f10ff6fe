"""``health`` for what keeps the program running: one line and an exit code."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.health import canary
from storage import proofs, sources
from storage.database import Database
from storage.model import Source, SourceState, Trouble
from tests.stories import tell
from tests.trials.command import configured, said, telegram_source

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Connection

CHANNEL = Source("telegram", "open_belgorod")
NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
WELL = SourceState(CHANNEL.key, first_success=NOW, last_success=NOW, last_attempt=NOW)
BROKEN = replace(
    WELL, last_success=NOW - HOUR, failures=3, trouble=Trouble.DNS, trouble_since=NOW - HOUR, next_poll=NOW
)


def remembered(connection: Connection, state: SourceState, proof: datetime | None) -> None:
    """Fill a store with one source and a proof, as long ago as they were when these tests were read."""
    later = datetime.now(UTC) - NOW
    moments = {name: getattr(state, name) for name in ("last_success", "last_attempt", "next_poll")}
    state = replace(state, **{name: moment + later for name, moment in moments.items() if moment})
    proof = proof + later if proof else None
    sources.configure(connection, [CHANNEL])
    sources.save(connection, state)
    sources.rest(connection, Source("feed", canary.NAME))
    sources.save(connection, SourceState(canary.KEY, last_post=proof))


@pytest.mark.parametrize(
    ("state", "proof", "code", "words"),
    [
        (WELL, NOW, 0, "healthy. As of "),
        (BROKEN, NOW, 1, "not healthy: no source can be read. As of "),
        (WELL, NOW - HOUR, 1, "not healthy: the way from wire to store was proved "),
        (WELL, None, 1, "not healthy: the way from wire to store has not been proved yet"),
        (replace(WELL, last_attempt=NOW - HOUR), NOW, 1, "not healthy: polling stands still, the last poll"),
        (
            replace(WELL, last_attempt=None),
            NOW,
            1,
            "not healthy: polling stands still, the last poll was never",
        ),
    ],
    ids=["well", "all broken", "no proof any more", "no proof yet", "still", "never polled"],
)
def test_it_says_whether_silence_can_be_believed(
    tmp_path: Path, state: SourceState, proof: datetime | None, code: int, words: str
) -> None:
    """In one line on standard output, with how old the picture is."""
    config = configured(tmp_path, telegram_source(CHANNEL.name))
    with Database.open(tmp_path / "regionwatch.db") as database:
        asyncio.run(database.write(remembered, state, proof))
    ended = said("health", config)
    assert (ended.code, ended.err, len(ended.out.splitlines())) == (code, "", 1)
    assert ended.out.startswith(words)
    assert "As of " in ended.out


def test_a_sender_that_has_stopped_is_not_healthy(tmp_path: Path) -> None:
    """The store tells it, whether the program hangs or is dead."""
    config = configured(tmp_path, telegram_source(CHANNEL.name))
    now = datetime.now(UTC)
    with Database.open(tmp_path / "regionwatch.db") as database:
        asyncio.run(database.write(remembered, WELL, NOW))
        asyncio.run(database.write(tell, now - HOUR, 1, 2))
        asyncio.run(database.write(proofs.note, proofs.SENDING, now - HOUR))
    ended = said("health", config)
    assert (ended.code, ended.err) == (1, "")
    since = f"{now - HOUR:%H:%M}"
    assert re.match(
        f"not healthy: nothing has been sent since .*{since} although 2 alerts are due. As of ", ended.out
    )


def test_without_a_store_nothing_is_healthy(tmp_path: Path) -> None:
    """The program has never run here."""
    ended = said("health", configured(tmp_path, telegram_source(CHANNEL.name)))
    assert (ended.code, ended.out) == (1, "")
    assert "there is no database yet" in ended.err
