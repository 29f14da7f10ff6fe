"""A desk at which commands are tried: a real database, a checked set-up, and a chat that asks."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import parts
from bot.commands import COMMANDS
from bot.commands.desk import LIMIT, Asked, Desk
from bot.screens.running import opened
from bot.setup import check
from bot.texts import Texts
from monitors.keeping import Keeper
from monitors.watchlist import Watchlist
from storage import sources
from storage.model import Entry, SourceState
from tests.conftest import MORNING
from tests.examples import SOURCE, post, sighting, verdict
from tests.fakes.bot_api_html import read_html, utf16_length
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from bot.setup import Setup
    from storage.database import Database

CHAT = 77

VALUES: dict[str, Any] = {
    "sources": [
        {"kind": "telegram", "name": "open_belgorod"},
        {"kind": "feed", "name": "wire", "url": "https://example.org/rss.xml", "voice": "media"},
    ],
    "topics": [
        {"name": "shelling", "severity": "critical", "rule": "обстрел OR прилёт"},
        {"name": "power cut", "rule": '"без света"'},
    ],
}


def setup_of(**more: Any) -> Setup:  # noqa: ANN401 - any part of a configuration
    """Return a set-up that is right, with parts of it replaced."""
    return _checked(json.dumps(VALUES | more))


@lru_cache(64)
def _checked(values: str) -> Setup:
    """Return the set-up of values as JSON, which many tests share: working its words out takes a while."""
    setup, problems = check(json.loads(values), Path())
    assert problems == []
    return setup


async def desk_of(database: Database, **more: Any) -> Desk:  # noqa: ANN401 - any part of a configuration
    """Return a desk over a database that knows the set-up's sources."""
    setup = setup_of(**more)
    await database.write(sources.configure, setup.sources)
    return Desk(database, setup, InstantClock())


async def ask(
    desk: Desk,
    command: str,
    argument: str = "",
    *,
    chat: int = CHAT,
    operator: bool = False,
    reply_to: int | None = None,
) -> str:
    """Return what is read in a chat after a command; fails where Telegram would refuse the answer."""
    asked = Asked(chat, argument, Texts(), is_operator=operator, reply_to=reply_to)
    answer = await opened(desk, asked, await COMMANDS[command].run(desk, asked))
    reading = read_html(answer.html)
    assert reading.oddities == []
    assert 0 < utf16_length(reading.text) <= LIMIT
    assert len(reading.entities) <= 100
    return reading.text


async def store(
    desk: Desk,
    *texts: str,
    own_rules: tuple[str, ...] = (),
    **more: Any,  # noqa: ANN401 - any field of a post
) -> None:
    """Store posts of the example channel, which was read just now, matched as the program does it."""
    watchlist = Watchlist(desk.setup.topics, desk.setup.vocabulary, own_rules)
    entries = []
    for number, text in enumerate(texts, 1):
        one = replace(post(str(number), text, published=MORNING), **more)
        reading, words = watchlist.match(one, desk.setup.watched[SOURCE])
        plain = sighting(one, *reading.hits, digest=bytes([number]))
        seen = replace(plain, search_text=words, places=reading.places)
        entries.append(Entry(seen, announce=True))
    state = SourceState(SOURCE, title="Open Belgorod", last_success=MORNING)
    keeper = Keeper(parts.ground(desk.setup))
    await desk.database.write(keeper.save, verdict(*entries, state=state), MORNING)
