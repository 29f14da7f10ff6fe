"""What delivery finds in the store: what may go now, and when to look again. Only reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import diverting, growing, holding, outbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Alert, DeliveryPolicy


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: so many alerts, none for busy chats; an uncertain one only where ``uncertain``."""

    now: datetime
    room: int
    busy: Sequence[int]
    policy: DeliveryPolicy
    console: bool
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What may be sent, what is to be diverted, and whether something that was held is to be let go first."""

    alerts: Sequence[Alert] = ()
    strays: Sequence[Alert] = ()
    is_release_due: bool = False


def look(connection: Connection, wanted: Wanted) -> Found:
    """Return what is due, all of one moment; the terminal has neither digests nor floods."""
    if wanted.console:
        return Found(_due(connection, wanted))
    release = holding.next_release(connection)
    if release is not None and release <= wanted.now:
        return Found(is_release_due=True)
    return look_past_release(connection, wanted)


def look_past_release(connection: Connection, wanted: Wanted) -> Found:
    """Return what is due without asking whether something is to be let go."""
    due = _due(connection, wanted)
    away = diverting.strays(connection, due, wanted.now, wanted.policy) if due else set()
    return Found([one for one in due if one.id not in away], [one for one in due if one.id in away])


def _due(connection: Connection, wanted: Wanted) -> list[Alert]:
    """Return what is due; only where that is nothing, one alert that may have arrived already."""
    now, console = wanted.now, wanted.console
    due = outbox.due(connection, now, wanted.room, wanted.busy, console=console, uncertain=False)
    if due or not wanted.uncertain:
        return due
    return outbox.due(connection, now, 1, wanted.busy, console=console)


def edits(
    connection: Connection, now: datetime, limit: int, busy: list[int], *, console: bool
) -> tuple[list[Alert], bool]:
    """Return what is to be edited now, and whether anything is marked as if it were."""
    marked = growing.next_due(connection)
    if marked is None or marked > now:
        return [], False
    return growing.due(connection, now, limit, busy, console=console), True


def next_due(connection: Connection, *, console: bool) -> datetime | None:
    """Return when next something is to be sent, edited or let go."""
    release = None if console else holding.next_release(connection)
    times = (outbox.next_due(connection, console=console), growing.next_due(connection), release)
    return min((time for time in times if time), default=None)
