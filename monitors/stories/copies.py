"""Which earlier post a post repeats: by forwarding it, by linking the same article, by its text.

Earlier posts stand in a table (:mod:`.key_table`) under some of their shingles (three words in a row), and
are looked for under all shingles of the post that asks. So they may be chosen by whoever is kept: one from
every eight in a row. Some twelve words in a row that two posts share lead from one to the other, however
long both are; bottom-k sketches and MinHash, which must draw the same lots on both sides, lose half a post
inside another. What the table names is compared word by word (:mod:`.alignment`) and fact by fact
(:mod:`.agreement`).

What counts as a copy:

- A forward of a post that was seen, or that somebody forwarded before: of the first known of the chain.
  A forward of something unseen is looked for by its text; None where that was not seen either, as the
  telling itself says then whom it repeats.
- The same text, of at least four words; fewer ("Air-raid alert") are anybody's own words.
- Nearly the same text: at least six words, and 45 % of the words of the shorter, stand in the other in the
  same order, and no fact contradicts.
- The same article linked, with fewer than twelve words, and no place or number that the other lacks.

A post without words is nobody's copy unless it is a forward or links the same article.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from monitors.stories.repeating.agreement import BRIEF, contradict
from monitors.stories.repeating.alignment import align
from monitors.stories.repeating.imprint import (
    FORWARD,
    LINK,
    OWN,
    PLACE,
    TIME,
    Imprint,
    address_key,
    fact,
    imprint,
    plain_address,
)
from monitors.stories.repeating.key_table import KeyTable
from monitors.stories.repeating.resemblance import PART, is_one_text
from monitors.stories.repeating.window import Kept, Window
from storage.model import Bond, BondKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitors.stories.telling import Telling

LEAST = 3
"""Words of the same text; fewer are anybody's own."""

STRETCH = 8
"""Shingles of which one is kept. Fewer lose quotations, more cost memory: eight is ten keys a post."""

FEWEST = 8
"""Shingles that are kept of a short post, if it has so many."""

TRIED = 8
"""Posts that are compared word by word, the likeliest first."""

SPARE = 0.9
"""A part of a text has fewer distinct words than words."""

_HOUR = 3_600.0


class Copy(NamedTuple):
    """The earlier post (its id in the store) that a post repeats, and why that is known."""

    post: int
    bond: Bond


class _Found(NamedTuple):
    """What was worked out of a telling: its imprint, and the numbers of the posts to compare."""

    telling: Telling
    newest: int
    imprint: Imprint
    candidates: list[int]


class Copies:
    """Which of the posts of the last ``window`` seconds, ``most`` at most, a post repeats."""

    def __init__(self, window: float = 48 * _HOUR, most: int = 1_000_000) -> None:
        self._window = Window(window, most)
        self._table = KeyTable()
        self._last: _Found | None = None

    def __len__(self) -> int:
        """Return how many posts are in the window."""
        return len(self._window)

    def find(self, telling: Telling) -> Copy | None:
        """Return which earlier post a telling repeats; None where it tells for itself.

        Nothing is added. A telling that was added before does not repeat itself.
        """
        return self._by_forward(telling) or self._by_text(telling) or self._by_link(telling)

    def add(self, telling: Telling) -> None:
        """Add a post, and let go what is older than the window or beyond the most.

        A post is added once; one that was edited is forgotten first.
        """
        found = self._found(telling)
        origin = self._forwarded(telling) if telling.forward else None
        number = self._window.add(telling.post, telling.moment, found.imprint, origin or 0)
        oldest, keys = self._window.oldest, found.imprint.shingles.tolist()
        self._table.add(keys, min(STRETCH, max(1, len(keys) // FEWEST)), number, oldest)
        for key in found.imprint.others:
            self._table.add_one(key, number, oldest)

    def forget(self, post: int) -> None:
        """Forget a post: nothing repeats it any more. Nothing happens where it is not in the window."""
        for number in self._window.forget(post):
            self._table.forget(number)
        self._last = None

    def _found(self, telling: Telling) -> _Found:
        """Return what a telling is found by, as it stands; to find and then to add asks once."""
        last = self._last
        if last and last.telling is telling and last.newest == self._window.newest:
            return last
        mark = imprint(telling)
        oldest = self._window.oldest
        numbers = self._table.ask(mark.shingles, oldest)
        if mark.others:
            numbers = sum((self._table.ask_one(key, oldest) for key in mark.others), numbers)
        candidates = _likeliest(numbers) if numbers else []
        self._last = found = _Found(telling, self._window.newest, mark, candidates)
        return found

    def _by_forward(self, telling: Telling) -> Copy | None:
        number = self._forwarded(telling) if telling.forward else None
        if not number or not (kept := self._window[number]):
            return None
        return Copy(kept.post, Bond(BondKind.FORWARD, telling.forward))

    def _forwarded(self, telling: Telling) -> int | None:
        """Return the number of the post that a forward repeats, as the first of the chain that is known.

        That is the post with this address; otherwise whoever forwarded it first. A name that is no address
        tells of no post.
        """
        address = telling.forward
        for kind in (OWN, FORWARD) if "/" in plain_address(address) else (OWN,):
            for number, _ in self._under(kind, address, telling.post):
                return self._window.origin(number)
        return None

    def _under(self, kind: int, address: str, post: int) -> Iterator[tuple[int, Kept]]:
        """Yield what has, forwards or links an address, the first first, without the post that asks."""
        code = fact(kind, plain_address(address))
        for number in self._table.ask_one(address_key(kind, address), self._window.oldest):
            kept = self._window[number]
            if kept and kept.post != post and code in kept.facts:
                yield number, kept

    def _by_text(self, telling: Telling) -> Copy | None:
        found = self._found(telling)
        if not found.candidates:
            return None
        codes: list[int] = found.imprint.codes.tolist()
        distinct = set(codes)
        for number in found.candidates:
            kept = self._window[number]
            if kept is None or kept.post == telling.post or not _may_share(distinct, kept.codes):
                continue
            if bond := _alike(codes, found.imprint.facts, kept):
                return Copy(kept.post, bond)
        return None

    def _by_link(self, telling: Telling) -> Copy | None:
        if not telling.links or len(telling.words) >= BRIEF:
            return None
        ours = self._found(telling).imprint
        for address in map(plain_address, sorted(telling.links)):
            theirs = chain(self._under(LINK, address, telling.post), self._under(OWN, address, telling.post))
            for _, kept in theirs:
                if _says_no_more(ours, kept):
                    return Copy(kept.post, Bond(BondKind.SAME_LINK, address))
        return None


def _likeliest(numbers: list[int]) -> list[int]:
    """Return the numbers of the posts to compare: those with most keys, of these the first."""
    different = sorted(set(numbers))
    return sorted(different, key=numbers.count, reverse=True)[:TRIED] if len(different) > 1 else different


def _may_share(ours: set[int], theirs: list[int]) -> bool:
    """Return whether two texts have so many words in common that they may share a part; quickly."""
    others = set(theirs)
    return len(ours & others) >= PART * SPARE * min(len(ours), len(others))


def _alike(codes: list[int], facts: list[int], theirs: Kept) -> Bond | None:
    """Return how one text repeats another, if it does."""
    if codes == theirs.codes:
        return Bond(BondKind.SAME_TEXT) if len(codes) >= LEAST else None
    alignment = align(codes, theirs.codes)
    if not is_one_text(codes, theirs.codes, alignment) or contradict(facts, theirs.facts, alignment):
        return None
    return Bond(BondKind.NEAR_TEXT, f"{alignment.share:.2f}")


def _says_no_more(ours: Imprint, theirs: Kept) -> bool:
    """Return whether a few words beside a link name no place, number or time that the other post does not."""
    told = {one for one in ours.facts if PLACE <= one & 7 <= TIME} | {
        code for code in ours.codes.tolist() if code & 1
    }
    return told <= set(theirs.facts) | set(theirs.codes)
