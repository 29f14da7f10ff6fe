"""What is read from a feed of any format before it becomes posts: documents and their entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from storage.model import Media

MOST_MEDIA = 50
"""Attachments that are read of one entry; Telegram shows ten."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as its feed wrote it: texts with their markup, links perhaps relative.

    ``literal`` says that ``text`` is no HTML, whatever it looks like; ``summary`` stands in where
    ``text`` has no words. ``published`` is aware and in UTC.
    """

    id: str = ""
    title: str = ""
    text: str = ""
    summary: str = ""
    link: str = ""
    published: datetime | None = None
    author: str = ""
    lang: str = ""
    literal: bool = False
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A feed: its title with its markup, its home page, its language, its entries as they stand.

    ``hub`` is the WebSub hub that it announces.
    """

    title: str = ""
    link: str = ""
    lang: str = ""
    entries: tuple[Entry, ...] = ()
    hub: str = ""


def string(values: Mapping[str, Any], name: str) -> str:
    """Return a text among values that may be of any type; an empty one where there is none."""
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""


def mappings(values: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return the mappings in a list that may be missing, or no list, or full of something else."""
    found = values.get(name)
    if not isinstance(found, list):
        return []
    return [value for value in found[:MOST_MEDIA] if isinstance(value, dict)]


_KINDS = {"image": "photo", "video": "video", "audio": "audio"}
_MIMES = {
    "application/x-shockwave-flash": "video",
    "application/ogg": "audio",
    "application/vnd.apple.mpegurl": "video",
}
_ENDINGS = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "avif", "heic"), "photo"),
    **dict.fromkeys(("mp4", "m4v", "mov", "webm", "mkv", "avi", "m3u8"), "video"),
    **dict.fromkeys(("mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "aac"), "audio"),
}


def media_kind(mime: str, medium: str, url: str) -> str:
    """Return ``photo``, ``video``, ``audio`` or ``document``: by Media RSS's medium, the type, the ending."""
    mime = mime.lower().partition(";")[0].strip()
    by_type = _MIMES.get(mime) or _KINDS.get(medium.lower()) or _KINDS.get(mime.partition("/")[0])
    if by_type or (mime and mime != "application/octet-stream"):
        return by_type or "document"
    ending = url.partition("?")[0].rpartition(".")[2].lower()
    return _ENDINGS.get(ending, "document")
