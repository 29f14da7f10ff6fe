"""Whether one message of a public channel is still there: its own page says so, ``?embed=1``.

A page of the channel's newest messages proves nothing: an empty one is also what one gets when asking too
often.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitors.exchange import Request

if TYPE_CHECKING:
    from monitors.exchange import Page
    from storage.model import Source

_NOT_FOUND = b"Post not found"
_ERROR = (b"tgme_widget_message_error", b"err_message")
_MESSAGE = b'data-post="'


def request(source: Source, key: str) -> Request:
    """Return the request for one message's own page, at the network's first host."""
    server = urlsplit(source.urls[0])
    return Request(
        f"{server.scheme}://{server.netloc}/{source.name}/{key}?embed=1", source.host, redirects=False
    )


def is_deleted(page: Page, key: str) -> bool | None:
    """Tell whether a page says that there is no such message; None where it says neither."""
    if any(mark in page.body for mark in _ERROR):
        return True if _NOT_FOUND in page.body else None
    shown = page.body.find(_MESSAGE)
    end = page.body.find(b'"', shown + len(_MESSAGE))
    is_there = shown >= 0 and page.body[shown:end].rpartition(b"/")[2] == key.encode()
    return False if is_there else None
