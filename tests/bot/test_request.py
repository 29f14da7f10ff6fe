"""PTB's requests carried by aiohttp: what arrives, what each failure means, and that no token leaks."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import traceback
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    TelegramError,
)

from bot.errors import NotSent, TooManyRequests, Unanswered, UnansweredInTime
from bot.request import AiohttpRequest, form_of
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.bot_api import BotApi

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SECRET = "not-a-real-secret"  # noqa: S105 - it opens nothing
TOKEN = f"100001:{SECRET}"


@contextlib.asynccontextmanager
async def bot_at(url: str, **settings: float) -> AsyncIterator[Bot]:
    """Open a bot whose two requests are ours, without asking who it is."""
    one, other = AiohttpRequest(**settings), AiohttpRequest(**settings)  # type: ignore[arg-type] # by name
    async with one, other:
        yield Bot(TOKEN, base_url=f"{url}/bot", request=one, get_updates_request=other)


@contextlib.asynccontextmanager
async def server_saying(answer: bytes) -> AsyncIterator[str]:
    """Listen on loopback, answer the first bytes of each connection with these, and close it."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65_536)
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def error_of(bot: Bot) -> TelegramError:
    """Send a message that must fail and return how."""
    with pytest.raises(TelegramError) as raised:
        await bot.send_message(5, "Hello")
    return raised.value


def everything_said(error: BaseException) -> str:
    """Return all that printing an error, and all errors behind it, can show."""
    behind = [e for e in (error.__cause__, error.__context__) if e]
    shown = "".join(traceback.format_exception(error))
    return "\n".join([str(error), repr(error), repr(error.args), shown, *map(everything_said, behind)])


def page(status: str, body: str = "", *headers: str) -> bytes:
    """Return an answer in HTTP."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body.encode())}", *headers]
    return ("\r\n".join(head) + f"\r\n\r\n{body}").encode()


async def test_carries_every_kind_of_value() -> None:
    """Texts of any script, numbers, flags and objects arrive as PTB meant them."""
    text = "Грайворон & 100 % + <b>ёлка</b> 🚁"
    async with BotApi() as api, bot_at(api.url) as bot:
        sent = await bot.send_message(-1005, text, disable_notification=True, message_thread_id=7)
    assert (sent.message_id, api.requests[0].token) == (api.accepted[0].message_id, TOKEN)
    assert api.accepted[0].text == text
    assert api.requests[0].params["disable_notification"] is True
    assert api.violations == []


async def test_carries_files() -> None:
    """A picture goes as a part of its own, beside the other fields."""
    async with BotApi() as api, bot_at(api.url) as bot:
        await bot.send_photo(5, b"\x89PNG", caption="A day")
    assert api.requests[0].params["photo"] == b"\x89PNG"
    assert api.accepted[0].text == "A day"


async def test_a_lone_surrogate_costs_a_character_not_the_message() -> None:
    """What no encoding can carry is left out."""
    async with BotApi() as api, bot_at(api.url) as bot:
        await bot.send_message(5, "a\ud800b")
    assert api.accepted[0].text == "ab"


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_a_form_holds_any_text(fields: dict[str, str]) -> None:
    """Another reader of forms gets back exactly the fields that were put in."""
    assert dict(parse_qsl(form_of(fields), keep_blank_values=True, strict_parsing=bool(fields))) == fields


async def test_waits_for_updates_longer_than_for_answers() -> None:
    """A long poll lasts as long as it was asked to, though answers must come sooner."""
    async with BotApi() as api, bot_at(api.url, read=0.3) as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=5))
        await asyncio.sleep(0.5)
        api.say(5, "Hello")
        (update,) = await poll
    assert update.message
    assert update.message.text == "Hello"


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (troubles.LOST, Unanswered),
        (troubles.CUT, Unanswered),
        (troubles.HALF, Unanswered),
        (troubles.INTERNAL, Unanswered),
        (troubles.BAD_GATEWAY, Unanswered),
        (troubles.slow(1), UnansweredInTime),
        (troubles.flood(7), TooManyRequests),
        (troubles.FLOOD_PAGE, TooManyRequests),
        (troubles.BLOCKED, Forbidden),
        (troubles.NO_CHAT, BadRequest),
        (troubles.migrated(-1001), ChatMigrated),
        (troubles.UNAUTHORIZED, InvalidToken),
        (troubles.Trouble(troubles.ApiError(409, "Conflict: two")), Conflict),
    ],
)
async def test_tells_what_each_failure_means(trouble: troubles.Trouble, kind: type[TelegramError]) -> None:
    """Each failure at the Bot API has one kind of error, and nothing that it says holds the token."""
    async with BotApi() as api, bot_at(api.url, read=0.2) as bot:
        api.trouble(trouble)
        error = await error_of(bot)
    assert type(error) is kind
    assert (error.__cause__, error.__context__) == (None, None)
    assert SECRET not in everything_said(error)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1",
        "http://[::1",
        "ftp://127.0.0.1",
        "nothing",
        "http://127.0.0.1:99999",
        "http://" + "a" * 70,
    ],
)
async def test_knows_when_nothing_was_sent(address: str) -> None:
    """A closed port and addresses that lead nowhere are certain failures, without the token."""
    async with bot_at(address) as bot:
        error = await error_of(bot)
    assert type(error) is NotSent
    assert SECRET not in everything_said(error)


async def test_knows_that_a_request_never_got_a_connection() -> None:
    """Who waits in vain for a free connection has sent nothing; who holds it may have."""
    async with BotApi() as api, bot_at(api.url, connections=1, connect=0.1, pool=0.1, read=1) as bot:
        api.trouble(troubles.slow(0.5))
        first = asyncio.create_task(bot.send_message(5, "first"))
        await asyncio.sleep(0.05)
        assert type(await error_of(bot)) is NotSent
        await first
    assert [message.text for message in api.accepted] == ["first"]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-nothing\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        page("200 OK", "[1]"),
        page("200 OK", "{}"),
        page("200 OK", '{"ok": false, "description": "?"}'),
        page("200 OK", "[" * 100_000),
        page("200 OK", "x", "Content-Encoding: gzip"),
        page("302 Found", "", "Location: http://127.0.0.1:1/"),
    ],
)
async def test_any_other_answer_leaves_it_open(answer: bytes) -> None:
    """Servers that speak something else, redirect, or say nothing may have taken the message."""
    async with server_saying(answer) as url, bot_at(url) as bot:
        error = await error_of(bot)
    assert type(error) is Unanswered
    assert SECRET not in everything_said(error)


async def test_reads_no_endless_answer() -> None:
    """An answer that is longer than allowed is not read to its end."""
    async with server_saying(page("200 OK", "x" * 100_000)) as url, bot_at(url, max_answer=50_000) as bot:
        error = await error_of(bot)
    assert str(error) == "the answer is longer than 50000 bytes"


@pytest.mark.parametrize("status", ["400 Bad", "403 Forbidden", "404 Not Found", "502 Bad Gateway"])
@pytest.mark.parametrize(
    "form", ["<p>{}</p>", '{{"description": "no {}"}}', '{{"parameters": {{"a": "{}"}}}}']
)
async def test_repeats_no_token_that_a_server_repeats(
    status: str, form: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A page that shows the address it was asked for does not bring the token into an error or a log."""
    caplog.set_level(logging.DEBUG)
    async with (
        server_saying(page(status, form.format(f"/bot{TOKEN}/sendMessage"))) as url,
        AiohttpRequest() as ours,
    ):
        with pytest.raises(TelegramError) as raised:
            await ours.post(f"{url}/bot{TOKEN}/sendMessage")
    assert SECRET not in everything_said(raised.value) + caplog.text + repr(ours)


async def test_can_be_closed_and_opened_again() -> None:
    """Closed, nothing is sent; opened again, it is; doing either twice does nothing."""
    ours = AiohttpRequest()
    async with BotApi() as api:
        address = f"{api.url}/bot{TOKEN}/getMe"
        with pytest.raises(NotSent):
            await ours.post(address)
        for _ in range(2):
            await ours.initialize()
        assert await ours.post(address)
        for _ in range(2):
            await ours.shutdown()
        with pytest.raises(NotSent):
            await ours.post(address)


async def test_fetches_a_plain_address_too() -> None:
    """A ping of any URL goes the same way and gives the body's bytes."""
    async with server_saying(page("200 OK", "pong")) as url, AiohttpRequest() as ours:
        assert await ours.retrieve(f"{url}/ping") == b"pong"
