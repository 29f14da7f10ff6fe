"""Lists of subscriptions: as feed readers write them, as we do, and as nobody should."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from contextlib import suppress
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.adding.lists import listed, outlines
from bot.adding.opml import MOST_BYTES, NoOpml, Outline, read, written
from bot.setup import Setup, check

FEEDLY = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by a reader -->
<opml version="1.0"><head><title>Subscriptions</title></head><body>
 <outline text="News" title="News">
  <outline type="rss" text="Wire &amp; co" title="x" xmlUrl="https://example.org/rss?a=1&amp;b=2" htmlUrl="https://example.org"/>
  <outline text="Deeper"><outline text='no "type"' xmlUrl='https://a.example/feed'></outline></outline>
 </outline>
 <outline type="link" text="Town" url="https://t.me/open_town"/>
 <outline type="include" text="Other" url="https://example.org/other.opml"/>
 <outline text="an idea"/>
</body></opml>"""


def setup_of(*sources: dict[str, Any]) -> Setup:
    """Return a set-up of these sources, with one place."""
    values = {"sources": list(sources), "places": [{"name": "Грайворон"}], "region": {"name": "Край"}}
    setup, problems = check(values, Path())
    assert problems == []
    return setup


def exported(setup: Setup) -> bytes:
    """Return the list of a set-up's sources."""
    return written("Край", outlines(setup, {}))


def test_a_reader_s_list_is_read_whatever_its_folders() -> None:
    """In its order; folders, notes and other lists are left out."""
    assert [outline[:3] for outline in read(FEEDLY.encode())] == [
        ("Wire & co", "https://example.org/rss?a=1&b=2", "https://example.org"),
        ('no "type"', "https://a.example/feed", ""),
        ("Town", "", "https://t.me/open_town"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_encodings_are_read_as_they_are_declared(encoding: str) -> None:
    """With a byte order mark, or with a name in the declaration."""
    named = encoding.replace("utf-8-sig", "utf-8").replace("cp1251", "windows-1251")
    text = f'<?xml version="1.0" encoding="{named}"?><opml><outline text="Новости края" xmlUrl="https://a.b/"/></opml>'
    assert read(text.encode(encoding))[0].text == "Новости края"


def test_what_is_badly_written_is_read_as_far_as_it_goes() -> None:
    """A bare ampersand, a tag that is not closed, capitals, an unknown entity, a document type."""
    text = (
        '<!DOCTYPE opml [<!ENTITY x "y">]><OPML><OUTLINE TEXT="&x; &copy" XMLURL="https://a.b/?a=1&copy=2">'
    )
    assert read(text.encode()) == [Outline("&x; &copy", "https://a.b/?a=1&copy=2")]


@pytest.mark.parametrize("body", [b"", b"<rss/>", b"\xff\xfe", b"{}", b"<html><opmlx>", bytes(100)])
def test_what_is_no_list_is_refused(body: bytes) -> None:
    """With what was expected."""
    with pytest.raises(NoOpml, match="expected OPML"):
        read(body)


def test_a_list_that_is_too_long_is_refused() -> None:
    """In bytes, or in subscriptions."""
    with pytest.raises(NoOpml, match="at most 5,242,880 bytes"):
        read(b"<opml>" + bytes(MOST_BYTES))
    with pytest.raises(NoOpml, match="at most 10,000 subscriptions"):
        read(b"<opml>" + b'<outline xmlUrl="https://a.b/"/>' * 10_001)


LAUGHS = b'<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><opml>'


@pytest.mark.parametrize(
    "piece",
    [b'<outline text="&b;&b;" xmlUrl="https://a.b/?', b"<outline ", b"<!--", b"<outline a='", b'a="b" '],
)
def test_no_list_takes_long(piece: bytes) -> None:
    """Entities that grow, tags and quotation marks that never end: a megabyte is read in a moment."""
    begun = process_time()
    assert len(read(LAUGHS + piece * (1_000_000 // len(piece)))) <= 1
    assert process_time() - begun < 1


def test_feed_readers_find_the_feeds() -> None:
    """It is well-formed OPML 2.0: feeds by xmlUrl, all others by the address of their page."""
    setup = setup_of(
        {"kind": "feed", "name": "wire", "url": "https://example.org/rss?a=1&b=2", "voice": "media"},
        {"kind": "telegram", "name": "open_town"},
    )
    root = ET.fromstring(exported(setup))  # noqa: S314 - what was just written
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "Край")
    feed, channel = root.iter("outline")
    assert (feed.get("type"), feed.get("xmlUrl")) == ("rss", "https://example.org/rss?a=1&b=2")
    assert (channel.get("type"), channel.get("url")) == ("link", "https://t.me/s/open_town")


def test_what_is_there_or_cannot_be_is_left_out_with_a_reason() -> None:
    """By its name or address, twice in the list, without a feed, of an unknown network."""
    body = written(
        "",
        [
            Outline("there", feed="http://www.example.org/rss/"),
            Outline("new", feed="https://new.example/feed"),
            Outline("twice", feed="https://new.example/feed"),
            Outline("page", page="https://example.org/"),
            Outline("local", feed="file:///etc/passwd"),
            Outline("own", own={"kind": "nosuch", "name": "a"}),
            Outline("odd", own={"kind": "feed", "nom": "a"}),
            Outline("channel", page="https://t.me/s/open_town"),
        ],
    )
    setup = setup_of({"kind": "feed", "name": "wire", "url": "https://example.org/rss"})
    found = list(listed(read(body), setup))
    assert [one.what for one in found if one.entry] == ["feed:new.example", "telegram:open_town"]
    reasons = [one.why_not for one in found if not one.entry]
    assert reasons[:3] == [
        "feed:wire is watched already",
        "feed:new.example is watched already",
        "it names no feed",
    ]
    assert [reason.partition(",")[0] for reason in reasons[3:5]] == [
        "expected an http(s) address",
        "kind: expected one of telegram",
    ]
    assert reasons[5].startswith("name: ")


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=64)
FEEDS = st.fixed_dictionaries(
    {
        "kind": st.just("feed"),
        "name": NAMES,
        "url": st.from_regex(r"https?://[a-z]{3,9}\.example/[a-z&=?%1-9'\"]{0,20}", fullmatch=True),
    },
    optional={"voice": st.sampled_from(["official", "media", "person"]), "home": st.just("Грайворон")},
)
CHANNELS = st.fixed_dictionaries(
    {"kind": st.just("telegram"), "name": st.from_regex("[a-z][a-z0-9_]{3,9}", fullmatch=True)},
    optional={"home": st.just("Грайворон")},
)


@settings(max_examples=15)
@given(st.lists(FEEDS | CHANNELS, max_size=6))
def test_what_is_exported_is_imported_as_it_was(sources: list[dict[str, Any]]) -> None:
    """Every kind, name, address, voice and home, whatever characters a name is made of."""
    values = {"sources": sources, "places": [{"name": "Грайворон"}]}
    setup, problems = check(values, Path())
    assume(not problems)  # two of one name or address
    found = list(listed(read(exported(setup)), setup_of()))
    assert [one.entry for one in found if one.entry] == [entry for entry in setup.config.sources if entry]


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.dictionaries(NAMES, NAMES, max_size=3))
def test_an_attribute_of_our_own_comes_back(text: str, own: dict[str, str]) -> None:
    """Also with what XML cannot hold; a title loses no more than that."""
    (outline,) = read(written(text, [Outline(text, page="https://a.b/", own=own)]))
    assert outline.own == own
    assert ET.fromstring(written(text, [Outline(text, own=own)])).tag == "opml"  # noqa: S314 - the same


def test_selectors_come_back() -> None:
    """What our own attribute says of a source is all that its table holds."""
    own = {"kind": "page", "name": "a", "url": "https://a.b/", "select": {"item": 'a[href^="/x"] > b\x85'}}
    assert read(written("", [Outline("a", page="https://a.b/", own=own)]))[0].own == own


@settings(max_examples=50)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    """Nothing but NoOpml comes of them."""
    with suppress(NoOpml):
        assert isinstance(read(b"<opml>" + body), list)
