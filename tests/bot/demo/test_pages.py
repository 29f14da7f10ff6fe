"""Whole pages: previews and their paging, landing and post pages, RSS."""

import time
from datetime import UTC, datetime, timedelta

import feedparser
from selectolax.lexbor import LexborHTMLParser

from bot.demo.pages import embed_page, empty_page, landing_page, preview_page, rss
from bot.demo.shown import Attachment, Channel, Shown

AT = datetime(2023, 5, 22, 6, 0, tzinfo=UTC)
CHANNEL = Channel(
    "open_demo",
    "Открытое (demo)",
    "Первая строка\nСайт: https://a.example/",
    verified=True,
    counters=((1, "subscribers"), (204_518, "photos")),
)


def posts(count: int) -> list[Shown]:
    """Return so many posts with the ids from 1 on."""
    return [
        Shown(number, AT + timedelta(minutes=number), text=f"Пост {number}") for number in range(1, count + 1)
    ]


def ids(page: bytes) -> list[int]:
    """Return the ids that a page's blocks name, in its order."""
    found = LexborHTMLParser(page).css(".tgme_widget_message[data-post]")
    return [int((node.attributes["data-post"] or "").rpartition("/")[2]) for node in found]


def attribute(page: bytes, selector: str, name: str) -> str | None:
    """Return an attribute of the first element that the selector finds."""
    node = LexborHTMLParser(page).css_first(selector)
    return node.attributes.get(name) if node else None


def test_the_head_says_who_the_channel_is() -> None:
    """Title, description, counters and the verified mark are where a reader looks for them."""
    page = LexborHTMLParser(preview_page(CHANNEL, posts(1)))
    counters = [
        (value.text(), kind.text())
        for value, kind in zip(
            page.css(".tgme_channel_info_counter > .counter_value"),
            page.css(".tgme_channel_info_counter > .counter_type"),
            strict=True,
        )
    ]
    assert [node.text() for node in page.css(".tgme_channel_info_header_title span")] == ["Открытое (demo)"]
    assert [node.text() for node in page.css(".tgme_channel_info_header_username a")] == ["@open_demo"]
    assert counters == [("1", "subscriber"), ("204K", "photos")]
    for selector in (
        ".tgme_channel_info_header_labels .verified-icon",
        ".tgme_channel_info_description a[href='https://a.example/']",
        ".tgme_page_photo_image img[src]",
    ):
        assert page.css_matches(selector), selector


def test_a_page_shows_the_newest_twenty_ids() -> None:
    """Without a cursor the page ends at the newest post, oldest first."""
    page = preview_page(CHANNEL, posts(45))
    assert ids(page) == list(range(26, 46))
    assert attribute(page, "link[rel=prev]", "href") == "/s/open_demo?before=26"
    assert attribute(page, "a.tme_messages_more[data-before]", "data-before") == "26"
    assert attribute(page, "link[rel=canonical]", "href") == "/s/open_demo?before=46"


def test_a_walk_by_before_sees_every_post_once() -> None:
    """Following the cursor to its end gives the whole history."""
    history = posts(45)
    seen: list[int] = []
    before: int | None = None
    while True:
        page = preview_page(CHANNEL, history, before=before)
        seen = ids(page) + seen
        cursor = attribute(page, "a.tme_messages_more[data-before]", "data-before")
        if cursor is None:
            break
        before = int(cursor)
    assert seen == list(range(1, 46))


def test_after_gives_the_next_ids() -> None:
    """The cursor of the other direction is exclusive too, and names what follows."""
    page = preview_page(CHANNEL, posts(45), after=10)
    assert ids(page) == list(range(11, 31))
    assert attribute(page, "a.tme_messages_more[data-after]", "data-after") == "30"


def test_an_album_counts_as_many_ids_as_it_has_pictures() -> None:
    """Twenty ids are fewer blocks where there are albums."""
    album = Shown(20, AT, media=(Attachment("photo"),) * 10)
    page = preview_page(CHANNEL, [*posts(19), album])
    assert ids(page) == [*range(10, 20), 20]


def test_a_page_before_the_first_post_is_empty() -> None:
    """It says that nothing was found and offers no cursor."""
    page = LexborHTMLParser(preview_page(CHANNEL, posts(3), before=1))
    assert page.css_matches(".tme_no_messages_found")
    assert not page.css_matches("a.tme_messages_more")


def test_an_empty_page_keeps_the_channel_s_head() -> None:
    """It looks like a channel without posts."""
    page = LexborHTMLParser(empty_page(CHANNEL))
    assert page.css_matches(".tme_no_messages_found")
    assert page.css_matches(".tgme_channel_info_header_title span")


def test_a_lone_surrogate_becomes_a_reference() -> None:
    """A text that UTF-8 cannot hold does not break the page."""
    page = preview_page(CHANNEL, [Shown(1, AT, text="до\ud800после")])
    assert "до&#55296;после".encode() in page


def test_a_landing_page_tells_whether_the_channel_exists() -> None:
    """View means that it does, Contact that it does not."""
    titles = [
        LexborHTMLParser(landing_page("x_demo", exists=exists)).css_first("title") for exists in (True, False)
    ]
    assert [node.text() for node in titles if node] == ["Telegram: View @x_demo", "Telegram: Contact @x_demo"]


def test_a_post_has_a_page_of_its_own() -> None:
    """It holds the one block."""
    assert ids(embed_page(CHANNEL, posts(1)[0])) == [1]


def test_a_missing_post_is_said_to_be_missing() -> None:
    """Its page has the error element and no post."""
    page = LexborHTMLParser(embed_page(CHANNEL, None))
    errors = [node.text() for node in page.css(".err_message .tgme_widget_message_error")]
    assert errors == ["Post not found"]


def test_rss_is_read_by_a_feed_reader() -> None:
    """Newest first, with guid, link, date and an escaped text."""
    feed = Channel("f_demo", "Лента & (demo)", home="https://a.example/")
    written = [
        Shown(n, AT, text=f"Заголовок {n}\nТекст <{n}>", link=f"https://a.example/{n}") for n in (1, 2)
    ]
    read = feedparser.parse(rss(feed, written, changed=AT))
    assert (read.bozo, read.feed.title) == (False, "Лента & (demo)")
    assert [entry.title for entry in read.entries] == ["Заголовок 2", "Заголовок 1"]
    assert read.entries[0].id == read.entries[0].link == "https://a.example/2"
    assert read.entries[0].published_parsed[:5] == (2023, 5, 22, 6, 0)


def test_a_long_history_renders_quickly() -> None:
    """All pages of 3,822 posts of usual length take at most a second or two of CPU."""
    history = [Shown(n, AT, text="Слово <и> ещё одно, " * 20 + "#тег 🔥", views=n) for n in range(1, 3823)]
    begun = time.process_time()
    size = sum(len(preview_page(CHANNEL, history, before=before)) for before in range(21, 3842, 20))
    assert size > 3822 * 1000
    assert time.process_time() - begun < 3
