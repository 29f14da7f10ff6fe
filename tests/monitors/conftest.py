"""What tests of the keeper need: a newsroom in a small region."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitors.watchlist import Watchlist
from tests.newsroom import Newsroom, setup

if TYPE_CHECKING:
    from datetime import datetime

    from bot.setup import Setup
    from storage.database import Connection


@pytest.fixture(scope="session")
def watched_region() -> tuple[Setup, Watchlist]:
    """Compile what the newsroom watches for."""
    found = setup(Path())
    return found, Watchlist(found.topics, found.vocabulary)


@pytest.fixture
def newsroom(connection: Connection, watched_region: tuple[Setup, Watchlist], now: datetime) -> Newsroom:
    """Return a newsroom of which chat 7 hears everything."""
    found = Newsroom(connection, *watched_region, begin=now)
    found.follow(7)
    return found
