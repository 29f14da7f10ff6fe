"""Wiring: from a set-up to a running program, its start and its stop."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import timedelta
from random import SystemRandom
from typing import TYPE_CHECKING, Self

from bot import parts
from bot.beginning import begin, begin_again
from bot.commands.desk import Desk, lines
from bot.console import ConsoleSender
from bot.delivery import Delivery
from bot.health import proving
from bot.health.standings import picture, stored
from bot.health.texts import as_of
from bot.health.watching_over import LOOK_EVERY as WATCH_EVERY
from bot.passage import escape
from bot.polling import REVIEW_EVERY, Polling
from bot.pruning import close_stories, prune
from bot.reloading.reload import LOOK_EVERY, Reload
from bot.running import Summary
from bot.settle import Patience
from bot.sparing import SPARE_EVERY, Sparing
from bot.telegram_bot import TelegramBot
from bot.texts import Texts
from bot.ticks import keep_going, make_scheduler
from monitors.keeping import HOLD, Keeper
from monitors.pipeline import Pipeline
from monitors.proving import Prover
from monitors.receiving import Receiver
from monitors.rhythm.timetable import Timetable
from monitors.rhythm.usual import usual
from storage import chats, outbox
from storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path
    from random import Random
    from typing import Any

    from pydantic import SecretStr

    from bot.health.standings import Usually
    from bot.running import Output
    from bot.setup import Setup
    from monitors.clock import Clock
    from monitors.fetch import Fetcher

TICK = 1.0
"""Seconds between looks for sources that are due."""

STOP_SECONDS = 14.0
"""How long sends that are on the wire may still take when the program stops: all of that within 20 s."""

_PRUNE_EVERY, _CLOSE_EVERY = 3600.0, 60.0


class App:
    """The program: an asynchronous context manager around :meth:`once` or :meth:`run`.

    Entering opens the database and raises :exc:`storage.errors.StorageError` where it cannot be
    used. Without a token, alerts go to the console. ``tick`` is in seconds between looks for sources
    that are due; ``patience`` says when alerts go again that may have arrived. :attr:`usually` knows the
    sources' rhythms, :attr:`watch_every` is in seconds between looks whether operators have to be told,
    :attr:`hold` is how long messages wait for first copies that are not critical, to be said before entering.
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
        self.usually: Usually = usual
        self.watch_every = WATCH_EVERY
        self.hold = HOLD
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
            self.setup = self.setup.unlocked()
            self.database = stack.enter_context(Database.open(self.setup.config.database))
            await self.database.write(begin, self.setup, self.clock.now(), is_console=self._token is None)
            self._fetcher = await stack.enter_async_context(
                parts.fetcher(self.setup, self.clock, self._random)
            )
            if self._token is not None:
                self._telegram = self._make_bot(self._token)
                stack.push_async_callback(self._telegram.close)
            self.delivery = self._make_delivery()
            self._keeper = Keeper(parts.ground(self.setup), self.hold)
            self._pipeline = self._make_pipeline(self._fetcher)
            self.polling = self._make_polling()
            self._receiver = self._make_receiver()
            if self._telegram is not None:
                self._telegram.hand_posts_to(self._receiver.receive)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def once(self) -> Summary:
        """Poll each source once, deliver what is owed, and return what it came to.

        Raises :exc:`bot.telegram_bot.TokenRefused`, and :exc:`StorageError` where polls could not
        be saved.
        """
        self._keeper.hold = timedelta()  # nothing will come later that could be in a message
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
        sparing = Sparing(self.polling, Prover(self.database, self._fetcher, self.clock, self._keeper))
        jobs: dict[Callable[[], Awaitable[object]], float] = {
            self.polling.tick: self._tick,
            sparing.look: SPARE_EVERY,
            self.polling.review: REVIEW_EVERY,
            self._prune: _PRUNE_EVERY,
            self._close_stories: _CLOSE_EVERY,
        }
        jobs |= await proving.jobs(self, self._random, self._stack, is_console=self._token is None)
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
        version, own_rules = await self.database.read(chats.rules_now)
        watchlist = await asyncio.get_running_loop().run_in_executor(
            self._compiler, parts.watchlist, setup, own_rules
        )
        old, now = self.setup, self.clock.now()
        await self.database.write(begin_again, old, setup, now, is_console=self._token is None)
        # From here to the end nothing waits, so nobody ever sees a part of it.
        self.setup = setup
        self._pipeline.take_over(watchlist, parts.policy(setup), setup.rhythms, version)
        self._timetable.take_over(parts.terms(setup), setup.polled.values())
        self.polling.take_over(setup.polled, parts.horizon(setup))
        self._receiver.take_over(setup.watched, setup.config.fetch.alert_backlog)
        self._keeper.take_over(parts.ground(setup))
        self.delivery.take_over(setup.watched, self._texts, parts.delivery_policy(setup))
        if self._telegram is not None:
            self._telegram.take_over(self._desk, self._texts)

    def tell_operators(self, lines_: Sequence[str], but: int | None = None) -> None:
        """Send plain lines to the operators, but not to this one of them; a terminal has the log."""
        if self._telegram is not None:
            people = [admin for admin in self.setup.operators if admin != but]
            self._telegram.tell(people, lines(*map(escape, lines_)))

    async def reach_operators(self, lines_: Sequence[str]) -> bool:
        """Send plain lines to the operators and return whether they have them, or nobody is to be reached."""
        people = self.setup.operators
        if self._telegram is None or not people:
            return True
        return await self._telegram.reach(people, lines(*map(escape, lines_)))

    async def summary(self) -> Summary:
        """Return what has been done so far."""
        totals = await self.database.read(outbox.totals)
        owed = sum(totals[state] for state in outbox.OWED)
        now = self.clock.now()
        stand = await self.database.read(stored, self.setup, now, self.usually)
        told = as_of(picture(stand, now), self._texts)
        done = self.delivery.tally
        return Summary(self.polling.tally, done.sent, owed, told, done.edited)

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
        await asyncio.gather(self.delivery.finish(STOP_SECONDS), self.polling.stop(), self._receiver.stop())

    @property
    def _texts(self) -> Texts:
        return Texts(zone=self.setup.config.region.timezone)

    @property
    def _desk(self) -> Desk:
        return Desk(self.database, self.setup, self.clock, self._reload, self.usually, fetcher=self._fetcher)

    def _make_bot(self, token: SecretStr) -> TelegramBot:
        return TelegramBot(token, self.setup.config.telegram, self._desk, self._texts)

    def _make_delivery(self) -> Delivery:
        sender = self._telegram.sender if self._telegram else ConsoleSender(self._output.console)
        setup, told, patience = self.setup, self._output.on_sent, self._patience
        policy, rate = parts.delivery_policy(setup), setup.config.telegram.per_second
        return Delivery(
            *(self.database, sender, setup.watched, self._texts, self.clock, told),
            patience=patience,
            policy=policy,
            per_second=rate,
        )

    def _make_pipeline(self, fetcher: Fetcher) -> Pipeline:
        setup = self.setup
        watchlist, policy = parts.watchlist(setup), parts.policy(setup)
        self._timetable = Timetable(parts.terms(setup), setup.polled.values())
        timetable, keeper = self._timetable, self._keeper
        return Pipeline(
            self.database, fetcher, watchlist, policy, setup.rhythms, self.clock, timetable, keeper
        )

    def _make_polling(self) -> Polling:
        setup, wake = self.setup, self.delivery.wake
        polling = Polling(self.database, self._pipeline, setup.polled, parts.horizon(setup), self.clock, wake)
        polling.at_once = parts.at_once(self.setup)
        return polling

    def _make_receiver(self) -> Receiver:
        watched, wake = self.setup.watched, self.delivery.wake
        backlog = self.setup.config.fetch.alert_backlog
        rules, keeper = self._pipeline.watchlist, self._keeper
        return Receiver(self.database, rules, watched, backlog, self.clock, wake, keeper)

    async def _close_stories(self) -> None:
        await close_stories(self.database, self._keeper, self.clock.now())

    async def _prune(self) -> None:
        await prune(self.database, parts.retention(self.setup), self.clock.now())
