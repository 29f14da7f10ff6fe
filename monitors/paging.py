"""Which page to ask for after another: older ones until something known comes up, and gaps that remained."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from storage.model import Gap

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from monitors.exchange import Request
    from monitors.sources.contract import Listing
    from monitors.visit import Policy, Visit
    from storage.model import Fingerprint, Source


def by_proxy(request: Request, source: Source) -> Request:
    """Return a request as it goes by its source's proxy, if that has one."""
    return replace(request, proxy=source.proxy) if source.proxy else request


def ask(visit: Visit, request: Request, gap: Gap | None = None) -> Visit:
    """Go on with another page, by the same way as to the first."""
    return replace(visit, next=by_proxy(request, visit.source), gap=gap or visit.gap)


def follow(
    before: Visit,
    visit: Visit,
    listing: Listing,
    known: Mapping[str, Fingerprint],
    policy: Policy,
    now: datetime,
) -> Visit:
    """Page back until something known comes up, as far as the policy goes; note what is missed."""
    may_go_on = visit.pages < policy.backlog_pages
    if listing.older is None or any(item.key in known for item in listing.items if not item.is_pinned):
        return mend(visit) if visit.pages == 1 and may_go_on else _reached(visit)
    if visit.on_show == before.on_show:  # the server does not page back
        return given_up(visit, replace(visit.gap, resume="") if visit.gap else None)
    resume = listing.older.url if may_go_on else ""
    gap = _gap(visit, listing, now, resume)
    return ask(visit, listing.older, gap) if may_go_on else given_up(visit, gap)


def mend(visit: Visit) -> Visit:
    """Without a gap behind the first page: go on where an earlier poll was refused."""
    if visit.gap is None or not visit.gap.resume:
        return replace(visit, next=None)
    resumed = replace(visit.first, url=visit.gap.resume, etag="", last_modified="")
    return ask(replace(visit, is_mending=True), resumed)


def _reached(visit: Visit) -> Visit:
    """Something known came up: the gap that was followed is closed, an older one is not."""
    if visit.pages == 1:
        return replace(visit, next=None)
    return replace(visit, next=None, gap=None if visit.is_mending else visit.state.gap)


def given_up(visit: Visit, gap: Gap | None) -> Visit:
    """End the visit with a gap that stays; a new source's backlog beyond the policy is none."""
    return replace(visit, next=None, gap=gap if gap and gap.after else None)


def _gap(visit: Visit, listing: Listing, now: datetime, resume: str) -> Gap:
    """Return the gap that remains if paging back ended here, together with an older one."""
    begun = visit.state.gap
    after = begun.after if begun else visit.state.newest
    first = next((item for item in listing.items if not item.is_pinned), listing.items[0])
    return Gap(after, first.key, begun.noticed if begun else now, resume)
