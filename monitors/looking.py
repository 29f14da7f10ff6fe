"""How much of a page is looked at: all of it, or only what is new.

A poll mostly finds a page as it was. What it showed last is kept in memory, so that this is seen without
reading it and without asking the store; after a start the first look at each page is a whole one.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from monitors.exchange import Page, Refused
from monitors.sources.text import digest
from monitors.visit import OnPage
from storage.model import Fingerprint, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from monitors.exchange import Answer, Request
    from monitors.sources.contract import Kind, Listing
    from monitors.visit import Visit
    from storage.model import SourceState

EDITS_AFTER = timedelta(seconds=20)
"""How old the last look at a whole page may be; until then only what is new on it is looked at.

Nobody's edit waits longer for being seen, if the source is polled that often.
"""

UNCONDITIONAL_AFTER = timedelta(hours=6)
"""A server that says for so long that nothing has changed is asked for its page without a condition."""

LOOK_UP_AFTER = timedelta(hours=6)
"""After so long even a page that shows nothing else is compared with what is stored."""

SMALL_PAGE, FEW_ITEMS = 262_144, 5
"""Bytes and items that are read faster than a thread is woken for them."""

_MISUNDERSTOOD = frozenset(
    {Trouble.NOT_FOUND, Trouble.HTTP_ERROR, Trouble.BAD_ANSWER, Trouble.FORBIDDEN, Trouble.SERVER_ERROR}
)
"""What a server that knows no request for news may answer."""


def on_page(listing: Listing, now: datetime, misses: int = 0) -> OnPage:
    """Return what a listing shows."""
    parts = (part for item in listing.items for part in (item.key.encode(), item.digest))
    return OnPage(tuple(item.key for item in listing.items), digest(*parts), now, listing.marks, misses)


def after_short_look(before: OnPage, listing: Listing) -> OnPage:
    """Return what is on a page after a short look at it; what is new there has not been looked up."""
    if not listing.items:
        return before
    marks = {**before.marks, **listing.marks}
    keys = tuple(marks)[-max(len(before.marks), len(listing.marks)) :]
    return OnPage(keys, b"", before.looked_up, {key: marks[key] for key in keys})


def is_same(before: OnPage | None, after: OnPage) -> bool:
    """Tell whether a page shows what it showed when all of it was compared with the store."""
    if before is None or not before.digest or before.digest != after.digest:
        return False
    return timedelta() <= after.looked_up - before.looked_up < LOOK_UP_AFTER


def vanished(before: OnPage | None, keys: Sequence[str]) -> tuple[str, ...]:
    """Return the keys that were between others of a page and are there no longer.

    What lay below all that is still shown has only made way for what is newer.
    """
    shown = frozenset(keys)
    if before is None or not (common := [key for key in before.keys if key in shown]):
        return ()
    here = before.keys.index(common[0])
    return tuple(key for key in before.keys[here:] if key not in shown)


def wants_whole(state: SourceState, now: datetime) -> bool:
    """Tell whether all of a page is to be looked at, so that edits are seen, or what is new is enough."""
    return bool(state.failures) or not was_read_within(EDITS_AFTER, state, now)


def was_read_within(time: timedelta, state: SourceState, now: datetime) -> bool:
    """Tell whether a page was read whole so lately; a time that lies ahead was told by a wrong clock."""
    return state.last_whole is not None and timedelta() <= now - state.last_whole < time


def news_of(visit: Visit, kind: Kind, answer: Answer, now: datetime) -> Listing | Request | None:
    """Return what alone is new on a page, where that is enough and can be told.

    Where a request for news is answered with something that does not show them, the next one is for all.
    """
    if visit.pages or visit.detours or visit.before is None or not visit.before.marks:
        return None
    if isinstance(answer, Page):
        listing = kind.fresh(answer, visit.before.marks) if _is_small(answer) else None
    elif isinstance(answer, Refused) and answer.trouble in _MISUNDERSTOOD:
        listing = None
    else:
        return None
    if listing is None and visit.asks_news:
        return kind.request(visit.source, visit.state)
    return listing if visit.asks_news or not wants_whole(visit.state, now) else None


def _is_small(page: Page) -> bool:
    return not page.location and page.status == HTTPStatus.OK and len(page.body) <= SMALL_PAGE


def known_by_itself(visit: Visit, listing: Listing, now: datetime) -> Mapping[str, Fingerprint] | None:
    """Return the fingerprints of a listing's items where the store need not be asked for them.

    So it is where only news were looked at, and where a page shows what it showed before.
    """
    if not (listing.items and listing.is_whole):
        return {}
    if visit.pages or not is_same(visit.before, on_page(listing, now)):
        return None
    return {item.key: Fingerprint(item.key, item.digest, b"", now) for item in listing.items}


def is_unchanged(state: SourceState, page: Page) -> bool:
    """Tell whether a page is byte for byte the one that was read last."""
    return bool(state.body) and digest(page.body) == state.body


def is_quiet(visit: Visit) -> bool:
    """Tell whether a visit came to nothing that must be stored before it counts as made."""
    nothing = not (visit.unread or visit.stale or visit.vanished)
    return nothing and visit.gap == visit.state.gap and not visit.is_first
