"""Asking an address once: what success is, and that nothing of the address is told."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import pytest

from bot.request import ask
from tests.fakes.ping_server import PingServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SECRET = "a-secret-path"  # noqa: S105 - it opens nothing


@pytest.fixture
async def server() -> AsyncIterator[PingServer]:
    """Serve an address on loopback."""
    async with PingServer() as opened:
        yield opened


async def test_an_answer_with_success_is_one(server: PingServer) -> None:
    """The address is asked once, as it is, by a program that says what it is."""
    server.status = 204
    assert await ask(f"{server.url}/{SECRET}?run=1", "regionwatch/9") == ""
    assert server.asked == [f"/{SECRET}?run=1"]
    assert server.headers["User-Agent"] == "regionwatch/9"
    assert "Cookie" not in server.headers


@pytest.mark.parametrize("status", [301, 404, 500])
async def test_any_other_status_is_no_success(server: PingServer, status: int) -> None:
    """A redirect is not followed either."""
    server.status = status
    assert await ask(f"{server.url}/{SECRET}", "x") == f"it answers with status {status}"
    assert len(server.asked) == 1


async def test_an_answer_without_end_is_not_read(server: PingServer) -> None:
    """Its head says all that is wanted."""
    server.is_endless = True
    async with asyncio.timeout(5):
        assert await ask(f"{server.url}/{SECRET}", "x") == ""


async def test_an_answer_has_its_time(server: PingServer) -> None:
    """What takes longer is none."""
    server.delay = 0.4
    assert await ask(f"{server.url}/{SECRET}", "x", 0.1) == "it does not answer within 0.1 s"


@pytest.mark.parametrize(
    "address",
    [
        f"http://127.0.0.1:1/{SECRET}",
        f"http://[::1/{SECRET}",
        f"http://{SECRET * 9}/",
        f"http://127.0.0.1:99999/{SECRET}",
    ],
)
async def test_nothing_of_the_address_is_told(address: str, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in what is returned nor in any log, however much of it is written."""
    caplog.set_level(logging.DEBUG)
    trouble = await ask(address, "x", 2)
    assert trouble.startswith("it cannot be reached (")
    assert SECRET not in trouble + caplog.text


async def test_the_proxies_of_the_environment_are_not_gone_through(
    server: PingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would read the address."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert await ask(f"{server.url}/{SECRET}", "x") == ""
