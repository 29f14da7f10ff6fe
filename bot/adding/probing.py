"""One poll of a source that is not watched yet: the way of every poll, but nothing is stored."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from monitors.exchange import Page, Refused, Request
from monitors.sources import KINDS
from monitors.watchlist import Watchlist
from storage.model import SourceState, Trouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from bot.setup import Setup
    from monitors.exchange import Answer
    from monitors.sources.contract import Listing
    from storage.model import Hit, Post, Source

    Ask = Callable[[Request], Awaitable[Answer]]

logger = logging.getLogger(__name__)

MOST_POSTS = 100
"""Posts that are read of one page, the newest; a feed may show all that it ever had."""

_SHORTEST = timedelta(minutes=10)
"""Posts that all came within less say nothing of a day: a bridge fills its feed at once."""

_MOST_DETOURS = 2
"""Pages that a page may send for instead of itself, as in every poll."""

_TRY_THE_NEXT = frozenset({Trouble.TIMEOUT, Trouble.CONNECTION, Trouble.DNS, Trouble.TLS})
"""What may be the fault of one of a network's hosts."""


@dataclass(frozen=True)
class Probe:
    """What one look at a source showed; ``posts`` are the newest first.

    ``url`` is where the page came from in the end, empty where a network is not asked but tells.
    """

    source: Source
    title: str = ""
    url: str = ""
    posts: tuple[Post, ...] = field(default=(), repr=False)

    @property
    def per_day(self) -> float | None:
        """How many posts a day there are, by those shown; None where they do not tell."""
        times = sorted(post.published for post in self.posts if post.published)
        if not times or times[-1] - times[0] < _SHORTEST:
            return None
        return (len(times) - 1) / ((times[-1] - times[0]) / timedelta(days=1))


class Seen(NamedTuple):
    """One post with what it satisfies."""

    post: Post
    hits: tuple[Hit, ...] = ()


async def probe(source: Source, ask: Ask) -> Probe | Refused:
    """Poll a source once, without a memory; after a failure at the network's next host."""
    if not source.urls:
        return Probe(source)
    found: Probe | Refused = Refused(Trouble.CONNECTION)
    for failures in range(len(source.urls)):
        found = await _look(source, replace(SourceState(source.key), failures=failures), ask)
        if not isinstance(found, Refused) or found.trouble not in _TRY_THE_NEXT:
            return found
    return found


def what_matches(posts: Sequence[Post], source: Source, setup: Setup) -> list[Seen]:
    """Return the posts with the topics that each of them satisfies; this compiles all rules."""
    watchlist = Watchlist(setup.topics, setup.vocabulary)
    return [Seen(post, watchlist.match(post, source)[0].hits) for post in posts]


async def _look(source: Source, state: SourceState, ask: Ask) -> Probe | Refused:
    """Ask for the newest page as a first poll does, also where one page sends for another."""
    kind = KINDS[source.kind]
    try:
        request: Request = kind.request(source, state)
        for _ in range(1 + _MOST_DETOURS):
            page = await ask(replace(request, proxy=source.proxy) if source.proxy else request)
            if not isinstance(page, Page):
                return page if isinstance(page, Refused) else Refused(Trouble.BAD_ANSWER)
            found = await asyncio.to_thread(kind.listing, source, page)
            if not isinstance(found, Request):
                return (
                    found
                    if isinstance(found, Refused)
                    else await asyncio.to_thread(_made, source, page, found)
                )
            request = found
    except Exception:
        logger.exception("%s: the page could not be read", source.key)
        return Refused(Trouble.BAD_ANSWER, "the page could not be read")
    return Refused(Trouble.REDIRECT, "the page leads round in a circle")


def _made(source: Source, page: Page, listing: Listing) -> Probe:
    return Probe(source, listing.title, page.url, tuple(_posts(source, listing)))


def _posts(source: Source, listing: Listing) -> Iterable[Post]:
    """Read the newest items; one that cannot be read is left out, as it is in every poll."""
    for item in reversed(listing.items[-MOST_POSTS:]):
        try:
            yield KINDS[source.kind].parse(source, item)
        except Exception:
            logger.debug("%s: item %s could not be read", source.key, item.key, exc_info=True)
