"""Which story each post of the window is in, and what copies what."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from monitors.stories.repeating.imprint import plain_address

if TYPE_CHECKING:
    from monitors.stories.telling import Telling

WINDOW = 48 * 3600.0
"""For so many seconds a post is remembered, so that what copies it finds its story."""


_MOST_FACTS = 50_000


class Facts(NamedTuple):
    """Who told of what, and where."""

    source: str
    targets: frozenset[str]
    places: frozenset[str]


@dataclass(slots=True)
class Member:
    """A post in its story."""

    story: int
    joined: float
    copied: int | None
    is_copy: bool
    facts: Facts


class Members:
    """The posts that are in a story, for as long as others can copy them."""

    def __init__(self) -> None:
        self._members: dict[int, Member] = {}
        self._copies: dict[int, list[int]] = {}
        self._again: dict[int, int] = {}
        self._forwards: dict[str, int] = {}
        self._arrivals: deque[tuple[float, int, str]] = deque()
        self._facts: dict[Facts, Facts] = {}

    def get(self, post: int) -> Member | None:
        """Return a post's membership, None where it is in no story."""
        return self._members.get(post)

    def add(self, telling: Telling, member: Member) -> None:
        """Remember where a post is; what it forwards is waited for where it has an address."""
        self._members[telling.post] = member
        if member.is_copy and member.copied is not None:
            self._copies.setdefault(member.copied, []).append(telling.post)
        waits_for = plain_address(telling.forward) if not member.is_copy and "/" in telling.forward else ""
        if waits_for:
            self._forwards.setdefault(waits_for, telling.post)
        self._arrivals.append((member.joined, telling.post, waits_for))

    def facts_of(self, telling: Telling) -> Facts:
        """Return what a post tells of; equal facts are kept once."""
        if len(self._facts) > _MOST_FACTS:
            self._facts.clear()
        facts = Facts(telling.source, frozenset(telling.targets), telling.places)
        return self._facts.setdefault(facts, facts)

    def forwarding(self, address: str) -> int | None:
        """Return the first post of a story that forwards an address which was not seen itself."""
        return self._forwards.get(plain_address(address)) if address else None

    def told_again(self, root: int, post: int) -> None:
        """Remember that a text, known from a post, was told anew by another, of a new event."""
        self._again[root] = post

    def root(self, post: int) -> int:
        """Return what a post repeats at first hand, or where its text was told anew, the latest of those."""
        member = self._members.get(post)
        if member is not None and member.is_copy and member.copied is not None:
            post = member.copied
        while post in self._again:
            post = self._again[post]
        return post

    def copies_of(self, post: int) -> list[int]:
        """Return the posts that were found to copy a post, oldest first."""
        return [copy for copy in self._copies.get(post, ()) if copy in self._members]

    def remove(self, post: int) -> Member | None:
        """Forget a post and return what was known of it."""
        self._again.pop(post, None)
        self._again = {root: told for root, told in self._again.items() if told != post}
        return self._members.pop(post, None)

    def forget_before(self, moment: float) -> None:
        """Forget the posts that came in before a moment."""
        while self._arrivals and self._arrivals[0][0] < moment:
            joined, post, waits_for = self._arrivals.popleft()
            member = self._members.get(post)
            if member is not None and member.joined == joined:
                del self._members[post]
                self._copies.pop(post, None)
                self._again.pop(post, None)
            if self._forwards.get(waits_for) == post:
                del self._forwards[waits_for]
