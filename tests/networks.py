"""The fixture folder of each network, and what can be wrong with an answer, for the contract of all.

``tests/data/networks/<kind>/`` holds ``page.<html|json|xml>``, an answer true to the network's own;
``address.txt``, where it came from; ``source.toml``, one ``[[sources]]`` table; and ``expected.json``, the
posts in it from old to new, with what is not empty of each.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from bot.setup import check
from monitors.exchange import Page, Refused, Request
from monitors.sources import KINDS
from monitors.sources.contract import Listing
from storage.model import to_iso

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from monitors.sources.contract import Kind
    from storage.model import Post, Source

FOLDER = Path(__file__).parent / "data" / "networks"

TYPES = {"html": "text/html; charset=utf-8", "json": "application/json", "xml": "application/xml"}

PUBLIC = {
    "telegram": "https://t.me/{name}",
    "vk": "https://vk.com/{name}",
    "mastodon": "https://{server}/@{user}",
    "bluesky": "https://bsky.app/profile/{name}",
}
"""Where people find a source, of the networks whose addresses tell which one they mean."""

POSTS_AT: Mapping[str, tuple[str, ...]] = {"vk": ("response", "items"), "bluesky": ("feed",)}
"""Where the posts stand in an answer in JSON; at its root where nothing is said."""

WRONG: tuple[object, ...] = (None, True, 7, -1, 10**30, "x", "", [], {}, [[1]], {"a": 1}, 1.5)
"""Values that may stand where another type belongs."""

GARBAGE = {
    "empty": b"",
    "zeros": bytes(100),
    "brace": b"{",
    "list": b"[]",
    "null": b"null",
    "object": b"{}",
    "text": "просто слова".encode(),
    "login": b"<html><title>Log in</title><form><input type='password' name='p'></form></html>",
    "deep list": b"[" * 50_000,
    "deep object": b'{"response":' * 20_000,
    "deep page": b"<div>" * 50_000,
    "deep lists": b"<ul><li>" * 20_000,
    "long tag": b"<article class='news'" + b" a" * 60_000 + b">",
    "long number": b'{"response":{"count":' + b"9" * 5_000 + b',"items":[]}}',
    "noise": Random(1).randbytes(20_000),  # noqa: S311 - tests, not secrets
}


@dataclass(frozen=True)
class Network:
    """One network with its fixture."""

    kind: Kind
    source: Source
    page: Page
    expected: list[dict[str, Any]]

    def read(self, page: Page | None = None) -> list[Post]:
        """Return the posts of an answer, none where it is refused or leads on."""
        found = self.kind.listing(self.source, page or self.page)
        assert isinstance(found, Listing | Refused | Request)
        items = found.items if isinstance(found, Listing) else ()
        return [self.kind.parse(self.source, item) for item in items]

    def with_body(self, body: bytes) -> Page:
        """Return the same answer with another body."""
        return replace(self.page, body=body)


def network(kind: str) -> Network:
    """Return a network with its fixture; its source is made by the program's own check."""
    folder = FOLDER / kind
    (path,) = folder.glob("page.*")
    source = source_of((folder / "source.toml").read_text(encoding="utf-8"))
    url = (folder / "address.txt").read_text(encoding="utf-8").strip()
    page = Page(url, path.read_bytes(), content_type=TYPES[path.suffix[1:]])
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return Network(KINDS[kind], source, page, expected)


def source_of(table: str) -> Source:
    """Return the source of a ``[[sources]]`` table in TOML, in which nothing may be wrong."""
    setup, problems = check(tomllib.loads(table), FOLDER)
    assert problems == []
    (source,) = setup.sources
    return source


def plain(post: Post) -> dict[str, Any]:
    """Return what is not empty of a post as JSON has it, but for its source."""
    values = asdict(post) | {"published": to_iso(post.published) if post.published else None}
    values.pop("source")
    return dict(without_empty(json.loads(json.dumps(values))))


def without_empty(value: Any) -> Any:  # noqa: ANN401 - JSON of any kind
    """Leave out what is empty, at any depth, and write moments in one way."""
    if isinstance(value, dict):
        kept = {key: without_empty(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in (None, "", [], {}, False)}
    return [without_empty(inner) for inner in value] if isinstance(value, list) else value


def expected(post: Mapping[str, Any]) -> dict[str, Any]:
    """Return an expected post in the form of :func:`plain`."""
    moment = post.get("published")
    return dict(
        without_empty({**post, "published": to_iso(datetime.fromisoformat(moment)) if moment else ""})
    )


def paths(value: Any, here: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:  # noqa: ANN401 - the same
    """Yield the way to every value in JSON."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*here, key)
        yield from paths(one, (*here, key))


def changed(value: Any, path: tuple[str | int, ...], to: object) -> bytes:  # noqa: ANN401 - the same
    """Return JSON with another value at one place."""
    whole = json.loads(json.dumps(value))  # several times as fast as a deep copy
    parent = whole
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = to
    return json.dumps(whole).encode()
