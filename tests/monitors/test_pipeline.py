"""From the wire to the outbox: real pages over real sockets into a real database."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.demo.pages import preview_page
from bot.demo.shown import Attachment, Channel
from storage import chats, posts
from storage.errors import DatabaseFull
from storage.model import Gap, Trouble, rule_target
from tests.fakes.hostile_server import HostileServer, reply
from tests.fakes.preview_server import FakePreviews, FakeTrouble
from tests.monitors.watching import (
    NAME,
    READER,
    Messages,
    Observed,
    preview_source,
    watching,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.demo.shown import Shown
    from monitors.watchlist import Watchlist
    from storage.database import Connection, Database
    from tests.monitors.watching import Watch


@asynccontextmanager
async def channel(database: Database, words: Watchlist | None = None) -> AsyncIterator[Scene]:
    """Watch an empty channel on a real server."""
    async with (
        FakePreviews() as server,
        watching(database, preview_source(server.url), words) as watch,
    ):
        yield Scene(server, watch)


class Scene:
    """A channel and who watches it."""

    def __init__(self, server: FakePreviews, watch: Watch) -> None:
        self.server = server
        self.watch = watch
        self.messages = Messages(watch.clock)
        self.poll, self.stored, self.state = watch.poll, watch.stored, watch.state

    def show(self, *messages: Shown) -> None:
        """Publish messages."""
        self.server.shelf.put(NAME, messages)

    def say(self, text: str, number: int) -> None:
        """Publish one message with this text."""
        self.messages.texts[number] = text
        self.show(*self.messages(number, number))

    def shown(self) -> list[Shown]:
        """Return the messages that are published now."""
        view = self.server.shelf.channel(NAME)
        return list(view.posts) if view else []

    @property
    def pages(self) -> int:
        """How many pages were asked for."""
        return self.server.requests[f"/s/{NAME}"]


async def test_new_posts_are_stored_and_owed(database: Database) -> None:
    """What is new since the last poll is stored; what matches is owed to who follows it."""
    async with channel(database) as it:
        it.show(*it.messages(1, 5))
        await it.poll()
        it.say("Обстрел Грайворона", 6)
        outcome = await it.poll()
        saved = outcome.saved
        assert (saved.new, saved.matched, saved.alerts, outcome.again) == (1, 1, 1, 3)
        assert (await it.stored())["6"].topics == ("shelling",)
        assert await it.watch.owed() == 1


async def test_an_edit_keeps_the_earlier_text_and_may_be_told(database: Database) -> None:
    """A message that matters only since its edit is owed then."""
    async with channel(database) as it:
        it.show(*it.messages(1, 3))
        await it.poll()
        it.server.shelf.edit(NAME, 2, "Это обстрел")
        outcome = await it.poll()
        assert (outcome.saved.new, outcome.saved.revised, outcome.saved.alerts) == (0, 1, 1)
        stored = (await it.stored())["2"]
        assert (stored.post.text, stored.revisions) == ("Это обстрел", 1)
        earlier = await database.read(posts.revisions, stored.id)
        assert [text for text, _ in earlier] == ["Тихо 2"]


@pytest.mark.parametrize("views", [5, 90_000])
async def test_nothing_new_parses_nothing(database: Database, views: int) -> None:
    """Neither the same bytes nor other counters lead to any item being read."""
    words = Observed()
    async with channel(database, words) as it:
        it.show(*it.messages(1, 20, views=5))
        await it.poll()
        it.server.shelf.put(NAME, [replace(one, views=views) for one in it.shown()])
        outcome = await it.poll()
        assert (len(words.read), outcome.saved.new, outcome.saved.revised) == (20, 0, 0)
        assert it.pages == 2


async def test_a_gap_of_thirty_posts_is_filled(database: Database) -> None:
    """More than a page was published: one older page brings the rest."""
    async with channel(database) as it:
        it.show(*it.messages(1, 20))
        await it.poll()
        it.show(*it.messages(21, 50))
        assert (await it.poll()).saved.new == 30
        assert sorted(map(int, await it.stored())) == list(range(1, 51))
        assert (await it.state()).gap is None


async def test_a_gap_of_two_hundred_posts_is_flagged(database: Database) -> None:
    """Five pages are read; what lies between them and the last known post is named."""
    async with channel(database) as it:
        it.show(*it.messages(1, 20))
        await it.poll()
        it.show(*it.messages(21, 220))
        assert (await it.poll()).saved.new == 100
        gap = (await it.state()).gap
        assert gap == Gap("20", "121", it.watch.clock.now())


async def test_a_refused_gap_is_mended_while_the_channel_is_quiet(database: Database) -> None:
    """The next poll goes on where the refusal was, though the newest page is the same as before."""
    async with HostileServer() as server, watching(database, preview_source(server.url(""))) as watch:
        messages, head = Messages(watch.clock)(1, 50), Channel(NAME, "Open Demo")
        newest = f"/s/{NAME}"
        server.behaviours[newest] = reply(200, body=preview_page(head, messages[:10]))
        await watch.poll()
        server.behaviours[newest] = reply(200, body=preview_page(head, messages))
        assert (await watch.poll()).saved.new == 20
        for before in (31, 11):
            body = preview_page(head, messages, before=before)
            server.behaviours[f"{newest}?before={before}"] = reply(200, body=body)
        assert (await watch.poll()).saved.new == 20
        state = await watch.state()
        assert (state.gap, state.newest) == (None, "50")


async def test_the_backlog_is_stored_but_only_what_is_young_is_told(database: Database) -> None:
    """Of a first poll's hundred posts, a minute apart, the last hour's are owed."""
    async with channel(database) as it:
        it.messages.text = "Обстрел"
        it.show(*it.messages(1, 150))
        saved = (await it.poll()).saved
        assert (saved.new, saved.matched, saved.alerts) == (100, 100, 60)
        assert (await it.state()).gap is None


async def test_service_messages_alert_nobody(database: Database) -> None:
    """That a post with the word was pinned is no news."""
    async with channel(database) as it:
        it.show(*it.messages(1, 1))
        await it.poll()
        it.messages.texts[2] = "Обстрел Грайворона"
        it.show(*it.messages(2, 2, service="pinned"))
        saved = (await it.poll()).saved
        assert (saved.new, saved.matched, saved.alerts) == (1, 0, 0)


async def test_an_album_is_one_post(database: Database) -> None:
    """Its other pictures' ids are neither posts of their own nor a gap."""
    async with channel(database) as it:
        it.show(*it.messages(1, 1))
        await it.poll()
        it.show(*it.messages(2, 2, media=(Attachment("photo"), Attachment("photo"), Attachment("photo"))))
        it.show(*it.messages(5, 5))
        assert (await it.poll()).saved.new == 2
        assert list(await it.stored()) == ["1", "2", "5"]
        assert (await it.state()).gap is None


async def test_a_chats_own_rule_counts_from_the_next_poll(database: Database) -> None:
    """Rules are taken over while the program runs."""
    async with channel(database) as it:
        it.show(*it.messages(1, 1))
        await it.poll()
        target = rule_target("вертолёт")
        await database.write(chats.follow, READER, target, it.watch.clock.now())
        it.say("Вертолет над Козинкой", 2)
        assert (await it.poll()).saved.alerts == 1
        assert [hit.target for hit in (await it.stored())["2"].hits] == [target]


async def test_one_unreadable_item_does_not_hold_back_the_others(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """It is named in the log and tried again; the others are stored."""
    async with channel(database, Observed()) as it:
        it.messages.texts[2] = "споткнись"
        it.show(*it.messages(1, 3))
        assert (await it.poll()).saved.new == 2
        assert list(await it.stored()) == ["1", "3"]
        assert "item 2 could not be read" in caplog.text
        it.server.shelf.edit(NAME, 2, "теперь можно")
        await it.poll()
        assert list(await it.stored()) == ["1", "3", "2"]


async def test_cursor_and_posts_commit_together(database: Database) -> None:
    """On a full disk nothing changes; with room again, the next poll sees all that was missed."""
    async with channel(database) as it:
        it.show(*it.messages(1, 3))
        await it.poll()
        before = await it.state()
        it.messages.text = "Обстрел " + "много слов " * 200
        it.show(*it.messages(4, 23))
        await database.write(_leave_room, 0)
        with pytest.raises(DatabaseFull):
            await it.poll()
        assert (await it.state(), len(await it.stored()), await it.watch.owed()) == (before, 3, 0)
        await database.write(_leave_room, 10_000)
        assert (await it.poll()).saved.alerts == 20
        assert await it.watch.owed() == 20


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (FakeTrouble("rate_limited"), Trouble.RATE_LIMITED),
        (FakeTrouble("no_preview"), Trouble.NO_PREVIEW),
        (FakeTrouble("empty"), Trouble.EMPTY),
        (FakeTrouble("renamed"), Trouble.CHALLENGE),
        (FakeTrouble("captcha"), Trouble.CHALLENGE),
        (FakeTrouble("server_error"), Trouble.SERVER_ERROR),
    ],
)
async def test_trouble_is_stored_with_its_reason(
    database: Database, trouble: FakeTrouble, reason: Trouble
) -> None:
    """Since when and why is remembered; what was known stays."""
    async with channel(database) as it:
        it.show(*it.messages(1, 3))
        await it.poll()
        it.server.trouble[NAME] = trouble
        outcome = await it.poll()
        state = await it.state()
        assert outcome.refusal is not None
        assert (state.trouble, state.failures, state.newest) == (reason, 1, "3")
        assert state.trouble_since == it.watch.clock.now()
        assert state.trouble_detail == outcome.refusal.detail != ""


async def test_a_channel_that_recovers_is_read_on(database: Database) -> None:
    """Trouble ends with the next readable page."""
    async with channel(database) as it:
        it.show(*it.messages(1, 3))
        it.server.trouble[NAME] = FakeTrouble("server_error")
        await it.poll()
        it.server.trouble.clear()
        assert (await it.poll()).saved.new == 3
        state = await it.state()
        assert (state.trouble, state.failures, state.trouble_since) == (None, 0, None)


def _leave_room(connection: Connection, pages: int) -> None:
    (used,) = connection.conn.execute("PRAGMA page_count").fetchone()
    connection.conn.execute(f"PRAGMA max_page_count = {used + pages}")
