"""Telegram's HTML, read as its server reads it: text and entities, or the server's complaint.

Rules: https://core.telegram.org/bots/api#html-style. Offsets of entities count UTF-16 units, as in
the Bot API; offsets in complaints count bytes, as in the server's own words.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link",
    "tg-emoji": "custom_emoji",
}  # fmt: skip

_PIECE = re.compile(r"<[^>]*>?|&[^;\s&<]{0,10};?|[^<&]+")
_START = re.compile(
    r"<([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*>"
)
_END = re.compile(r"</([a-zA-Z][a-zA-Z0-9-]*)?\s*>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")


class CannotParseError(Exception):
    """The server's complaint, without its "can't parse entities"."""


@dataclass
class Reading:
    """What the server understood. ``oddities`` are things that it shows literally without complaint."""

    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)


@dataclass
class _Open:
    tag: str
    entity: dict[str, Any]


def utf16_length(text: str) -> int:
    """Return the length of a text in the Bot API's units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_html(source: str) -> Reading:
    """Read a text sent with parse_mode=HTML; raises :exc:`CannotParseError`."""
    reading, stack = Reading(), list[_Open]()
    for found in _PIECE.finditer(source):
        piece, at = found[0], len(source[: found.start()].encode())
        if piece.startswith("</"):
            _close(piece, at, reading, stack)
        elif piece.startswith("<"):
            stack.append(_opened(piece, at, reading))
        else:
            reading.text += _characters(piece, reading)
    if stack:
        raise CannotParseError(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return reading


def _opened(piece: str, at: int, reading: Reading) -> _Open:
    found = _START.fullmatch(piece)
    if not found:
        raise CannotParseError(f"Unclosed start tag at byte offset {at}")
    tag = found[1].lower()
    if tag not in KINDS:
        raise CannotParseError(f'Unsupported start tag "{tag}" at byte offset {at}')
    attributes = {
        m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(found[2])
    }
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise CannotParseError(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    entity: dict[str, Any] = {"type": KINDS[tag], "offset": utf16_length(reading.text)}
    if tag == "blockquote" and re.search(r"\bexpandable\b", found[2], re.IGNORECASE):
        entity["type"] = "expandable_blockquote"
    if tag == "a":
        entity["url"] = attributes.get("href", "")
    return _Open(tag, entity)


def _close(piece: str, at: int, reading: Reading, stack: list[_Open]) -> None:
    found = _END.fullmatch(piece)
    if not found:
        raise CannotParseError(f"Unclosed end tag at byte offset {at}")
    if not stack:
        raise CannotParseError(f"Unexpected end tag at byte offset {at}")
    opened = stack.pop()
    tag = (found[1] or opened.tag).lower()
    if tag != opened.tag:
        wanted = f'expected "</{opened.tag}>", found "</{tag}>"'
        raise CannotParseError(f"Unmatched end tag at byte offset {at}, {wanted}")
    entity = {**opened.entity, "length": utf16_length(reading.text) - opened.entity["offset"]}
    if entity["length"] and entity.get("url", "-"):
        reading.entities.append(entity)


def _characters(piece: str, reading: Reading) -> str:
    if not piece.startswith("&"):
        return piece
    if _CHARACTER.fullmatch(piece):
        return html.unescape(piece)
    # The server shows it as it stands; whoever wrote it has forgotten to escape something.
    reading.oddities.append(f"unescaped & in {piece!r}")
    return piece
