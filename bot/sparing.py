"""Spare requests: what no poll needs is spent on finding out what became of posts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.polling import Polling
    from monitors.proving import Prover

logger = logging.getLogger(__name__)

SPARE_EVERY = 5.0
"""Seconds between looks whether there is a request to spare."""


class Sparing:
    """Spends one request at a time on the sources that are polled."""

    def __init__(self, polling: Polling, prover: Prover) -> None:
        self._polling = polling
        self._prover = prover

    async def look(self) -> None:
        """Ask for one post while no poll is under way; what cannot be stored is found out later."""
        if not self._polling.is_idle:
            return
        try:
            await self._prover.ask(self._polling.watched.values())
        except StorageError as error:
            logger.error("deleted posts are looked for later: %s", error)  # noqa: TRY400 - a plain reason
