"""What an address can mean, as people copy or type it, before anything is asked. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bot.config_values import shown
from monitors.sources.html import web_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from monitors.sources.contract import Kind

LONGEST = 2_000
"""Characters of an address; browsers and servers take about as many."""

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_HOST = re.compile(r"[^\s/?#@]+\.[^\s/?#@]+(?:[/?#]\S*)?|localhost(?::\d+)?(?:/\S*)?")
_PLAIN_PORT = re.compile(r"[^/?#]+:(?!\d*443(?!\d))\d+")
_SITE = re.compile(r"https?://[^\s/?#@]+|[^\s/?#@]+\.[^\s/?#@]+(?=/)", re.IGNORECASE)
_HANDLE = re.compile(r"@?([\w.-]+)")


class BadAddress(ValueError):
    """What was typed is no address; says what was expected."""


class Candidate(NamedTuple):
    """A source that an address may mean.

    One that is not ``is_sure`` is only how a network might be meant: where it cannot be read, the
    address may still be a web site's.
    """

    kind: str
    name: str
    url: str = ""
    is_sure: bool = True


def tidy(text: str) -> str:
    """Return an address without what surrounds it, its host in small letters.

    Raises :exc:`BadAddress` where it can be none.
    """
    address = text.strip().strip("<>\"'«»")
    if not address or len(address) > LONGEST or not address.isprintable() or re.search(r"\s", address):
        raise BadAddress(f"expected an address like t.me/name or https://example.org, got {shown(text)}")
    host = _SITE.match(address)
    return host[0].lower() + address[host.end() :] if host else address


def pages(address: str) -> tuple[str, ...]:
    """Return the web addresses that are meant, the likeliest first; none where it is only a name."""
    if _SCHEME.match(address):
        found = [web_address(address)]
    elif _HOST.fullmatch(address):
        # A server at a port of its own, unless it is one like 8443, is mostly somebody's plain one.
        schemes = ("http", "https") if _PLAIN_PORT.match(address) else ("https", "http")
        found = [web_address(f"{scheme}://{address}") for scheme in schemes]
    else:
        found = []
    return tuple(page for page in found if page)


def candidates(address: str, kinds: Mapping[str, Kind], only: str = "") -> tuple[Candidate, ...]:
    """Return the sources that an address may mean by itself, of one kind or of any.

    That are, in this order: the one that is named in full (``kind:name``), those of whose network the
    address is, and for a bare ``@name`` those networks that know sources by their name alone.
    """
    asked = {only: kinds[only]} if only else kinds
    kind, _, name = address.partition(":")
    if kind in asked and name and not asked[kind].NEEDS_URL:
        return (Candidate(kind, name),)
    may_be_named = bool(only) or "." not in address
    found = [*_meant(address, asked), *(named(address, asked, is_sure=bool(only)) if may_be_named else ())]
    return tuple({(one.kind, one.name, one.url): one for one in reversed(found)}.values())[::-1]


def _meant(address: str, kinds: Mapping[str, Kind]) -> Iterator[Candidate]:
    """Give what each network makes of the address; a bare host name may also be a web site's."""
    spelled, is_bare = pages(address)[:1], is_bare_host(address)
    for kind in kinds.values():
        meant = next((found for one in (address, *spelled) if (found := kind.meant(one))), None)
        if meant is not None:
            sure = bool(kind.HOSTS) and not is_bare
            yield Candidate(kind.KIND, meant.name, meant.url, is_sure=sure)


def named(address: str, kinds: Mapping[str, Kind], *, is_sure: bool = False) -> Iterator[Candidate]:
    """Give the networks that have such names, for a name without anything around it."""
    handle = _HANDLE.fullmatch(address)
    if handle is None:
        return
    for kind in kinds.values():
        if kind.HOSTS and not kind.NEEDS_URL and takes(kind, handle[1]):
            yield Candidate(kind.KIND, handle[1], is_sure=is_sure)


def takes(kind: Kind, name: str, url: str = "") -> bool:
    """Tell whether a network has sources of this name, at this address where one is given."""
    try:
        return bool(kind.urls(name, url, kind.HOSTS))
    except ValueError:
        return False


def is_bare_host(address: str) -> bool:
    """Tell whether an address is a host's name alone: a site's, or an account's that is named like one."""
    return _SCHEME.match(address) is None and _HOST.fullmatch(address) is not None and "/" not in address
