"""One request to a source and what can come of it: ``Page | NotModified | Refused``.

Outcomes are values, not exceptions: whoever asked has to handle each of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from storage.model import Trouble


@dataclass(frozen=True, slots=True)
class Request:
    """What to fetch.

    ``host`` names the pacer (several hosts of one network share one). With ``redirects`` off, a
    redirect is answered as a :class:`Page` with its status and ``location``. With ``own_errors``, so is
    a status of 400 to 499 other than 429, with its body: the network says in it what is wrong.
    ``headers`` and ``query`` are added when it is sent; a token stands there and nowhere else, and both
    go to the request's own server only. ``proxy`` is the address of the proxy to go through, if any.
    """

    url: str
    host: str
    etag: str = ""
    last_modified: str = ""
    redirects: bool = True
    own_errors: bool = False
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    proxy: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """An answer with a body.

    ``url`` is where it came from after redirects, without the request's ``query``; ``content_type`` and
    ``link`` (RFC 8288) are the headers as they were sent; ``location`` is set only for a redirect that
    was not followed.
    """

    url: str
    body: bytes
    status: int = 200
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    location: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that nothing has changed since the validators of the request."""


@dataclass(frozen=True, slots=True)
class Refused:
    """No page: why, in the system's words and in detail, and when the server allows a new try.

    With ``asked`` false the request was not made at all, because its host wants silence: that says
    nothing about the source.
    """

    trouble: Trouble
    detail: str = ""
    retry_at: datetime | None = None
    asked: bool = True


Answer = Page | NotModified | Refused
