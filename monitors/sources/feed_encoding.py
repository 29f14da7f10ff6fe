"""Bytes of a feed to text: which of several contradicting labels to believe.

Feeds are labelled three times (byte order mark, XML declaration, Content-Type) and often wrongly.
The order in which :func:`decode` tries, the first that fits wins:

1. a byte order mark, or the zeros that UTF-16 puts between the letters of ``<?xml``;
2. UTF-8, whatever the labels say: text in another encoding is almost never valid UTF-8; so is
   text of which all but a few characters are valid (a post cut in the middle of a letter);
3. the encoding that the XML declaration names, if it decodes without error;
4. the one that the Content-Type names, if it does;
5. a guess among windows-1251, KOI8-R and windows-1252.

``iso-8859-1`` and ``us-ascii`` count as no label: they are the defaults of servers and tools
that were never set, and decode everything without error.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with its mark
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZEROS = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"), (b"{\0", "utf-16-le"), (b"\0{", "utf-16-be"))
_DECLARATION = re.compile(rb"""<\?xml[^<>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']""")
_HEADER = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE | re.ASCII)

# Only tables and the Unicode forms: Python also calls ROT13, zlib and the quadratic Punycode encodings.
_USABLE = re.compile(
    r"utf-(8|16|32)|cp\d|koi8|iso8859|mac-|gb|big5|euc|shift_jis|iso2022|kz1048|ptcp154|hz|tis|viscii|johab"
)
_NO_LABEL = frozenset(("iso8859-1", "ascii"))

_SAMPLE = 65_536
"""Bytes that a guess looks at."""

_DAMAGED_MOST = 10
"""At least so many valid characters beyond ASCII stand beside each broken one in damaged UTF-8."""

_SMALL_LETTERS = re.compile("[а-яёіїєґ]")
_WORDLIKE = re.compile("[А-ЯЁІЇЄҐа-яёіїєґ]?[а-яёіїєґ]{2,}")


def decode(body: bytes, content_type: str) -> str:
    """Return the text of a feed's bytes; ``content_type`` is the header as it was sent."""
    marked = _marked(body)
    if marked is not None:
        return marked
    utf8 = _utf8(body)
    if utf8 is not None:
        return utf8
    for label in (_declared(body), _served(content_type)):
        text = _strictly(body, label)
        if text is not None:
            return text
    return body.decode(_guess(body[:_SAMPLE]), "replace")


def _marked(body: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    head = body[:64].lstrip(b" \t\r\n")
    for zeros, encoding in _ZEROS:
        if head.startswith(zeros):
            return body.decode(encoding, "replace")
    return None


def _utf8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    # Each valid character beyond ASCII takes at least one byte more than it counts, a broken one none.
    return text if len(body) - len(text) > _DAMAGED_MOST * text.count("\ufffd") else None


def _declared(body: bytes) -> str:
    found = _DECLARATION.search(body[:1024])
    return found[1].decode("ascii", "replace") if found else ""


def _served(content_type: str) -> str:
    found = _HEADER.search(content_type)
    return found[1] if found else ""


def _strictly(body: bytes, label: str) -> str | None:
    try:
        encoding = codecs.lookup(label).name if label else ""
        usable = _USABLE.match(encoding) and encoding not in _NO_LABEL
        return body.decode(encoding) if usable else None
    except (LookupError, ValueError):  # ValueError: not in this encoding after all
        return None


def _guess(sample: bytes) -> str:
    if not _looks_cyrillic(sample):
        return "cp1252"
    return max(("cp1251", "koi8-r"), key=lambda encoding: _plausible(sample.decode(encoding, "replace")))


def _looks_cyrillic(sample: bytes) -> bool:
    """In Cyrillic text bytes above 127 stand in runs; in Western text alone between plain letters."""
    runs = re.findall(rb"[\x80-\xff]+", sample)
    alone = sum(1 for run in runs if len(run) == 1)
    return alone * 2 < len(runs)


def _plausible(text: str) -> int:
    """Count small letters in words: KOI8-R read as windows-1251 is words in swapped case, "оПХБЕР"."""
    return sum(len(word) for word in _WORDLIKE.findall(text)) + len(_SMALL_LETTERS.findall(text))
