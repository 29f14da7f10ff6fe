"""What is remembered of a story that is open: as much of a story of ten thousand posts as of one of ten."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from monitors.stories.gathering.moments import gap
from storage.model import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from monitors.stories.gathering.moments import Heard

_SPEAKERS = 8
"""Of so many speakers, those who told last, the latest report is kept to compare others with."""

_TOPICS = 3

_GRACE = 5 * 60.0
"""For so many seconds after its end a story stays open, so that copies of the end join it."""


@dataclass(slots=True)
class Tellers:
    """The tellings that stand for a story: its first report, each speaker's latest, its last copy.

    What is kept depends on the reports and their order alone, so it is the same after a restart and after
    two stories became one.
    """

    first: Heard | None = None
    latest: dict[str, Heard] = field(default_factory=dict)
    echo: Heard | None = None
    _all: tuple[Heard, ...] | None = None

    def __iter__(self) -> Iterator[Heard]:
        """Yield each, the newest first."""
        if self._all is None:
            self._all = self._listed()
        return iter(self._all)

    def _listed(self) -> tuple[Heard, ...]:
        newest = tuple(reversed(self.latest.values()))
        if self.first is None:
            return newest or (() if self.echo is None else (self.echo,))
        return newest if any(self.first is one for one in newest) else (*newest, self.first)

    def repeat(self, one: Heard) -> None:
        """Keep a copy, as the last."""
        self.echo, self._all = one, None

    def report(self, one: Heard) -> None:
        """Keep a report as its speaker's latest."""
        self._all = None
        if self.first is None:
            self.first = one
        self.latest.pop(one.telling.speaker, None)
        self.latest[one.telling.speaker] = one
        self._forget_oldest()

    def of(self, speaker: str) -> Heard | None:
        """Return a speaker's latest report, None where it is not kept."""
        return self.latest.get(speaker)

    def take_in(self, other: Tellers) -> None:
        """Keep what would be kept had all been told of one story."""
        self._all = None
        firsts = [one for one in (self.first, other.first) if one is not None]
        self.first = min(firsts, key=_order, default=None)
        both = sorted(chain(self.latest.values(), other.latest.values()), key=_order)
        self.latest = {}
        for one in both:
            self.latest.pop(one.telling.speaker, None)
            self.latest[one.telling.speaker] = one
        self._forget_oldest()
        echoes = [one for one in (self.echo, other.echo) if one is not None]
        self.echo = max(echoes, key=_order, default=None)

    def replace(self, one: Heard) -> None:
        """Let an edited post's telling stand where the former one stood."""
        self._all = None
        if self.first is not None and self.first.telling.post == one.telling.post:
            self.first = one
        kept = self.latest.get(one.telling.speaker)
        if kept is not None and kept.telling.post == one.telling.post:
            self.latest[one.telling.speaker] = one
        if self.echo is not None and self.echo.telling.post == one.telling.post:
            self.echo = one

    def drop(self, post: int) -> None:
        """Forget a post; the oldest that is left stands first."""
        self._all = None
        self.latest = {name: one for name, one in self.latest.items() if one.telling.post != post}
        if self.echo is not None and self.echo.telling.post == post:
            self.echo = None
        if self.first is not None and self.first.telling.post == post:
            self.first = min(self.latest.values(), key=_order, default=None)

    def _forget_oldest(self) -> None:
        while len(self.latest) > _SPEAKERS:
            del self.latest[next(iter(self.latest))]


def is_digest(targets: Collection[str]) -> bool:
    """Tell whether these are more topics than one event has: those of a whole day."""
    return len(targets) > _TOPICS


def _order(one: Heard) -> tuple[float, int]:
    return one.joined, one.telling.post


@dataclass(slots=True)
class OpenStory:
    """A story that posts can join.

    ``opened`` and ``last`` are when its first and latest post came in, ``until`` the latest moment at which
    one was published, all in seconds since 1970. ``targets`` and ``places`` are those of all its reports,
    ``opening`` the targets of the first, ``kin`` those that go together: the few that some post told of at
    once. ``told`` maps each target to the latest moment at which it was told of. ``again`` is when it was
    last said that it happened anew. It was said at ``ended`` that ``over`` are over; that came in at
    ``end_came``. ``silence`` is after how many seconds it closes.
    """

    id: int
    opened: float
    last: float
    until: float
    silence: float
    opening: frozenset[str] = frozenset()
    targets: dict[str, Severity] = field(default_factory=dict)
    places: dict[str, None] = field(default_factory=dict)
    kin: frozenset[str] = frozenset()
    told: dict[str, float] = field(default_factory=dict)
    tellers: Tellers = field(default_factory=Tellers)
    again: float | None = None
    ended: float | None = None
    end_came: float | None = None
    over: frozenset[str] = frozenset()
    posts: int = 0

    @property
    def severity(self) -> Severity:
        """The greatest severity of what its posts satisfied."""
        return max(self.targets.values(), default=Severity.INFO)

    @property
    def deadline(self) -> float:
        """When it closes if nothing more comes in."""
        silent = self.last + self.silence
        return silent if self.end_came is None else min(silent, self.end_came + _GRACE)

    def is_within(self, one: Heard, seconds: float, target: str = "") -> bool:
        """Tell whether no more seconds lie between a telling and what is nearest to it in this story.

        With a target, what is nearest of the posts that satisfy it.
        """
        if abs(one.moment - self.told.get(target, self.until)) <= seconds:
            return True
        return any(
            gap(one, kept) <= seconds for kept in self.tellers if not target or target in kept.telling.targets
        )

    def end(self, one: Heard) -> None:
        """Note when it was said to be over."""
        self.ended, self.end_came = one.moment, one.joined

    def resume(self) -> None:
        """Go on in spite of its end."""
        self.ended, self.end_came, self.over = None, None, frozenset()
