"""Which addresses may be reached, in every form in which they can be written."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.fetching.addresses import is_reachable, parse_networks

PUBLIC = [
    "8.8.8.8",
    "149.154.167.99",
    "2001:4860:4860::8888",
    "2a00:1450:4001::1",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
]

PRIVATE = [
    "0.0.0.0",  # noqa: S104 - an address to refuse, not to bind
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "203.0.113.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::8.8.8.8",
    "64:ff9b:1::8.8.8.8",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
]

MULTICAST = ["224.0.0.1", "239.1.2.3", "ff02::1", "ff0e::1", "::ffff:224.0.0.1", "64:ff9b::224.0.0.1"]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_reachable(address: str) -> None:
    """What the whole internet can reach, a source may be reached at."""
    assert is_reachable(address)


@pytest.mark.parametrize("address", PRIVATE + MULTICAST)
def test_what_is_not_global_is_refused(address: str) -> None:
    """Loopback, private, reserved, documentation and multicast addresses are out of bounds."""
    assert not is_reachable(address)


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_a_wrapped_address_is_as_public_as_the_one_inside(inner: IPv4Address) -> None:
    """Mapped, NAT64 and 6to4 forms change nothing about where an address leads."""
    mapped = IPv6Address(0xFFFF << 32 | int(inner))
    nat64 = IPv6Address(0x64FF9B << 96 | int(inner))
    sixtofour = IPv6Address(0x2002 << 112 | int(inner) << 80 | 1)
    judged = {is_reachable(str(form)) for form in (inner, mapped, nat64, sixtofour)}
    assert len(judged) == 1


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::10.1.2.3", "2002:a01:203::1"])
def test_an_allowed_network_lifts_the_guard_for_every_form(address: str) -> None:
    """An operator allows 10.0.0.0/8 once, not each way of writing it."""
    assert is_reachable(address, parse_networks(["10.0.0.0/8"]))
    assert not is_reachable(address, parse_networks(["127.0.0.1", "::1"]))


def test_an_allowed_wrapped_address_is_the_one_that_was_written() -> None:
    """Allowing one mapped address does not allow its neighbour."""
    allowed = parse_networks(["::ffff:127.0.0.1"])
    assert is_reachable("::ffff:127.0.0.1", allowed)
    assert not is_reachable("::ffff:127.0.0.2", allowed)


@pytest.mark.parametrize("address", MULTICAST)
def test_multicast_stays_refused_when_everything_is_allowed(address: str) -> None:
    """No list of exceptions makes a group of machines a source."""
    assert not is_reachable(address, parse_networks(["0.0.0.0/0", "::/0"]))


def test_entries_are_addresses_or_networks() -> None:
    """A single address stands for itself; spaces around an entry do not matter."""
    assert parse_networks(["127.0.0.1", " 10.0.0.0/8 ", "::1"]) == (
        ip_network("127.0.0.1/32"),
        ip_network("10.0.0.0/8"),
        ip_network("::1/128"),
    )


@pytest.mark.parametrize("entry", ["localhost", "", "10.0.0.1/8", "127.1", "10.0.0.0/33", "http://127.0.0.1"])
def test_a_wrong_entry_is_named(entry: str) -> None:
    """A wrong entry raises ValueError with the entry in its text."""
    with pytest.raises(ValueError, match="expected an address or a network") as caught:
        parse_networks([entry])
    assert repr(entry) in str(caught.value)


def test_a_name_is_no_address() -> None:
    """The guard judges numeric addresses only."""
    with pytest.raises(ValueError, match="localhost"):
        is_reachable("localhost")
