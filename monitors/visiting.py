"""One poll of one source: which page to ask for next, and what the pages showed.

Pure: values in, values out. The pipeline asks for the page that a :class:`Visit` names, hands the
answer to :func:`turn`, and goes on until no page is named.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitors.exchange import NotModified, Page, Refused, Request
from monitors.looking import (
    FEW_ITEMS,
    SMALL_PAGE,
    UNCONDITIONAL_AFTER,
    after_short_look,
    on_page,
    vanished,
    wants_whole,
    was_read_within,
)
from monitors.paging import ask, by_proxy, follow, given_up, mend
from monitors.sources.contract import Listing
from monitors.visit import Visit
from storage.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from monitors.sources.contract import Item, Kind
    from monitors.visit import OnPage, Policy
    from storage.model import Fingerprint, Source, SourceState

Reading = Listing | Refused | Request | NotModified
"""What an answer came to once its network's module has read it."""

_NOTE_SHOWN_AFTER = timedelta(days=1)
_FORGET_GAP_AFTER = timedelta(days=7)
_MOST_MISSES = 3
"""Requests for news that were answered with something else, after which a source is asked for all."""

_MOST_DETOURS = 2
"""Pages that a listing may ask for instead of itself, in one poll."""


def begin(
    source: Source, state: SourceState, kind: Kind, now: datetime, before: OnPage | None = None
) -> Visit:
    """Return a visit that has everything before it; an old gap is remembered for a week."""
    gap = state.gap
    if gap and now - gap.noticed > _FORGET_GAP_AFTER:
        gap = None
        state = replace(state, gap=None)
    news = _news(source, state, kind, now, before)
    request = news or kind.request(source, state)
    if (request.etag or request.last_modified) and not was_read_within(UNCONDITIONAL_AFTER, state, now):
        request = replace(request, etag="", last_modified="")
    request = by_proxy(request, source)
    return Visit(source, state, request, request, gap=gap, before=before, asks_news=news is not None)


def _news(
    source: Source, state: SourceState, kind: Kind, now: datetime, before: OnPage | None
) -> Request | None:
    """Return the request for news alone, unless all is wanted or such requests were not understood."""
    if wants_whole(state, now) or before is None or before.misses >= _MOST_MISSES:
        return None
    return kind.news(source, state, before.keys)


def in_hindsight(visit: Visit, after: SourceState) -> Visit:
    """Return a visit as refused whose posts, once read, turned out to be none."""
    if visit.refusal or after.trouble is None:
        return visit
    return replace(visit, page=None, refusal=Refused(after.trouble, after.trouble_detail))


def turn(
    visit: Visit,
    page: Page | None,
    reading: Reading,
    known: Mapping[str, Fingerprint],
    policy: Policy,
    now: datetime,
) -> Visit:
    """Take one answer into the visit and say what to ask for next.

    ``known`` are the fingerprints of the listing's keys.
    """
    match reading:
        case Request():
            return _detour(visit, reading)
        case Refused():
            return _refused(visit, reading)
        case NotModified():
            return _nothing_new(visit, policy, read_whole=page is not None)
        case Listing(items=(), is_whole=False):
            return _nothing_new(visit, policy, frozenset(reading.marks))
        case Listing():
            seen = _take(visit, page, reading, known, now)
            return follow(visit, seen, reading, known, policy, now)


def _detour(visit: Visit, request: Request) -> Visit:
    if visit.detours == _MOST_DETOURS:
        return _refused(visit, Refused(Trouble.REDIRECT, "the page leads round in a circle"))
    return ask(replace(visit, detours=visit.detours + 1), request)


def _nothing_new(
    visit: Visit, policy: Policy, on_show: frozenset[str] = frozenset(), *, read_whole: bool = False
) -> Visit:
    """Leave the cursor where it is; a quiet channel gives time to mend an old gap."""
    read = replace(
        visit,
        next=None,
        pages=visit.pages + 1,
        newest=visit.newest or visit.state.newest,
        on_show=on_show or visit.on_show,
        read_whole=visit.read_whole or read_whole,
    )
    return mend(read) if read.gap and read.pages == 1 and policy.backlog_pages > 1 else read


def _refused(visit: Visit, refusal: Refused) -> Visit:
    """End the visit; pages that were read before still count, and the gap waits for the next poll.

    An empty page behind others is the end of the history, or shown to those who ask too often: what
    lies there is not asked for again.
    """
    if visit.pages == 0:
        return replace(visit, next=None, refusal=refusal)
    if refusal.trouble is Trouble.EMPTY and visit.gap is not None:
        return given_up(visit, replace(visit.gap, resume=""))
    return replace(visit, next=None)


def _take(
    visit: Visit, page: Page | None, listing: Listing, known: Mapping[str, Fingerprint], now: datetime
) -> Visit:
    """Add what a page shows; of a key that comes twice, the newest page's item counts."""
    items = {item.key: item for item in listing.items if item.key not in visit.on_show}
    unread = tuple(
        item for key, item in items.items() if key not in known or known[key].digest != item.digest
    )
    stale = tuple(key for key in items if key in known and now - known[key].shown > _NOTE_SHOWN_AFTER)
    if not visit.pages:
        return _first_page(visit, page, listing, unread, stale, known, now)
    return replace(
        visit,
        next=None,
        behind=visit.behind | _behind(visit, listing, known),
        pages=visit.pages + 1,
        unread=unread + visit.unread,
        on_show=visit.on_show | items.keys(),
        stale=visit.stale + stale,
        is_short=False,
        lost=visit.lost + _lost(listing),
    )


def _first_page(
    visit: Visit,
    page: Page | None,
    listing: Listing,
    unread: tuple[Item, ...],
    stale: tuple[str, ...],
    known: Mapping[str, Fingerprint],
    now: datetime,
) -> Visit:
    """Add what the newest page shows, and what it alone tells of the source."""
    keys = [item.key for item in listing.items]
    is_small = not listing.is_whole and page is not None and len(page.body) <= SMALL_PAGE
    return replace(
        visit,
        next=None,
        pages=1,
        unread=unread,
        on_show=frozenset(listing.marks).union(keys),
        stale=stale,
        title=listing.title,
        first_page=page if listing.is_whole else None,
        newest=_newest(visit, listing),
        identity=listing.identity,
        hub=listing.hub,
        read_whole=listing.is_whole,
        page=_on_page(visit, listing, now),
        vanished=vanished(visit.before, keys) if listing.is_whole else (),
        is_short=is_small and len(unread) <= FEW_ITEMS,
        lost=_lost(listing),
        behind=_behind(visit, listing, known),
    )


def _behind(visit: Visit, listing: Listing, known: Mapping[str, Fingerprint]) -> frozenset[str]:
    """Return the keys behind all that is known: older ones of a page, or a new source's further pages."""
    if visit.is_mending and visit.gap and not visit.gap.after:
        return frozenset(item.key for item in listing.items)
    first = next((place for place, item in enumerate(listing.items) if item.key in known), 0)
    return frozenset(item.key for item in listing.items[:first]) if listing.is_whole else frozenset()


def _lost(listing: Listing) -> int:
    """Return how many items of a page are left out: without a key, or with one that others bear."""
    return listing.lost + len(listing.items) - len({item.key for item in listing.items})


def _on_page(visit: Visit, listing: Listing, now: datetime) -> OnPage | None:
    if listing.is_whole:
        return on_page(listing, now, _misses(visit))
    return after_short_look(visit.before, listing) if visit.before and listing.marks else None


def _misses(visit: Visit) -> int:
    misses = visit.before.misses if visit.before else 0
    if visit.asks_news:
        return misses + 1
    return misses if misses >= _MOST_MISSES else 0


def _newest(visit: Visit, listing: Listing) -> str:
    """Return the key of a listing's newest item; where only news were asked for, none may have come."""
    if listing.marks and not listing.is_whole:  # its items may be older ones that were edited
        return next(reversed(list(listing.marks)))
    if listing.items:
        return listing.items[-1].key
    return "" if listing.is_whole else visit.state.newest
