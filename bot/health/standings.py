"""How the sources of a set-up stand at one moment, and what all of them together are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.health.told import Told
from monitors.health import standing
from monitors.rhythm.usual import Usual, usual
from storage import sources
from storage.model import Health, SourceState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime, timedelta

    from bot.setup import Setup
    from storage.database import Connection
    from storage.model import Standing

    Usually = Callable[[SourceState], Usual | None]
    """What knows the rhythm of a source; None for one that is not known long enough."""


class Stands(NamedTuple):
    """One source: what is remembered of it, how it stands, and what is usual for it."""

    state: SourceState
    standing: Standing
    usual: Usual | None = None

    @property
    def health(self) -> Health:
        """How it stands, in one word."""
        return self.standing.health


def stands(
    state: SourceState,
    setup: Setup,
    now: datetime,
    usually: Usually = usual,
) -> Stands:
    """Return how one source of a set-up stands."""
    known = usually(state)
    rhythm, silent_from = setup.rhythms[state.source], Told.read(state.told).silent_from
    expected = known.expected if known else None
    return Stands(state, standing(state, rhythm, now, expected, silent_from), known)


def standings(
    states: Iterable[SourceState],
    setup: Setup,
    now: datetime,
    usually: Usually = usual,
) -> list[Stands]:
    """Return how the sources of a set-up stand: also those of which nothing is stored yet, and no others."""
    known = {state.source: state for state in states if state.source in setup.rhythms}
    known |= {source.key: SourceState(source.key) for source in setup.sources if source.key not in known}
    return [stands(state, setup, now, usually) for state in known.values()]


def stored(connection: Connection, setup: Setup, now: datetime, usually: Usually = usual) -> list[Stands]:
    """Return how the sources of a set-up stand by the store; of thousands not in the loop's thread."""
    return standings(sources.states(connection), setup, now, usually)


@dataclass(frozen=True, slots=True)
class Picture:
    """What silence is worth at one moment.

    ``heard`` of ``total`` sources were read within ``within``, which is None where none was; ``unheard`` are
    the others, the worst first. A silent source is heard: it was read.
    """

    at: datetime
    total: int
    heard: int
    within: timedelta | None
    unheard: tuple[Stands, ...]


def picture(all_: Iterable[Stands], now: datetime) -> Picture:
    """Return what the standings come to."""
    everything = list(all_)
    heard = [one for one in everything if _is_heard(one)]
    ages = [now - one.state.last_success for one in heard if one.state.last_success]
    order = list(Health)
    unheard = sorted((one for one in everything if not _is_heard(one)), key=lambda o: -order.index(o.health))
    return Picture(now, len(everything), len(heard), max(ages, default=None), tuple(unheard))


def _is_heard(one: Stands) -> bool:
    return one.health is Health.FRESH or one.standing.is_silent
