"""One status of a Mastodon server: what it says (https://docs.joinmastodon.org/entities/Status/)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from monitors.sources.dates import parse_date
from monitors.sources.feed_entries import mappings
from monitors.sources.html import Plain, plain, web_address
from monitors.sources.json_api import key_of, line_of, mapping, text_of
from monitors.sources.text import clean, digest
from storage.model import Forward, LinkPreview, Media, Poll, Post

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PUBLIC = frozenset({"public", "unlisted"})
_MEDIA = {"image": "photo", "video": "video", "gifv": "video", "audio": "audio"}
_NAMING = re.compile(r"<a\s[^<>]*\bclass\s*=\s*[\"'][^\"'<>]*\b(?:mention|hashtag)\b[^<>]*>", re.IGNORECASE)
"""Links of mentions and hashtags, which lead to nothing that the post points at."""

_QUOTE_LINK = re.compile(
    r"<(p|span)\s[^<>]*\bclass\s*=\s*[\"']quote-inline\b[^<>]*>.{0,1000}?</\1>", re.IGNORECASE | re.DOTALL
)
"""What stands in the text for a quoted post where software does not know quotes."""

_LONGEST = 200_000
"""Characters of markup, of which no more is read; Mastodon's own limit is 500 of text."""


def is_public(status: Mapping[str, Any]) -> bool:
    """Tell whether everyone may read a status, and what it boosts; one that says nothing of it is public."""
    both = (status, mapping(status, "reblog"))
    return all("visibility" not in one or text_of(one, "visibility") in _PUBLIC for one in both)


def digest_of(status: Mapping[str, Any]) -> bytes:
    """Return what stands for a status as its author wrote it: no counters, votes, cards or addresses."""
    parts = [part for one in (status, mapping(status, "reblog"), _quoted(status)) for part in _lasting(one)]
    return digest("\0".join(parts).encode(errors="replace"))


def read(source: str, key: str, status: Mapping[str, Any], server: str) -> Post:
    """Read a status; ``server`` is the base address of the server that showed it.

    A boost has its own key, author and time, and all else is of the status that it repeats. A quoted status
    stands below the words of the one who quotes it, and is the origin of both.
    """
    shown = mapping(status, "reblog") or status
    quoted = _quoted(shown)
    body = _body(shown)
    origin = shown if shown is not status else quoted
    return Post(
        source=source,
        key=key,
        link=_link(shown, server),
        text=_text(shown, body, quoted),
        published=parse_date(text_of(status, "created_at")),
        edited=bool(text_of(shown, "edited_at")),
        author=_author(status),
        forward=Forward(_author(origin), _link(origin, server) or None) if origin else None,
        reply_to=_reply_to(shown, server),
        media=tuple(_media(shown)),
        links=_links(shown, body),
        preview=_preview(shown),
        poll=_poll(shown),
        lang=clean(text_of(shown, "language")).lower(),
    )


def _lasting(status: Mapping[str, Any]) -> Iterator[str]:
    """Yield the parts of a status that only its author can change."""
    for name in ("id", "content", "spoiler_text", "edited_at", "language"):
        yield text_of(status, name)
    poll = mapping(status, "poll")
    yield "\n".join(text_of(option, "title") for option in mappings(poll, "options"))
    for media in mappings(status, "media_attachments"):
        yield f"{key_of(media, 'id')} {text_of(media, 'type')} {text_of(media, 'description')}"


def _quoted(status: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the quoted status: as Mastodon 4.5 wraps it, or bare as Akkoma sends it."""
    quote = mapping(status, "quote")
    quoted = mapping(quote, "quoted_status") or (quote if "content" in quote else {})
    return quoted if is_public(quoted) else {}


def _body(status: Mapping[str, Any]) -> Plain:
    content = text_of(status, "content")[:_LONGEST]
    if status.get("quote"):
        content = _QUOTE_LINK.sub("", content)
    return plain(_NAMING.sub("<a>", content), text_of(status, "url"))


def _text(status: Mapping[str, Any], body: Plain, quoted: Mapping[str, Any]) -> str:
    """Return what a reader would read: the warning, the text, the poll, the quote.

    A status of links alone is read with the card of its link, one without words with what its pictures
    are said to show.
    """
    pieces = [clean(text_of(status, "spoiler_text")), body.text]
    pieces += [f"• {title}" for title in _options(status)]
    card = _preview(status)
    if card and all(word.startswith(("http://", "https://")) for word in body.text.split()):
        pieces += [card.title, card.description]
    if quoted:
        pieces += [clean(text_of(quoted, "spoiler_text")), _body(quoted).text]
    if not any(pieces):
        pieces = [media.title for media in _media(status)]
    return _joined(pieces)


def _joined(pieces: list[str]) -> str:
    """Put pieces below one another, the answers of a poll without empty lines between them."""
    text = ""
    for piece in filter(None, pieces):
        text += ("\n" if piece.startswith("• ") else "\n\n") + piece
    return clean(text)


def _author(status: Mapping[str, Any]) -> str:
    account = mapping(status, "account")
    return line_of(account, "display_name") or line_of(account, "acct") or line_of(account, "username")


def _link(status: Mapping[str, Any], server: str) -> str:
    """Return a status's page; where it has none, its identifier, which leads to it too."""
    given = web_address(text_of(status, "url")) or web_address(text_of(status, "uri"))
    key, name = key_of(status, "id"), key_of(mapping(status, "account"), "acct")
    return given or (f"{server}/@{name}/{key}" if key and name else "")


def _reply_to(status: Mapping[str, Any], server: str) -> str:
    """Return the page of the status that this one answers: its server gives no more than the ids."""
    key = key_of(status, "in_reply_to_id")
    if not key:
        return ""
    whose = key_of(status, "in_reply_to_account_id")
    known = [mapping(status, "account"), *mappings(status, "mentions")]
    name = next((key_of(one, "acct") for one in known if whose and key_of(one, "id") == whose), "")
    return f"{server}/@{name}/{key}" if name else f"{server}/web/statuses/{key}"


def _media(status: Mapping[str, Any]) -> Iterator[Media]:
    for media in mappings(status, "media_attachments"):
        url = web_address(text_of(media, "url")) or web_address(text_of(media, "remote_url"))
        kind = _MEDIA.get(text_of(media, "type"), "document")
        title, thumbnail = (text_of(media, name) for name in ("description", "preview_url"))
        yield Media(kind, clean(title), url, web_address(thumbnail))


def _links(status: Mapping[str, Any], body: Plain) -> tuple[str, ...]:
    card = web_address(text_of(mapping(status, "card"), "url"))
    return tuple(dict.fromkeys([*body.links, *([card] if card else [])]))


def _preview(status: Mapping[str, Any]) -> LinkPreview | None:
    card = mapping(status, "card")
    url = web_address(text_of(card, "url"))
    if not url:
        return None
    return LinkPreview(
        url, line_of(card, "provider_name"), line_of(card, "title"), clean(text_of(card, "description"))
    )


def _options(status: Mapping[str, Any]) -> tuple[str, ...]:
    titles = (line_of(option, "title") for option in mappings(mapping(status, "poll"), "options"))
    return tuple(title for title in titles if title)


def _poll(status: Mapping[str, Any]) -> Poll | None:
    """Return a status's poll; its question is the status's own text."""
    options = _options(status)
    if not options:
        return None
    return Poll("", "multiple" if mapping(status, "poll").get("multiple") is True else "", options)
