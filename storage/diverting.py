"""Alerts that are not sent by themselves although they are due: too many, too late, or at a quiet hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Alert, DeliveryPolicy


def strays(
    connection: Connection, alerts: Collection[Alert], now: datetime, policy: DeliveryPolicy
) -> set[int]:
    """Return which of these due alerts, by id, are not to be sent by themselves; only reads."""
    del connection, alerts, now, policy
    return set()


def divert(connection: Connection, alerts: Collection[Alert], now: datetime, policy: DeliveryPolicy) -> int:
    """Hold or fold those of these alerts that are strays as they stand now; return how many.

    What becomes of them is due at once, or later: whoever sends looks again.
    """
    del connection, alerts, now, policy
    return 0
