"""The XML of a feed made fit to be parsed: nothing before its root, no entities of its own.

What is done here to the text keeps hostile documents from the parsers (entity bombs, external
entities, thousands of attributes or nested namespaces, for which they take quadratic time while
they hold the interpreter) and mends what feeds do wrong most often (bare ``&``, ``&nbsp;``).
"""

from __future__ import annotations

import re
from html.entities import html5

HEAD = 65_536
"""Characters within which a feed's root has to begin, behind comments and warnings of PHP."""

MOST_ITEMS = 40_000
"""The native parser makes an entry in 3 microseconds and holds the interpreter for all of them."""

_MOST_ATTRIBUTES = 200
"""Of one tag: 10,000 take the parser 0.2 s, four times as many sixteen times as long."""

_MOST_NAMESPACES = 10_000
"""Declarations in a document: nested ones take quadratic time, 20,000 of them 0.13 s."""

_MOST_TAGS = 700_000
"""Opening brackets; 30,000 items of ten elements have 660,000."""

_TAIL = 4_096
"""Characters at a document's end in which its root is closed, unless it was cut off."""

_PROLOG = re.compile(
    r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*+", re.IGNORECASE | re.DOTALL
)
_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(?:rss|feed|rdf)(?=[\s/>])", re.IGNORECASE)
_ROOT_END = re.compile(r"</(?:[A-Za-z][\w.-]*:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_ITEM = re.compile(r"<(?:[A-Za-z][\w.-]{0,40}:)?(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_CROWDED_TAG = re.compile(
    r"<[A-Za-z_][^\s<>/]*+(?:\s*+[^\s=<>\"'/]++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+')){"
    f"{_MOST_ATTRIBUTES + 1}}}"
)

_BEYOND_FAST = (
    re.compile(r"xml:base\s*="),
    re.compile(r"mode\s*=\s*[\"']base64"),
    re.compile(
        # What is inside <media:content> is read, and feedparser takes a picture's description for the post's.
        r"<(?!media:content)(?:[A-Za-z][\w.-]{0,40}:)?"
        r"(?:title|summary|description|link|id|guid|pubDate|published|updated|content)"
        # XHTML as content is read, and it is common. Looked for once: a tag may be full of the word.
        r"(?=[\s>])(?!(?=[^<>]*?xhtml)[^<>]*+>\s*+<(?:\w+:)?div)[^<>]*+(?<!/)>[^<]*+<(?!/|!\[CDATA\[)"
    ),
    re.compile(r"<(?:[A-Za-z][\w.-]{0,40}:)?(?:title|summary)\s[^<>]*xhtml"),
    re.compile(r"<(?:title|summary|content)\s[^<>]*\btype\s*=\s*[\"'](?!text/|application/xhtml)[\w.-]+/"),
    re.compile(r"</link>\s*<link[\s>]"),
)

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
"""What XML 1.0 does not allow; parsers stop at it."""

_STRAY_AMPERSAND = r"&(?!(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)(\w{1,30};)?"
_STRAY = re.compile(_STRAY_AMPERSAND, re.ASCII)
_STRAY_OR_CDATA = re.compile(rf"<!\[CDATA\[.*?\]\]>|{_STRAY_AMPERSAND}", re.ASCII | re.DOTALL)
_MOST_REPAIRS = 100_000
"""Stray ampersands mended in one document; a feed of 5 MB with more is none that anyone wrote."""

_SURROGATES = re.compile(r"&#(55[23]\d\d|56[0-2]\d\d|563[01]\d);&#(5[67]\d{3});")


def root_of(text: str) -> str | None:
    """Return the text from the root element of a feed on, or None where there is no such root.

    The XML declaration, comments and the document type go, and with the latter every entity that
    the document declares.
    """
    # Ten times as fast on the bytes as a pattern on the text.
    text = text.encode(errors="replace").translate(None, _CONTROLS).decode()
    text = text.replace("\ufffe", "").replace("\uffff", "")
    prolog = _PROLOG.match(text[:HEAD])
    root = _ROOT.search(text, prolog.end() if prolog else 0, HEAD)
    return text[root.start() :] if root else None


def whole(text: str) -> str:
    """Leave off what stands behind the last complete item of a feed that was cut off."""
    if _ROOT_END.search(text, max(0, len(text) - _TAIL)) is not None:
        return text
    ends = max(text.rfind("</item>") + len("</item>"), text.rfind("</entry>") + len("</entry>"))
    return text[:ends] if ends > len("</entry>") else text


def overload(text: str) -> str:
    """Say why a document is too much for the parsers; an empty string where it is not."""
    if text.count("<") > _MOST_TAGS:
        return f"more than {_MOST_TAGS} tags"
    if text.count("xmlns") > _MOST_NAMESPACES:
        return f"more than {_MOST_NAMESPACES} namespaces"
    if len(_ITEM.findall(text)) > MOST_ITEMS:
        return f"more than {MOST_ITEMS} items"
    return f"a tag with more than {_MOST_ATTRIBUTES} attributes" if _CROWDED_TAG.search(text) else ""


def needs_care(text: str) -> bool:
    """Tell whether a feed uses what fastfeedparser 0.6 does not read.

    That is ``xml:base``, base64, several links of one RSS item, and elements or comments inside a
    title, a summary or a link: it takes the text in front of the first of them for the whole.
    """
    return any(pattern.search(text) for pattern in _BEYOND_FAST)


def first_item(text: str) -> int:
    """Return where the first item begins, or the length of the text."""
    found = _ITEM.search(text)
    return found.start() if found else len(text)


def mended(text: str) -> str:
    """Return XML in which every ``&`` begins a reference that XML knows.

    Names that only HTML knows become their characters. The inside of CDATA sections is left alone.
    """
    text = _SURROGATES.sub(_one_character, text)
    if _STRAY.search(text) is None:
        return text
    # A section is looked for only where some section still ends: else each opening one would
    # be followed to the end of the document.
    head, end, tail = text.rpartition("]]>")
    mended_head = _STRAY_OR_CDATA.sub(_mend, head + end, _MOST_REPAIRS) if end else ""
    return mended_head + _STRAY.sub(_mend, tail, _MOST_REPAIRS)


def _mend(found: re.Match[str]) -> str:
    name = found[1]
    if found[0].startswith("<"):
        return found[0]
    character = html5.get(name, "") if name else ""
    if character and character not in "<>&\"'":
        return character
    return "&amp;" + (name or "")


def _one_character(pair: re.Match[str]) -> str:
    """Join the two halves of a character that were written as two references."""
    halves = chr(int(pair[1])) + chr(int(pair[2]))
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
