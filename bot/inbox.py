"""What people say, from Telegram's hand into the store, and from there to whoever handles it, once.

After a restart, what was taken and not handled comes first. What may have ended the program is then handled
alone, so that nothing else is held for the culprit: see :mod:`storage.updates`.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from telegram import Update

from storage import updates
from storage.errors import StorageError
from storage.updates import KEPT, MOST_LIVES, StoredUpdate

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from telegram import Bot

    from storage.database import Connection, Database

logger = logging.getLogger(__name__)

FLEETING = frozenset({Update.INLINE_QUERY, Update.CHOSEN_INLINE_RESULT})
"""Kinds that are not kept: what somebody was typing before a restart is answered by nobody."""

SUSPECT = 2
"""In so many lives an update has been begun that may have ended them."""


class Inbox:
    """Keeps updates in a store until they are handled.

    ``put`` hands an update to those who handle it side by side and returns at once, ``handle`` returns when
    it is handled. Whoever handles what was put says so with :meth:`finished`.
    """

    def __init__(
        self,
        bot: Bot,
        database: Database,
        now: Callable[[], datetime],
        put: Callable[[Update], Awaitable[None]],
        handle: Callable[[Update], Awaitable[None]],
    ) -> None:
        self._bot = bot
        self._database = database
        self._now = now
        self._put = put
        self._handle = handle
        self._from_before = set[int]()

    async def take(self, batch: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
        """Store updates, each with its number, and hand on those that are new.

        Raises :exc:`storage.errors.StorageError` where they cannot be stored: then none is handed on.
        """
        lasting = [
            StoredUpdate(number, chat_of(one), one) for number, one in batch if not FLEETING & set(one)
        ]
        new = set(await self._database.write(updates.take, lasting, self._now())) if lasting else set()
        for number, one in batch:
            if number in new or FLEETING & set(one):
                await self._hand_over(number, one, self._put)

    async def resume(self) -> None:
        """Hand on what an earlier life of the program has left, what may have ended it first and alone."""
        try:
            left = await self._database.write(_left, self._now())
        except StorageError as error:
            logger.error("what was left before the restart waits for the next one: %s", error)  # noqa: TRY400 - a plain reason
            return
        for one in left:
            await self._resume(one)

    async def _resume(self, one: StoredUpdate) -> None:
        if one.begun >= MOST_LIVES:
            logger.error("update %d is given up: the program ended each time while it was handled", one.id)
            await self._finish(one.id)
        elif one.begun >= SUSPECT:
            await self._begin(one.id)
            await self._hand_over(one.id, one.body, self._handle)
            await self._finish(one.id)
        else:
            self._from_before.add(one.id)
            await self._hand_over(one.id, one.body, self._put)

    async def beginning(self, update: Update) -> None:
        """Note, before an update is handled, what must outlive the program's end."""
        if update.update_id in self._from_before:
            self._from_before.discard(update.update_id)
            await self._begin(update.update_id)

    async def finished(self, update: Update) -> None:
        """Note that an update is handled; where that fails it is handled again after a restart."""
        if update.inline_query is None and update.chosen_inline_result is None:
            await self._finish(update.update_id)

    async def _begin(self, number: int) -> None:
        try:
            await self._database.write(updates.begin, number)
        except StorageError as error:
            logger.warning("that update %d is begun could not be noted: %s", number, error)

    async def _finish(self, number: int) -> None:
        try:
            await self._database.write(updates.finish, number, self._now())
        except StorageError as error:
            logger.warning("update %d will be handled again after a restart: %s", number, error)

    async def _hand_over(
        self, number: int, body: Mapping[str, Any], to: Callable[[Update], Awaitable[None]]
    ) -> None:
        """Pass an update on, or leave it out where PTB cannot parse it: it would not be better next time."""
        try:
            parsed = Update.de_json(dict(body), self._bot)
        except Exception as error:  # noqa: BLE001 - whatever comes; its words may be those that a person wrote
            kind = type(error).__name__
            logger.error("update %d cannot be read and is left out (%s)", number, kind)  # noqa: TRY400 - the same
            await self._finish(number)
            return
        await to(parsed)


def chat_of(update: Mapping[str, Any]) -> int:
    """Return the chat (its id at Telegram) that an update as JSON comes from, else its person; 0 without."""
    for part in update.values():
        if not isinstance(part, dict):
            continue
        message = part.get("message")
        for place in (part.get("chat"), message.get("chat") if isinstance(message, dict) else None):
            if isinstance(place, dict) and type(place.get("id")) is int:
                return int(place["id"])
        person = part.get("from")
        if isinstance(person, dict) and type(person.get("id")) is int:
            return int(person["id"])
    return 0


def _left(connection: Connection, now: datetime) -> list[StoredUpdate]:
    updates.drop(connection, now - KEPT)
    return updates.unfinished(connection, now - KEPT)
