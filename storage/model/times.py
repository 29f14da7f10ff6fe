"""Times as text: UTC, ISO 8601, of one width."""

from __future__ import annotations

from datetime import UTC, datetime


def to_iso(moment: datetime) -> str:
    """Return a UTC time in ISO 8601 of one width, so that its text sorts as the time does."""
    utc = moment.astimezone(UTC)
    return utc.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def from_iso(text: str) -> datetime:
    """Return the aware UTC time that :func:`to_iso` wrote."""
    return datetime.fromisoformat(text).astimezone(UTC)
