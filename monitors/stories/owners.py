"""Who stands behind a telling: owners that the configuration names, and those that are found out.

Two channels that copy each other all day are of one hand. They are found when, each way, one has repeated at
least half of what the other wrote itself, in :data:`FEWEST` posts that lie :data:`SPREAD` apart; they are
forgotten when a share falls under :data:`KEPT`. Who only takes (a collector of others' posts) owns nothing by
it: its copies belong to their origins anyway. Counts halve in :data:`HALVING`, so a change of owners shows
within days. All of it depends on what was noted alone, in its order.

The figures are judgement, not measurement: independent channels of one region were not seen to repeat half of
each other's posts both ways, and twenty posts are more than a day of common press releases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from math import exp2
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storage.model import Source, Voice

FEWEST = 20.0
"""Copies, both ways together and each way a quarter of them at least."""
SHARE, KEPT = 0.5, 0.3
"""Of what the other wrote itself: the share at which two are one, and under which they are two again."""
SPREAD = 8 * 3600.0
"""Seconds between the first copy and the last one: a common press release takes less."""
HALVING = 3 * 86400.0
"""Seconds in which a count halves."""
MOST = 20_000
"""Counts that are kept of copies, and of own posts; of more, the smaller half is forgotten."""

_POST_NUMBER = re.compile(r"[/_][^/_]*$")


class Account(NamedTuple):
    """A source as others can forward it: whose telling its posts are, and its voice."""

    speaker: str
    voice: Voice


def account_of(address: str) -> str:
    """Return whose a post's address is: ``https://t.me/open_border/12`` is of ``t.me/open_border``.

    The address without its scheme and the post's own number, in lower case; "" of what is no address.
    """
    scheme, _, rest = address.partition("://")
    if scheme not in {"http", "https"} or not rest:
        return ""
    path = rest.partition("?")[0].partition("#")[0].lower().removeprefix("www.").rstrip("/")
    return _POST_NUMBER.sub("", path.replace("t.me/s/", "t.me/", 1))


def accounts_of(sources: Iterable[Source]) -> dict[str, Account]:
    """Return the sources that a forward can name so that it is proof, by their addresses.

    Only Telegram's: there the network itself says, under a post's head, whose words they are. A server of
    Mastodon can put any words under any name.
    """
    return {
        f"t.me/{source.name.lower()}": Account(source.speaker, source.voice)
        for source in sources
        if source.kind == "telegram"
    }


@dataclass(slots=True)
class _Count:
    """Posts, where those of long ago count for less."""

    value: float = 0.0
    moment: float = 0.0
    first: float = 0.0

    def add(self, moment: float) -> None:
        """Count one more; a clock that went back counts as one that stood still."""
        if self.value < 1:
            self.first = moment
        self.value = self.at(moment) + 1
        self.moment = max(moment, self.moment)

    def at(self, moment: float) -> float:
        """Return the count as of a time."""
        return self.value * exp2(-max(0.0, moment - self.moment) / HALVING)


class Owners:
    """Whose a speaker is, learnt from who copies whom.

    ``accounts`` are the sources that forwards can name (:func:`accounts_of`). ``version`` grows when owners
    are found or forgotten. ``most`` bounds the memory (:data:`MOST`).
    """

    def __init__(self, accounts: Mapping[str, Account] | None = None, most: int = MOST) -> None:
        self.version = 0
        self._most = most
        self._accounts = accounts or {}
        self._own: dict[str, _Count] = {}
        self._copies: dict[tuple[str, str], _Count] = {}
        self._partners: dict[str, set[str]] = {}
        self._owners: dict[str, str] = {}

    def account(self, address: str) -> Account | None:
        """Return the configured source of which a forwarded post is, by its address."""
        return self._accounts.get(account_of(address))

    def owner_of(self, speaker: str) -> str:
        """Return who stands behind a speaker: the first name of those found to be one, or itself."""
        return self._owners.get(speaker, speaker)

    def note(self, copier: str, copied: str, moment: float, *, copies: bool) -> None:
        """Note a post of ``copier``: whether it repeats one of ``copied``, or is its own.

        To be called for every post, in order; a copy of one's own post is not noted.
        """
        if copier == copied and copies:
            return
        if not copies:
            self._own.setdefault(copier, _Count()).add(moment)
        else:
            self._copies.setdefault((copier, copied), _Count()).add(moment)
            self._judge(copier, copied, moment)
        for partner in sorted(self._partners.get(copier, ())):
            self._judge(copier, partner, moment)
        self._forget(moment)

    def found(self) -> list[frozenset[str]]:
        """Return those found to be one, for people to see; by their first names."""
        groups: dict[str, set[str]] = {}
        for speaker, owner in self._owners.items():
            groups.setdefault(owner, set()).add(speaker)
        return [frozenset(groups[owner]) for owner in sorted(groups)]

    def _judge(self, one: str, other: str, moment: float) -> None:
        """Make two one, or two again, where their counts say so."""
        are_one = other in self._partners.get(one, ())
        if self._copy_each_other(one, other, moment, KEPT if are_one else SHARE) == are_one:
            return
        for speaker, partner in ((one, other), (other, one)):
            partners = self._partners.setdefault(speaker, set())
            (partners.discard if are_one else partners.add)(partner)
            if not partners:
                del self._partners[speaker]
        self._owners = _joined(self._partners)
        self.version += 1

    def _copy_each_other(self, one: str, other: str, moment: float, share: float) -> bool:
        there, back = self._copies.get((one, other)), self._copies.get((other, one))
        if there is None or back is None:
            return False
        counts = there.at(moment), back.at(moment)
        # Two that were found do not part for a silence, nor for a post that is not copied yet.
        fewest, slack = (FEWEST, 0.0) if share == SHARE else (0.0, FEWEST / 4)
        spread = max(there.moment, back.moment) - min(there.first, back.first)
        return (
            sum(counts) >= fewest
            and min(counts) >= fewest / 4
            and spread >= SPREAD
            and counts[0] + slack >= share * self._own_of(other, moment)
            and counts[1] + slack >= share * self._own_of(one, moment)
        )

    def _own_of(self, speaker: str, moment: float) -> float:
        own = self._own.get(speaker)
        return own.at(moment) if own else 0.0

    def _forget(self, moment: float) -> None:
        """Keep memory bounded: the smaller counts go, equal ones by name."""
        if len(self._copies) > self._most:
            ranked = sorted(self._copies, key=lambda pair: (-self._copies[pair].at(moment), pair))
            self._copies = {pair: self._copies[pair] for pair in islice(ranked, self._most // 2)}
        if len(self._own) > self._most:
            names = sorted(self._own, key=lambda name: (-self._own[name].at(moment), name))
            self._own = {name: self._own[name] for name in islice(names, self._most // 2)}


def _joined(partners: Mapping[str, set[str]]) -> dict[str, str]:
    """Return for each that has partners the first name of all that hang together with it.

    An owner that the configuration names (``owner:…``) comes before any other name.
    """
    owners: dict[str, str] = {}
    for speaker in sorted(partners, key=lambda name: (not name.startswith("owner:"), name)):
        waiting = [] if speaker in owners else [speaker]
        while waiting:
            one = waiting.pop()
            if one not in owners:
                owners[one] = speaker
                waiting += sorted(partners[one])
    return owners
