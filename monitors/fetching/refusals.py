"""Why there is no page, in the system's words: statuses, errors and redirects made :class:`Refused`.

Details are one short line for a person: no control characters, no names of internals.
"""

from __future__ import annotations

import os
import socket
import ssl
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import aiohttp
from aiohttp.http_exceptions import ContentLengthError, HttpProcessingError, TransferEncodingError
from yarl import URL

from monitors.exchange import Refused
from monitors.fetching.addresses import PrivateAddress
from monitors.fetching.proxies import proxy_failure
from storage.model import Trouble, to_iso

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_DETAIL = 300
"""The most characters in a detail: a line that a person reads in a list."""

_OF_STATUS = {
    401: Trouble.FORBIDDEN,
    403: Trouble.FORBIDDEN,
    404: Trouble.NOT_FOUND,
    410: Trouble.GONE,
    429: Trouble.RATE_LIMITED,
}
_OF_STATUS_CLASS = {4: Trouble.HTTP_ERROR, 5: Trouble.SERVER_ERROR}


class Lost(aiohttp.ClientError):
    """The connection did not come about or was lost; the cause says how."""


_OF_ERROR: tuple[tuple[type[Exception], Trouble], ...] = (
    (PrivateAddress, Trouble.PRIVATE_ADDRESS),
    (aiohttp.InvalidUrlClientError, Trouble.PRIVATE_ADDRESS),  # http://2130706433/ and the like
    (TimeoutError, Trouble.TIMEOUT),
    (ssl.SSLError, Trouble.TLS),
    (socket.gaierror, Trouble.DNS),
    (UnicodeError, Trouble.DNS),  # a host name that the name system has no spelling for
    (ContentLengthError, Trouble.CONNECTION),
    (TransferEncodingError, Trouble.CONNECTION),
    (OSError, Trouble.CONNECTION),
    (aiohttp.ServerDisconnectedError, Trouble.CONNECTION),
)
"""What an error's root means, the first that fits; BAD_ANSWER where none does."""


def refused(trouble: Trouble, detail: str, retry_at: datetime | None = None) -> Refused:
    """Return a refusal whose detail is one short line, whatever a server put into it."""
    line = "".join(letter if letter.isprintable() else " " for letter in detail[: 4 * _DETAIL])
    line = " ".join(line.split())
    return Refused(trouble, line if len(line) <= _DETAIL else line[: _DETAIL - 1] + "…", retry_at)


def of_status(status: int, detail: str, retry_at: datetime | None) -> Refused:
    """Return what a status that is no page means.

    BAD_ANSWER: a status that HTTP lacks, or one that was not asked for.
    """
    trouble = _OF_STATUS.get(status) or _OF_STATUS_CLASS.get(status // 100, Trouble.BAD_ANSWER)
    return refused(trouble, detail, retry_at)


def of_error(error: Exception, host: str, deadline: float, *, proxied: bool = False) -> Refused:
    """Return what an error means that came up while ``host`` was asked; ``deadline`` in seconds."""
    if proxied and (failure := proxy_failure(error)):
        return refused(Trouble.CONNECTION, f"{host}: the proxy {failure}")
    root = _root(error)
    trouble = next((trouble for kind, trouble in _OF_ERROR if isinstance(root, kind)), Trouble.BAD_ANSWER)
    words = f"not finished within {deadline:g} s" if trouble is Trouble.TIMEOUT else _words(root)
    return refused(trouble, f"{host}: {words}")


def bad_redirect(problem: str, chain: Sequence[URL | str]) -> Refused:
    """Return the refusal of a redirect, with the addresses that it led through.

    Of each, only server and path are shown: what else stands in it may be a secret of the operator.
    """
    shown = (f"{step.origin()}{step.path}" if isinstance(step, URL) else step for step in chain)
    return refused(Trouble.REDIRECT, f"the redirect {problem}: {' → '.join(shown)}")


def left_alone(host: str, until: datetime) -> Refused:
    """Return the answer to a request that was not made because its host asked for silence."""
    told = refused(Trouble.RATE_LIMITED, f"{host} is left alone until {to_iso(until)}", until)
    return replace(told, asked=False)


def _root(error: BaseException) -> BaseException:
    """Return what lies under aiohttp's wrappings, whose own texts name internals."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return error.os_error
    # Behind a SOCKS proxy, what TLS fails of comes as the cause of a bare ClientOSError.
    wrapped = isinstance(
        error, Lost | aiohttp.ClientPayloadError | aiohttp.ClientResponseError | aiohttp.ClientOSError
    )
    return _root(error.__cause__) if wrapped and error.__cause__ else error


def _words(root: BaseException) -> str:
    """Say what happened, without the excerpts and internals that libraries add."""
    match root:
        case PrivateAddress():
            return f"{root.address} is not a public address"
        case aiohttp.InvalidUrlClientError():
            return "an address must be written in its usual form"
        case ContentLengthError() | TransferEncodingError():
            return "the connection ended before the answer was whole"
        case HttpProcessingError():
            return root.message.partition(":")[0]
        case zlib.error():
            return "the compressed body is damaged"
        case _:
            return _system_words(root)


def _system_words(root: BaseException) -> str:
    match root:
        case ssl.SSLCertVerificationError():
            return root.verify_message
        case ssl.SSLError():
            return (root.reason or "TLS failed").replace("_", " ").lower()
        case socket.gaierror():
            return root.strerror or "no such name"
        case OSError(errno=int(number)):
            return os.strerror(number)
        case aiohttp.ServerDisconnectedError():
            return "the connection was closed without an answer"
        case _:
            return f"{type(root).__name__}: {root}"
