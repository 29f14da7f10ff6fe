"""Numbers for Prometheus, and the verdict of ``regionwatch health``, over HTTP.

All that is served is read from the store when it is asked for, in one read; nothing is global, and nothing in
it is personal. Names and units follow https://prometheus.io/docs/practices/naming/; when something happened
last is a timestamp, as https://prometheus.io/docs/practices/instrumentation/ wants it.
"""

from __future__ import annotations

import logging
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Self

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from bot.config_values import host_and_port
from bot.health.delivery_proof import has_stopped
from bot.health.figures import Counts, Figures, families
from bot.health.verdict import remembered, verdict
from storage import outbox, sending
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from prometheus_client.core import Metric

    from bot.health.delivery_proof import Configured
    from bot.setup import Setup
    from monitors.clock import Clock
    from storage.database import Connection, Database

logger = logging.getLogger(__name__)


class Metrics:
    """Serves ``/metrics`` and ``/health`` on ``listen``; an asynchronous context manager.

    ``counts`` tells what this run of the program has counted so far.
    """

    def __init__(
        self,
        listen: str,
        program: Configured,
        database: Database,
        clock: Clock,
        counts: Callable[[], Counts] = Counts,
    ) -> None:
        self.listen = listen
        self._program = program
        self._database = database
        self._clock = clock
        self._counts = counts
        self._stack = AsyncExitStack()
        self.url = ""

    async def __aenter__(self) -> Self:
        """Begin to serve; raises :exc:`OSError` where that address cannot be listened on."""
        async with AsyncExitStack() as stack:
            app = web.Application()
            app.router.add_get("/metrics", self._metrics)
            app.router.add_get("/health", self._health)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            host, port = host_and_port(self.listen)
            await web.TCPSite(runner, host, port).start()
            self.url = f"http://{self.listen.rpartition(':')[0]}:{runner.addresses[0][1]}"
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _metrics(self, request: web.Request) -> web.Response:
        setup = self._program.setup
        try:
            figures = await self._database.read(read, setup, self._clock.now())
        except StorageError:
            return _unread()
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Collected(list(families(figures, setup, self._counts()))))
        encode, kind = choose_encoder(request.headers.get("Accept", ""))
        return web.Response(body=encode(registry), headers={"Content-Type": kind})

    async def _health(self, _: web.Request) -> web.Response:
        setup, now = self._program.setup, self._clock.now()
        try:
            known = await self._database.read(remembered, setup, now)
        except StorageError:
            return _unread()
        found = verdict(known, setup, now)
        return web.Response(text=f"{found.line}\n", status=200 if found.is_healthy else 503)


class _Collected(Collector):
    """Hands over what was collected."""

    def __init__(self, found: list[Metric]) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        return self._found


def read(connection: Connection, setup: Setup, now: datetime) -> Figures:
    """Return what the store tells."""
    known = remembered(connection, setup, now)
    return Figures(
        now,
        known,
        outbox.totals(connection),
        outbox.enqueued(connection),
        sending.open_stories(connection),
        is_healthy=verdict(known, setup, now).is_healthy,
        has_stopped=has_stopped(known.proofs.sending, now),
    )


def _unread() -> web.Response:
    return web.Response(text="not healthy: the store cannot be read\n", status=503)


async def serve(metrics: Metrics, stack: AsyncExitStack) -> bool:
    """Serve until the stack unwinds; return false, and say why, where that cannot be."""
    try:
        await stack.enter_async_context(metrics)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", "") or error
        logger.error("no metrics: %s cannot be listened on (%s)", metrics.listen, why)  # noqa: TRY400 - plain
        return False
    logger.info("metrics are served at %s/metrics", metrics.url)
    return True
