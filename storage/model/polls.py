"""What one poll saw, what is known of it, and what is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.model.posts import Fingerprint, Post
    from storage.model.rules import Hit
    from storage.model.sources import SourceState


@dataclass(frozen=True, slots=True)
class Sighting:
    """A post as one poll saw it, with all that was worked out before the write door.

    ``hits`` are the targets that it satisfies, ``places`` the places of the region that it names.
    """

    post: Post
    digest: bytes
    content: bytes
    search_text: str
    hits: tuple[Hit, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A sighting that is to be saved, and whether those who follow it are told."""

    sighting: Sighting
    announce: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that one poll changes; it is saved in one transaction.

    ``new`` and ``revised`` are posts with their text; ``fingerprints`` are sightings of which
    nothing but the fingerprint changes (another key for the same post, other markup); ``shown``
    are keys that are still on display and whose day is to be noted, ``vanished`` those that are no
    longer where they were. ``duplicates`` counts the sightings that were known under another key.
    """

    state: SourceState
    new: tuple[Entry, ...] = ()
    revised: tuple[Entry, ...] = ()
    fingerprints: tuple[Sighting, ...] = ()
    shown: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class Retention:
    """How long texts are kept: matched posts, others, and fingerprints after they were last shown."""

    matched: timedelta
    other: timedelta
    fingerprints: timedelta = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Kept:
    """A post whose text is still stored: that text, the targets that it satisfied, and its earlier texts."""

    text: str
    targets: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Recollection:
    """What the store knows of the posts of one poll, read inside the write door.

    ``by_key`` maps keys to fingerprints; ``by_content`` maps content digests to the fingerprint
    that was shown last with these words; ``kept`` maps the keys of posts whose text is still stored.
    """

    by_key: Mapping[str, Fingerprint] = field(default_factory=dict)
    by_content: Mapping[bytes, Fingerprint] = field(default_factory=dict)
    kept: Mapping[str, Kept] = field(default_factory=dict)
