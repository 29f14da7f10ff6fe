"""The program as its users meet it: a process, a public channel, Telegram, all on real sockets."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.demo.shown import Shown
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.bot_api import BotApi
from tests.trials.program import CHANNEL, Program, channel_of, write_config

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.fakes.preview_server import FakePreviews

PERSON = 77


def stored(folder: Path, text: str) -> bool:
    """Tell whether a post is in the store."""
    with closing(sqlite3.connect(folder / "regionwatch.db")) as look:
        return bool(look.execute("SELECT count(*) FROM posts WHERE text = ?", [text]).fetchone()[0])


class World:
    """A channel, Telegram, and the program between them."""

    def __init__(self, api: BotApi, previews: FakePreviews, program: Program) -> None:
        self.api = api
        self.previews = previews
        self.program = program
        self._posts = 1

    def publish(self, text: str) -> None:
        """Put a new post into the channel."""
        self._posts += 1
        self.previews.shelf.put(CHANNEL, [Shown(self._posts, datetime.now(UTC), text)])

    def told(self, words: str, chat: int = PERSON) -> list[str]:
        """Return what a chat was sent with these words in it."""
        return [
            message.text for message in self.api.accepted if message.chat_id == chat and words in message.text
        ]

    async def ask(self, text: str, answer: str, chat: int = PERSON) -> str:
        """Write to the bot and return its answer, which must hold these words."""
        before = len(self.told(answer, chat))
        self.api.say(chat, text)
        await self.program.until(lambda: len(self.told(answer, chat)) > before, f"the answer to {text}")
        return self.told(answer, chat)[-1]

    async def expect(self, words: str, chat: int = PERSON, times: int = 1) -> float:
        """Wait until a chat was sent these words so often."""
        return await self.program.until(lambda: len(self.told(words, chat)) >= times, words)


@asynccontextmanager
async def world(folder: Path, *words: str) -> AsyncIterator[World]:
    """Start everything; in the end Telegram must have had nothing to object to."""
    first = Shown(1, datetime.now(UTC), "Доброе утро")
    async with BotApi() as api, channel_of(first) as previews:
        config = write_config(folder, previews.url, api.url)
        async with Program(config, words) as program:
            yield World(api, previews, program)
        assert api.violations == []
        assert "Traceback" not in program.output


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[World]:
    """Start the program, and wait until it has read the channel and one person follows shelling."""
    async with world(tmp_path) as made:
        await made.ask("/start", "I watch public channels")
        await made.ask("/follow shelling", "You will hear of: shelling")
        yield made


async def test_a_new_post_becomes_an_alert_within_seconds(running: World) -> None:
    """A post on the channel reaches who follows its topic, its word in bold, with a button to the post."""
    running.publish("Внимание: обстрел села <Козинка> & соседних")
    assert await running.expect("обстрел") < 5.0
    alert = running.api.accepted[-1]
    assert "🔴 shelling" in alert.text
    assert "обстрел села <Козинка> & соседних" in alert.text
    assert "<b>обстрел</b>" in alert.params["text"]
    button = alert.params["reply_markup"]["inline_keyboard"][0][0]
    assert button["url"] == f"https://t.me/{CHANNEL}/2"


async def test_people_are_answered(running: World) -> None:
    """Stored posts are found, a broken query is explained, and no text is met with silence."""
    running.publish("Утром был обстрел")
    await running.expect("обстрел")
    assert "Утром был обстрел" in await running.ask("/search обстрел", "Утром")
    assert "For example: /search" in await running.ask('/search "', "I cannot understand this rule", chat=78)
    assert "/help" in await running.ask("How are you?", "I did not understand that", chat=79)


async def test_a_chat_that_blocks_rests_and_wakes(running: World, tmp_path: Path) -> None:
    """A blocked bot sends nothing more there; the first word of the person brings new alerts back."""
    running.api.trouble(troubles.BLOCKED, chat=PERSON, method="sendMessage", times=99)
    running.publish("обстрел один")
    await running.program.until(lambda: "cannot be reached any more" in running.program.output, "the pause")
    running.api.calm()
    running.publish("обстрел два")
    await running.program.until(lambda: stored(tmp_path, "обстрел два"), "the second post")
    await running.ask("/following", "You follow")
    await running.ask("/follow fire", "You will hear of: fire")
    running.publish("пожар три")
    await running.expect("три")
    assert (running.told("один"), running.told("два")) == ([], [])


async def test_membership_pauses_and_wakes(running: World, tmp_path: Path) -> None:
    """Telegram's own word that the bot was blocked, and let in again, is enough."""

    def paused() -> str:
        with closing(sqlite3.connect(tmp_path / "regionwatch.db")) as look:
            return str(look.execute("SELECT paused FROM chats WHERE id = ?", [PERSON]).fetchone()[0])

    running.api.join(PERSON, "member", "kicked", user=PERSON)
    await running.program.until(paused, "the pause")
    running.api.join(PERSON, "kicked", "member", user=PERSON)
    await running.program.until(lambda: not paused(), "waking")


async def test_a_429_is_kept(running: World) -> None:
    """An alert that Telegram wants later comes later, and not earlier than it said."""
    running.api.trouble(troubles.flood(2), chat=PERSON, method="sendMessage")
    running.publish("обстрел")
    await running.expect("обстрел")
    refused, accepted = [call.at for call in running.api.requests if call.method == "sendMessage"][-2:]
    assert accepted - refused >= 2.0
    assert len(running.told("обстрел")) == 1


async def test_a_locked_database_is_waited_for(running: World, tmp_path: Path) -> None:
    """Another program that locks the file for 3 s stops nothing for good and loses nothing."""
    other = sqlite3.connect(tmp_path / "regionwatch.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    running.publish("обстрел")
    await asyncio.sleep(3)
    assert running.told("обстрел") == []
    other.execute("ROLLBACK")
    other.close()
    await running.expect("обстрел")


async def test_a_second_instance_refuses(running: World) -> None:
    """Only one program works on a database; the other says so and exits 1."""
    async with Program(running.program.config) as second:
        assert await second.wait() == 1
    assert "another regionwatch is working on this database" in second.output


async def test_stops_when_told_to(running: World) -> None:
    """SIGTERM ends it within seconds, with exit code 0."""
    code, seconds = await running.program.stop()
    assert (code, seconds < 5.0) == (0, True)


@pytest.mark.parametrize("method", ["sendMessage", "getUpdates", "getMe"])
async def test_stops_while_telegram_hangs(tmp_path: Path, method: str) -> None:
    """SIGTERM ends it within 20 s with exit code 0, whatever Telegram leaves unanswered."""
    async with world(tmp_path) as made:
        made.api.trouble(troubles.slow(120), method=method, times=99)
        made.api.say(PERSON, "/follow all")
        made.publish("обстрел")
        calls = made.api.requests
        await made.program.until(lambda: any(call.method == method for call in calls), method)
        code, seconds = await made.program.stop()
    assert (code, seconds < 20.0) == (0, True)


async def test_once_sends_what_is_owed_and_prints_it(tmp_path: Path) -> None:
    """`run --once --json` polls, sends, prints one object a message, and exits 0."""
    async with world(tmp_path) as made:
        await made.ask("/follow shelling", "You will hear of")
        await made.program.stop()
        made.publish("обстрел")
        async with Program(made.program.config, ("--once", "--json")) as once:
            assert await once.wait() == 0
        (record,) = [json.loads(line) for line in once.output.splitlines() if line.startswith("{")]
        assert (record["chat"], record["topics"], record["text"]) == (PERSON, ["shelling"], "обстрел")
        assert len(made.told("обстрел")) == 1
