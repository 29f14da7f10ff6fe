"""Feeds that are meant to hurt: no crash, no file read, no long hold of the interpreter."""

from __future__ import annotations

import gc
import threading
import time
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitors.exchange import Page, Refused
from monitors.sources import feed
from monitors.sources.feed_markup import mended, needs_care, overload, root_of, whole
from storage.model import Post, Source, Trouble

DATA = Path(__file__).parents[2] / "data" / "feeds"
SOURCE = Source("feed", "example")
FIXTURES = tuple(path.read_bytes() for path in sorted(DATA.iterdir()))
MOST = 5 * 2**20
HEAD, TAIL = b"<rss><channel><title>t</title>", b"</channel></rss>"


def read(body: bytes) -> list[Post] | Refused:
    """Return the posts of a body, or why there are none."""
    found = feed.listing(
        SOURCE, Page("https://one.example/rss", body, content_type="text/xml; charset=utf-8")
    )
    if isinstance(found, Refused):
        return found
    assert not hasattr(found, "url"), "a feed never asks for another page"
    return [feed.parse(SOURCE, item) for item in getattr(found, "items", ())]


def longest_hold(body: bytes) -> tuple[float, float]:
    """Return how long reading takes, and the longest time in it that another thread stood still."""
    done = threading.Event()
    holds = [0.0]
    gc.freeze()  # what earlier tests left in memory is not looked through

    def tick() -> None:
        last = time.perf_counter()
        while not done.wait(0.002):
            now = time.perf_counter()
            holds.append(now - last)
            last = now

    thread = threading.Thread(target=tick)
    thread.start()
    begun = time.perf_counter()
    read(body)
    taken = time.perf_counter() - begun
    done.set()
    thread.join()
    return taken, max(holds)


def test_entity_bomb_stays_small() -> None:
    """A billion laughs are not expanded."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE r [<!ENTITY l0 "lol">{entities}]>'
    found = read(doctype.encode() + HEAD + b"<item><title>&l9;</title></item>" + TAIL)
    assert isinstance(found, list)
    assert [len(post.text) for post in found] == [len("&l9;")]


@pytest.mark.parametrize("head", ["<title>x</title>", "<title xml:base='http://a.example/'>x</title>"])
def test_external_entity_reads_no_file(tmp_path: Path, head: str) -> None:
    """An entity that points to a file does not bring the file, in either parser."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    doctype = (
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY % y SYSTEM "{secret.as_uri()}"> %y;]>'
    )
    body = f"{doctype}<rss><channel>{head}<item><title>a &x; b</title></item></channel></rss>"
    found = read(body.encode())
    assert isinstance(found, list)
    assert [post.text for post in found] == ["a &x; b"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("nesting", HEAD + b"<a>" * 100_000 + b"</a>" * 100_000 + TAIL),
        ("nesting, never closed", HEAD + b"<a>" * (MOST // 3)),
        ("attributes", HEAD + b"<a " + b"".join(b'a%d="1" ' % n for n in range(400_000)) + b"/>" + TAIL),
        ("namespaces", HEAD + b"".join(b'<a xmlns:a%d="u">' % n for n in range(9_000))),
        ("empty items", HEAD + b"<item/>" * (MOST // 7) + TAIL),
        ("open sections", HEAD + b"<![CDATA[" * (MOST // 9)),
        ("ampersands", HEAD + b"<item><description>" + b"&" * MOST),
        (
            "scripts",
            HEAD + b"<item><description><![CDATA[" + b"<script>" * 600_000 + b"]]></description></item>",
        ),
        (
            "quotes",
            HEAD + b"<item><description><![CDATA[<p>" + b'<a b="' * 600_000 + b"]]></description></item>",
        ),
        ("zeros", b"\0" * MOST),
        ("declarations", b"<!DOCTYPE a [ " * (MOST // 14) + HEAD),
        ("json", b'{"items":' + b"[" * MOST),
        ("author", HEAD + b"<b xml:base='x'/><item><author>" + b"a." * 50_000 + b"</author></item>" + TAIL),
        ("careful", HEAD + b"<b xml:base='x'>" + b"<a>" * 40_000),
    ],
)
def test_hostile_bodies_do_not_stall(name: str, body: bytes) -> None:
    """5 MiB of anything are done with in seconds, and other threads go on meanwhile."""
    taken, hold = longest_hold(body)
    # Twice what is promised of an idle machine: the tests share theirs.
    assert taken < 4, name
    assert hold < 0.5, name


def test_a_great_feed_is_read_whole() -> None:
    """30,000 items are not too many."""
    items = b"".join(
        b"<item><title>Item %d</title><link>https://a.example/%d</link><guid>g%d</guid>"
        b"<description>Some words that stand in an item</description></item>" % (n, n, n)
        for n in range(30_000)
    )
    found = read(HEAD + items + TAIL)
    assert isinstance(found, list)
    assert len(found) == 30_000


@pytest.mark.parametrize("body", [b"<item/>" * 40_001, b"<ITEM/>" * 40_001, b"<a/>" * 700_001])
def test_too_many_elements_are_refused(body: bytes) -> None:
    """More than anyone publishes is refused before a parser sees it."""
    refused = read(HEAD + body + TAIL)
    assert isinstance(refused, Refused)
    assert refused.trouble == Trouble.NOT_A_FEED
    assert "more than" in refused.detail


def test_control_characters_are_left_out() -> None:
    """NULs and characters that XML forbids do not hide what stands behind them."""
    found = read(HEAD + b"<item><title>a\0b\x1fc&#0;&#x1f;d</title></item>" + TAIL)
    assert isinstance(found, list)
    assert [post.text for post in found] == ["abcd"]


@given(
    body=st.sampled_from(FIXTURES),
    cuts=st.lists(st.tuples(st.integers(0, 2500), st.integers(0, 60), st.binary(max_size=12)), max_size=6),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mutated_feeds_never_raise(body: bytes, cuts: list[tuple[int, int, bytes]]) -> None:
    """However a feed is damaged, the answer is posts whose text can be stored, or a refusal."""
    for at, length, noise in cuts:
        body = body[:at] + noise + body[at + length :]
    found = read(body)
    if isinstance(found, list):
        assert all(post.key and "\0" not in post.text and post.text.encode() is not None for post in found)


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_answered(noise: bytes) -> None:
    """Bytes of any kind, bare or inside an item, never raise."""
    for body in (noise, HEAD + b"<item>" + noise + b"</item>" + TAIL, b'{"items":[' + noise + b"]}"):
        assert read(body) is not None


@pytest.mark.parametrize(
    "shape",
    [
        "<title {}>a</title>",
        "<item><title>{}</title></item>",
        "<content {}",
        "<{}",
        "{}",
    ],
)
@pytest.mark.parametrize(
    "words",
    [
        "xhtml",
        "xhtml> <div",
        'type="',
        "type = ",
        "</link> ",
        "xml:base ",
        "<title ",
        "<item",
        "&amp ",
        "<![",
    ],
)
def test_no_word_over_and_over_makes_a_document_slow(shape: str, words: str) -> None:
    """A hundred kilobytes full of what the guards look for is looked through in linear time."""
    text = "<rss><channel>" + shape.format(words * (100_000 // len(words)))
    begun = process_time()
    needs_care(text)
    mended(text)
    root_of(text)
    overload(text)
    whole(text)
    assert process_time() - begun < 1
