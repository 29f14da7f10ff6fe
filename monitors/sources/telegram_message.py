"""One message block of a Telegram preview page: what it says.

The selectors are facts about the page as Telegram serves it.
"""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from monitors.sources.depth import is_deeper
from monitors.sources.html import plain
from monitors.sources.text import clean
from storage.model import Forward, LinkPreview, Media, Poll, Post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

_POST = re.compile(rb'data-post="([^"]+)"')
_BACKGROUND = re.compile(r"url\('([^']*)'\)")
_PART = re.compile(r"/(\d+)\?single")
_COUNT = re.compile(r"([\d.,\s]+)([KM]?)", re.IGNORECASE)
_SCALE = {"": 1, "K": 1_000, "M": 1_000_000}
_MESSAGE = ".tgme_widget_message_"


_ATTACHED = re.compile(
    rb"_message_(?:photo|video|roundvideo|voice|document|sticker|tgsticker|location|contact)|js-videosticker"
)

_LARGE = 32_768
"""Bytes. Smaller blocks cannot be nested deeply enough to take long."""

_DEEPEST = 500
"""Elements within each other; Telegram's messages have about 20. A parser's time grows with the square."""

_TAG = re.compile(rb"<(/?)(?!(?:br|img|path|source|hr|wbr)\b)([A-Za-z][A-Za-z0-9-]{0,20})")

_LONG_TAG = re.compile(rb"<[A-Za-z][^<]{20000}")
"""Bytes without another tag: a text of 4,096 characters has fewer, a tag of thousands of attributes more.

A parser compares each attribute of a tag with all before it.
"""


def read(source: str, key: str, block: bytes) -> Post:
    """Read the raw block of the message with this key; missing parts are left empty."""
    if is_too_deep(block):
        return Post(source, key, _link(block), plain(block.decode(errors="replace")).text)
    root = LexborHTMLParser(block.replace(b"<br/>", b"\n").replace(b"<br>", b"\n")).root
    if root is None:
        return Post(source, key, _link(block), "")
    # Most messages have none of these, and a search of the bytes costs a twentieth of one of the tree.
    media = tuple(_media(root)) if _ATTACHED.search(block) else ()
    preview = _preview(root) if b"link_preview" in block else None
    poll = _poll(root) if b"_poll_question" in block else None
    text = _whole_text(root, media, preview, poll)
    if not (text or media) and root.css_first(".message_media_not_supported"):
        media = (Media("unsupported"),)
    return Post(
        source=source,
        key=key,
        link=_link(block),
        text=text,
        published=_published(root),
        service=b"service_message" in block and root.css_first(".service_message") is not None,
        edited=_is_edited(root),
        author=_text(root, f"{_MESSAGE}from_author") if b"_from_author" in block else "",
        views=count(_text(root, f"{_MESSAGE}views")),
        forward=_forward(root) if b"_forwarded_from" in block else None,
        reply_to=_href(root, f"a{_MESSAGE}reply") if b"_reply" in block else "",
        via=_text(root, f"{_MESSAGE}via_bot").removeprefix("@") if b"_via_bot" in block else "",
        media=media,
        links=tuple(_links(root)),
        preview=preview,
        poll=poll,
        parts=tuple(_parts(root, key)) if b"?single" in block else (),
    )


def is_too_deep(markup: bytes) -> bool:
    """Tell whether a parser would take long for this markup: only its words are read then."""
    if len(markup) < _LARGE:
        return False
    if _LONG_TAG.search(markup):
        return True
    return is_deeper(((tag[1], tag[2]) for tag in _TAG.finditer(markup)), _DEEPEST)


def count(text: str) -> int | None:
    """Return the number that a counter shows ("12.5M", "12,5K", "1 204"), None where it shows none."""
    found = _COUNT.fullmatch(text.strip())
    if found is None:
        return None
    unit = found[2].upper()
    digits = re.sub(r"\s", "", found[1]).replace(",", ".")
    try:
        return round(float(digits) * _SCALE[unit]) if unit else int(digits.replace(".", ""))
    except (ValueError, OverflowError):
        return None


def _link(block: bytes) -> str:
    """Return the post's public address, whatever host served the page."""
    found = _POST.search(block)
    return f"https://t.me/{found[1].decode(errors='replace')}" if found else ""


def _text(root: LexborNode, selector: str) -> str:
    node = root.css_first(selector)
    return clean(node.text()) if node else ""


def _href(root: LexborNode, selector: str) -> str:
    node = root.css_first(selector)
    return _address(node) if node else ""


def _address(node: LexborNode) -> str:
    """Return a link's target; those with ``onclick`` are escaped twice."""
    href = node.attributes.get("href") or ""
    return html.unescape(href) if "onclick" in node.attributes else href


def _message_text(root: LexborNode) -> LexborNode | None:
    return root.css_first(f"{_MESSAGE}text.js-message_text")


def _whole_text(
    root: LexborNode, media: tuple[Media, ...], preview: LinkPreview | None, poll: Poll | None
) -> str:
    """Return what a reader would read: the text and the poll, else what stands in their place.

    A message of links alone is read with the preview of its link, one without words with the
    names of its files.
    """
    node = _message_text(root)
    pieces = [node.text() if node else ""]
    if poll:
        pieces += [poll.question, *(f"• {option}" for option in poll.options)]
    if preview and all(word.startswith(("http://", "https://")) for word in pieces[0].split()):
        pieces += [preview.title, preview.description]
    if not any(pieces):
        pieces = [item.title for item in media if item.kind in {"document", "audio", "contact"}]
    return clean("\n".join(piece for piece in pieces if piece))


def _published(root: LexborNode) -> datetime | None:
    """Return the message's own time; videos and voice notes carry times of another meaning."""
    node = root.css_first(f"a{_MESSAGE}date time[datetime]")
    try:
        moment = datetime.fromisoformat(node.attributes["datetime"] or "") if node else None
        if moment is None:
            return None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # in the year 1, UTC may be a year too early
        return None


def _is_edited(root: LexborNode) -> bool:
    """Tell whether the footer says "edited": bare text beside the signature and the time."""
    node = root.css_first(f"{_MESSAGE}meta")
    return node is not None and "edited" in node.text(deep=False)


def _forward(root: LexborNode) -> Forward | None:
    node = root.css_first(f"{_MESSAGE}forwarded_from_name")
    if node is None:
        return None
    return Forward(clean(node.text()), _address(node) or None)


def _links(root: LexborNode) -> Iterator[str]:
    """Yield the addresses that the text links to; a hashtag's search link is none."""
    node = _message_text(root)
    for anchor in node.css("a[href]") if node else ():
        address = _address(anchor)
        if not address.startswith("?"):
            yield address


def _preview(root: LexborNode) -> LinkPreview | None:
    node = root.css_first("a.tgme_widget_message_link_preview")
    if node is None:
        return None
    return LinkPreview(
        url=_address(node),
        site=_text(node, ".link_preview_site_name"),
        title=_text(node, ".link_preview_title"),
        description=_text(node, ".link_preview_description"),
    )


def _poll(root: LexborNode) -> Poll | None:
    if root.css_first(f"{_MESSAGE}poll_question") is None:
        return None
    return Poll(
        question=_text(root, f"{_MESSAGE}poll_question"),
        kind=_text(root, f"{_MESSAGE}poll_type"),
        options=tuple(clean(node.text()) for node in root.css(f"{_MESSAGE}poll_option_text")),
    )


def _parts(root: LexborNode, key: str) -> Iterator[str]:
    """Yield the keys of an album's other pieces, which stand in their links alone."""
    seen = {key}
    for anchor in root.css('a[href*="?single"]'):
        found = _PART.search(anchor.attributes["href"] or "")
        if found and found[1] not in seen:
            seen.add(found[1])
            yield found[1]


def _background(node: LexborNode | None) -> str:
    found = _BACKGROUND.search((node.attributes.get("style") or "") if node else "")
    return found[1] if found else ""


def _source_of(root: LexborNode, selector: str) -> str:
    node = root.css_first(selector)
    return (node.attributes.get("src") or "") if node else ""


def _media(root: LexborNode) -> Iterator[Media]:
    for node in root.css(f"a{_MESSAGE}photo_wrap"):
        yield Media("photo", url=_background(node))
    for kind, name in (("video", "video"), ("round_video", "roundvideo")):
        for node in root.css(f"{_MESSAGE}{name}_player"):
            picture = _background(node.css_first(f"{_MESSAGE}{name}_thumb"))
            yield Media(kind, url=_source_of(node, "video"), thumbnail=picture)
    for node in root.css(f"audio{_MESSAGE}voice"):
        yield Media("voice", url=node.attributes.get("src") or "")
    yield from _documents(root)
    yield from _stickers(root)
    for node in root.css(f"a{_MESSAGE}location_wrap"):
        yield Media("location", url=_address(node))
    for node in root.css(f"{_MESSAGE}contact_name"):
        phone = _text(root, f"{_MESSAGE}contact_phone")
        yield Media("contact", title=f"{clean(node.text())} {phone}".strip())


def _documents(root: LexborNode) -> Iterator[Media]:
    for node in root.css(f"{_MESSAGE}document_wrap"):
        kind = "audio" if node.css_first(f"{_MESSAGE}document_icon.audio") else "document"
        title, extra = (_text(node, f"{_MESSAGE}document_{part}") for part in ("title", "extra"))
        yield Media(kind, title=f"{title} ({extra})" if extra else title)


def _stickers(root: LexborNode) -> Iterator[Media]:
    for node in root.css(f"{_MESSAGE}sticker, {_MESSAGE}tgsticker, .js-videosticker_video"):
        url = node.attributes.get("data-webp") or node.attributes.get("src") or ""
        yield Media("sticker", url=url)
