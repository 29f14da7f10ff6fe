"""Putting away what is over and dropping what is no longer needed, while the program works."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from storage.errors import StorageError
from storage.retention import prune as drop

if TYPE_CHECKING:
    from datetime import datetime

    from monitors.keeping import Keeper
    from storage.database import Database
    from storage.model import Retention

logger = logging.getLogger(__name__)


async def close_stories(database: Database, keeper: Keeper, now: datetime) -> None:
    """Put the stories away whose silence is over; what cannot be now is the next time."""
    try:
        await database.write(keeper.close_silent, now)
    except StorageError as error:
        logger.error("stories are closed later: %s", error)  # noqa: TRY400 - a plain reason, no traceback


async def prune(database: Database, retention: Retention, now: datetime) -> None:
    """Drop the texts of posts whose time is over; what cannot be dropped now waits for the next time."""
    try:
        dropped = last = await database.write(drop, retention, now)
        while last:  # in pieces, so that others can write in between
            last = await database.write(drop, retention, now)
            dropped += last
    except StorageError as error:
        logger.error("retention waits: %s", error)  # noqa: TRY400 - a plain reason, no traceback
    else:
        if dropped:
            logger.info("the texts of %d posts were dropped, their time was over", dropped)
