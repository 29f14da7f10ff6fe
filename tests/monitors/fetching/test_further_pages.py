"""Who may ask a host for more than the newest page, and how often."""

from __future__ import annotations

from random import Random

import pytest

from monitors.fetching.pacer import MOST_SPARE, OWN_PAGES, SHARE, Pacer
from tests.fakes.instant_clock import InstantClock


@pytest.fixture
def clock() -> InstantClock:
    """Return a clock that does not wait."""
    return InstantClock()


@pytest.fixture
def pacer(clock: InstantClock) -> Pacer:
    """Return a pacer of one request a second."""
    return Pacer(1.0, 0.0, clock, Random(1))  # noqa: S311 - a fixed seed, not a secret


def walk(pacer: Pacer, who: str, most: int = 100) -> int:
    """Ask for older pages until none is allowed; return how many were."""
    return next((count for count in range(most) if not pacer.may_go_on("h", who)), most)


def test_everybody_may_catch_up(pacer: Pacer) -> None:
    """After a stop each has older pages to ask for, whatever the others have taken."""
    assert (walk(pacer, "a"), walk(pacer, "b")) == (OWN_PAGES, OWN_PAGES)


def test_an_hour_later_it_may_again(pacer: Pacer, clock: InstantClock) -> None:
    """Also when the clock was put back meanwhile."""
    assert walk(pacer, "a") == OWN_PAGES
    clock.advance(3600)
    assert walk(pacer, "a") == OWN_PAGES
    clock.advance(-1800)
    assert walk(pacer, "a") == OWN_PAGES


async def test_a_busy_host_has_a_small_share_for_older_pages(pacer: Pacer) -> None:
    """Where requests follow each other without a pause, one in twenty may be more than others need."""
    walk(pacer, "a")
    for _ in range(200):
        await pacer.turn("h")
    assert walk(pacer, "a") == 200 * SHARE


async def test_what_nobody_uses_may_be_used(pacer: Pacer, clock: InstantClock) -> None:
    """A host that could have been asked six times more may be asked so often, up to a limit."""
    walk(pacer, "a")
    await pacer.turn("h")
    clock.advance(8)
    await pacer.turn("h")
    assert walk(pacer, "a") == 6
    clock.advance(3000)
    await pacer.turn("h")
    assert walk(pacer, "a") == MOST_SPARE
