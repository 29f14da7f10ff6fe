"""Posts that are handed over: kept once whichever way they come, told once, and none of strangers."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.demo.shown import Attachment, Shown
from monitors.receiving import ALBUM_PATIENCE, Receiver
from monitors.watchlist import Watchlist
from storage.model import Source
from tests.apart import each_apart
from tests.fakes.preview_server import FakePreviews
from tests.monitors.watching import NAME, TOPICS, VOCABULARY, preview_source, watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

    from storage.database import Connection, Database
    from storage.model import StoredPost
    from storage.posts import Saved
    from tests.fakes.instant_clock import InstantClock
    from tests.monitors.watching import Watch

CHAT = {"id": -1001234567890, "type": "channel", "title": "Open Demo", "username": "Open_Demo"}
FED = Source("telegram", NAME)
BACKLOG = timedelta(hours=1)


@dataclass
class Door:
    """A receiver, with what each post that it took came to."""

    watch: Watch
    receiver: Receiver
    woken: list[int]
    saved: list[Saved] = field(default_factory=list)

    async def hand(self, number: int, text: str = "", age: float = 0, **more: Any) -> None:  # noqa: ANN401 - any field
        """Hand over a message that is so many seconds old."""
        date = int(self.watch.clock.now().timestamp() - age)
        message = {
            "message_id": number,
            "date": date,
            "chat": CHAT,
            **({"text": text} if text else {}),
            **more,
        }
        if saved := await self.receiver.receive(message):
            self.saved.append(saved)

    async def stored(self) -> dict[str, StoredPost]:
        """Return what is stored, once all albums are complete."""
        for _ in range(5):
            await asyncio.sleep(0.01)
        return await self.watch.stored()


def receiver(database: Database, clock: InstantClock, source: Source, woken: list[int]) -> Receiver:
    """Return a receiver of one source's posts."""
    words = Watchlist(TOPICS, VOCABULARY)

    async def watchlist() -> Watchlist:
        await asyncio.sleep(0)
        return words

    watched = {source.key: source}
    return Receiver(database, watchlist, watched, BACKLOG, clock, lambda: woken.append(1), each_apart())


@asynccontextmanager
async def door(database: Database, source: Source = FED) -> AsyncIterator[Door]:
    """Let a channel's posts be handed over, for one reader who follows every topic."""
    async with watching(database, source) as watch:
        woken: list[int] = []
        yield Door(watch, receiver(database, watch.clock, source, woken), woken)


async def test_a_post_is_stored_and_owed_at_once(database: Database) -> None:
    """Under the channel's name and the message's number, and the source stands as read just now."""
    async with door(database) as it:
        await it.hand(7, "Обстрел Грайворона")
        stored = (await it.stored())["7"]
        assert (stored.post.source, stored.post.link) == ("telegram:open_demo", "https://t.me/Open_Demo/7")
        assert (it.saved[0].new, await it.watch.owed(), it.woken) == (1, 1, [1])
        state = await it.watch.state()
        assert (state.title, state.identity, state.last_success) == (
            "Open Demo",
            "-1001234567890",
            it.watch.clock.now(),
        )


async def test_an_edit_is_a_revision_and_may_be_told(database: Database) -> None:
    """The same words again are nothing; others are, and are owed where they bring a rule in."""
    async with door(database) as it:
        await it.hand(7, "Тихо")
        await it.hand(7, "Тихо", edit_date=1)
        await it.hand(7, "Это обстрел", edit_date=2)
        await it.hand(7, "Это обстрел, снова", edit_date=3)
        assert (await it.stored())["7"].revisions == 2
        assert [(saved.new, saved.revised, saved.alerts) for saved in it.saved] == [
            *((1, 0, 0), (0, 0, 0)),
            *((0, 1, 1), (0, 1, 0)),
        ]


async def test_an_old_post_that_is_edited_is_stored_and_not_told(database: Database) -> None:
    """The bot was no member yet when it was published."""
    async with door(database) as it:
        await it.hand(7, "Тихо")
        await it.hand(3, "Обстрел", age=90_000, edit_date=1)
        assert (len(await it.stored()), await it.watch.owed()) == (2, 0)
        await it.hand(8, "Обстрел", age=60, edit_date=1)
        assert await it.watch.owed() == 1


async def test_a_channel_that_is_no_source_leaves_no_trace_but_one_line(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody asked for its posts; the line names it by its number, once."""
    caplog.set_level("INFO", "monitors")
    async with door(database) as it:
        stranger = {"id": -1005, "type": "channel", "title": "Чужой", "username": "stranger"}
        for number in (1, 2):
            await it.hand(number, "Обстрел", chat=stranger)
        assert (await it.stored(), it.saved) == ({}, [])
    lines = [record.getMessage() for record in caplog.records if "no source" in record.getMessage()]
    assert lines == ["channel -1005 has the bot as a member and is no source: nothing of it is kept"]


async def test_a_channel_may_be_configured_by_its_number(database: Database) -> None:
    """Where it has no public name, or may change it."""
    source = Source("telegram", "-1001234567890")
    async with door(database, source) as it:
        await it.hand(7, "Слова")
        assert (await it.stored())["7"].post.source == source.key


async def test_what_was_polled_and_is_handed_over_is_one_post(database: Database) -> None:
    """Either way first: no second post, no revision, and the poll's cursor stays where it was."""
    async with FakePreviews() as server, door(database, preview_source(server.url)) as it:
        now = it.watch.clock.now()
        server.shelf.put(NAME, [Shown(id=1, published=now, text="Обстрел 1", views=5)])
        await it.watch.poll()
        before = await it.watch.state()
        await it.hand(1, "Обстрел 1")
        await it.hand(2, "Обстрел 2")
        assert await it.watch.state() == before
        server.shelf.put(NAME, [Shown(id=2, published=now, text="Обстрел 2", views=9)])
        outcome = await it.watch.poll()
        assert (outcome.saved.new, outcome.saved.revised) == (0, 0)
        assert [post.revisions for post in (await it.stored()).values()] == [0, 0]
        assert await it.watch.owed() == 2


async def test_an_album_is_one_post(database: Database) -> None:
    """Its pieces come one after another, the words with any of them."""
    async with door(database) as it:
        for number, caption in ((9, ""), (7, ""), (8, "Обстрел")):
            await it.hand(number, caption=caption, photo=[{}], media_group_id="5")
        stored = await it.stored()
        assert list(stored) == ["7"]
        assert (stored["7"].post.text, stored["7"].post.parts) == ("Обстрел", ("8", "9"))
        assert (it.watch.clock.slept, await it.watch.owed()) == ([ALBUM_PATIENCE], 1)


async def test_an_album_that_was_polled_first_stays_one_post(database: Database) -> None:
    """Also where a restart has forgotten its pieces, and one of them is edited."""
    async with FakePreviews() as server, door(database, preview_source(server.url)) as it:
        album = Shown(id=7, published=it.watch.clock.now(), text="Тихо", media=(Attachment("photo"),) * 3)
        server.shelf.put(NAME, [album])
        await it.watch.poll()
        for number, caption in ((7, "Тихо"), (8, ""), (9, "")):
            await it.hand(number, caption=caption, photo=[{}], media_group_id="5")
        assert (await it.stored())["7"].revisions == 0
        chat = {**CHAT, "username": NAME}
        again = receiver(database, it.watch.clock, it.watch.source, it.woken)
        edited = {"message_id": 8, "date": 1, "chat": chat, "caption": "Обстрел", "photo": [{}]}
        await again.receive({**edited, "media_group_id": "5", "edit_date": 2})
        stored = await it.stored()
        assert (list(stored), stored["7"].post.text) == (["7"], "Обстрел")
        assert stored["7"].post.parts == ("8", "9")


async def test_stopping_saves_what_waits_for_its_album(database: Database) -> None:
    """The update will not come again."""
    async with door(database) as it:
        await it.hand(7, caption="Обстрел", photo=[{}], media_group_id="5")
        await it.receiver.stop()
        assert list(await it.watch.stored()) == ["7"]


async def test_links_alone_keep_the_words_of_their_preview(database: Database) -> None:
    """A preview shows the card under a link, the Bot API does not: that is no edit."""
    async with door(database) as it:
        await it.hand(7, "https://a.example/1")
        stored = (await it.stored())["7"]
        fuller = replace(stored.post, text="https://a.example/1\nЗаголовок")
        await database.write(_rewrite, fuller.text)
        await it.hand(7, "https://a.example/1", edit_date=1)
        assert (await it.stored())["7"].post.text == fuller.text


def _rewrite(connection: Connection, text: str) -> None:
    connection.conn.execute("UPDATE posts SET text = ?", [text])


async def test_other_sources_are_taken_over(database: Database) -> None:
    """What is configured while the bot works is received from then on, and no more what was."""
    async with door(database) as it:
        it.receiver.take_over({}, BACKLOG)
        await it.hand(7, "Слова")
        assert await it.stored() == {}


async def test_what_cannot_be_saved_is_logged(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is raised to whoever hands posts over."""
    async with door(database) as it:
        await database.write(_forget_all)
        await it.hand(7, "Слова")
        assert it.saved == []
    assert "post 7" in caplog.text


def _forget_all(connection: Connection) -> None:
    connection.conn.execute("ALTER TABLE fingerprints RENAME TO elsewhere")
