"""Where a post was placed, and what placing it changed besides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.model import CLOSES_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storage.model import Bond, Role


@dataclass(frozen=True, slots=True)
class Move:
    """A post that changed its story, and what it is in the new one."""

    post: int
    story: int
    role: Role
    copied: int | None = None
    why: tuple[Bond, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a post was placed.

    ``merged`` are stories that became part of ``story``: their posts move as a whole. ``moves`` are other
    posts that changed their story with it. ``closed`` are stories that were put away by now, because of
    their silence or some time after their end. ``ended`` tells that the post says that the story is over.
    """

    story: int
    is_new: bool
    role: Role
    copied: int | None = None
    why: tuple[Bond, ...] = ()
    merged: tuple[int, ...] = ()
    moves: tuple[Move, ...] = ()
    closed: tuple[int, ...] = ()
    ended: bool = False


def _alone(place: str) -> frozenset[str]:
    return frozenset({place})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the configuration says about stories.

    ``closes_after`` maps a target to the seconds of silence after which its story closes, for all others
    it is ``default_closes_after``. ``nearness`` says of two places how near they are, from 0 to 1, and
    ``within`` names a place and all that it lies in.
    """

    closes_after: Mapping[str, float] = field(default_factory=dict)
    default_closes_after: float = CLOSES_AFTER.total_seconds()
    nearness: Callable[[str, str], float] | None = None
    within: Callable[[str], frozenset[str]] = _alone

    def silence_of(self, targets: Mapping[str, object]) -> float:
        """Return after how many seconds of silence a story of these targets closes: the longest counts.

        A follower's own rule sets none, so it does not keep a story open beyond its topic.
        """
        set_ones = [self.closes_after[target] for target in targets if target in self.closes_after]
        return max(set_ones, default=self.default_closes_after)
