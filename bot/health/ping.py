"""A dead man's switch: an address is asked at an interval while everything works, and else no more.

Whoever serves the address raises the alarm when it is asked no more, so that also a machine that is gone is
noticed. What the address is stands in no log: who knows it could keep the switch from falling.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from bot import request
from bot.health import canary, delivery_proof
from bot.health.delivery_proof import has_stopped, overdue_since
from bot.parts import USER_AGENT
from storage import proofs
from storage.errors import StorageError

if TYPE_CHECKING:
    from datetime import datetime

    from bot.health.delivery_proof import Configured, Proofs
    from bot.setup import Setup
    from monitors.clock import Clock
    from storage.database import Database

logger = logging.getLogger(__name__)


class DeadMansSwitch:
    """Asks the address of ``[canary] ping_url`` every ``ping_every``, as long as the program is alive."""

    def __init__(self, program: Configured, database: Database, clock: Clock) -> None:
        self._program = program
        self._database = database
        self._clock = clock
        self._began = clock.now()
        self._asked: datetime | None = None
        self._trouble = ""

    async def look(self) -> None:
        """Ask the address if it is time, and if everything works; nothing is raised."""
        setup, now = self._program.setup, self._clock.now()
        every, url = setup.config.canary.ping_every, setup.config.canary.ping_url.get_secret_value()
        is_early = self._asked is not None and timedelta() <= now - self._asked < every
        if not url or is_early:
            return
        try:
            self._say(await self._asked_or_not(setup, url, now))
        except StorageError as error:
            self._say(f"the store cannot be used: {error}")

    async def _asked_or_not(self, setup: Setup, url: str, now: datetime) -> str:
        """Ask, and return an empty text; or return why the address was not asked, or did not answer."""
        seen = await self._database.read(delivery_proof.read, setup, now)
        if why := not_alive(seen, setup, now, self._began):
            return f"nobody is asked, because {why}"
        self._asked = now
        if trouble := await request.ask(url, USER_AGENT):
            return trouble
        await self._database.write(proofs.note, proofs.PING, self._clock.now())
        return ""

    def _say(self, trouble: str) -> None:
        """Log what has changed, and only that."""
        if trouble and trouble != self._trouble:
            logger.warning("the ping of the dead man's switch fails: %s", trouble)
        elif self._trouble and not trouble:
            logger.info("the ping of the dead man's switch is answered again")
        self._trouble = trouble


def not_alive(seen: Proofs, setup: Setup, now: datetime, began: datetime) -> str:
    """Return why the program is not to be called alive, empty where it is; a start is given time."""
    options = setup.config.canary
    if options.every and canary.is_overdue(seen.store, began, options.every, now):
        return "the way from wire to store is not proved"
    if has_stopped(seen.sending, now):
        return "nothing is sent although alerts are due"
    if options.chat and seen.alert.failure:
        return f"the last proof of delivery failed: {seen.alert.failure}"
    if options.chat and overdue_since(seen.alert, options.alert_every, now, began):
        return "delivery is not proved"
    return ""
