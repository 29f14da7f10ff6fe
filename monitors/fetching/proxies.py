"""What is different behind a proxy: how it fails, and what of the address guard is left.

The guard of :mod:`monitors.fetching.addresses` judges an address when it is connected to. Behind a proxy
the proxy connects, and resolves the names: only what is written in an address can be judged then.
"""

from __future__ import annotations

import os
import socket
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyError

from monitors.fetching.addresses import PrivateAddress, is_reachable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yarl import URL

    from monitors.fetching.addresses import Network

WRONG_PASSWORD = "wants another name or password"  # noqa: S105 - words, not one

_REPLIES = {
    1: "could not connect",
    2: "does not allow that connection",
    3: "cannot reach that network",
    4: "cannot reach that host",
    5: "was refused by that host",
    6: "could not connect in time",
    7: "makes no connections",
    8: "does not know that kind of address",
}
"""What a SOCKS server's replies mean (RFC 1928, 6)."""


def refuse_private(url: URL, allowed: Iterable[Network]) -> None:
    """Raise :exc:`PrivateAddress` where an address is written in a URL, in whatever form, and is private.

    ``localhost`` and the names under it are written addresses too (RFC 6761, 6.3). Where any other name
    leads is known to the proxy alone.
    """
    address = _written(unquote(url.raw_host or "").lower().rstrip("."))
    if address is not None and not is_reachable(address, allowed):
        raise PrivateAddress(address)


def _written(host: str) -> str | None:
    if host == "localhost" or host.endswith(".localhost"):
        return "127.0.0.1"
    if ":" in host:  # a name has none: brackets of a URL hold nothing but IPv6
        return host
    try:
        # Takes 127.1, 0x7f.1, 017700000001 and 2130706433, as the resolver of the proxy's system may.
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def proxy_failure(error: BaseException | None) -> str | None:
    """Say how the proxy failed, with no address and no password; None where it was not the proxy."""
    while error is not None:
        if said := _http_failure(error) or _socks_failure(error):
            return said
        error = error.__cause__
    return None


def _http_failure(error: BaseException) -> str | None:
    match error:
        case aiohttp.ClientHttpProxyError():
            return WRONG_PASSWORD if wants_password(error.status) else f"answered {error.status}"
        case aiohttp.ClientConnectorDNSError():  # names of servers are resolved behind it
            return "cannot be reached: no such name"
        case aiohttp.ClientProxyConnectionError():
            return f"cannot be reached{_why(error.os_error)}"
        case _:
            return None


def _socks_failure(error: BaseException) -> str | None:
    match error:
        case ProxyConnectionError():
            return f"cannot be reached{_why(error.__cause__)}"
        case ProxyError(error_code=None):
            return "refused: it wants another name or password, or does not speak SOCKS 5"
        case ProxyError():
            return _REPLIES.get(error.error_code or 0, "refused")
        case _:
            return None


def _why(error: BaseException | None) -> str:
    return f": {os.strerror(error.errno)}" if isinstance(error, OSError) and error.errno else ""


def wants_password(status: int) -> bool:
    """Tell whether an answer is the proxy's own: 407, to a request that was not tunnelled."""
    return status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED
