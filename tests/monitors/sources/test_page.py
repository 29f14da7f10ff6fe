"""Web pages by selectors: what is read, and what is said when a selector fits nothing any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from time import process_time
from typing import TYPE_CHECKING

import pytest

from monitors.exchange import Page, Refused
from monitors.sources import page
from monitors.sources.contract import Listing
from storage.model import Source, SourceState, Trouble

if TYPE_CHECKING:
    from storage.model import Post

URL = "https://okrug.example/news/index.html"
SOURCE = Source("page", "okrug", urls=(URL,), host="okrug.example", select=(("item", "li.n"),))

ITEM = '<li class="n"><a href="{0}">Новость {0}</a> <p>слова {0}</p></li>'
HEAD = "<html><head><title>Вести</title></head><body><ul>"


def answer(body: str | bytes, content_type: str = "text/html; charset=utf-8") -> Page:
    """Return an answer with this body."""
    return Page(URL, body if isinstance(body, bytes) else body.encode(), content_type=content_type)


def source(**select: str) -> Source:
    """Return a source with these selectors."""
    return replace(SOURCE, select=tuple({"item": "li.n", **select}.items()))


def listed(body: str | bytes, of: Source = SOURCE, content_type: str = "text/html") -> Listing:
    """Return the listing of a page that has one."""
    found = page.listing(of, answer(body, content_type))
    assert isinstance(found, Listing), found
    return found


def posts(body: str | bytes, of: Source = SOURCE, content_type: str = "text/html") -> list[Post]:
    """Return the posts of a page, oldest first."""
    return [page.parse(of, item) for item in listed(body, of, content_type).items]


def refused(body: str | bytes, of: Source = SOURCE) -> Refused:
    """Return why a page lists nothing."""
    found = page.listing(of, answer(body))
    assert isinstance(found, Refused), found
    return found


def test_requests_are_conditional() -> None:
    """The request carries the validators of the last answer."""
    made = page.request(SOURCE, SourceState("page:okrug", etag='"1"', last_modified="Mon"))
    assert (made.url, made.host, made.etag, made.last_modified) == (URL, "okrug.example", '"1"', "Mon")


@pytest.mark.parametrize("url", ["", "okrug.example", "ftp://okrug.example/", "https://"])
def test_address_must_be_http(url: str) -> None:
    """What is no http(s) address with a host is refused in words."""
    with pytest.raises(ValueError, match=r"expected an http\(s\) address, got"):
        page.urls("okrug", url, ())


@pytest.mark.parametrize(
    ("select", "problem"),
    [
        ({}, "expected item, the selector of one post"),
        ({"item": " "}, "expected item, the selector of one post"),
        ({"item": "li", "text": "[["}, "expected text to be a CSS selector, got '\\[\\['"),
        ({"item": "li", "link": "a:foo"}, "expected link to be a CSS selector"),
        ({"item": "li", "time": ""}, "expected time to be a CSS selector"),
        ({"item": "a@href"}, "expected item to select elements, not an attribute"),
        ({"item": "li" * 200}, "expected item of at most 300 characters, got 400"),
        ({"item": "div div div div"}, "expected item of at most 2 spaces and without ~"),
        ({"item": "li ~ li"}, "expected item of at most 2 spaces and without ~"),
    ],
)
def test_a_selector_that_cannot_be_used_is_told_with_its_key(select: dict[str, str], problem: str) -> None:
    """Broken ones, and those that a stranger's page could make slow."""
    with pytest.raises(ValueError, match=problem):
        page.check_select(select)


@pytest.mark.parametrize(
    "css",
    ["li.n", "main > ul > li", "a[title='x y z w']", "div:has(> a), p", "a@href", '[data-x="@"]', "@title"],
)
def test_what_pages_need_can_be_selected(css: str) -> None:
    """Classes, children, attributes with spaces in them, lists, and an attribute of the item itself."""
    page.check_select({"item": "li", "text": css})


def test_without_further_selectors_an_item_is_its_first_link_and_all_its_words() -> None:
    """Pages list the newest first, so what has no time is read from the bottom up."""
    first, second = posts(HEAD + ITEM.format("/b") + ITEM.format("a?x=1&amp;y=2"))
    assert (first.link, second.link) == ("https://okrug.example/news/a?x=1&y=2", "https://okrug.example/b")
    assert (second.key, second.text) == ("https://okrug.example/b", "Новость /b\n\nслова /b")
    assert listed(HEAD + ITEM.format("/b")).title == "Вести"


def test_links_lead_on_from_the_base_of_the_page() -> None:
    """What ``<base>`` names, itself perhaps relative; anchors and scripts lead nowhere."""
    anchors = '<a href="#top">^</a><a href="javascript:x()">+</a><a href="1">x</a>'
    body = f'<base href="/press/"><li class="n">{anchors}'
    (post,) = posts(body)
    assert post.link == "https://okrug.example/press/1"


def test_attributes_are_read_where_they_are_asked_for() -> None:
    """Of an element inside, and of the item itself."""
    inside = '<i data-to="/7"></i><img alt="Взрыв" src="/1.jpg">'
    body = f'<li class="n" data-day="2023-05-22T10:00:00+03:00">{inside}'
    (post,) = posts(body, source(link="i@data-to", text="img@alt", time="@data-day"))
    assert (post.link, post.text) == ("https://okrug.example/7", "Взрыв")
    assert post.published == datetime(2023, 5, 22, 7, tzinfo=UTC)
    assert [media.url for media in post.media] == ["https://okrug.example/1.jpg"]


@pytest.mark.parametrize(
    "written",
    [
        "<time datetime='2023-05-22T12:30:00+03:00'>сегодня</time>",
        "<time>22.05.2023 09:30</time>",
        "<time>22.05.2023, 09:30</time>",
        "<time>Опубликовано 22.05.2023 в 09:30</time>",
        "<time>22 мая 2023, 09:30</time>",
        "<time>Mon, 22 May 2023 12:30:00 +0300</time>",
    ],
)
def test_times_are_read_as_pages_write_them(written: str) -> None:
    """In an attribute or in words; without a zone they count as UTC."""
    (post,) = posts(f'<li class="n"><a href="/1">x</a>{written}', source(time="time"))
    assert post.published == datetime(2023, 5, 22, 9, 30, tzinfo=UTC)


def test_a_time_in_words_of_today_is_no_time() -> None:
    """Nothing is guessed from when the page was fetched."""
    (post,) = posts('<li class="n"><a href="/1">x</a><time>5 минут назад</time>', source(time="time"))
    assert post.published is None


def test_items_with_times_are_ordered_by_them() -> None:
    """A pinned item stands on top of the page, and where its time puts it."""
    days = "".join(
        f'<li class="n"><a href="/{n}">x{n}</a><time datetime="2023-05-{n}">' for n in (10, 22, 21)
    )
    assert [post.text for post in posts(HEAD + days)] == ["x10", "x21", "x22"]


def test_items_under_one_link_or_none_are_told_apart_by_their_words() -> None:
    """A chronicle links all its entries to itself; what is there twice is one."""
    entries = ['<li class="n"><a href="/live">час 1</a>', '<li class="n"><a href="/live">час 2</a>']
    found = listed(HEAD + "".join(entries + entries[:1]) + '<li class="n">без ссылки')
    assert len({item.key for item in found.items}) == len(found.items) == 3
    assert [item.key.partition("#")[0] for item in found.items[1:]] == ["https://okrug.example/live"] * 2


def test_a_page_that_looks_different_has_the_same_digests() -> None:
    """Classes and addresses of pictures are no words; another word is an edit under the same key."""
    plain = '<li class="n"><a href="/1">слово</a><img src="/a.jpg">'
    dressed = '<li class="n wide" data-id="9"><a class="k" href="/1">слово</a><img src="/b.jpg">'
    items = [listed(body).items[0] for body in (plain, dressed, plain.replace("слово", "дело"))]
    assert len({item.key for item in items}) == 1
    assert items[0].digest == items[1].digest != items[2].digest


@pytest.mark.parametrize(
    ("select", "detail"),
    [
        ({"item": "li.gone"}, "nothing matches item selector 'li.gone'"),
        ({"text": "p.gone"}, "nothing matches text selector 'p.gone'"),
        ({"link": "b@href"}, "nothing matches link selector 'b@href'"),
        ({"time": "time"}, "nothing matches time selector 'time'"),
        ({"title": "h2"}, "nothing matches title selector 'h2'"),
    ],
)
def test_a_selector_that_fits_nothing_any_more_is_named(select: dict[str, str], detail: str) -> None:
    """The page's layout has changed, and whoever configured it reads which selector to mend."""
    found = refused(HEAD + ITEM.format("/1") + ITEM.format("/2"), source(**select))
    assert found == Refused(Trouble.LAYOUT, detail)


def test_a_selector_may_miss_in_some_items() -> None:
    """One without a text of its own is left with what it has."""
    body = HEAD + '<li class="n"><h2>Один</h2><p>слова</p></li><li class="n"><h2>Два</h2></li>'
    found = [post.text for post in posts(body, source(text="p", title="h2"))]
    assert found == ["Два", "Один\n\nслова"]


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ("", Trouble.EMPTY),
        (" \n", Trouble.EMPTY),
        ("<title>Just a moment...</title><div id='challenge-platform'></div>", Trouble.CHALLENGE),
        ("<title>Вход</title><form><input name=p type=password></form>", Trouble.CHALLENGE),
        ("<div class='g-recaptcha'></div>", Trouble.CHALLENGE),
        ("<div id='root'></div><script src='/app.js'></script>", Trouble.LAYOUT),
        ("<script>'<li class=n>x</li>'</script>", Trouble.LAYOUT),
        ("<div>" * 200 + '<li class="n">x', Trouble.TOO_LARGE),
        ("<ul><li>" * 200 + '<li class="n">x', Trouble.TOO_LARGE),
        ("<li class='n'" + " a" * 60_000 + ">x", Trouble.TOO_LARGE),
        ('<li class="n">x' * 5_001, Trouble.LAYOUT),
    ],
)
def test_a_page_without_items_says_why(body: str, trouble: Trouble) -> None:
    """A login, a page that only scripts fill, markup too deep to be searched."""
    assert refused(body).trouble is trouble


def test_an_item_that_holds_the_others_is_not_read_over_and_over() -> None:
    """A selector that fits every level of a page would read it once for each."""
    body = "<div>слова" * 60 + "слова " * 2_000
    found = refused(body, replace(SOURCE, select=(("item", "div"),)))
    assert found == Refused(Trouble.LAYOUT, "item selector 'div' fits too much of the page")


def test_a_form_to_log_in_beside_the_news_is_no_challenge() -> None:
    """Many pages have one in a corner."""
    assert len(posts("<input type=password>" + HEAD + ITEM.format("/1"))) == 1


WORDS = "Обстрел приграничья, есть разрушения"
PAGE_1251 = f'<li class="n"><a href="/1">{WORDS}</a>'.encode("cp1251")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PAGE_1251, "text/html; charset=windows-1251"),
        (b'<meta charset="windows-1251">' + PAGE_1251, "text/html"),
        (b'<meta charset="windows-1251">' + PAGE_1251, "text/html; charset=ISO-8859-1"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=cp1251">' + PAGE_1251, "text/html"),
        (PAGE_1251, "text/html; charset=utf-8"),
        (PAGE_1251.decode("cp1251").encode(), "text/html; charset=windows-1251"),
    ],
)
def test_the_encoding_is_found_whoever_names_it(body: bytes, content_type: str) -> None:
    """The header, else the page itself; what is UTF-8 is read as such whatever the labels say."""
    assert [post.text for post in posts(body, content_type=content_type)] == [WORDS]


@pytest.mark.parametrize(
    "filling", ["<!--", "<script>", "<a b='", "<li class=n>", "&amp;", "<p><b>", "<", "<x/>"]
)
def test_hostile_pages_take_no_long(filling: str) -> None:
    """A fifth of a megabyte of the same thing over and over is read or refused within half a second."""
    body = HEAD + ITEM.format("/1") + filling * (200_000 // len(filling))
    begun = process_time()
    page.listing(SOURCE, answer(body))
    assert process_time() - begun < 1
