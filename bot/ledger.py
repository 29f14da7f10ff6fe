"""The store as deliveries use it: what many of them ask of it at the same moment is done in one hop.

While one hop is under way, what comes meanwhile waits for the next; so a single alert waits for nobody, and
at a thousand a second a hop serves several.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.outcomes import Sent
from bot.settle import settle, settle_edit
from storage import outbox, proofs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.outcomes import Outcome
    from bot.preparing import Prepared, Scribe
    from bot.settle import Patience
    from monitors.clock import Clock
    from storage.database import Connection, Database
    from storage.model import Alert

T = TypeVar("T")
R = TypeVar("R")

PROOF_EVERY = timedelta(seconds=10)
"""How often it is noted that sending works."""

MOST_AT_ONCE = 64
"""Entries of one hop: more would only make each of them wait longer."""


GATHERED_FOR = 0.01
"""Seconds: at a thousand a second ten alerts share what a hop to another thread and back costs."""


class Collector(Generic[T, R]):
    """Hands on, in lists, what is asked for one by one; ``run`` answers each list with one as long.

    ``gather`` is waited for before each list, so that there is more in it. ``answered`` is when the last list
    was, in the loop's seconds: who asked learns of it one step of the program later.
    """

    def __init__(
        self,
        run: Callable[[list[T]], Awaitable[Sequence[R]]],
        gather: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._run = run
        self._gather = gather
        self.answered = 0.0
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._task: asyncio.Task[None] | None = None

    async def ask(self, item: T) -> R:
        """Have one item dealt with, also where nobody waits for it any longer; raises what ``run`` raises."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._task is None:
            self._task = asyncio.create_task(self._serve())
        return await answer

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        if self._task is not None:
            await asyncio.shield(self._task)

    async def _serve(self) -> None:
        try:
            while self._waiting:
                if self._gather is not None:
                    await self._gather()
                asked = self._waiting[:MOST_AT_ONCE]
                del self._waiting[:MOST_AT_ONCE]
                await self._serve_some([item for item, _ in asked], [answer for _, answer in asked])
        finally:
            self._task = None

    async def _serve_some(self, items: list[T], answers: list[asyncio.Future[R]]) -> None:
        try:
            results = await self._run(items)
        except Exception as error:  # noqa: BLE001 - each of those who asked is told of it
            for answer in answers:
                if not answer.done():
                    answer.set_exception(error)
        else:
            self.answered = asyncio.get_running_loop().time()
            for answer, result in zip(answers, results, strict=True):
                if not answer.done():
                    answer.set_result(result)


@dataclass(frozen=True, slots=True)
class Begun:
    """That the send of an alert begins."""

    alert: int


@dataclass(frozen=True, slots=True)
class Record:
    """What came of a send or an edit; ``version`` is that of the story in the message."""

    alert: Alert
    outcome: Outcome
    at: datetime
    version: int = 0
    is_edit: bool = False


class Ledger:
    """Prepares alerts, notes which sends begin, and records what came of them; errors are the store's.

    With ``gathers`` alerts are prepared in steps of :data:`GATHERED_FOR`: then they also begin together. What
    came of them never waits.
    """

    def __init__(
        self, database: Database, clock: Clock, scribe: Scribe, patience: Patience, *, gathers: bool = False
    ) -> None:
        self.scribe = scribe
        self._database = database
        self._clock = clock
        self._patience = patience
        self._noted: datetime | None = None
        self._reading = Collector(self._read, partial(clock.sleep, GATHERED_FOR) if gathers else None)
        self._writing = Collector(self._write)

    async def prepare(self, alert: Alert) -> Prepared:
        """Return what an alert is about, and its message."""
        return await self._reading.ask(alert)

    async def begin(self, alert: int) -> bool:
        """Commit that a send begins; return whether it may."""
        return await self._writing.ask(Begun(alert))

    def late(self) -> float:
        """Return, right after :meth:`prepare`, by how many seconds that was told late."""
        return asyncio.get_running_loop().time() - self._reading.answered

    async def record(self, record: Record) -> None:
        """Commit what came of a send or an edit."""
        await self._writing.ask(record)

    async def record_alone(self, record: Record) -> None:
        """Do the same in a transaction that shares no other record's fate."""
        await self._write([record])

    async def idle(self) -> None:
        """Wait until all that was asked for is done."""
        await self._writing.idle()

    async def _read(self, alerts: list[Alert]) -> list[Prepared]:
        return await self._database.read(self.scribe.prepare, alerts, self._clock.now())

    async def _write(self, entries: list[Begun | Record]) -> list[bool]:
        now = self._clock.now()
        is_proof = any(_was_taken(entry) for entry in entries) and self._is_proof_due(now)
        found = await self._database.write(_enter, entries, now, self._patience, is_proof=is_proof)
        if is_proof:
            self._noted = now
        return found

    def _is_proof_due(self, now: datetime) -> bool:
        return self._noted is None or not timedelta() <= now - self._noted < PROOF_EVERY


def _was_taken(entry: Begun | Record) -> bool:
    return isinstance(entry, Record) and isinstance(entry.outcome, Sent)


def _enter(
    connection: Connection,
    entries: Sequence[Begun | Record],
    now: datetime,
    patience: Patience,
    *,
    is_proof: bool,
) -> list[bool]:
    """Record what came of sends, then note those that begin; return which may, and true for all else."""
    for entry in entries:
        if isinstance(entry, Record):
            _settle(connection, entry, patience)
    beginning = [entry.alert for entry in entries if isinstance(entry, Begun)]
    begun = outbox.attempt_all(connection, beginning, now) if beginning else set()
    if is_proof:
        proofs.note(connection, proofs.SENDING, now)
    return [isinstance(entry, Record) or entry.alert in begun for entry in entries]


def _settle(connection: Connection, record: Record, patience: Patience) -> None:
    if record.is_edit:
        settle_edit(connection, record.alert, record.outcome, record.at, record.version)
    else:
        settle(connection, record.alert, record.outcome, record.at, patience, record.version)
