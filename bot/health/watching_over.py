"""Watching over the watchers: operators hear when a source can no longer be read, and when it can again.

Each look compares how every source stands with what was told of it. What was told is written down after it
was handed over: a crash in between tells it twice, never not at all.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from bot.health import delivery_proof, own_parts
from bot.health.own_parts import OwnParts
from bot.health.standings import stored
from bot.health.texts import MANY, Turn, is_failing, report
from bot.health.told import Told, outlived, word
from bot.texts import Texts
from monitors.health import BROKEN_AT_LAST, LATE_AFTER, own_interval
from monitors.rhythm.usual import usual
from storage import sources
from storage.errors import StorageError
from storage.model import Health

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.health.delivery_proof import Proofs
    from bot.health.standings import Stands, Usually
    from bot.setup import Setup
    from monitors.clock import Clock
    from storage.database import Connection, Database
    from storage.model import SourceState

logger = logging.getLogger(__name__)

LOOK_EVERY = 15.0
"""Seconds between looks."""

GATHER = timedelta(minutes=3)
"""How long a word waits for others, while other sources fail too but are not given up yet."""

GATHER_BETTER = timedelta(minutes=10)
"""How long good news waits where many sources failed: after an outage each is asked at its own time."""

_UNREADABLE = frozenset({Health.BROKEN, Health.GONE})


class Program(Protocol):
    """What is watched over, and what tells the operators."""

    @property
    def setup(self) -> Setup:
        """The set-up that is at work."""

    async def reach_operators(self, lines: Sequence[str]) -> bool:
        """Send plain lines to the operators; return whether nothing is left to be tried."""


class WatchingOver:
    """Looks how the sources stand; ``polls_ended`` counts polls, ``usually`` knows the sources' rhythms."""

    def __init__(
        self,
        program: Program,
        database: Database,
        clock: Clock,
        polls_ended: Callable[[], int],
        usually: Usually = usual,
    ) -> None:
        self._program = program
        self._database = database
        self._clock = clock
        self._usually = usually
        self._parts = OwnParts(polls_ended, clock.now())
        self._late: dict[str, datetime] = {}
        self._silent: dict[str, float] = {}
        self._gathering: datetime | None = None
        self._logged: list[str] = []

    async def look(self) -> None:
        """Tell what is new, if anything is; nothing is raised."""
        try:
            await self._look(self._clock.now())
        except StorageError as error:
            logger.error("the sources are not watched over: %s", error)  # noqa: TRY400 - a plain reason

    async def _look(self, now: datetime) -> None:
        setup = self._program.setup
        everything, turns, parts, proofs = await self._database.read(self._see, setup, now)
        states = [one.state for one in everything]
        said = self._gathered([turn for turn in turns if turn.word.is_said], everything, now)
        texts = Texts(zone=setup.config.region.timezone)
        of_parts = list(self._parts.turns(setup, states, parts, proofs, now))
        grave = [part for part in of_parts if part.word.is_said]
        lines = [own_parts.line(part, now, texts) for part in grave]
        lines += report(said, everything, now, texts)
        level = logging.ERROR if any(part.since for part in grave) else logging.WARNING
        if lines and not await self._tell(lines, level):
            return
        news = {part.name: part.word.told for part in of_parts}
        news |= {turn.one.state.source: turn.word.told for turn in turns if not turn.word.is_said}
        news |= {turn.one.state.source: turn.word.told for turn in said}
        await self._remember(news, {state.source: state.told for state in (*states, *parts.values())})

    async def _remember(self, news: Mapping[str, Told], before: Mapping[str, str]) -> None:
        changed = {name: told.written() for name, told in news.items() if told != Told.read(before[name])}
        if changed:
            await self._database.write(sources.note_told, changed)

    async def _tell(self, lines: list[str], level: int) -> bool:
        if lines != self._logged:  # what could not be handed over comes again at every look
            for line in lines:
                logger.log(level, "%s", line)
        handed_over = await self._program.reach_operators(lines)
        self._logged = [] if handed_over else lines
        return handed_over

    # --- one source ---------------------------------------------------------------------------

    def _see(
        self, connection: Connection, setup: Setup, now: datetime
    ) -> tuple[list[Stands], list[Turn], dict[str, SourceState], Proofs]:
        """Return how everything stands, and what has turned: the sources, and the program's own parts."""
        everything = stored(connection, setup, now, self._usually)
        turns = [turn for one in everything if (turn := self._turn(one, setup, now))]
        parts = {name: sources.state(connection, name) for name in own_parts.NAMES}
        return everything, turns, parts, delivery_proof.read(connection, setup, now)

    def _turn(self, one: Stands, setup: Setup, now: datetime) -> Turn | None:
        health = self._health(one, setup, now)
        is_as_ever = health is Health.FRESH and not one.state.told and one.state.source not in self._silent
        if health is None or is_as_ever:
            return None
        told = self._with_silence(Told.read(one.state.told), one, health)
        if told.health in _UNREADABLE and health not in _UNREADABLE and is_failing(one):
            health = told.health  # it was told of with many, before its third failure; only a page ends that
        return Turn(one, told.health, word(told, health, now))

    def _health(self, one: Stands, setup: Setup, now: datetime) -> Health | None:
        """Return what there is to tell of; None where that is not clear: a start finds every source late."""
        name = one.state.source
        if one.health is not Health.LATE or one.standing.is_silent:
            self._late.pop(name, None)
            return one.health
        first = self._late[name] = min(self._late.get(name, now), now)
        interval = own_interval(one.state, setup.rhythms[name])
        return Health.LATE if now - first >= max(LATE_AFTER * interval, BROKEN_AT_LAST) else None

    def _with_silence(self, told: Told, one: Stands, health: Health) -> Told:
        """Remember a silence that a post has ended: it is usual for this source."""
        name, expected = one.state.source, one.standing.expected
        if one.standing.is_silent and expected is not None:
            self._silent[name] = expected
        elif health is Health.FRESH and name in self._silent:
            return outlived(told, self._silent[name])
        return told

    # --- many sources -------------------------------------------------------------------------

    def _gathered(self, said: list[Turn], everything: Sequence[Stands], now: datetime) -> list[Turn]:
        """Return what is said now: nothing for a while where more is coming; then that too, if it is much."""
        if not said:
            self._gathering = None
            return []
        begun = self._gathering = min(self._gathering or now, now)
        names = {turn.one.state.source for turn in said}
        others = [one for one in everything if one.state.source not in names]
        failing = [one for one in others if _is_on_its_way(one)] if _is_worse(said) else []
        recovering = [one for one in others if _is_asked_soon(one, begun)] if _is_better(said) else []
        if failing and now - begun < GATHER and not _is_urgent(said, now):
            return []
        if len(said) + len(recovering) >= MANY and recovering and now - begun < GATHER_BETTER:
            return []
        self._gathering = None
        if len(said) + len(failing) < MANY:
            return said
        more = (
            Turn(one, Health.FRESH, word(Told.read(one.state.told), Health.BROKEN, now)) for one in failing
        )
        return [*said, *(turn for turn in more if turn.word.is_said)]


def _is_urgent(turns: Iterable[Turn], now: datetime) -> bool:
    """Whether a source has failed for so long that its word may not wait: polls of it are far apart."""
    begun = (turn.one.standing.since for turn in turns if turn.word.told.health in _UNREADABLE)
    return any(since is not None and now - since >= BROKEN_AT_LAST - GATHER for since in begun)


def _is_worse(turns: Iterable[Turn]) -> bool:
    return any(turn.word.told.health in _UNREADABLE for turn in turns)


def _is_better(turns: Iterable[Turn]) -> bool:
    return any(turn.word.told.health is Health.FRESH for turn in turns)


def _is_on_its_way(one: Stands) -> bool:
    """Whether a source fails, but is not broken yet."""
    return is_failing(one) and one.health not in _UNREADABLE


def _is_asked_soon(one: Stands, since: datetime) -> bool:
    """Whether a source that could not be read will soon be asked for the first time since."""
    state = one.state
    was_asked = state.last_attempt is not None and state.last_attempt >= since
    is_soon = state.next_poll is not None and state.next_poll - since < GATHER_BETTER
    return is_failing(one) and is_soon and not was_asked
