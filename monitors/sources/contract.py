"""What a network's module promises, so that the pipeline can treat all of them alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitors.exchange import Page, Refused, Request
    from storage.model import Post, Source, SourceState


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a page, not yet read.

    ``digest`` is 16 bytes over the item as shown, without what changes by itself (views,
    reactions, media addresses): another digest under the same key means an edit. ``raw`` is
    understood by the module that made it alone. ``is_pinned`` is true of an item that is shown whatever
    its age, so that it says nothing of how far back a page reaches.
    """

    key: str
    digest: bytes
    raw: Any
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What one page shows: its items from oldest to newest, and where older ones can be had.

    ``identity`` is the network's own lasting name of the account, where names can change. ``is_whole``
    is false for the answer to :meth:`Kind.news` and for what :meth:`Kind.fresh` cuts out, which show only
    what is new. ``marks`` are as :meth:`Kind.fresh` takes them. ``hub`` is where a feed says that it
    announces changes (WebSub); it is noted, polling stays. ``lost`` counts what was left out because it
    carries no key.
    """

    items: tuple[Item, ...]
    title: str = ""
    older: Request | None = None
    identity: str = ""
    is_whole: bool = True
    marks: Mapping[str, int] = field(default_factory=dict)
    hub: str = ""
    lost: int = 0


class Meant(NamedTuple):
    """The source that a web address means: its name, and its ``url`` where the network asks for one."""

    name: str
    url: str = ""


class Kind(Protocol):
    """A network: the module ``monitors/sources/<KIND>.py``.

    ``ABOUT`` and ``EXAMPLE`` make the network's part of docs/sources.md.
    """

    KIND: str
    """The name of the network, the first half of a source's name."""

    ABOUT: str
    """What is read and what is not, in a few sentences for an operator; Markdown."""

    EXAMPLE: str
    """A ``[[sources]]`` table, in TOML."""

    HOSTS: tuple[str, ...]
    """The network's base addresses; none where every source has a server of its own."""

    SELECTS: tuple[str, ...]
    """The keys of a source's ``select`` table; none where there is no such table."""

    TAKES_TOKEN: bool
    """Whether a token may be configured for this network."""

    NEEDS_URL: bool
    """Whether a source of this network is configured with an address, or by its name alone."""

    STABLE_KEYS: bool
    """Whether the network itself gives out keys that never change (a feed's may)."""

    def urls(self, name: str, url: str, hosts: tuple[str, ...]) -> tuple[str, ...]:
        """Return the addresses of a source as configured.

        ``hosts`` are the network's base addresses. Raises :exc:`ValueError` with what was expected
        when the name or the address cannot belong to this network.
        """

    def check_select(self, select: Mapping[str, str]) -> None:
        """Raise :exc:`ValueError` with what was expected where a source's selectors cannot be used."""

    def meant(self, address: str) -> Meant | None:
        """Return the source that a web address means, as people copy it; None for one of another network."""

    def request(self, source: Source, state: SourceState) -> Request:
        """Return the request that begins a poll."""

    def news(self, source: Source, state: SourceState, shown: Sequence[str]) -> Request | None:
        """Return a request that is answered with less than a whole page; None where there is none.

        ``shown`` are the keys that its page showed last, oldest first. What the answer cannot show (edits
        of older posts, posts that vanished) is seen by the polls in between that ask for all. Whether it
        is what was asked for, :meth:`fresh` tells where there are marks; elsewhere its status must do.
        """

    def fresh(self, page: Page, marks: Mapping[str, int]) -> Listing | None:
        """Cut out only the items that are new or say something else than when these marks were made.

        ``marks`` are the keys of a page, oldest first, with a number for what each item said. None where
        the page does not show beyond doubt which items these are, or where something has vanished. Cheap,
        so that it can be asked at every poll; what the marks leave out is seen by :meth:`listing`.
        """

    def listing(self, source: Source, page: Page) -> Listing | Refused | Request:
        """Cut a page into items; or say why it is none; or ask for another page instead."""

    def parse(self, source: Source, item: Item) -> Post:
        """Read one item."""


class Fed(Protocol):
    """A network that hands its posts over by itself, so that nothing is asked of it.

    Its sources have no addresses, and :attr:`STORED_AS` is the kind under which they are known.
    """

    KIND: str
    """The name of the network in a configuration."""

    ABOUT: str
    """What is read and what is not, in a few sentences for an operator; Markdown."""

    EXAMPLE: str
    """A ``[[sources]]`` table, in TOML."""

    STORED_AS: str
    """The network whose posts these are, whichever way they come."""

    def check(self, name: str, url: str) -> None:
        """Raise :exc:`ValueError` with what was expected where a source cannot be configured so."""


class Proof(Protocol):
    """A network that can be asked for one post by itself: the module ``monitors/sources/<KIND>_proof.py``."""

    def request(self, source: Source, key: str) -> Request:
        """Return the request for one post."""

    def is_deleted(self, page: Page, key: str) -> bool | None:
        """Tell whether the answer says that there is no such post; None where it says neither."""
