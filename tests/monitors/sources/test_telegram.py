"""Telegram's preview pages: what a page lists, and why it may list nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from time import process_time
from typing import Any

import pytest

from bot.demo import pages
from bot.demo.shown import Attachment, Channel, Shown
from monitors.exchange import Page, Refused, Request
from monitors.sources import telegram
from monitors.sources.contract import Listing
from storage.model import Source, SourceState, Trouble

HOSTS = ("https://t.me", "https://telegram.me")
SOURCE = Source("telegram", "open_demo", urls=telegram.urls("open_demo", "", HOSTS), host="telegram")
CHANNEL = Channel("open_demo", "Open & Demo", counters=((3, "subscribers"),))
NOON = datetime(2023, 5, 22, 9, 0, tzinfo=UTC)


def shown(number: int, text: str = "Words", **more: Any) -> Shown:  # noqa: ANN401 - any field
    """Return a message as a page shows it."""
    return replace(Shown(id=number, published=NOON, text=text), **more)


def page(*messages: Shown, **more: Any) -> Page:  # noqa: ANN401 - any option
    """Return the preview page with these messages."""
    return Page(SOURCE.urls[0], pages.preview_page(CHANNEL, messages, **more))


def listed(answer: Page) -> Listing:
    """Return the listing of a page that has one."""
    found = telegram.listing(SOURCE, answer)
    assert isinstance(found, Listing)
    return found


def test_the_preview_is_asked_for_on_both_hosts_in_turn() -> None:
    """After a failure the network's other host is asked, without following redirects."""
    state = SourceState(SOURCE.key)
    asked = [telegram.request(SOURCE, replace(state, failures=n)) for n in range(3)]
    assert [request.url for request in asked] == [
        "https://t.me/s/open_demo",
        "https://telegram.me/s/open_demo",
        "https://t.me/s/open_demo",
    ]
    assert not any(request.redirects for request in asked)


@pytest.mark.parametrize("name", ["https://t.me/x", "@name", "a b", "имя", "abc", ""])
def test_what_is_no_public_name_is_refused(name: str) -> None:
    """The error says what a name looks like, and what was given."""
    with pytest.raises(ValueError, match="expected a public name like open_belgorod"):
        telegram.urls(name, "", HOSTS)


def test_a_page_lists_its_messages_from_old_to_new() -> None:
    """Keys are the message ids, the title is unescaped, the page before is named by the page itself."""
    found = listed(page(*(shown(n) for n in range(1, 31))))
    assert [item.key for item in found.items] == [str(n) for n in range(11, 31)]
    assert found.title == "Open & Demo"
    assert found.older == Request("https://t.me/s/open_demo?before=11", "telegram", redirects=False)


def test_the_first_page_of_a_channel_has_nothing_before_it() -> None:
    """Where history begins, no older page is asked for."""
    assert listed(page(shown(1), shown(2))).older is None


def test_the_page_before_is_found_without_the_link_in_the_head() -> None:
    """Where the head has no link, the button above the messages names the page."""
    whole = page(*(shown(n) for n in range(1, 31)))
    body = whole.body.replace(b'rel="prev"', b'rel="nothing"')
    older = listed(replace(whole, body=body)).older
    assert older is not None
    assert older.url.endswith("?before=11")


def test_what_changes_by_itself_does_not_change_a_digest() -> None:
    """Views, reactions and the addresses of pictures may change; the message has not."""
    photo = Attachment("photo", thumbnail="https://cdn/old.jpg")
    before = listed(page(shown(1, views=5, media=(photo,)), moment=NOON))
    photo = Attachment("photo", thumbnail="https://cdn/new.jpg")
    after = listed(page(shown(1, views=90_000, media=(photo,)), moment=NOON.replace(hour=11)))
    assert before.items[0].digest == after.items[0].digest


@pytest.mark.parametrize("change", [{"text": "Other words"}, {"edited": True}, {"author": "Ann"}])
def test_an_edit_changes_the_digest(change: dict[str, Any]) -> None:
    """Other words, an edited mark or a signature are seen without parsing."""
    before, after = listed(page(shown(1))), listed(page(shown(1, **change)))
    assert before.items[0].digest != after.items[0].digest


def test_messages_below_an_unchanged_one_do_not_change_its_digest() -> None:
    """The last block of a page ends where the next message would begin."""
    alone = listed(page(shown(1)))
    followed = listed(page(shown(1), shown(2)))
    assert alone.items[0].digest == followed.items[0].digest


def test_a_page_that_names_no_older_one_is_followed_by_its_ids() -> None:
    """The page's cursor sometimes vanishes in the middle of a history."""
    whole = page(*(shown(n) for n in range(31, 61)))
    body = whole.body.replace(b'rel="prev"', b'rel="no"').replace(b"tme_messages_more", b"tme_nothing")
    older = listed(replace(whole, body=body)).older
    assert older is not None
    assert older.url.endswith("?before=41")


def test_a_page_that_is_written_otherwise_is_read_the_slow_way() -> None:
    """Other quotation marks and no wrappers: the same messages, with the same words."""
    body = page(shown(1, "One"), shown(2, "Two")).body
    body = body.replace(b'<div class="tgme_widget_message_wrap', b"<div class='other").replace(b'"', b"'")
    items = listed(Page(SOURCE.urls[0], body)).items
    assert [telegram.parse(SOURCE, item).text for item in items] == ["One", "Two"]


def test_the_title_is_found_where_the_head_has_none() -> None:
    """The page's own header says it too."""
    body = page(shown(1)).body.replace(b"og:title", b"og:other")
    assert listed(Page(SOURCE.urls[0], body)).title == "Open & Demo"


def test_a_redirect_asks_the_landing_page_for_the_reason() -> None:
    """The preview leads to the channel's bare name, which is asked on the same host."""
    answer = Page(
        "https://telegram.me/s/open_demo", b"", status=302, location="https://telegram.me/open_demo"
    )
    assert telegram.listing(SOURCE, answer) == Request(
        "https://telegram.me/open_demo", "telegram", redirects=False
    )


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (pages.landing_page("open_demo", exists=True), Trouble.NO_PREVIEW),
        (pages.landing_page("open_demo", exists=False), Trouble.NOT_FOUND),
        (pages.empty_page(CHANNEL), Trouble.EMPTY),
        (b"<html><body>Are you a human?</body></html>", Trouble.CHALLENGE),
        (b"", Trouble.CHALLENGE),
        (page(shown(1)).body.replace(b"tgme_widget_message", b"tgme_renamed"), Trouble.LAYOUT),
        (page(shown(1)).body.replace(b"data-post", b"data-renamed"), Trouble.LAYOUT),
        (
            page(*(shown(n) for n in range(1, 9))).body.replace(b"js-message_text", b"js-renamed"),
            Trouble.LAYOUT,
        ),
    ],
)
def test_a_page_without_posts_says_why(body: bytes, trouble: Trouble) -> None:
    """A page that shows no posts is never taken for a channel without news."""
    refusal = telegram.listing(SOURCE, Page(SOURCE.urls[0], body))
    assert isinstance(refusal, Refused)
    assert refusal.trouble is trouble


def test_a_redirect_elsewhere_is_not_followed() -> None:
    """A preview that leads to another place is refused."""
    answer = Page(SOURCE.urls[0], b"", status=302, location="https://example.org/login")
    refusal = telegram.listing(SOURCE, answer)
    assert isinstance(refusal, Refused)
    assert refusal.trouble is Trouble.REDIRECT


def test_a_landing_page_that_redirects_again_ends_somewhere() -> None:
    """Two redirects between a name and its preview are asked for again, and the visit limits that."""
    answer = Page("https://t.me/open_demo", b"", status=302, location="/OPEN_DEMO")
    assert isinstance(telegram.listing(SOURCE, answer), Request)


def test_reactions_are_left_out_of_the_digest() -> None:
    """They change all day, their emoji and numbers with them."""
    marks = '<div class="tgme_widget_message_reactions"><span class="tgme_reaction">{}</span></div>'
    footer = b'<div class="tgme_widget_message_footer'
    whole = page(shown(1))
    digests = set()
    for reactions in ("👍 1", "👍 2</span><span class='tgme_reaction'>🔥 7"):
        body = whole.body.replace(footer, marks.format(reactions).encode() + footer)
        digests.add(listed(replace(whole, body=body)).items[0].digest)
    assert len(digests) == 1


ONE_MESSAGE = '<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="a/1">'
TEXT = '<div class="tgme_widget_message_text js-message_text">'


@pytest.mark.parametrize(
    "filling",
    [
        '<div class="tgme_widget_message_reactions',
        '<span class="tgme_reaction',
        "<img ",
        '<div class="tgme_widget_message_views',
        'class="tme_messages_more ',
        '<link rel="prev" href="',
        '<div class="tgme_channel_info_header_title',
        "url('",
        ' src="',
        "<div>",
        "<x>",
        f"{TEXT}<div>",
        f"{TEXT}https://",
        f"{TEXT}   ",
        f"{TEXT}\n\n",
        '<a href="/1?single">',
        ONE_MESSAGE,
    ],
)
def test_no_page_takes_long_to_read(filling: str) -> None:
    """Half a megabyte of any one thing over and over is cut, hashed and parsed in linear time."""
    body = ONE_MESSAGE + TEXT + "x</div>" + filling * (500_000 // len(filling))
    begun = process_time()
    for item in listed(Page(SOURCE.urls[0], body.encode())).items[:100]:
        telegram.parse(SOURCE, item)
    assert process_time() - begun < 2
