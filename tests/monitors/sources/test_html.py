"""Markup to plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.sources.html import literal, looks_like_html, plain, web_address


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two<br/>Three</p>", "One\n\nTwo\nThree"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("a<!-- <p>no</p> -->b", "ab"),
        ("a<style>p{}</style>b<SCRIPT>x<y</SCRIPT>c", "abc"),
        ("<p>never closed <script>shown", "never closed shown"),
        ("Tom &amp; Jerry &#171;x&#xBB;&nbsp;y", "Tom & Jerry «x»\u00a0y"),
        ('<a title="a > b" href="x">c</a>', "c"),
        ("<b>5 < 6</b> and 7 > 6", "5 < 6 and 7 > 6"),
        ("&lt;p&gt; is a tag", "<p> is a tag"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<p>lines\n  in\tsource</p>", "lines in source"),
        ("<p><![CDATA[kept]]></p>", "kept"),
    ],
)
def test_markup_becomes_text(markup: str, text: str) -> None:
    """Blocks and breaks are lines, references are characters, nothing hidden is shown."""
    assert plain(markup).text == text


@pytest.mark.parametrize("text", ["a < b > c", "x<y>z", "AT&T & co", "if (a<b)", "two\nlines"])
def test_what_is_no_html_stays(text: str) -> None:
    """A text without tags that HTML knows is left alone, line breaks too."""
    assert not looks_like_html(text)
    assert plain(text).text == text


def test_links_are_absolute_and_told_once() -> None:
    """Links of the markup and addresses in the text are given, without the sentence around them."""
    found = plain(
        "<a href='/x'>x</a> <a href=mailto:a@b.example>m</a> (see https://a.example/x).", "https://a.example/"
    )
    assert found.links == ("https://a.example/x",)


def test_literal_text_keeps_its_brackets() -> None:
    """A text known to be no HTML keeps what looks like a tag."""
    assert literal("<b> https://a.example/(1), x").text == "<b> https://a.example/(1), x"
    assert literal("see https://a.example/(1), x").links == ("https://a.example/(1)",)


@pytest.mark.parametrize(
    "link", ["", "javascript:x", "//", "http://[1/", "mailto:a@b.example", "data:text/html,x"]
)
def test_what_is_no_web_address(link: str) -> None:
    """Only http(s) with a host is an address."""
    assert web_address(link) == ""


@pytest.mark.parametrize(
    ("link", "base", "expected"),
    [
        ("p?a=1", "https://a.example/d/", "https://a.example/d/p?a=1"),
        (" https://a.example/x\n", "", "https://a.example/x"),
        ("//b.example/x", "https://a.example/", "https://b.example/x"),
        ("https://пример.рф/я", "", "https://пример.рф/я"),
    ],
)
def test_links_are_resolved(link: str, base: str, expected: str) -> None:
    """Relative links, stray line breaks and national hosts are understood."""
    assert web_address(link, base) == expected


@given(st.text(alphabet="<>/!-abp \"'=[]#x\n\0", max_size=80))
def test_any_noise_is_read(noise: str) -> None:
    """Whatever stands behind it, a text's beginning is kept and its tag is not."""
    assert plain(f"<p>begins</p> {noise}").text.startswith("begins")
