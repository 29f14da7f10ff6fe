"""What a network's module promises, so that the pipeline can treat all of them alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from monitors.exchange import Page, Refused, Request
    from storage.model import Post, Source, SourceState


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a page, not yet read.

    ``digest`` is 16 bytes over the item as shown, without what changes by itself (views,
    reactions, media addresses): another digest under the same key means an edit. ``raw`` is
    understood by the module that made it alone.
    """

    key: str
    digest: bytes
    raw: Any


@dataclass(frozen=True, slots=True)
class Listing:
    """What one page shows: its items from oldest to newest, and where older ones can be had."""

    items: tuple[Item, ...]
    title: str = ""
    older: Request | None = None


class Kind(Protocol):
    """A network: the module ``monitors/sources/<KIND>.py``."""

    KIND: str
    """The name of the network, the first half of a source's name."""

    NEEDS_URL: bool
    """Whether a source of this network is configured with an address, or by its name alone."""

    STABLE_KEYS: bool
    """Whether the network itself gives out keys that never change (a feed's may)."""

    def urls(self, name: str, url: str, hosts: tuple[str, ...]) -> tuple[str, ...]:
        """Return the addresses of a source as configured.

        ``hosts`` are the network's base addresses. Raises :exc:`ValueError` with what was expected
        when the name or the address cannot belong to this network.
        """

    def request(self, source: Source, state: SourceState) -> Request:
        """Return the request that begins a poll."""

    def listing(self, source: Source, page: Page) -> Listing | Refused | Request:
        """Cut a page into items; or say why it is none; or ask for another page instead."""

    def parse(self, source: Source, item: Item) -> Post:
        """Read one item."""
