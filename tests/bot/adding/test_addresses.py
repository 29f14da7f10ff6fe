"""What an address can mean, before anything is asked."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adding.addresses import BadAddress, Candidate, candidates, pages, tidy
from bot.adding.writing import suggested
from bot.addresses import same_place
from monitors.sources import KINDS, feed, telegram

OURS = {"telegram": telegram, "feed": feed}
"""The networks that the expectations below were made for."""

CHANNEL = Candidate("telegram", "open_town")


@pytest.mark.parametrize(
    "address",
    [
        "t.me/open_town",
        "https://t.me/s/open_town?before=7",
        "http://telegram.me/open_town/15",
        "open_town.t.me",
        "telegram:open_town",
    ],
)
def test_a_channel_is_known_however_it_is_copied(address: str) -> None:
    """With and without a scheme, from its preview, from a post, and by its name in full."""
    (found,) = candidates(tidy(address), OURS)
    assert found[:3] == CHANNEL[:3]


@pytest.mark.parametrize(("address", "sure"), [("@open_town", False), ("open_town", False)])
def test_a_bare_name_may_be_one_of_every_network_that_takes_it(address: str, sure: bool) -> None:  # noqa: FBT001 - a case
    """None of them is sure; and of one network that is named, it is."""
    assert candidates(address, OURS) == (CHANNEL._replace(is_sure=sure),)
    assert candidates(address, OURS, "telegram") == (CHANNEL,)


@pytest.mark.parametrize("address", ["example.org", "https://example.org/rss", "@a", "a b", "feed:x", ""])
def test_what_no_network_claims_is_left_to_be_looked_at(address: str) -> None:
    """A site's address is nobody's name."""
    assert candidates(address, OURS) == ()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/a?b=1", ("https://example.org/a?b=1",)),
        ("example.org/a", ("https://example.org/a", "http://example.org/a")),
        ("пример.рф", ("https://пример.рф", "http://пример.рф")),
        ("127.0.0.1:8080/x", ("http://127.0.0.1:8080/x", "https://127.0.0.1:8080/x")),
        ("example.org:8443", ("https://example.org:8443", "http://example.org:8443")),
        ("@open_town", ()),
        ("open_town", ()),
        ("user@example.org", ()),
        ("ftp://example.org", ()),
        ("https://", ()),
    ],
)
def test_an_address_without_a_scheme_is_tried_with_both(address: str, expected: tuple[str, ...]) -> None:
    """The secure one first, but at a port of its own; a name is no web address."""
    assert pages(address) == expected


@pytest.mark.parametrize("text", ["", "   ", "a b", "t.me/\x00x", "x" * 3000, "a\nb", "<>"])
def test_what_can_be_no_address_is_refused(text: str) -> None:
    """With an example of what can."""
    with pytest.raises(BadAddress, match=r"expected an address like t\.me/name"):
        tidy(text)


def test_quotation_marks_and_brackets_around_an_address_go() -> None:
    """As mail programs and chats put them there."""
    assert tidy(" <https://example.org/> ") == "https://example.org/"


@pytest.mark.parametrize(
    "other", ["http://example.org/rss", "https://www.Example.org:443/rss/", "https://example.org/rss#top"]
)
def test_two_spellings_of_one_place_are_the_same(other: str) -> None:
    """Scheme, www, capitals of the host, the usual port, a last slash and a fragment make no difference."""
    assert same_place(other) == same_place("https://example.org/rss")


@pytest.mark.parametrize(
    "other", ["https://example.org/RSS", "https://example.org/rss?a=1", "https://example.org:8443/rss"]
)
def test_two_places_are_not_the_same(other: str) -> None:
    """What stands in the path, the query or another port tells them apart."""
    assert same_place(other) != same_place("https://example.org/rss")


@settings(max_examples=50)
@given(st.text(max_size=60) | st.from_regex(r"(https?://)?[@#\w.:/\[\]?%-]{1,40}", fullmatch=True))
def test_every_network_takes_any_address_without_an_error(text: str) -> None:
    """Whatever a person types is an address or is refused."""
    with suppress(BadAddress):
        address = tidy(text)
        assert isinstance(candidates(address, KINDS), tuple)
        assert isinstance(pages(address), tuple)
        assert isinstance(same_place(address), str)


@pytest.mark.parametrize(
    ("url", "title", "name"),
    [
        ("https://www.example.org/rss.xml", "", "example.org"),
        ("https://example.org/news/region/feed/", "", "example.org-region"),
        ("https://www.youtube.com/@open_town", "", "youtube.com-open_town"),
        ("https://youtube.com/feeds/videos.xml?channel_id=UC1", "Open Town", "youtube.com-open-town"),
        ("https://пример.рф/Белгород/rss", "", "пример.рф-белгород"),
        ("https://example.org/rss/0b5ad3f9c1e84d67a2f0", "", "example.org"),
        ("https://example.org/" + "long/" * 30, "", "example.org-long-long-long-long-long-lon"),
        ("https://taken.example/feed", "", "taken.example-2"),
    ],
)
def test_a_name_is_suggested_by_the_address(url: str, title: str, name: str) -> None:
    """Host and what tells of the path, but no keys; the title where only a query would; a free one."""
    assert suggested(url, "feed", {"feed:taken.example"}, title) == name
