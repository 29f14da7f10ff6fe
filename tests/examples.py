"""Small values that tests are made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from storage.model import (
    Entry,
    Hit,
    Match,
    Post,
    Severity,
    Sighting,
    SourceState,
    Verdict,
    topic_target,
)

if TYPE_CHECKING:
    from datetime import datetime

SOURCE = "telegram:open_belgorod"


def post(key: str = "1", text: str = "Обстрел Грайворона", **more: Any) -> Post:  # noqa: ANN401 - any field
    """Return a post of the source that tests watch."""
    return Post(SOURCE, key, f"https://t.me/open_belgorod/{key}", text, **more)


def hit(topic: str = "shelling", severity: Severity = Severity.CRITICAL) -> Hit:
    """Return a hit on the first word of the example post."""
    return Hit(topic_target(topic), severity, (Match("обстрел", "Обстрел", 0, 7),))


def sighting(of: Post, *hits: Hit, digest: bytes = b"d1") -> Sighting:
    """Return a sighting whose content is its text."""
    return Sighting(of, digest, of.text.encode(), of.text.lower(), hits)


def verdict(*entries: Entry, **more: Any) -> Verdict:  # noqa: ANN401 - any field
    """Return a verdict that adds these posts."""
    return replace(Verdict(SourceState(SOURCE), new=entries), **more)


def told(key: str = "1", text: str = "Обстрел Грайворона", published: datetime | None = None) -> Entry:
    """Return a new post that is announced to those who follow the topic *shelling*."""
    return Entry(sighting(post(key, text, published=published), hit()), announce=True)
