"""The way to Telegram through a proxy: what arrives, and what is said when it does not."""

from __future__ import annotations

import socket
import traceback
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr
from telegram import Bot
from telegram.error import TelegramError

from bot.commands.desk import Desk
from bot.config_reading import parse
from bot.config_sections import Telegram
from bot.errors import NotSent
from bot.request import AiohttpRequest
from bot.setup import check
from bot.telegram_bot import TelegramBot
from bot.texts import Texts
from tests.fakes.bot_api import BotApi
from tests.fakes.instant_clock import InstantClock
from tests.fakes.proxies import Babbler, HttpProxy, SocksProxy

if TYPE_CHECKING:
    from storage.database import Database

TOKEN = "100001:not-a-real-secret"  # noqa: S105 - it opens nothing
LOGIN = ("watcher", "hidden/word")
PROXIES = [HttpProxy, SocksProxy]
Kind = type[HttpProxy] | type[SocksProxy]


async def _failure(url: str, proxy: str) -> str:
    """Send a message that must fail, certainly unsent; return all that is said of it."""
    one, other = AiohttpRequest(proxy=proxy), AiohttpRequest(proxy=proxy)
    async with one, other:
        bot = Bot(TOKEN, base_url=f"{url}/bot", request=one, get_updates_request=other)
        with pytest.raises(TelegramError) as raised:
            await bot.send_message(5, "Hello")
    assert isinstance(raised.value, NotSent)
    return "".join(traceback.format_exception(raised.value, chain=True))


@pytest.mark.parametrize("kind", PROXIES)
async def test_the_bot_goes_through_its_proxy(kind: Kind, database: Database) -> None:
    """What the configuration says is gone by, with the name and the password in it."""
    setup, _ = check({}, database.path.parent)
    desk = Desk(database, setup, InstantClock())
    async with BotApi() as api, kind(LOGIN) as proxy:
        config = Telegram(api_url=api.url.replace("127.0.0.1", "api.test"), proxy=proxy.url(*LOGIN))
        bot = TelegramBot(SecretStr(TOKEN), config, desk, Texts())
        assert await bot.connect(patient=False)
        await bot.close()
    assert {name.rpartition(":")[0] for name in proxy.asked} == {"api.test"}


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("kind", PROXIES)
async def test_a_proxy_that_lets_nobody_in_keeps_the_message_unsent(kind: Kind, scheme: str) -> None:
    """Neither the password nor the token is in what is said."""
    async with kind(LOGIN) as proxy:
        said = await _failure(f"{scheme}://api.test", proxy.url("watcher", "wrong-word"))
    assert "another name or password" in said
    assert not any(secret in said for secret in ("wrong-word", "not-a-real-secret"))


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_is_down_keeps_the_message_unsent(scheme: str) -> None:
    """It is said that the proxy is not there, with nothing of its address."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    said = await _failure("https://api.test", f"{scheme}://watcher:hidden-word@127.0.0.1:{port}")
    assert "the proxy cannot be reached: Connection refused" in said
    assert not any(secret in said for secret in ("hidden-word", "not-a-real-secret", str(port)))


async def test_a_socks_proxy_that_speaks_something_else() -> None:
    """An HTTP server in its place is a proxy that refuses."""
    async with Babbler(b"HTTP/1.1 400 Bad Request\r\n\r\n") as proxy:
        said = await _failure("https://api.test", f"socks5://watcher:hidden-word@127.0.0.1:{proxy.port}")
    assert "the proxy refused" in said
    assert "hidden-word" not in said


@pytest.mark.parametrize("place", ["telegram", "fetch", "networks"])
@pytest.mark.parametrize(
    "wrong", ["ftp://watcher:hidden-word@proxy.test", "watcher:hidden-word@proxy.test:1080"]
)
def test_a_wrong_proxy_is_shown_without_its_password(place: str, wrong: str, database: Database) -> None:
    """The problem says what was expected and keeps the value to itself."""
    entry: object = [{"kind": "feed", "proxy": wrong}] if place == "networks" else {"proxy": wrong}
    _, problems = parse({place: entry}, database.path.parent)
    (problem,) = problems
    assert 'expected an address like "socks5://127.0.0.1:1080"' in f"{problem}"
    assert "hidden-word" not in f"{problem}"
