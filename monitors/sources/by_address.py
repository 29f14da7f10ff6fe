"""Networks of which each source is one address of the operator's: what feeds and pages have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitors.exchange import Request
from monitors.sources.html import web_address

if TYPE_CHECKING:
    from monitors.sources.contract import Meant
    from storage.model import Source, SourceState


def urls(name: str, url: str, hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the source's address; the name is the operator's own, and there are no hosts in common.

    Raises :exc:`ValueError` where the address is no http(s) address with a host.
    """
    del name, hosts
    if not web_address(url):
        raise ValueError(f"expected an http(s) address, got {url!r}")
    return (url,)


def meant(address: str) -> Meant | None:
    """Return nothing: an address alone does not tell what lies there."""
    del address
    return None


def request(source: Source, state: SourceState) -> Request:
    """Return the conditional request for a source; after a failure it is for its next address."""
    url = state.address(source)
    return Request(url, source.host, state.etag, state.last_modified)
