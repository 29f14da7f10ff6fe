"""When the next request may go to a host: a steady rate, and silence when the host asks for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from monitors.clock import Clock

FIRST_BACK_OFF = timedelta(seconds=60)
"""How long a host is left alone that says "too many requests" and not for how long."""

LONGEST_OWN_BACK_OFF = timedelta(hours=1)
"""What doubling :data:`FIRST_BACK_OFF` ends at."""

LONGEST_RETRY_AFTER = timedelta(hours=24)
"""What a longer Retry-After is taken for, so that no answer can silence a source for good."""

CHALLENGED = 2
"""So many sources of a host that meet a challenge page one after the other are no chance."""

OWN_PAGES, OWN_FOR = 10, timedelta(hours=1)
"""So many older pages anybody may ask for in this time, whoever waits: to catch up after a stop."""

SHARE = 0.05
"""Older pages beyond those, as a share of what a busy host is asked for: so much longer the others wait."""

MOST_SPARE = 10.0
"""Requests that a host has left unused, beyond which no more are counted."""

_LANES_KEPT = 1000
"""Redirects can name any host: beyond so many, those with nothing to remember are forgotten."""

_BEGINNING = datetime.min.replace(tzinfo=UTC)
_SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?")


def retry_after(header: str, now: datetime) -> timedelta | None:
    """Return how long a ``Retry-After`` header (RFC 9110, 10.2.3) asks to wait, at most 24 hours.

    None where it asks for nothing that can be obeyed: garbage, zero, a date that has passed.
    """
    text = header.strip()
    if _SECONDS.fullmatch(text):
        seconds = float(text)  # of any length: too many digits become infinity
        wait = timedelta(seconds=min(seconds, LONGEST_RETRY_AFTER.total_seconds()))
    else:
        wait = min(_moment(text, now) - now, LONGEST_RETRY_AFTER)
    return wait if wait > timedelta() else None


def _moment(text: str, otherwise: datetime) -> datetime:
    try:
        moment = parsedate_to_datetime(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return otherwise


@dataclass(slots=True)
class _Lane:
    """One host: when its next request may begin, until when it wants none, refusals in a row.

    ``challenged`` are those who met a page to keep programs out, since it last showed a real one. ``spare``
    counts the requests that nobody needed, ``walked`` each one's own older pages since a moment.
    """

    free: datetime = _BEGINNING
    closed: datetime = _BEGINNING
    refusals: int = 0
    challenged: set[str] = field(default_factory=set)
    spare: float = 0.0
    walked: dict[str, tuple[int, datetime]] = field(default_factory=dict)


class Pacer:
    """Lets at most ``per_second`` requests begin at each host, none while it wants to be left alone.

    ``per_second`` is positive. Each gap is longer than ``1 / per_second`` by a random share of it
    of up to ``jitter``: programs started at the same moment do not stay in step.
    """

    def __init__(self, per_second: float, jitter: float, clock: Clock, random: Random) -> None:
        self._gap = 1 / per_second
        self._jitter = jitter
        self._clock = clock
        self._random = random
        self._lanes: dict[str, _Lane] = {}
        self._seen = _BEGINNING

    async def turn(self, host: str) -> None:
        """Wait until the next request to a host may begin. Turns are given in the order of asking."""
        if wait := self.book(host):
            await self._clock.sleep(wait)

    def book(self, host: str) -> float:
        """Take the next turn at a host; return the seconds until it comes, 0 for at once."""
        now = self._now()
        lane = self._lanes.get(host) or self._lane(host, now)
        start = max(lane.free, now)
        lane.spare = min(MOST_SPARE, lane.spare + SHARE + self._unused(lane, now))
        lane.free = start + timedelta(seconds=self._gap * (1 + self._jitter * self._random.random()))
        return (start - now).total_seconds() if start > now else 0.0

    def closed_until(self, host: str) -> datetime | None:
        """Return until when a host wants no request, or None when it may be asked."""
        lane = self._lanes.get(host)
        if lane is None or lane.closed is _BEGINNING:  # nobody ever asked for silence: no clock is needed
            return None
        return lane.closed if lane.closed > self._now() else None

    def is_idle(self, host: str) -> bool:
        """Tell whether a host may be asked, and could have been for as long as from one request to the next.

        Then a request more keeps nobody waiting who did not wait before.
        """
        now = self._now()
        lane = self._lanes.get(host)
        return lane is None or max(lane.free + timedelta(seconds=self._gap), lane.closed) <= now

    def _unused(self, lane: _Lane, now: datetime) -> float:
        """Return how many requests more could have been made since the last one."""
        if lane.free == _BEGINNING:
            return 0.0
        return max(0.0, (now - lane.free).total_seconds() / self._gap - 1)

    def may_go_on(self, host: str, who: str) -> bool:
        """Tell whether somebody may ask a host for one page more than the newest, and count it.

        Some each may ask for at any time; beyond those, as many as the others leave unused, and a small
        share. So who has more to show at every visit than one page holds does not make the others wait.
        """
        now = self._now()
        lane = self._lane(host, now)
        count, since = lane.walked.get(who, (0, now))
        if not timedelta() <= now - since < OWN_FOR:
            count, since = 0, now
        if count < OWN_PAGES:
            lane.walked[who] = count + 1, since
            return True
        if lane.spare < 1:
            return False
        lane.spare -= 1
        return True

    def back_off(self, host: str, wait: timedelta | None = None) -> datetime:
        """Leave a host alone for as long as it asked and return until when.

        Without ``wait``: for 60 seconds, twice as long each time until :meth:`relax`, at most an
        hour. What an earlier answer asked for is never cut short.
        """
        now = self._now()
        lane = self._lane(host, now)
        if lane.closed <= now:  # answers to requests that were under way together count once
            lane.refusals += 1
        lane.closed = max(lane.closed, now + (wait or _own_back_off(lane.refusals)))
        return lane.closed

    def relax(self, host: str) -> None:
        """Note that a host answered: the next back-off begins small again."""
        if lane := self._lanes.get(host):
            lane.refusals = 0

    def note(self, host: str, who: str, *, challenged: bool) -> None:
        """Note whether somebody met a page to keep programs out, or something else.

        One may be a broken source; where several meet it and nobody a real page in between, it is
        the host that wants to be left alone.
        """
        lane = self._lane(host, self._now())
        if not challenged:
            lane.challenged.clear()
            return
        lane.challenged.add(who)
        if len(lane.challenged) >= CHALLENGED:
            lane.challenged.clear()
            self.back_off(host)

    def _lane(self, host: str, now: datetime) -> _Lane:
        if host not in self._lanes and len(self._lanes) >= _LANES_KEPT:
            self._lanes = {
                name: lane
                for name, lane in self._lanes.items()
                if lane.refusals or max(lane.free, lane.closed) > now
            }
        return self._lanes.setdefault(host, _Lane())

    def _now(self) -> datetime:
        """Return the time. When the clock was set back, what lies ahead moves back with it."""
        now = self._clock.now()
        if now < self._seen:
            for lane in self._lanes.values():
                lane.free = max(lane.free, now) - (self._seen - now)
                lane.closed = max(lane.closed, now) - (self._seen - now)
        self._seen = now
        return now


def _own_back_off(refusals: int) -> timedelta:
    doublings = min(refusals - 1, 10)  # ten are more than enough to reach the longest
    return min(FIRST_BACK_OFF * (1 << doublings), LONGEST_OWN_BACK_OFF)
