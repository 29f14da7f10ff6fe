"""Which label of a feed's encoding is believed."""

from __future__ import annotations

import pytest

from monitors.sources.feed_encoding import decode

TITLE = "Обстрел Грайворона: повреждены дома"


def document(label: str, title: str = TITLE) -> str:
    """Return a feed whose declaration names this encoding, or none."""
    encoding = f' encoding="{label}"' if label else ""
    return f'<?xml version="1.0"{encoding}?><rss><channel><title>{title}</title></channel></rss>'


@pytest.mark.parametrize(
    ("real", "declared", "header"),
    [
        ("windows-1251", "windows-1251", "text/xml"),
        ("koi8-r", "KOI8-R", "text/xml"),
        ("windows-1251", "windows-1251", "text/xml; charset=utf-8"),
        ("windows-1251", "utf-8", ""),
        ("windows-1251", "", 'text/xml; charset="windows-1251"'),
        ("windows-1251", "iso-8859-1", "text/xml; charset=ISO-8859-1"),
        ("windows-1251", "", ""),
        ("koi8-r", "", "text/xml"),
        ("utf-8", "windows-1251", "text/xml; charset=windows-1251"),
        ("utf-8", "utf-16", ""),
        ("utf-8-sig", "windows-1251", ""),
        ("utf-16", "utf-16", "text/xml; charset=utf-8"),
        ("utf-16-le", "utf-16", ""),
        ("utf-16-be", "", ""),
        ("utf-32", "utf-32", ""),
    ],
)
def test_cyrillic_comes_out_right(real: str, declared: str, header: str) -> None:
    """Whatever the labels say, the title is read as it was written."""
    text = document(declared)
    assert decode(text.encode(real), header) == text


def test_western_letters_are_not_taken_for_cyrillic() -> None:
    """A feed without a usable label whose letters stand alone is Western."""
    text = document("", "Café à la crème, naïve façade")
    assert decode(text.encode("windows-1252"), "text/xml; charset=iso-8859-1") == text


def test_damaged_utf8_stays_utf8() -> None:
    """One broken character does not turn all others into another alphabet."""
    body = document("windows-1251").encode()
    assert TITLE in decode(body.replace(b"</title>", b"\xff</title>"), "")
    assert decode(body + b"\xd0", "").startswith(document("windows-1251"))


@pytest.mark.parametrize(
    "label", ["rot13", "punycode", "idna", "zlib", "unicode_escape", "undefined", "no-such"]
)
def test_only_encodings_of_text_are_obeyed(label: str) -> None:
    """A label that names something else than a plain encoding of text is passed over."""
    text = document(label)
    assert decode(text.encode("windows-1251"), f"text/xml; charset={label}") == text
