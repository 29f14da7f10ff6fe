"""What lets the event loop run beside a thread that has much to do.

CPython hands its lock over to a thread that has waited :func:`sys.getswitchinterval` in vain (5 ms).
SQLite and numpy let go of the lock at every call and take it again at once, which wakes the one who
waits too late and lets the waiting begin anew: a thread that calls them every few microseconds keeps
the event loop from running for a good part of a second. So such a thread really rests, for a moment,
every few milliseconds.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from typing import Any

TURN = 0.005
"""Seconds that a thread goes on at the most before it rests: CPython's own interval."""

REST = 0.000_05
"""Seconds of rest: enough for another thread to wake and take the lock."""


class _Rested(threading.local):
    """When this thread last rested, on the monotonic clock."""

    at = 0.0


_rested = _Rested()


def rest() -> None:
    """Rest for a moment where this thread has gone on for its turn; otherwise do nothing."""
    if time.monotonic() - _rested.at > TURN:
        time.sleep(REST)
        _rested.at = time.monotonic()


class YieldingConnection(sqlite3.Connection):
    """A connection that rests between statements; otherwise :class:`sqlite3.Connection`."""

    def execute(self, *args: Any) -> sqlite3.Cursor:  # noqa: ANN401 - as sqlite3 takes them
        """Execute one statement, after a rest where one is due."""
        rest()
        return super().execute(*args)
