"""Whether posts are still there: asked one by one, with requests that nobody else needs.

What this finds out is stored at once; it decides nothing and touches no source's state.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitors.exchange import Page
from monitors.keeping import Keeper
from monitors.sources import PROOFS
from storage import deletions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitors.clock import Clock
    from monitors.fetch import Fetcher
    from storage.database import Connection, Database
    from storage.model import Source

logger = logging.getLogger(__name__)

NEWS_FOR, ASK_AGAIN = timedelta(hours=6), timedelta(minutes=30)
"""How long a post that matched is asked for by itself after it was seen, and how often."""


class Prover:
    """Asks for posts that vanished from their page, and for those that are news.

    ``keeper`` takes in what was deleted.
    """

    def __init__(
        self, database: Database, fetcher: Fetcher, clock: Clock, keeper: Keeper | None = None
    ) -> None:
        self._database = database
        self._keeper = keeper or Keeper()
        self._fetcher = fetcher
        self._clock = clock

    async def ask(self, watched: Iterable[Source]) -> None:
        """Ask for one post of a network whose host is idle, if there is any; raises :exc:`StorageError`."""
        idle = {s.key: s for s in watched if s.kind in PROOFS and self._fetcher.pacer.is_idle(s.host)}
        now = self._clock.now()
        post = await self._database.read(deletions.doubted, list(idle), now, NEWS_FOR, ASK_AGAIN)
        if post is None:
            return
        source = idle[post.source]
        proof = PROOFS[source.kind]
        answer = await self._fetcher.fetch(replace(proof.request(source, post.key), proxy=source.proxy))
        is_deleted = proof.is_deleted(answer, post.key) if isinstance(answer, Page) else None
        await self._database.write(self._settle, post.post, is_deleted=is_deleted)
        if is_deleted:
            logger.info("%s: post %s was deleted there", source.key, post.key)

    def _settle(self, connection: Connection, post: int, *, is_deleted: bool | None) -> None:
        now = self._clock.now()
        deletions.settle(connection, post, now, is_deleted=is_deleted)
        if is_deleted:
            self._keeper.note_deleted(connection, post, now)
