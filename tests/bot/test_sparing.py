"""Spare requests are spent only while no poll needs the host, and never in the way of anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest

from bot.sparing import Sparing
from storage.errors import DatabaseFull
from storage.model import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.polling import Polling
    from monitors.proving import Prover

WATCHED = {"telegram:a": Source("telegram", "a")}


@dataclass
class Polls:
    """Stands where polling does: idle or not."""

    is_idle: bool
    watched: dict[str, Source] = field(default_factory=lambda: WATCHED)


@dataclass
class Asks:
    """Stands where the prover does: notes of which sources it may ask, and fails where it is told to."""

    fails: bool = False
    asked: list[str] = field(default_factory=list)

    async def ask(self, watched: Iterable[Source]) -> None:
        """Note what it was given."""
        self.asked += [source.key for source in watched]
        if self.fails:
            raise DatabaseFull("the disk is full")


@pytest.mark.parametrize(("is_idle", "asked"), [(True, ["telegram:a"]), (False, [])])
async def test_asks_only_while_no_poll_is_under_way(is_idle: bool, asked: list[str]) -> None:  # noqa: FBT001 - a row
    """Polls come first."""
    asks = Asks()
    await Sparing(cast("Polling", Polls(is_idle)), cast("Prover", asks)).look()
    assert asks.asked == asked


async def test_a_store_that_cannot_be_written_is_waited_for(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What could not be stored is found out later."""
    await Sparing(cast("Polling", Polls(is_idle=True)), cast("Prover", Asks(fails=True))).look()
    assert "looked for later: the disk is full" in caplog.text
