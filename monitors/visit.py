"""One poll of one source, as far as it has come: plain values.

:mod:`monitors.visiting` goes from page to page, :mod:`monitors.looking` says how much of a page is looked
at, :mod:`monitors.paging` which page comes after another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from monitors.exchange import Page, Refused, Request
    from monitors.sources.contract import Item
    from storage.model import Gap, Source, SourceState


@dataclass(frozen=True, slots=True)
class Policy:
    """What the operator wants of polls.

    ``backlog_pages`` is how many pages one poll may read; ``alert_backlog`` how young a post must
    be to be told of on a source's first poll.
    """

    backlog_pages: int
    alert_backlog: timedelta


@dataclass(frozen=True, slots=True)
class OnPage:
    """The keys on a page, oldest first, a digest of all that they said, and when they were looked up.

    ``marks`` are the network's own for a short look (:meth:`monitors.sources.contract.Kind.fresh`);
    ``misses`` counts requests for news in a row whose answer showed something else.
    """

    keys: tuple[str, ...]
    digest: bytes
    looked_up: datetime
    marks: Mapping[str, int] = field(default_factory=dict)
    misses: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """One poll so far: what its pages showed, and the request that comes next, if any; ``first`` began it.

    ``unread`` are the items to parse, ``on_show`` all keys seen, ``stale`` those among them whose
    day is to be noted. ``refusal`` ended the poll; ``gap`` is what could not be reached. ``read_whole``
    tells whether all of the newest page was read; ``page`` is what it showed then, ``before`` what the last
    one showed, and ``vanished`` are the keys of posts that were between others and are there no longer.
    ``asks_news`` tells that less than a whole page was asked for, ``is_short`` that what is unread is no
    work worth speaking of. ``lost`` counts what was shown without a key of its own. ``behind``
    are the keys that came into view behind all that was known.
    """

    source: Source
    state: SourceState
    next: Request | None
    first: Request
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
    identity: str = ""
    hub: str = ""
    read_whole: bool = False
    before: OnPage | None = None
    page: OnPage | None = None
    vanished: tuple[str, ...] = ()
    asks_news: bool = False
    is_short: bool = False
    lost: int = 0
    behind: frozenset[str] = frozenset()

    @property
    def is_first(self) -> bool:
        """Whether this source has never been read before."""
        return self.state.first_success is None

    @property
    def missing(self) -> str:
        """What to say of posts that are missing since this visit; once, and again when they are given up."""
        gap, before = self.gap, self.state.gap
        if gap is None or not gap.after or gap == before or (before and gap.resume):
            return ""
        return f"posts between {gap.after} and {gap.before} are missing"

    @property
    def is_challenged(self) -> bool:
        """Whether the answer was a page to keep programs out."""
        return self.refusal is not None and self.refusal.trouble is Trouble.CHALLENGE
