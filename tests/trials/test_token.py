"""A token appears nowhere but in the request: not on the terminal, not in the log, not in the database."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.demo.shown import Shown
from storage import chats
from storage.database import Database
from tests.conftest import MORNING
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.bot_api import BotApi
from tests.trials.program import TOKEN, Program, channel_of, write_config

if TYPE_CHECKING:
    from pathlib import Path

CONFLICT = troubles.Trouble(troubles.ApiError(409, "Conflict: terminated by other getUpdates request"))
REPEATED = troubles.Trouble(troubles.PageError(502, f"no such page: /bot{TOKEN}/getMe"))

TROUBLES = {
    "Telegram refuses the token": troubles.UNAUTHORIZED,
    "another program uses this token": CONFLICT,
    "Too many requests": troubles.flood(3),
    "Internal Server Error": troubles.INTERNAL,
    "502": REPEATED,
    "not one of the Bot API": troubles.HALF,
    "did not arrive": troubles.LOST,
}


def leaks(folder: Path) -> list[str]:
    """Return the files under a folder that hold the token, or what of it is secret."""
    secret = TOKEN.partition(":")[2].encode()
    return [path.name for path in folder.iterdir() if secret in path.read_bytes()]


async def follow(folder: Path) -> None:
    """Let a person follow everything, so that there is something to send."""
    with Database.open(folder / "regionwatch.db") as database:
        await database.write(chats.follow, 77, "all", MORNING)


@pytest.mark.parametrize("words", TROUBLES)
async def test_the_token_is_not_shown_when_requests_fail(tmp_path: Path, words: str) -> None:
    """Whatever Telegram answers to messages and polls, the log says it without the token, also at DEBUG."""
    await follow(tmp_path)
    async with BotApi() as api, channel_of(Shown(1, datetime.now(UTC), "обстрел")) as previews:
        config = write_config(tmp_path, previews.url, api.url)
        for method in ("sendMessage", "getUpdates", "setMyCommands"):
            api.trouble(TROUBLES[words], method=method, times=99)
        async with Program(config, ("--debug",), "tests.trials.wired") as program:
            await program.until(lambda: words in program.output, words)
            await program.until(lambda: "sendMessage" in {call.method for call in api.requests}, "a send")
            assert (await program.stop())[0] == 0
    assert "DEBUG" in program.output
    assert leaks(tmp_path) == []


async def test_a_refused_token_ends_the_program_at_its_start(tmp_path: Path) -> None:
    """The operator reads what is wrong, without the token; the exit code is 1."""
    async with BotApi() as api, channel_of(Shown(1, datetime.now(UTC), "обстрел")) as previews:
        api.trouble(troubles.UNAUTHORIZED, times=99)
        async with Program(write_config(tmp_path, previews.url, api.url)) as program:
            assert await program.wait() == 1
    assert program.output == "Telegram refuses the token: is it complete, and not revoked?\n"
    assert leaks(tmp_path) == []


async def test_a_telegram_that_is_not_there_is_waited_for(tmp_path: Path) -> None:
    """Connections that are refused are reported without the address, and polling goes on."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        api = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        async with channel_of(Shown(1, datetime.now(UTC), "обстрел")) as previews:
            config = write_config(tmp_path, previews.url, api)
            async with Program(config, ("--debug",), "tests.trials.wired") as program:
                await program.until(lambda: program.output.count("cannot be reached") > 1, "a second try")
                code, seconds = await program.stop()
    assert (code, seconds < 5.0) == (0, True)
    assert "Unclosed" not in program.output
    assert leaks(tmp_path) == []
