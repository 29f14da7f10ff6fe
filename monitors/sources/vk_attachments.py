"""What is attached to a post of VK: pictures, videos, links, polls and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitors.sources.html import web_address
from monitors.sources.text import clean
from storage.model import LinkPreview, Media, Poll

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MOST = 50
"""Attachments that are read of one post; VK allows ten."""

_MOST_OPTIONS = 50

_KINDS = {
    **dict.fromkeys(("photo", "posted_photo", "graffiti", "album", "photos_list"), "photo"),
    **dict.fromkeys(("audio", "audio_playlist", "podcast"), "audio"),
    **dict.fromkeys(("video", "clip", "short_video"), "video"),
    "audio_message": "voice",
    "doc": "document",
    "sticker": "sticker",
}
_NO_MEDIA = frozenset(("link", "poll", "page", "note", "article"))
_WITH_PICTURES = frozenset(("photo", "album"))


def attachments(post: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the attachments of a post, each as its type and its own object."""
    given = post.get("attachments")
    found: list[tuple[str, Mapping[str, Any]]] = []
    for value in given[:_MOST] if isinstance(given, list) else ():
        kind = value.get("type") if isinstance(value, dict) else None
        if isinstance(kind, str):
            inner = value.get(kind)
            found.append((kind, inner if isinstance(inner, dict) else {}))
    return found


def media_of(pieces: Sequence[tuple[str, Mapping[str, Any]]], post: Mapping[str, Any]) -> Iterator[Media]:
    """Yield what is to be seen or heard; what is not known is ``unsupported``."""
    for kind, value in pieces:
        if kind not in _NO_MEDIA:
            pictures = _largest(value)
            shown = _KINDS.get(kind, "unsupported")
            url = pictures or _address(value, "url") if shown == "photo" else _address(value, "url")
            yield Media(shown, _title(kind, value), url, "" if shown == "photo" else pictures)
    geo = post.get("geo")
    if isinstance(geo, dict):
        place = geo.get("place")
        yield Media("location", title=_words(place if isinstance(place, dict) else {}, "title"))


def poll_of(piece: tuple[str, Mapping[str, Any]]) -> Poll | None:
    """Return an attachment as a poll, if it is one."""
    kind, value = piece
    question = _words(value, "question")
    if kind != "poll" or not question:
        return None
    answers = value.get("answers")
    given = (
        [one for one in answers[:_MOST_OPTIONS] if isinstance(one, dict)] if isinstance(answers, list) else []
    )
    sort = "Anonymous Poll" if value.get("anonymous") is True else "Public Poll"
    return Poll(question, sort, tuple(words for one in given if (words := _words(one, "text"))))


def preview_of(piece: tuple[str, Mapping[str, Any]]) -> LinkPreview | None:
    """Return an attachment as the card of a link, if it is one; articles and wiki pages are links too."""
    kind, value = piece
    if kind not in {"link", "page", "note", "article"}:
        return None
    url = _address(value, "url") or _address(value, "view_url")
    description = _words(value, "description") or _words(value, "subtitle")
    return LinkPreview(url, _words(value, "caption"), _words(value, "title"), description) if url else None


def words_of(pieces: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    """Yield what a post without words of its own says by what is attached to it."""
    for kind, value in pieces:
        if kind in {"link", "page", "note", "article", "video", "clip", "album", "podcast"}:
            yield from filter(None, (_words(value, "title"), _words(value, "description")))
        elif kind in _WITH_PICTURES:
            yield from filter(None, (_words(value, "text"),))
        elif kind in {"doc", "audio", "audio_playlist"}:
            yield from filter(None, (_title(kind, value),))


def _title(kind: str, value: Mapping[str, Any]) -> str:
    title, artist = _words(value, "title"), _words(value, "artist")
    if kind in _WITH_PICTURES:
        return title or _words(value, "text")
    return f"{artist} – {title}" if artist and title else title or artist


def _words(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return clean(found) if isinstance(found, str) else ""


def _address(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return web_address(found) if isinstance(found, str) and found else ""


def _largest(value: Mapping[str, Any]) -> str:
    """Return the address of the largest picture, wherever the type of attachment keeps them."""
    thumb = value.get("thumb")
    inner = [value, thumb] if isinstance(thumb, dict) else [value]
    lists = (one.get(name) for one in inner for name in ("sizes", "image", "images"))
    sizes = [size for found in lists if isinstance(found, list) for size in found if isinstance(size, dict)]
    largest = max(sizes, key=_width, default={})
    return _address(largest, "url") or _address(value, "photo_604")


def _width(size: Mapping[str, Any]) -> int:
    width = size.get("width")
    return width if isinstance(width, int) else 0
