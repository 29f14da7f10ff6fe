"""One poll of one source: which page to ask for next, and what the pages showed.

Pure: values in, values out. The pipeline asks for the page that a :class:`Visit` names, hands the
answer to :func:`turn`, and goes on until no page is named.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitors.exchange import NotModified, Page, Refused, Request
from monitors.sources.contract import Listing
from monitors.sources.text import digest
from storage.model import Gap, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from monitors.sources.contract import Item
    from storage.model import Fingerprint, Source, SourceState

Reading = Listing | Refused | Request | NotModified
"""What an answer came to once its network's module has read it."""

_NOTE_SHOWN_AFTER = timedelta(days=1)
_FORGET_GAP_AFTER = timedelta(days=7)
_MOST_DETOURS = 2
"""Pages that a listing may ask for instead of itself, in one poll."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the operator wants of polls.

    ``backlog_pages`` is how many pages one poll may read; ``alert_backlog`` how young a post must
    be to be told of on a source's first poll.
    """

    backlog_pages: int
    alert_backlog: timedelta


@dataclass(frozen=True, slots=True)
class Visit:
    """One poll so far: what its pages showed, and the request that comes next, if any.

    ``unread`` are the items to parse, ``on_show`` all keys seen, ``stale`` those among them whose
    day is to be noted. ``refusal`` ended the poll; ``gap`` is what could not be reached.
    """

    source: Source
    state: SourceState
    next: Request | None
    pages: int = 0
    detours: int = 0
    unread: tuple[Item, ...] = ()
    on_show: frozenset[str] = frozenset()
    stale: tuple[str, ...] = ()
    title: str = ""
    first_page: Page | None = None
    refusal: Refused | None = None
    gap: Gap | None = None
    is_mending: bool = False
    newest: str = ""

    @property
    def is_first(self) -> bool:
        """Whether this source has never been read before."""
        return self.state.first_success is None

    @property
    def is_challenged(self) -> bool:
        """Whether the answer was a page to keep programs out."""
        return self.refusal is not None and self.refusal.trouble is Trouble.CHALLENGE


def begin(source: Source, state: SourceState, request: Request, now: datetime) -> Visit:
    """Return a visit that has everything before it; an old gap is remembered for a week."""
    gap = state.gap
    if gap and now - gap.noticed > _FORGET_GAP_AFTER:
        gap = None
    return Visit(source, replace(state, gap=gap), request, gap=gap)


def is_unchanged(state: SourceState, page: Page) -> bool:
    """Tell whether a page is byte for byte the one that was read last."""
    return digest(page.body) == state.body


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
            return _nothing_new(visit, policy)
        case Listing():
            seen = _take(visit, page, reading, known, now)
            return _follow(visit, seen, reading, known, policy, now)


def _detour(visit: Visit, request: Request) -> Visit:
    if visit.detours == _MOST_DETOURS:
        return _refused(visit, Refused(Trouble.REDIRECT, "the page leads round in a circle"))
    return replace(visit, next=request, detours=visit.detours + 1)


def _nothing_new(visit: Visit, policy: Policy) -> Visit:
    """Leave the cursor where it is; a quiet channel gives time to mend an old gap."""
    read = replace(visit, pages=visit.pages + 1, newest=visit.newest or visit.state.newest)
    return _mend(read) if read.pages == 1 and policy.backlog_pages > 1 else replace(read, next=None)


def _refused(visit: Visit, refusal: Refused) -> Visit:
    """End the visit; pages that were read before still count, and the gap waits for the next poll.

    An empty page behind others is the end of the history, or shown to those who ask too often: what
    lies there is not asked for again.
    """
    if visit.pages == 0:
        return replace(visit, next=None, refusal=refusal)
    if refusal.trouble is Trouble.EMPTY and visit.gap is not None:
        return _given_up(visit, replace(visit.gap, resume=""))
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
    return replace(
        visit,
        pages=visit.pages + 1,
        unread=unread + visit.unread,
        on_show=visit.on_show | items.keys(),
        stale=visit.stale + stale,
        title=visit.title or listing.title,
        first_page=visit.first_page if visit.pages else page,
        newest=visit.newest or (listing.items[-1].key if listing.items else ""),
    )


def _follow(
    before: Visit,
    visit: Visit,
    listing: Listing,
    known: Mapping[str, Fingerprint],
    policy: Policy,
    now: datetime,
) -> Visit:
    """Page back until something known comes up, as far as the policy goes; note what is missed."""
    may_go_on = visit.pages < policy.backlog_pages
    if listing.older is None or any(item.key in known for item in listing.items):
        return _mend(visit) if visit.pages == 1 and may_go_on else _reached(visit)
    if visit.on_show == before.on_show:  # the server does not page back
        return _given_up(visit, replace(visit.gap, resume="") if visit.gap else None)
    resume = listing.older.url if may_go_on else ""
    gap = _gap(visit, listing, now, resume)
    return replace(visit, next=listing.older, gap=gap) if may_go_on else _given_up(visit, gap)


def _mend(visit: Visit) -> Visit:
    """Without a gap behind the first page: go on where an earlier poll was refused."""
    if visit.gap is None or not visit.gap.resume:
        return replace(visit, next=None)
    resumed = Request(visit.gap.resume, visit.source.host, redirects=False)
    return replace(visit, next=resumed, is_mending=True)


def _reached(visit: Visit) -> Visit:
    """Something known came up: the gap that was followed is closed, an older one is not."""
    if visit.pages == 1:
        return replace(visit, next=None)
    return replace(visit, next=None, gap=None if visit.is_mending else visit.state.gap)


def _given_up(visit: Visit, gap: Gap | None) -> Visit:
    """End the visit with a gap that stays; a new source's backlog beyond the policy is none."""
    return replace(visit, next=None, gap=gap if gap and gap.after else None)


def _gap(visit: Visit, listing: Listing, now: datetime, resume: str) -> Gap:
    """Return the gap that remains if paging back ended here, together with an older one."""
    begun = visit.state.gap
    after = begun.after if begun else visit.state.newest
    return Gap(after, listing.items[0].key, begun.noticed if begun else now, resume)
