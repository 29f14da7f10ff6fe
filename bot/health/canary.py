"""A source of the program's own, on loopback: what it says is stored with its hit, or the way is broken.

It goes the way of every source: a request over a socket, the reader of feeds, the matcher, the write door.
No subscriber meets it. It has a watchlist of its own that holds one word, drawn anew at every start, so that
its posts satisfy nobody's rule and nobody's posts its; it rests in the table of sources, so that no list, no
poll and no number holds it; and its post is dropped as soon as it has been found in the store.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from aiohttp import web

from bot.parts import USER_AGENT
from monitors.fetch import Fetcher, FetchLimits
from monitors.language.forms import Forms
from monitors.pipeline import Pipeline
from monitors.places import NOWHERE
from monitors.rules import Known
from monitors.schedule import Rhythm
from monitors.visit import Policy
from monitors.watchlist import Vocabulary, Watchlist
from storage import sources
from storage.errors import StorageError
from storage.model import Source, rule_target

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from random import Random

    from monitors.clock import Clock
    from storage.database import Database

logger = logging.getLogger(__name__)

NAME = "canary.invalid"
KEY = f"feed:{NAME}"
"""What it is called in the store; no feed can have this address (RFC 6761)."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DEADLINE = 60.0
"""Seconds that one flight may take."""

_FEED = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>canary</title><item><guid isPermaLink="false">{number}</guid>
<title>canary {number}</title><description>{word} {number}</description></item></channel></rss>
"""


class Canary:
    """Serves a feed that always has a new item, and reads it; an asynchronous context manager.

    ``every`` is the time between two flights.
    """

    def __init__(self, database: Database, clock: Clock, random: Random, every: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._random = random
        self._every = every
        self._word = "".join(random.choices(_LETTERS, k=24))
        self._number = 0
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Begin to serve; raises :exc:`OSError` where there is no loopback to serve on."""
        async with AsyncExitStack() as stack:
            url = await self._serve(stack)
            self._source = Source("feed", NAME, urls=(url,), host=NAME)
            # A fetcher of its own: the sources' must not reach loopback, and this one reads nothing else.
            limits = FetchLimits(USER_AGENT, per_host=10.0, allow_private=("127.0.0.1",))
            fetcher = await stack.enter_async_context(Fetcher(limits, self._clock, self._random))
            await self._database.write(sources.rest, self._source)
            self._pipeline = Pipeline(
                self._database,
                fetcher,
                _OneWord(self._word),
                Policy(backlog_pages=1, alert_backlog=timedelta()),
                {KEY: Rhythm(self._every, self._every)},
                self._clock,
            )
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def fly(self) -> bool:
        """Go all the way once and return whether what was sent off arrived; nothing is raised."""
        try:
            async with asyncio.timeout(_DEADLINE):
                outcome = await self._pipeline.poll(self._source)
                target, now = rule_target(self._word), self._clock.now()
                await self._pipeline.store_notes()
                is_proved = await self._database.write(sources.prove, KEY, target, now)
                self._pipeline.forget(KEY)
        except (StorageError, TimeoutError) as error:
            logger.warning("the canary did not arrive: %s", str(error) or type(error).__name__)
        except Exception:
            logger.exception("the canary did not arrive")
        else:
            if not is_proved:
                logger.warning("the canary did not arrive: %s", outcome.refusal or "its post has no hit")
            return is_proved
        return False

    async def _serve(self, stack: AsyncExitStack) -> str:
        """Serve the feed until the stack unwinds; return its address, of which only this program knows."""
        app = web.Application()
        app.router.add_get("/", self._feed)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        stack.push_async_callback(runner.cleanup)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        return f"http://{host}:{port}/"

    async def _feed(self, _: web.Request) -> web.Response:
        # By the clock, so that a number never comes again after a restart.
        self._number = max(self._number + 1, int(self._clock.now().timestamp() * 1000))
        text = _FEED.format(number=self._number, word=self._word)
        return web.Response(text=text, content_type="application/rss+xml")


async def keep(canary: Canary, stack: AsyncExitStack) -> bool:
    """Keep a canary until the stack unwinds; return false, and say why, where it cannot live."""
    try:
        await stack.enter_async_context(canary)
    except OSError as error:
        logger.warning("no canary: there is no loopback to serve it on (%s)", error)
        return False
    return True


class _OneWord(Watchlist):
    """Holds one word; the chats' own rules are nothing to it."""

    def __init__(self, word: str) -> None:
        known = Known(topics={}, sources=frozenset())
        super().__init__((), Vocabulary(known, Forms(()), NOWHERE), (rule_target(word),))

    def with_own_rules(self, targets: Iterable[str]) -> Watchlist:
        """Stay as it is."""
        del targets
        return self


def is_overdue(proof: datetime | None, began: datetime, every: timedelta, now: datetime) -> bool:
    """Tell whether the last proof, or the start before the first one, lies more than three flights back."""
    return now - max(proof or began, began) > 3 * every
