"""Answers of Mastodon and Bluesky that are meant to hurt: no exception, no neighbour lost, no long hold."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest

from monitors.exchange import Page, Refused
from monitors.sources import KINDS
from monitors.sources.contract import Listing
from storage.model import Post, Source, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parents[2] / "data" / "networks"
NETWORKS = {"mastodon": "newsroom@mastodon.example", "bluesky": "newsroom.example"}
SOURCES = {
    kind: Source(kind, name, urls=KINDS[kind].urls(name, "", KINDS[kind].HOSTS))
    for kind, name in NETWORKS.items()
}
SURROGATE = "\ud800\x00"
ODD: tuple[object, ...] = (None, [], {}, [None], {"": None}, SURROGATE, True, 10**40)
MOST = 5 * 2**20

_Way = tuple[str | int, ...]


@cache
def fixture(kind: str) -> tuple[str, Any]:
    """Return a recorded answer's address and value."""
    folder = DATA / kind
    page = json.loads((folder / "page.json").read_text(encoding="utf-8"))
    return (folder / "address.txt").read_text(encoding="utf-8").strip(), page


def entries(page: Any) -> list[Any]:  # noqa: ANN401 - JSON
    """Return the items of an answer."""
    found: list[Any] = page if isinstance(page, list) else page["feed"]
    return found


def read(kind: str, body: bytes, link: str = "") -> list[Post] | Refused:
    """Return the posts of a body, or why there are none."""
    found = KINDS[kind].listing(SOURCES[kind], Page(fixture(kind)[0], body, link=link))
    if isinstance(found, Refused):
        return found
    assert isinstance(found, Listing)
    return [KINDS[kind].parse(SOURCES[kind], item) for item in found.items]


def ways(value: object, way: _Way = ()) -> Iterator[_Way]:
    """Yield the way to every value within a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, found in inner:
        yield (*way, key)
        yield from ways(found, (*way, key))


def spoilt(value: Any, way: _Way, odd: object) -> Any:  # noqa: ANN401 - JSON
    """Return a value in which something odd stands at the end of a way; the value itself stays as it is."""
    if not way:
        return odd
    changed = value.copy()
    changed[way[0]] = spoilt(value[way[0]], way[1:], odd)
    return changed


def every_damage(kind: str) -> Iterator[tuple[Any, list[Any]]]:
    """Yield a sound item and others spoilt in every odd way, for every field that any item has."""
    sound, *others = entries(fixture(kind)[1])[1:-1]
    done: set[_Way] = set()
    for entry in others:
        for way in ways(entry):
            shape = tuple(step for step in way if isinstance(step, str))
            if shape not in done:
                done.add(shape)
                yield sound, [spoilt(entry, way, odd) for odd in ODD]


def answer(kind: str, *items: object) -> bytes:
    """Return an answer with these items."""
    return json.dumps(list(items) if kind == "mastodon" else {"feed": list(items)}).encode()


@pytest.mark.parametrize("kind", NETWORKS)
def test_one_spoilt_item_costs_no_other(kind: str) -> None:
    """Whatever stands in whatever field, nothing is raised and the sound neighbour is read as ever."""
    alone = read(kind, answer(kind, entries(fixture(kind)[1])[1]))
    assert isinstance(alone, list)
    fields = 0
    for sound, bad in every_damage(kind):
        posts = read(kind, answer(kind, sound, *bad))
        assert isinstance(posts, list)
        assert alone[0] in posts
        fields += 1
    assert fields > 80


@pytest.mark.parametrize("kind", NETWORKS)
def test_texts_are_fit_to_be_kept(kind: str) -> None:
    """No lone surrogate and no control character comes through in any text of a post."""
    way: dict[str, list[_Way]] = {
        "mastodon": [("content",), ("spoiler_text",), ("account", "display_name"), ("language",)]
    }
    way["bluesky"] = [
        ("post", "record", "text"),
        ("post", "author", "displayName"),
        ("post", "record", "langs", 0),
    ]
    entry: Any = entries(fixture(kind)[1])[1]
    for one in way[kind]:
        entry = spoilt(entry, one, f"a{SURROGATE}b")
    posts = read(kind, answer(kind, entry))
    assert isinstance(posts, list)
    words = f"{posts[0].text}{posts[0].author}{posts[0].lang}"
    assert words.encode()
    assert "\0" not in words


DEEP = b"[" * 100_000
HUGE = b'[{"id": "1", "favourites_count": ' + b"9" * 100_000 + b"}]"


@pytest.mark.parametrize("kind", NETWORKS)
@pytest.mark.parametrize(
    "body", [DEEP, b'{"feed":' * 50_000, b"[" + b"{}," * 400_000, b"\xff\xfe", b"null", b'"x"', b"[1e999"]
)
def test_what_is_no_answer_is_refused(kind: str, body: bytes) -> None:
    """Depth, size and other bytes end in words."""
    found = read(kind, body)
    assert isinstance(found, Refused)
    assert found.trouble is Trouble.BAD_ANSWER


def test_numbers_without_end_are_numbers() -> None:
    """Python refuses to make them of so many digits; the status beside them is read."""
    posts = read("mastodon", HUGE)
    assert isinstance(posts, list)
    assert [post.key for post in posts] == ["1"]


@pytest.mark.parametrize("kind", NETWORKS)
def test_a_sound_answer_in_another_encoding_loses_only_its_letters(kind: str) -> None:
    """Texts in windows-1251 under JSON's own encoding are unreadable; keys and times are not."""
    text = json.dumps(fixture(kind)[1], ensure_ascii=False)
    posts = read(kind, text.encode("cp1251", "replace"))
    assert isinstance(posts, list)
    sound = read(kind, text.encode())
    assert isinstance(sound, list)
    assert [(post.key, post.published) for post in posts] == [(post.key, post.published) for post in sound]


@pytest.mark.parametrize("kind", NETWORKS)
def test_a_flood_of_items_is_cut(kind: str) -> None:
    """Of a million bytes of items the newest thousand are read, in time that nobody notices."""
    if kind == "mastodon":
        page: Any = [{"id": str(10**6 + number), "content": "<p>x</p>"} for number in range(30_000)]
    else:
        page = {
            "feed": [{"post": {"uri": f"at://did:x/c/{number}", "record": {}}} for number in range(30_000)]
        }
    body = json.dumps(page).encode()
    begun = process_time()
    posts = read(kind, body)
    assert process_time() - begun < 1
    assert isinstance(posts, list)
    assert len(posts) == 1_000


@pytest.mark.parametrize(
    "link", ["<" * 100_000, "<x>" + "; rel=" * 20_000, '<x>; rel="' + "a " * 50_000, "<>;rel=next," * 10_000]
)
def test_a_link_header_without_end_takes_no_time(link: str) -> None:
    """It is read in one pass."""
    begun = process_time()
    assert isinstance(read("mastodon", b'[{"id": "1"}]', link), list)
    assert process_time() - begun < 1


@pytest.mark.parametrize(
    "piece", ["<a class=", '<a class="', "<p class='quote-inline'>", "<a ", "class='mention ", "<p>"]
)
def test_markup_without_end_takes_no_time(piece: str) -> None:
    """Content of megabytes is read in time in proportion to what is read of it."""
    status = {"id": "1", "content": piece * (1_000_000 // len(piece)), "quote": {"state": "accepted"}}
    begun = process_time()
    assert isinstance(read("mastodon", json.dumps([status]).encode()), list)
    assert process_time() - begun < 2
