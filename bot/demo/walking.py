"""Somebody who talks with the bot for a picture: types and taps, and is sent alerts, over a store of its own.

What answers are the program's own commands and screens, what comes unasked is written by its own delivery;
only Telegram's place is taken by the list of what it would have carried.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import parts
from bot.commands import COMMANDS
from bot.commands.desk import Answer, Asked, Desk, Manager
from bot.delivery import Delivery
from bot.demo.bubbles import Typed
from bot.demo.small_town import TITLES, town_setup
from bot.retelling.chat_record import ChatRecord
from bot.retelling.simulated_clock import SimulatedClock
from bot.screens.running import Presser, heard, opened, pressed
from bot.texts import Texts
from bot.typed import split_command
from bot.zones import texts_here
from monitors import decide, receiving
from monitors.keeping import Keeper
from monitors.sources.text import digest
from monitors.watchlist import Watchlist
from storage import chats, posts, sources
from storage.model import Post, Sighting, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from bot.demo.bubbles import Shown
    from bot.demo.small_town import Told
    from storage.database import Connection, Database
    from storage.model import SourceState

_BOT = "region_bot"


class Town:
    """The town with its channels, as the program watches them. :attr:`clock` tells its time."""

    def __init__(self, database: Database, folder: Path, begin: datetime) -> None:
        self.clock = SimulatedClock(begin)
        self.desk = Desk(database, town_setup(folder), self.clock)
        self._keeper = Keeper(parts.ground(self.desk.setup))
        self._chat = ChatRecord(database, self.clock)
        texts = Texts(zone=self.desk.setup.config.region.timezone)
        self._delivery = Delivery(database, self._chat, self.desk.setup.watched, texts, self.clock)

    async def open(self) -> None:
        """Begin to watch the channels."""
        await self.desk.database.write(sources.configure, self.desk.setup.sources)

    async def publish(self, told: Iterable[Told]) -> None:
        """Let posts be published and read, each at its time."""
        for one in told:
            self.clock.move_to(one.at)
            await self.desk.database.write(self._keep, one)

    async def pass_until(self, moment: datetime) -> None:
        """Let time pass in which nothing is published: stories end by that, and channels were read."""
        self.clock.move_to(moment)
        await self.desk.database.write(self._read_all)

    async def delivered(self) -> list[Shown]:
        """Return the messages that are new in the chat by now, or were changed there."""
        await self._delivery.drain()
        return [(one.message.as_html(), one.message.buttons) for one in self._chat.take()]

    def _keep(self, connection: Connection, told: Told) -> None:
        setup, key = self.desk.setup, str(int(told.at.timestamp()) // 60 % 10_000)
        source = setup.watched[f"telegram:{told.source}"]
        watchlist = Watchlist(setup.topics, setup.vocabulary, chats.own_rules(connection))
        post = Post(source.key, key, f"https://t.me/{told.source}/{key}", told.text, told.at)
        reading, words = watchlist.match(post, source)
        content = decide.content_of(words)
        sighting = Sighting(post, digest(post.text.encode()), content, words, reading.hits, reading.places)
        recollection = posts.recall(connection, source.key, [key], [])
        state = self._read(connection, source.key)
        verdict = receiving.verdict(state, sighting, recollection, is_told=True)
        self._keeper.save(connection, verdict, told.at)

    def _read_all(self, connection: Connection) -> None:
        for key in self.desk.setup.watched:
            self._keeper.save(connection, Verdict(self._read(connection, key)), self.clock.now())
        self._keeper.close_silent(connection, self.clock.now())

    def _read(self, connection: Connection, key: str) -> SourceState:
        """Return how a source stands that was read just now."""
        now, state = self.clock.now(), sources.state(connection, key)
        title = TITLES[key.partition(":")[2]]
        first = state.first_success or now
        return replace(state, title=title, first_success=first, last_success=now, last_attempt=now)


class Walk:
    """What one chat, private, shows to somebody. :attr:`taps` counts the buttons that were pressed."""

    def __init__(self, desk: Desk, chat: int, language: str = "en") -> None:
        self.taps = 0
        self._desk = desk
        self._chat = chat
        self._texts = Texts(language)
        self._page = Answer()

    async def type(self, text: str) -> list[Shown | Typed]:
        """Type a command or words; return that and the answer, as the chat shows them."""
        name, argument = split_command(text, _BOT)
        asked = await self._asked(text if name is None else argument)
        if name is None:
            answer = await heard(self._desk, asked) or Answer()
        else:
            answer = await opened(self._desk, asked, await COMMANDS[name].run(self._desk, asked))
        return [Typed(text), self._seen(answer)]

    async def tap(self, label: str) -> tuple[str, list[Shown | Typed]]:
        """Press the first button whose label holds this; return its whole label, and the page after it.

        Raises :exc:`LookupError` where there is no such button.
        """
        found = [one for row in self._page.rows for one in row if label in one.text]
        if not found:
            raise LookupError(f"there is no button {label!r}")
        self.taps += 1
        reaction = await pressed(self._desk, await self._asked(found[0].data), Presser(self._chat, _may))
        if reaction.page is None:
            raise LookupError(f"the button {label!r} says: {reaction.toast}")
        return found[0].text, [self._seen(reaction.page)]

    async def is_following(self) -> bool:
        """Whether the chat is subscribed to anything by now."""
        return bool(await self._desk.database.read(chats.following, self._chat))

    def _seen(self, answer: Answer) -> Shown:
        self._page = answer
        return answer.html, answer.rows

    async def _asked(self, argument: str) -> Asked:
        return Asked(
            self._chat,
            argument,
            await texts_here(self._texts, self._desk, self._chat),
            manager=Manager(self._chat, _may_there),
            person=self._chat,
            bot=_BOT,
            language=self._texts.language,
        )


async def _may() -> bool:
    return True


async def _may_there(_: int) -> bool:
    return True
