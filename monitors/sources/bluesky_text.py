"""The text of a Bluesky post: its facets say, in bytes, which stretches are links.

https://docs.bsky.app/docs/advanced-guides/post-richtext: those who write
posts have long addresses shortened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from monitors.sources.html import literal, web_address
from monitors.sources.json_api import mapping, text_of
from monitors.sources.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST_FACETS = 500
_LONGEST = 20_000
"""Characters; the lexicon allows 3,000 bytes."""


class Words(NamedTuple):
    """A text, and the addresses that it links to, in order."""

    text: str
    links: tuple[str, ...]


class _Link(NamedTuple):
    start: int
    end: int
    uri: str


def words_of(record: Mapping[str, Any]) -> Words:
    """Return the text of a post's record with every shortened address written out.

    Words that are linked stay as they are, as mentions and tags do; where they lead is among the links. A
    facet that lies outside of the text, across another one or within a letter is left out.
    """
    text = text_of(record, "text")[:_LONGEST]
    raw = text.encode(errors="replace")
    pieces, here, links = [], 0, []
    for link in sorted(_links(record)):
        shown = _slice(raw, link.start, link.end)
        if link.start < here or not shown:
            continue
        pieces += [raw[here : link.start], _written_out(shown, link.uri).encode()]
        here = link.end
        links.append(link.uri)
    whole = clean(b"".join([*pieces, raw[here:]]).decode(errors="replace"))
    return Words(whole, tuple(dict.fromkeys([*links, *literal(whole).links])))


def _links(record: Mapping[str, Any]) -> Iterator[_Link]:
    facets = record.get("facets")
    for facet in facets[:_MOST_FACETS] if isinstance(facets, list) else []:
        if not isinstance(facet, dict):
            continue
        index, features = mapping(facet, "index"), facet.get("features")
        start, end = index.get("byteStart"), index.get("byteEnd")
        uri = _uri(features if isinstance(features, list) else [])
        if uri and type(start) is int and type(end) is int and 0 <= start < end:
            yield _Link(start, end, uri)


def _uri(features: list[Any]) -> str:
    uris = (web_address(text_of(one, "uri")) for one in features[:10] if isinstance(one, dict))
    return next(filter(None, uris), "")


def _slice(raw: bytes, start: int, end: int) -> str:
    """Return the text between two offsets, an empty one where they do not lie between letters."""
    try:
        return raw[start:end].decode() if end <= len(raw) else ""
    except UnicodeDecodeError:
        return ""


def _written_out(shown: str, uri: str) -> str:
    """Return an address in full where it was shown shortened; other words as they are."""
    stem = shown.strip().removesuffix("…").removesuffix("...").rstrip("/")
    bare = uri.partition("://")[2]
    is_short = bool(stem) and any(
        whole.casefold().startswith(stem.casefold()) for whole in (uri, bare, bare.removeprefix("www."))
    )
    # "exam" is the beginning of example.org too, but nobody shows an address without its whole host.
    return uri if is_short and "." in stem else shown
