"""Dropping what is no longer needed, while the program works."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from storage import posts
from storage.errors import StorageError

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Database
    from storage.model import Retention

logger = logging.getLogger(__name__)


async def prune(database: Database, retention: Retention, now: datetime) -> None:
    """Drop the texts of posts whose time is over; what cannot be dropped now waits for the next time."""
    try:
        dropped = last = await database.write(posts.prune, retention, now)
        while last:  # in pieces, so that others can write in between
            last = await database.write(posts.prune, retention, now)
            dropped += last
    except StorageError as error:
        logger.error("retention waits: %s", error)  # noqa: TRY400 - a plain reason, no traceback
    else:
        if dropped:
            logger.info("the texts of %d posts were dropped, their time was over", dropped)
