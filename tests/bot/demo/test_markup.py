"""Plain text as t.me's HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bot.demo.markup import short_number, text_html


def read_back(html: str) -> str:
    """Return the text of an element with this content, a br being a newline."""
    body = LexborHTMLParser(f"<div id=it>{html.replace('<br/>', chr(10))}</div>").css_first("#it")
    return body.text() if body else ""


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=80), st.booleans())
def test_any_text_reads_back_as_it_was(text: str, bold: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    """Whatever the post contains, a reader of the page gets the same letters."""
    assert read_back(text_html(text, bold=bold)) == text


def test_markup_in_a_text_is_shown_and_not_obeyed() -> None:
    """Angle brackets, ampersands and quotes of a post do not become elements."""
    assert text_html("<b>&\"'") == "&lt;b&gt;&amp;&quot;&#39;"


def test_a_hashtag_is_a_search_link() -> None:
    """A hashtag links to the channel's own search, percent-encoded."""
    assert text_html("#дом") == '<a href="?q=%23%D0%B4%D0%BE%D0%BC">#дом</a>'


@pytest.mark.parametrize("emoji", ["🔥", "❗️", "🇺🇦", "1️⃣", "🤷‍♀️", "👍🏽"])
def test_an_emoji_is_one_picture(emoji: str) -> None:
    """An emoji of any number of code points stands whole in one i.emoji > b."""
    page = LexborHTMLParser(f"<p>{text_html(f'a{emoji}b')}</p>")
    assert [node.text() for node in page.css("i.emoji > b")] == [emoji]


def test_a_paid_emoji_stands_in_its_own_element() -> None:
    """A channel with custom emoji shows tg-emoji around the picture."""
    assert (
        LexborHTMLParser(text_html("🔥", custom_emoji=True)).css_first("tg-emoji > i.emoji > b") is not None
    )


def test_an_address_ends_before_the_full_stop() -> None:
    """Punctuation after an address is text, not part of the link."""
    assert 'href="https://a.example/b?c=1&amp;d=2"' in text_html("см. https://a.example/b?c=1&d=2.")


def test_a_named_link_is_escaped_twice() -> None:
    """Words that link elsewhere ask first, and carry their address escaped twice as on t.me."""
    html = text_html("Ещё", anchors=[("Ещё", "https://a.example/?b=1&c=2")])
    assert 'href="https://a.example/?b=1&amp;amp;c=2"' in html


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (7, "7"),
        (999, "999"),
        (1000, "1K"),
        (4021, "4.02K"),
        (436_600, "436K"),
        (999_999, "999K"),
        (12_500_000, "12.5M"),
    ],
)
def test_numbers_are_shortened_as_on_tme(number: int, text: str) -> None:
    """Counters have three digits at most, then K or M."""
    assert short_number(number) == text
