"""What a server says of the requests that it still grants: when none is left, until when.

Mastodon sends ``X-RateLimit-Remaining`` and ``X-RateLimit-Reset`` (ISO 8601; docs.joinmastodon.org,
"Rate limits"), Bluesky the same names without ``X-`` (seconds since 1970), others the seconds to wait, as
the IETF's draft "RateLimit header fields for HTTP" had it until its seventh version.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST = timedelta(hours=24)
"""What a longer wait is taken for, as with ``Retry-After``."""

_MISTAKEN = timedelta(days=7)
"""No server counts requests over more than that: a later reset is a wrong clock or a wrong unit."""

_EPOCH = 1_000_000_000
"""From here on (2001), a number is a moment; below, it is seconds to wait."""

_PREFIXES = ("X-RateLimit-", "RateLimit-")
_NAMES = tuple((f"{prefix}Remaining", f"{prefix}Reset") for prefix in _PREFIXES)
_NUMBER = re.compile(r"[0-9]{1,13}(\.[0-9]{1,15})?")


def spent_for(headers: Mapping[str, str], clock: Callable[[], datetime]) -> timedelta | None:
    """Return how long a server grants no further request, at most 24 hours.

    None where it grants some, says nothing of it, or names no moment within the next seven days. The
    clock is looked at only where there is something to count from.
    """
    for remaining, reset in _NAMES:
        left = headers.get(remaining)
        if left is not None and _is_none(left) and (wait := _until(headers.get(reset, ""), clock())):
            return wait
    return None


def _is_none(left: str) -> bool:
    text = left.strip()
    return _NUMBER.fullmatch(text) is not None and float(text) < 1


def _until(reset: str, now: datetime) -> timedelta | None:
    wait = _wait(reset.strip(), now)
    return min(wait, LONGEST) if timedelta() < wait <= _MISTAKEN else None


def _wait(text: str, now: datetime) -> timedelta:
    """Return the time to a reset; none at all where the text names none."""
    if _NUMBER.fullmatch(text):
        seconds = float(text)
        return timedelta(seconds=seconds - now.timestamp() if seconds >= _EPOCH else seconds)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return timedelta()
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
