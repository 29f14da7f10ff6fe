"""Posts and what they tell, as tests of tellings and of their likeness need them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from monitors.language.fold import search_text
from monitors.matching import Reading
from monitors.stories.telling import telling_of
from storage.model import Hit, Post, Severity, Source
from tests.conftest import MORNING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitors.stories.telling import Telling


def told(
    text: str,
    places: Sequence[str] = (),
    topics: Sequence[str] = (),
    minutes: float = 0,
    **more: Any,  # noqa: ANN401 - any field of a post
) -> Telling:
    """Return what a post tells that was published so many minutes after the morning began."""
    at = MORNING + timedelta(minutes=minutes)
    post = Post("telegram:ashes", "7", "https://t.me/ashes/7", text, **{"published": at, **more})
    hits = tuple(Hit(topic if ":" in topic else f"topic:{topic}", Severity.CRITICAL, ()) for topic in topics)
    reading = Reading(hits, tuple(places))
    return telling_of(
        1, post, search_text(text), reading, Source("telegram", "ashes"), at + timedelta(days=1)
    )
