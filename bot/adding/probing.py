"""One poll of a source that is not watched yet: the way of every poll, but nothing is stored."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from monitors import visit
from monitors.exchange import NotModified, Page, Refused
from monitors.sources import KINDS
from monitors.visit import Policy
from monitors.watchlist import Watchlist
from storage.model import SourceState, Trouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from datetime import datetime

    from bot.setup import Setup
    from monitors.exchange import Answer, Request
    from monitors.visit import Reading, Visit
    from storage.model import Hit, Post, Source

    Ask = Callable[[Request], Awaitable[Answer]]

logger = logging.getLogger(__name__)

MOST_POSTS = 100
"""Posts that are read of one page, the newest; a feed may show all that it ever had."""

_SHORTEST = timedelta(minutes=10)
"""Posts that all came within less say nothing of a day: a bridge fills its feed at once."""

_ONE_PAGE = Policy(backlog_pages=1, alert_backlog=timedelta())
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


async def probe(source: Source, ask: Ask, now: datetime) -> Probe | Refused:
    """Poll a source once, without a memory; after a failure at the network's next host."""
    if not source.urls:
        return Probe(source)
    found: Probe | Refused = Refused(Trouble.CONNECTION)
    for failures in range(len(source.urls)):
        found = await _look(source, replace(SourceState(source.key), failures=failures), ask, now)
        if not isinstance(found, Refused) or found.trouble not in _TRY_THE_NEXT:
            return found
    return found


def what_matches(posts: Sequence[Post], source: Source, setup: Setup) -> list[Seen]:
    """Return the posts with the topics that each of them satisfies; this compiles all rules."""
    watchlist = Watchlist(setup.topics, setup.vocabulary)
    return [Seen(post, watchlist.match(post, source)[0].hits) for post in posts]


async def _look(source: Source, state: SourceState, ask: Ask, now: datetime) -> Probe | Refused:
    kind = KINDS[source.kind]
    try:
        seen = visit.begin(source, state, kind.request(source, state), now)
        while seen.next is not None:
            answer = await ask(_by_proxy(seen.next, source))
            reading = await _read(seen, answer)
            page = answer if isinstance(answer, Page) else None
            seen = visit.turn(seen, page, reading, {}, _ONE_PAGE, now)
    except Exception:
        logger.exception("%s: the page could not be read", source.key)
        return Refused(Trouble.BAD_ANSWER, "the page could not be read")
    return await asyncio.to_thread(_made, seen) if seen.refusal is None else seen.refusal


def _by_proxy(request: Request, source: Source) -> Request:
    return request if request.proxy else replace(request, proxy=source.proxy)


async def _read(seen: Visit, answer: Answer) -> Reading:
    if not isinstance(answer, Page):
        return answer if isinstance(answer, Refused) else NotModified()
    return await asyncio.to_thread(KINDS[seen.source.kind].listing, seen.source, answer)


def _made(seen: Visit) -> Probe:
    url = seen.first_page.url if seen.first_page else ""
    return Probe(seen.source, seen.title, url, tuple(_posts(seen)))


def _posts(seen: Visit) -> Iterable[Post]:
    """Read the newest items; one that cannot be read is left out, as it is in every poll."""
    kind = KINDS[seen.source.kind]
    for item in reversed(seen.unread[-MOST_POSTS:]):
        try:
            yield kind.parse(seen.source, item)
        except Exception:
            logger.debug("%s: item %s could not be read", seen.source.key, item.key, exc_info=True)
