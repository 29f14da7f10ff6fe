"""The wired program with a channel that has the bot as a member: from its post to the alert."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.app import App
from bot.clock import SystemClock
from bot.running import Output
from bot.setup import check
from storage import chats, posts
from tests.fakes.bot_api import BotApi
from tests.talking import TOKEN, answers, until

if TYPE_CHECKING:
    from pathlib import Path

CHANNEL, READER = -1001234567890, 77


def app_of(folder: Path, url: str) -> App:
    """Return a program that watches one channel, which is not polled."""
    values = {
        "telegram": {"api_url": url},
        "sources": [{"kind": "telegram_member", "name": str(CHANNEL)}],
        "topics": [{"name": "shelling", "severity": "critical", "rule": "обстрел"}],
    }
    setup, problems = check(values, folder)
    assert problems == []
    app = App(setup, SecretStr(TOKEN), SystemClock(), Output(), random=Random(1), tick=0.01)  # noqa: S311 - jitter
    app.hold = timedelta()
    return app


async def test_a_post_of_a_channel_becomes_an_alert_without_any_poll(tmp_path: Path) -> None:
    """At once, for topics and for a rule that somebody has just made."""
    async with BotApi() as api, app_of(tmp_path, api.url) as app:
        stop = asyncio.Event()
        running = asyncio.create_task(app.run(stop))
        api.say(READER, "/follow all")
        await until(lambda: answers(api, READER))
        api.say(CHANNEL, "Обстрел села", kind="channel", date=int(time.time()))
        await until(lambda: any("Обстрел села" in text for text in answers(api, READER)))
        api.say(READER, "/follow потоп")
        await until(lambda: len(answers(api, READER)) == 3)
        api.say(CHANNEL, "Потоп в селе", kind="channel", date=int(time.time()))
        await until(lambda: any("Потоп в селе" in text for text in answers(api, READER)))
        stop.set()
        summary = await running
        assert (summary.polls.polls, api.violations) == (0, [])
        assert await app.database.read(posts.counts) == {f"telegram:{CHANNEL}": 2}
        assert (await app.database.read(chats.get, READER)) is not None
