"""Wiring: from a set-up to a running program, its start and its stop."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from random import SystemRandom
from typing import TYPE_CHECKING, Self

from bot import parts
from bot.commands.desk import Desk, lines
from bot.console import ConsoleSender
from bot.delivery import Delivery
from bot.passage import escape
from bot.polling import Polling
from bot.reloading.reload import LOOK_EVERY, Reload
from bot.settle import Patience
from bot.telegram_bot import TelegramBot
from bot.texts import Texts
from bot.ticks import keep_going, make_scheduler
from monitors.fetch import Fetcher
from monitors.pipeline import Pipeline
from storage import chats, outbox, posts, sources
from storage.database import Database
from storage.errors import StorageError
from storage.model import CONSOLE, AlertState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime
    from pathlib import Path
    from random import Random
    from typing import Any

    from pydantic import SecretStr
    from rich.console import Console

    from bot.polling import PollTally
    from bot.setup import Setup
    from monitors.clock import Clock
    from storage.database import Connection

logger = logging.getLogger(__name__)

TICK = 1.0
"""Seconds between looks for sources that are due."""

STOP_SECONDS = 5.0
"""How long sends that are on their way may still take when the program stops."""

_PRUNE_EVERY = 3600.0
_SPARE_EVERY = 5.0


@dataclass(frozen=True)
class Output:
    """Where alerts appear: panels on a console (None: nowhere), and records for machines."""

    console: Console | None = None
    on_sent: Callable[[dict[str, Any]], None] = lambda _: None


@dataclass(frozen=True)
class Summary:
    """What a run has come to, in numbers."""

    polls: PollTally
    sent: int
    waiting: int


class App:
    """The program: an asynchronous context manager around :meth:`once` or :meth:`run`.

    Entering opens the database and raises :exc:`storage.errors.StorageError` where it cannot be
    used. Without a token, alerts go to the console. ``tick`` is in seconds between looks for sources
    that are due; ``patience`` says when alerts go again that may have arrived.
    """

    def __init__(
        self,
        setup: Setup,
        token: SecretStr | None,
        clock: Clock,
        output: Output,
        *,
        random: Random | None = None,
        tick: float = TICK,
        patience: Patience = Patience(),  # noqa: B008 - frozen, so it can be shared
    ) -> None:
        self.setup = setup
        self.clock = clock
        self._token = token
        self._output = output
        self._random = random or SystemRandom()
        self._tick = tick
        self._patience = patience
        self._reload: Reload | None = None
        self._look_every = LOOK_EVERY
        self._stack = AsyncExitStack()
        self._telegram: TelegramBot | None = None
        self._compiler = ThreadPoolExecutor(1, "compile")

    def watch(self, path: Path, every: float = LOOK_EVERY) -> None:
        """Take over what changes in the set-up's file while :meth:`run` works; to be said before it begins.

        ``every`` is in seconds between looks.
        """
        self._reload = Reload(path, self, self.clock)
        self._look_every = every

    def ask_reload(self) -> None:
        """Have the configuration read now, if one is watched."""
        if self._reload is not None:
            self._reload.asked.set()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            self.database = stack.enter_context(Database.open(self.setup.config.database))
            await self.database.write(self._begin, self.clock.now())
            self._fetcher = await stack.enter_async_context(
                make_fetcher(self.setup, self.clock, self._random)
            )
            if self._token is not None:
                self._telegram = self._make_bot(self._token)
                stack.push_async_callback(self._telegram.close)
            self.delivery = self._make_delivery()
            self._pipeline = self._make_pipeline(self._fetcher)
            self.polling = self._make_polling()
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def once(self) -> Summary:
        """Poll each source once, deliver what is owed, and return what it came to.

        Raises :exc:`bot.telegram_bot.TokenRefused`, and :exc:`StorageError` where polls could not
        be saved.
        """
        reachable = self._telegram is None or await self._telegram.connect(patient=False)
        await self.delivery.recover()
        await self.polling.once()
        if reachable:
            await self.delivery.drain()
        await self._prune()
        return await self.summary()

    async def run(self, stop: asyncio.Event) -> Summary:
        """Work until told to stop, or until nobody reads what is printed.

        Raises :exc:`bot.telegram_bot.TokenRefused`.

        A token that Telegram refuses later ends nothing: sources are watched on, and alerts wait.
        """
        await self.delivery.recover()
        jobs: dict[Callable[[], Awaitable[None]], float] = {
            self.polling.tick: self._tick,
            self.polling.spare: _SPARE_EVERY,
            self._prune: _PRUNE_EVERY,
        }
        works = [self._tell(), stop.wait(), self.delivery.nobody_reads.wait()]
        if self._reload is not None:
            jobs[self._reload.look] = self._look_every
            works.append(self._reload.answer())
        scheduler = make_scheduler(jobs)
        scheduler.start()
        tasks = [asyncio.create_task(work) for work in (*works, keep_going(scheduler))]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            scheduler.shutdown(wait=False)
            await self._stop(tasks)
        return await self.summary()

    async def take_over(self, setup: Setup) -> None:
        """Work by another set-up from now on: all of it at once, or as before where this raises.

        Raises :exc:`StorageError`. What is under way ends by the set-up with which it began.
        """
        version, own_rules = await self.database.read(_own_rules)
        watchlist = await asyncio.get_running_loop().run_in_executor(
            self._compiler, parts.watchlist, setup, own_rules
        )
        await self.database.write(self._begin_again, setup, self.clock.now())
        # From here to the end nothing waits, so nobody ever sees a part of it.
        self.setup = setup
        self._pipeline.take_over(watchlist, parts.policy(setup), setup.rhythms, version)
        self.polling.take_over(setup.polled, parts.horizon(setup))
        self.delivery.take_over(setup.watched, self._texts)
        if self._telegram is not None:
            self._telegram.take_over(self._desk, self._texts)

    def tell_operators(self, lines_: Sequence[str], but: int | None = None) -> None:
        """Send plain lines to the operators, but not to this one of them; a terminal has the log."""
        if self._telegram is not None:
            people = [admin for admin in self.setup.config.telegram.admins if admin != but]
            self._telegram.tell(people, lines(*map(escape, lines_)))

    async def summary(self) -> Summary:
        """Return what has been done so far."""
        totals = await self.database.read(outbox.totals)
        owed = sum(totals[state] for state in AlertState if state not in {AlertState.SENT, AlertState.GONE})
        return Summary(self.polling.tally, self.delivery.tally.sent, owed)

    async def _tell(self) -> None:
        """Send alerts, and with Telegram answer people, for ever."""
        if self._telegram is None:
            return await self.delivery.run()
        await self._telegram.connect(patient=True)
        async with asyncio.TaskGroup() as both:
            both.create_task(self._telegram.listen())
            both.create_task(self.delivery.run())
        return None

    async def _stop(self, tasks: list[asyncio.Task[Any]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.polling.stop()
        await self.delivery.finish(STOP_SECONDS)

    def _begin_again(self, connection: Connection, setup: Setup, now: datetime) -> None:
        """Tell the store of another set-up; what the terminal asks for stays as it is if it is the same."""
        sources.configure(connection, setup.sources)
        if self._token is None and setup.console_targets != self.setup.console_targets:
            chats.set_console(connection, setup.console_targets, now)

    def _begin(self, connection: Connection, now: datetime) -> None:
        """Tell the store what is watched, and who listens at the terminal."""
        sources.configure(connection, self.setup.sources)
        if self._token is None:
            chats.set_console(connection, self.setup.console_targets, now)
        else:
            chats.set_console(connection, [], now)
            outbox.give_up_chat(connection, CONSOLE, "alerts go to Telegram now", now)

    @property
    def _texts(self) -> Texts:
        return Texts(zone=self.setup.config.region.timezone)

    @property
    def _desk(self) -> Desk:
        return Desk(self.database, self.setup, self.clock, self._reload, fetcher=self._fetcher)

    def _make_bot(self, token: SecretStr) -> TelegramBot:
        return TelegramBot(token, self.setup.config.telegram, self._desk, self._texts)

    def _make_delivery(self) -> Delivery:
        sender = self._telegram.sender if self._telegram else ConsoleSender(self._output.console)
        watched, told = self.setup.watched, self._output.on_sent
        return Delivery(
            self.database, sender, watched, self._texts, self.clock, told, patience=self._patience
        )

    def _make_pipeline(self, fetcher: Fetcher) -> Pipeline:
        setup = self.setup
        watchlist, policy = parts.watchlist(setup), parts.policy(setup)
        return Pipeline(self.database, fetcher, watchlist, policy, setup.rhythms, self.clock)

    def _make_polling(self) -> Polling:
        polled, wake = self.setup.polled, self.delivery.wake
        return Polling(self.database, self._pipeline, polled, parts.horizon(self.setup), self.clock, wake)

    async def _prune(self) -> None:
        retention = parts.retention(self.setup)
        try:
            dropped = last = await self.database.write(posts.prune, retention, self.clock.now())
            while last:  # in pieces, so that others can write in between
                last = await self.database.write(posts.prune, retention, self.clock.now())
                dropped += last
        except StorageError as error:
            logger.error("retention waits: %s", error)  # noqa: TRY400 - a plain reason, no traceback
        else:
            if dropped:
                logger.info("the texts of %d posts were dropped, their time was over", dropped)


def make_fetcher(setup: Setup, clock: Clock, random: Random | None = None) -> Fetcher:
    """Return the way to sources as a configuration allows it."""
    return Fetcher(parts.limits(setup), clock, random or SystemRandom())


def _own_rules(connection: Connection) -> tuple[int, list[str]]:
    """Return the chats' own rules and their version; those of a later version may be among them."""
    return chats.rules_version(connection), chats.own_rules(connection)
