"""One request to a source and what can come of it: ``Page | NotModified | Refused``.

Outcomes are values, not exceptions: whoever asked has to handle each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from storage.model import Trouble


@dataclass(frozen=True, slots=True)
class Request:
    """What to fetch.

    ``host`` names the pacer (several hosts of one network share one). With ``redirects`` off, a
    redirect is answered as a :class:`Page` with its status and ``location``.
    """

    url: str
    host: str
    etag: str = ""
    last_modified: str = ""
    redirects: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """An answer with a body.

    ``url`` is where it came from after redirects; ``content_type`` is the header as it was sent;
    ``location`` is set only for a redirect that was not followed.
    """

    url: str
    body: bytes
    status: int = 200
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    location: str = ""


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
