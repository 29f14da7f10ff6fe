"""What all polls teach of each other: the sources' pulses, the region, and the price of a request.

It is kept in memory and made anew from the sources' states at a start. Nothing here waits or stores.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitors.rhythm import allotment, pulse
from monitors.rhythm.allotment import Allotment, Asked
from monitors.rhythm.observing import observe
from monitors.rhythm.pulse import Pulse
from monitors.rhythm.region import UNKNOWN, Region, answered, is_rising, stir
from monitors.rhythm.survey import survey
from storage.model import Voice

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from monitors.rhythm.allotment import Terms
    from monitors.visit import Visit
    from storage.model import Sighting, Source, SourceState

_OF_VOICE = {Voice.OFFICIAL: 1.5, Voice.MEDIA: 1.2, Voice.CHANNEL: 1.0, Voice.PERSON: 0.8}
"""What a post is worth by whose word it is: an official one can confirm what others only say."""

FLOOD = 40.0
"""Posts of the last forty minutes from which on a source floods: one a minute. A page shows many at once."""

_MORE = 0.08
"""What a source that floods may take of its host beyond an equal share, so that the others hardly notice."""

_FORGETS = 0.9
"""How much of the number of chats that a source's posts were told to is kept at the next such post."""


@dataclass(frozen=True, slots=True)
class Pace:
    """All by which one source's next poll is chosen, as it was when the poll began.

    ``flooding`` is the least interval of a source that floods.
    """

    pulse: Pulse
    region: Region
    allotment: Allotment
    voice: float
    followers: float
    host: str
    flooding: timedelta = timedelta()

    def after(self, published: Sequence[datetime], matched: int, now: datetime) -> Pulse:
        """Return what is known of the source after a poll that brought new posts of these times."""
        return observe(self.pulse, published, matched, now, self.region)

    def interval(self, known: Pulse, now: datetime) -> timedelta:
        """Return how long to wait for the next poll, given what is known."""
        weight = allotment.weight(known, self.region, self.voice, round(self.followers))
        wanted = allotment.interval(Asked(known, weight, self.host), self.allotment, self.region, now)
        return max(wanted, self.flooding) if known.warm > FLOOD else wanted


class Timetable:
    """The pulses of the sources that are polled; ``terms`` say what polling may cost."""

    def __init__(self, terms: Terms, watched: Iterable[Source]) -> None:
        self._allotment = Allotment(terms)
        self._region = UNKNOWN
        self.take_over(terms, watched)
        self._followers: dict[str, float] = {}
        self._requests = 0

    def take_over(self, terms: Terms, watched: Iterable[Source]) -> None:
        """Go by other terms and sources; what was learnt stays."""
        self._allotment = replace(self._allotment, terms=terms)
        self._watched = {source.key: source for source in watched}
        self._on_host = Counter(source.host for source in self._watched.values())

    def pace(self, state: SourceState) -> Pace | None:
        """Return by what a source's next poll is chosen; None for one that is not polled."""
        source = self._watched.get(state.source)
        if source is None:
            return None
        followers = self._followers.get(source.key, 0.0)
        voice = _OF_VOICE[source.voice]
        least = self._flooding(source.host)
        return Pace(pulse_of(state), self._region, self._allotment, voice, followers, source.host, least)

    def _flooding(self, host: str) -> timedelta:
        """Return the least interval of a source that floods, given how many share its host."""
        terms = self._allotment.terms
        share = allotment.MARGIN * terms.per_host * (_MORE + 1 / self._on_host[host])
        return timedelta(seconds=min(1 / share, terms.longest))

    def heard(
        self, pace: Pace, seen: Visit, new: Sequence[Sighting], after: SourceState, told: float | None
    ) -> bool:
        """Take in what a poll came to; return whether so much is up that plans must be made anew.

        ``told`` is how many chats are told of a post that matched, None where none did.
        """
        self._requests += seen.pages + seen.detours or 1
        now = after.last_attempt
        if not new or now is None:
            return False
        if told is not None:
            kept = self._followers.get(after.source, told)
            self._followers[after.source] = kept * _FORGETS + told * (1 - _FORGETS)
        published = [sighting.post.published or now for sighting in new]
        if voices := pulse.voices(pace.pulse, published):
            self._region = stir(self._region, voices, min(max(published), now), now)
        if not is_rising(self._region, now):
            return False
        self._region = answered(self._region, now)
        return True

    def review(self, states: Collection[SourceState], now: datetime) -> None:
        """Look over all sources, and set the price of a request anew; every ten minutes is often enough."""
        self._requests, requests = 0, self._requests
        known = [pulse_of(state) for state in states if state.source in self._watched]
        self._region = survey(self._region, known, now)
        paces = [pace for state in states if (pace := self.pace(state))]
        asked = [
            Asked(
                one.pulse,
                allotment.weight(one.pulse, self._region, one.voice, round(one.followers)),
                one.host,
            )
            for one in paces
        ]
        self._allotment = allotment.allot(self._allotment, self._region, asked, requests, now)

    def sooner(self, states: Iterable[SourceState], now: datetime) -> Mapping[str, datetime]:
        """Return the polls that are to come sooner than they were planned, by the sources' names."""
        plans = {}
        for state in states:
            pace = self.pace(state)
            if pace is None or state.next_poll is None or state.failures or state.trouble:
                continue
            wanted = now + pace.interval(pace.pulse, now)
            if wanted < state.next_poll:
                plans[state.source] = wanted
        return plans


def pulse_of(state: SourceState) -> Pulse:
    """Return what is known of a source, which a state holds as it is, or as the text that was stored."""
    return state.pulse if isinstance(state.pulse, Pulse) else pulse.from_json(str(state.pulse))
