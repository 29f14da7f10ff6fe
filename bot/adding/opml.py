"""Lists of subscriptions as feed readers exchange them: OPML 2.0, written and read. Pure.

The specification is http://opml.org/spec2.opml. What feed readers cannot know of a source stands in one
attribute of a namespace of our own, as JSON, so that nothing of it is lost on the way back.

Read is a file by a scanner and no parser: subscriptions are tags with attributes, a broken tree around
them changes nothing, and there are no entities to go off.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import quoteattr

from monitors.sources.feed_encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MOST_BYTES = 5 * 1024 * 1024
"""As much as a feed may have; ten thousand subscriptions have 2 MB."""

MOST_OUTLINES = 10_000
"""Subscriptions of one file; more than this program can poll."""

_NAMESPACE = "urn:regionwatch:opml"
_OWN = "regionwatch:source"
_HEAD = 65_536
"""Characters within which the root begins, behind comments and declarations."""

_ROOT = re.compile(r"<opml(?=[\s>])", re.IGNORECASE)
_END = re.compile(r"</opml\s*>|<opml[^<>]*/>", re.IGNORECASE)
_OUTLINE = re.compile(r"<outline\s(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:.-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{1,30});", re.ASCII)
_NO_XML = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not allow, and the controls that it discourages."""


class NoOpml(ValueError):
    """The bytes are no list of subscriptions; says what was expected."""


class Outline(NamedTuple):
    """One subscription: what it is called, its feed, its page, and what our own attribute says of it.

    ``own`` is None where there is none, or it cannot be read.
    """

    text: str
    feed: str = ""
    page: str = ""
    own: Mapping[str, Any] | None = None


def written(title: str, outlines: Iterable[Outline]) -> bytes:
    """Return a list of subscriptions as an OPML 2.0 document in UTF-8."""
    body = "".join(f"    <outline {_attributes(outline)}/>\n" for outline in outlines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<opml version="2.0" xmlns:regionwatch="{_NAMESPACE}">\n'
        f"  <head>\n    <title>{_quoted(title)[1:-1]}</title>\n  </head>\n"
        f"  <body>\n{body}  </body>\n</opml>\n"
    ).encode()


def read(body: bytes) -> list[Outline]:
    """Return the subscriptions of a file in its order, whatever folders they lie in.

    Outlines without any address are folders and left out. Raises :exc:`NoOpml`.
    """
    if len(body) > MOST_BYTES:
        raise NoOpml(f"expected at most {MOST_BYTES:,} bytes, got {len(body):,}")
    text = decode(body, "")
    root = _ROOT.search(text, 0, _HEAD)
    if root is None:
        raise NoOpml("expected OPML: there is no <opml> in it")
    first, *rest = text[root.start() :].split("<!--")
    shown = first + "".join(part.partition("-->")[2] for part in rest)
    found = []
    for tag in _OUTLINE.finditer(shown):
        if (outline := _outline(_values(tag["attributes"]))) is not None:
            found.append(outline)
        if len(found) > MOST_OUTLINES:
            raise NoOpml(f"expected at most {MOST_OUTLINES:,} subscriptions")
    return found


def is_cut_off(body: bytes) -> bool:
    """Tell whether a file lacks its end, so that subscriptions may be missing."""
    return _END.search(decode(body, "")) is None


# --- writing ----------------------------------------------------------------------------------


def _attributes(outline: Outline) -> str:
    own = json.dumps(outline.own, ensure_ascii=False) if outline.own is not None else ""
    values = {
        "type": "rss" if outline.feed else "link",
        "text": outline.text,
        "xmlUrl": outline.feed,
        "url": "" if outline.feed else outline.page,
        "htmlUrl": outline.page,
        _OWN: _NO_XML.sub(_escaped, own),
    }
    return " ".join(f"{name}={_quoted(value)}" for name, value in values.items() if value)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _quoted(text: str) -> str:
    """Return a text as an attribute's value; line breaks are written so that readers keep them."""
    plain = _NO_XML.sub("\ufffd", text)
    return '"' + quoteattr(plain, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;", '"': "&quot;"})[1:-1] + '"'


# --- reading ----------------------------------------------------------------------------------


def _values(attributes: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single in _pairs(attributes):
        found.setdefault(name.lower(), _REFERENCE.sub(_character, double or single))
    return found


def _pairs(attributes: str) -> Iterator[tuple[str, str, str]]:
    for found in _ATTRIBUTE.finditer(attributes):
        yield found[1], found[2] or "", found[3] or ""


def _character(reference: re.Match[str]) -> str:
    return unescape(reference[0])


def _outline(values: Mapping[str, str]) -> Outline | None:
    """Return a subscription; None for a folder, a link to another list, or a note."""
    feed = values.get("xmlurl", "").strip()
    page = (values.get("htmlurl") or values.get("url") or "").strip()
    own = _own(values.get(_OWN, ""))
    if values.get("type", "").lower() == "include" or not (feed or page or own):
        return None
    text = values.get("text") or values.get("title") or ""
    return Outline(" ".join(text.split()), feed, page, own)


def _own(text: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
