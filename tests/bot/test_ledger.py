"""What many ask of the store at the same moment is done in one hop."""

from __future__ import annotations

import asyncio

import pytest

from bot.ledger import MOST_AT_ONCE, Collector


async def test_what_comes_meanwhile_goes_together() -> None:
    """The first goes alone; those that come while it is under way share lists, each with its answer."""
    lists: list[list[int]] = []

    async def run(items: list[int]) -> list[int]:
        lists.append(items)
        await asyncio.sleep(0)
        return [2 * item for item in items]

    collector = Collector(run)
    first = asyncio.create_task(collector.ask(1))
    await asyncio.sleep(0.001)
    rest = await asyncio.gather(*(collector.ask(item) for item in range(2, MOST_AT_ONCE + 5)))
    assert (await first, rest) == (2, [2 * item for item in range(2, MOST_AT_ONCE + 5)])
    assert max(map(len, lists)) <= MOST_AT_ONCE


async def test_all_that_asked_are_told_of_an_error_and_the_next_are_served() -> None:
    """A list that fails takes nothing else with it."""

    async def run(items: list[int]) -> list[int]:
        if 13 in items:
            raise ValueError("unlucky")
        return items

    collector = Collector(run)
    told = await asyncio.gather(collector.ask(13), collector.ask(14), return_exceptions=True)
    assert all(isinstance(one, ValueError) for one in told)
    assert await collector.ask(15) == 15


async def test_who_gave_up_is_served_all_the_same() -> None:
    """A record that nobody waits for any longer is still written."""
    written: list[int] = []

    async def run(items: list[int]) -> list[int]:
        await asyncio.sleep(0.001)
        written.extend(items)
        return items

    collector = Collector(run)
    asking = asyncio.create_task(collector.ask(1))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await collector.idle()
    assert written == [1]
