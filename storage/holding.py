"""What is held until a digest is due or quiet hours are over, and how it is let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection
    from storage.model import DeliveryPolicy


def next_release(connection: Connection) -> datetime | None:
    """Return when :func:`release` has something to do next, None while nothing is held and nobody waits."""
    del connection
    return None


def release(connection: Connection, now: datetime, policy: DeliveryPolicy, most: int = 500) -> int:
    """Let go what is held no longer, each chat's in one summary, or alone; of at most so many chats.

    Also works out anew when digests are due and quiet hours come, where that has passed. Return how many
    chats there were; where that is ``most``, there may be more.
    """
    del connection, now, policy, most
    return 0
