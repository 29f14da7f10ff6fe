"""What polls go by: the rules, how far back is read, and how often each source is polled."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitors.schedule import Rhythm
    from monitors.visit import Policy
    from monitors.watchlist import Watchlist


class Plan:
    """What polls go by, with the chats' own rules of one version; a poll keeps to the one it began with.

    Only own rules are put into it later, and nothing is ever taken out.
    """

    def __init__(
        self, watchlist: Watchlist, policy: Policy, rhythms: Mapping[str, Rhythm], rules_version: int
    ) -> None:
        self.watchlist = watchlist
        self.policy = policy
        self.rhythms = rhythms
        self.rules_version = rules_version
        self.compiling = asyncio.Lock()
