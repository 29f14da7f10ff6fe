"""What runs beside the work: which jobs there are, and that they do their work in the wired program."""

from __future__ import annotations

import socket
from contextlib import AsyncExitStack, asynccontextmanager
from random import Random
from typing import TYPE_CHECKING, Any

import aiohttp
from pydantic import SecretStr

from bot.app import App
from bot.health import canary, proving
from bot.running import Output
from bot.setup import check
from storage import outbox, proofs, sources
from storage.model import AlertState
from tests.fakes.bot_api import BotApi
from tests.fakes.instant_clock import InstantClock
from tests.fakes.ping_server import PingServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.health.proving import Jobs

OPERATOR = 78
TOKEN = SecretStr("100001:a-token-for-tests")


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@asynccontextmanager
async def proved(folder: Path, token: SecretStr | None, **values: Any) -> AsyncIterator[tuple[App, Jobs]]:  # noqa: ANN401 - any option
    """Open a program with these options, and make what runs beside it."""
    setup, problems = check(values, folder)
    assert problems == []
    async with App(setup, token, InstantClock(), Output()) as app, AsyncExitStack() as stack:
        seed = Random(1)  # noqa: S311 - a fixed seed, not a secret
        yield app, await proving.jobs(app, seed, stack, is_console=token is None)


async def test_everything_is_proved_by_one_round(tmp_path: Path) -> None:
    """The way to the store, the proof that is owed to the chat, and the ping that follows from both."""
    port = free_port()
    async with BotApi() as api, PingServer() as server:
        values = {
            "telegram": {"api_url": api.url, "admins": [OPERATOR]},
            "canary": {"chat": OPERATOR, "ping_url": f"{server.url}/alive"},
            "metrics": {"listen": f"127.0.0.1:{port}"},
        }
        async with proved(tmp_path, TOKEN, **values) as (app, jobs):
            for job in jobs:
                await job()
            await app.delivery.drain()
            read = app.database.read
            assert (await read(sources.state, canary.KEY)).last_post == app.clock.now()
            assert (await read(proofs.of_chat, OPERATOR)).owed == app.clock.now()
            assert await read(proofs.at, "ping") == app.clock.now()
            async with aiohttp.ClientSession() as session:
                answer = await session.get(f"http://127.0.0.1:{port}/metrics")
                assert "regionwatch_messages_sent_total" in await answer.text()
    assert server.asked == ["/alive"]


async def test_the_terminal_gets_no_proof(tmp_path: Path) -> None:
    """Whoever reads it sees that it works; and without options there is no more to do than to watch over."""
    async with proved(tmp_path, None, canary={"every": "0s", "chat": OPERATOR}) as (app, jobs):
        for job in jobs:
            await job()
        assert await app.database.read(outbox.enqueued) == 0
        assert (await app.database.read(outbox.totals))[AlertState.QUEUED] == 0
    assert len(jobs) == 2
