"""The names and addresses of what can be read on Bluesky, and the XRPC addresses that they come to.

A source's address says which feed is meant. It may hold a handle: that is resolved before the feed is asked.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from monitors.sources.contract import Meant

PAGE = 50
"""Posts: half of what the interface gives out at most, and more than most accounts write between polls."""

AUTHOR, SEARCH, LIST = "app.bsky.feed.getAuthorFeed", "app.bsky.feed.searchPosts", "app.bsky.feed.getListFeed"
RESOLVE = "com.atproto.identity.resolveHandle"

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HANDLE = rf"(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?"  # https://atproto.com/specs/handle
_DID = r"did:[a-z]+:[A-Za-z0-9._:%-]{0,300}[A-Za-z0-9._-]"  # https://atproto.com/specs/did
_ACTOR = re.compile(rf"{_HANDLE}|{_DID}")
_RECORD_KEY = re.compile(r"[A-Za-z0-9._~:-]{1,200}")
_SITE = re.compile(r"(?:https?://)?(?:www\.)?(?:bsky\.app|main\.bsky\.dev)(/.*)", re.DOTALL)
_BARE = re.compile(rf"@({_HANDLE})|((?:{_LABEL}\.)+bsky\.social)|({_DID})")
_NO_WORD = re.compile(r"[^\w#]+")

_LONGEST_LABEL = 64
"""Characters of a source's name."""

_EXPECTED = (
    "a handle like someone.bsky.social, a DID, or an address like https://bsky.app/profile/someone.bsky.social,"
    " https://bsky.app/profile/…/lists/… or https://bsky.app/search?q=…"
)


class Wanted(NamedTuple):
    """What is read: the posts of an ``actor``, of its list ``list_key``, or those found with ``words``."""

    actor: str = ""
    list_key: str = ""
    words: str = ""


def wanted(name: str, url: str) -> Wanted:
    """Return what a source's name or address means; raises :exc:`ValueError` with what was expected."""
    found = _of_address(url) if url else _of_actor(name.removeprefix("@"))
    if found is None:
        raise ValueError(f"expected {_EXPECTED}, got {url or name!r}")
    return found


def meant(address: str) -> Meant | None:
    """Return the source that an address of bsky.app, an ``at://`` address or a bare handle means."""
    address = address.strip()
    if bare := _BARE.fullmatch(address):
        return Meant(bare[3] or (bare[1] or bare[2]).lower())
    found = _of_address(address)
    if found is None:
        return None
    if found.words:
        label = "search/" + _NO_WORD.sub("+", found.words).strip("+")
        return Meant(label[:_LONGEST_LABEL], f"https://bsky.app/search?{urlencode({'q': found.words})}")
    if found.list_key:
        label = f"{found.actor}/lists/{found.list_key}"
        return Meant(label[:_LONGEST_LABEL], f"https://bsky.app/profile/{label}")
    return Meant(found.actor)


def xrpc(host: str, wanted: Wanted, cursor: str = "") -> str:
    """Return the address of a page of what is wanted, the newest first."""
    if wanted.words:
        method, query = SEARCH, {"q": wanted.words, "sort": "latest"}
    elif wanted.list_key:
        method, query = LIST, {"list": f"at://{wanted.actor}/app.bsky.graph.list/{wanted.list_key}"}
    else:
        # Not posts_and_author_threads: of a thread it shows only what stands on one page together with the
        # thread's beginning, so that a long one would lose its newest posts. Answers to others come along.
        method, query = AUTHOR, {"actor": wanted.actor, "filter": "posts_with_replies"}
    query |= {"limit": str(PAGE)} | ({"cursor": cursor} if cursor else {})
    return f"{host.rstrip('/')}/xrpc/{method}?{urlencode(query, errors='replace')}"


def resolving(host: str, handle: str) -> str:
    """Return the address at which a handle's DID can be learnt."""
    return f"{host.rstrip('/')}/xrpc/{RESOLVE}?handle={quote(handle)}"


def of_xrpc(address: str) -> Wanted:
    """Return what an address made by :func:`xrpc` asks for."""
    query = {name: values[0] for name, values in parse_qs(address.partition("?")[2]).items()}
    if "q" in query:
        return Wanted(words=query["q"])
    actor, _, rest = query.get("list", "").removeprefix("at://").partition("/")
    return Wanted(actor, rest.rpartition("/")[2]) if actor else Wanted(query.get("actor", ""))


def is_did(actor: str) -> bool:
    """Tell whether an actor is named by the lasting name rather than by a handle."""
    return actor.startswith("did:")


def _of_actor(actor: str) -> Wanted | None:
    if not _ACTOR.fullmatch(actor):
        return None
    return Wanted(actor if is_did(actor) else actor.lower())


def _of_address(address: str) -> Wanted | None:
    if address.startswith("at://"):
        return _of_parts(address.removeprefix("at://").split("/"), "app.bsky.graph.list")
    site = _SITE.fullmatch(address)
    if site is None:
        return None
    parts = urlsplit(site[1])
    first, _, rest = unquote(parts.path).strip("/").partition("/")
    if first == "profile":
        return _of_parts(rest.split("/"), "lists")
    words = parse_qs(parts.query).get("q", [""])[0] if first == "search" else ""
    if first == "hashtag" and rest:
        words = f"#{rest}"
    return Wanted(words=" ".join(words.split())) if words.strip() else None


def _of_parts(parts: list[str], lists: str) -> Wanted | None:
    """Read an actor, and its list where one follows; a post's address means its author."""
    owner = _of_actor(parts[0].removeprefix("@"))
    if owner is None or len(parts) <= 2 or parts[1] != lists:  # noqa: PLR2004 - actor, collection, key
        is_profile = len(parts) == 1 or parts[1] in {"", "post", "app.bsky.feed.post"}
        return owner if is_profile else None
    return owner._replace(list_key=parts[2]) if _RECORD_KEY.fullmatch(parts[2]) else None
