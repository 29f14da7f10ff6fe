"""Whether silence can be believed, in one line: for ``regionwatch health`` and for ``/health``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.health import delivery_proof
from bot.health.standings import picture, standings
from bot.health.texts import as_of
from bot.texts import Texts
from monitors.health import LATE_AFTER
from storage import sources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.health.delivery_proof import Proofs
    from bot.health.standings import Picture
    from bot.setup import Setup
    from storage.database import Connection
    from storage.model import SourceState


class Remembered(NamedTuple):
    """What the store tells: how the sources stand, and when each way was last seen to work."""

    states: list[SourceState]
    proofs: Proofs


class Verdict(NamedTuple):
    """Whether silence can be believed, and the line that says so."""

    is_healthy: bool
    line: str


def remembered(connection: Connection, setup: Setup, now: datetime) -> Remembered:
    """Return what the store tells."""
    return Remembered(sources.states(connection), delivery_proof.read(connection, setup, now))


def verdict(known: Remembered, setup: Setup, now: datetime) -> Verdict:
    """Return whether silence can be believed."""
    seen, texts = picture(standings(known.states, setup, now), now), _texts_of(setup)
    age = as_of(seen, texts)
    if problem := problem_of(known, seen, setup):
        return Verdict(is_healthy=False, line=f"not healthy: {problem}. {age}")
    return Verdict(
        is_healthy=True, line=" ".join(["healthy.", age, *_proved(known.proofs, setup, now, texts)])
    )


def problem_of(known: Remembered, seen: Picture, setup: Setup) -> str | None:
    """Return why silence cannot be believed, None where it can. A set-up without sources is in order."""
    texts = _texts_of(setup)
    return (
        delivery_proof.problem(known.proofs, setup, seen.at, texts)
        or _unproved(known.proofs.store, setup, seen.at, texts)
        or _still(known.states, setup, seen.at, texts)
        or ("no source can be read" if seen.total and not seen.heard else None)
    )


def _unproved(proof: datetime | None, setup: Setup, now: datetime, texts: Texts) -> str | None:
    every = setup.config.canary.every
    if every and proof is None:
        return "the way from wire to store has not been proved yet"
    if every and proof is not None and now - proof > LATE_AFTER * every:
        return f"the way from wire to store was proved {texts.age(now - proof)} for the last time"
    return None


def _still(states: Sequence[SourceState], setup: Setup, now: datetime, texts: Texts) -> str | None:
    looks = [state.last_attempt for state in states if state.last_attempt]
    longest = max((one.longest for one in setup.rhythms.values()), default=None)
    if longest and states and (not looks or now - max(looks) > LATE_AFTER * longest):
        age = texts.age(now - max(looks)) if looks else "never"
        return f"polling stands still, the last poll was {age}"
    return None


def _proved(proofs: Proofs, setup: Setup, now: datetime, texts: Texts) -> list[str]:
    told, options = [], setup.config.canary
    if proofs.store and options.every:
        told.append(f"The way from wire to store was proved {texts.age(now - proofs.store)}.")
    if proofs.alert.sent and options.chat:
        told.append(f"Delivery was proved {texts.age(now - proofs.alert.sent)}.")
    return told


def _texts_of(setup: Setup) -> Texts:
    return Texts(zone=setup.config.region.timezone)
