"""Which network addresses a source may be reached at: the guard against being led inside.

A name that someone else controls may lead to ``127.0.0.1`` or to a router's page. So every
address is judged just before it is connected to, in whatever form it was written.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Network = IPv4Network | IPv6Network

_NAT64 = IPv6Network("64:ff9b::/96")
"""Carries an IPv4 address in its last 32 bits (RFC 6052)."""

_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All of IPv6 that is handed out for use in the internet (IANA's address space registry)."""

_NOT_FOR_HOSTS = (
    IPv4Network("192.0.0.0/24"),  # IETF protocol assignments (RFC 6890)
    IPv4Network("192.88.99.0/24"),  # the former 6to4 relays (RFC 7526)
    IPv6Network("2001::/23"),  # IETF protocol assignments, Teredo among them (RFC 2928, RFC 4380)
    IPv6Network("3fff::/20"),  # documentation (RFC 9637), unknown to Python 3.11
)
"""Blocks that no public server stands in, although Python's ``is_global`` lets some of them pass."""


class PrivateAddress(OSError):
    """A name or an address led to where no source may be; ``address`` says where.

    Its text is the same for all addresses: of the failures of one name's addresses, aiohttp keeps
    the type only if their texts are alike.
    """

    def __init__(self, address: str) -> None:
        super().__init__("not a public address")
        self.address = address


def parse_networks(entries: Iterable[str]) -> tuple[Network, ...]:
    """Return the addresses and networks (``10.0.0.0/8``, ``::1``) that are allowed although private.

    Raises :exc:`ValueError`, with the entry in its text, for anything else: a name, a network with
    host bits set, an empty text.
    """
    return tuple(_network(entry) for entry in entries)


def _network(entry: str) -> Network:
    try:
        return ip_network(entry.strip())
    except ValueError as error:
        raise ValueError(
            f"expected an address or a network like 127.0.0.1 or 10.0.0.0/8, got {entry!r} ({error})",
        ) from None


def is_reachable(address: str, allowed: Iterable[Network] = ()) -> bool:
    """Tell whether a source may be reached at an address: a public one, or one that is allowed.

    An IPv6 address that carries an IPv4 one (mapped, NAT64, 6to4) is as public as that one, and is
    allowed if either of them is. Multicast is never reachable. Raises :exc:`ValueError` for what is
    not a numeric address.
    """
    outer = ip_address(address)
    inner = _unwrapped(outer)
    if outer.is_multicast or inner.is_multicast:
        return False
    return _is_public(inner) or any(outer in network or inner in network for network in allowed)


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 address carries, or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    return address.is_global and not any(address in network for network in _NOT_FOR_HOSTS)
