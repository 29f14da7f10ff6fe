"""What operators were told of a source, and whether there is something new to say. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from monitors.health import SILENT_FROM
from storage.model import Health, from_iso, to_iso

if TYPE_CHECKING:
    from datetime import datetime

APART = timedelta(hours=6)
"""How long a source that comes and goes is not told of again."""

OFTEN = 3
"""Times within :data:`APART` from which on a source comes and goes: it is said so once, then counted."""

_FAMILIAR = 1.5
_MOST_PATIENCE = 8 * SILENT_FROM
"""What silences that ended by themselves may raise the bound to: a channel must not go unheard for good."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is remembered of telling, one text in the column ``told``.

    ``health`` is what was told last, ``seen`` what was seen last; ``turns`` is how often it
    turned to something bad since ``at``. ``outlived`` is the longest silence that a post has ended, in
    expected posts.
    """

    health: Health = Health.FRESH
    seen: Health = Health.FRESH
    at: datetime | None = None
    turns: int = 0
    outlived: float = 0.0

    @classmethod
    def read(cls, text: str) -> Told:
        """Return what was written; nothing where it cannot be read."""
        try:
            values = json.loads(text) if text else {}
            at = values.get("at")
            return cls(
                Health(values.get("health", Health.FRESH)),
                Health(values.get("seen", Health.FRESH)),
                from_iso(at) if at else None,
                int(values.get("turns", 0)),
                float(values.get("outlived", 0.0)),
            )
        except (ValueError, TypeError, AttributeError):
            return cls()

    def written(self) -> str:
        """Return the text that :meth:`read` takes."""
        values = {
            "health": self.health.value,
            "seen": self.seen.value,
            "at": to_iso(self.at) if self.at else None,
            "turns": self.turns,
            "outlived": round(self.outlived, 1),
        }
        return json.dumps(values)

    @property
    def silent_from(self) -> float:
        """Expected posts from which on this source is silent; what has ended by itself is usual."""
        return min(max(SILENT_FROM, _FAMILIAR * self.outlived), _MOST_PATIENCE)


class Word(NamedTuple):
    """What is remembered from now on; whether it is said, and of one that comes and goes how often it did."""

    told: Told
    is_said: bool
    times: int = 0


def word(told: Told, health: Health, now: datetime) -> Word:
    """Return what there is to say of a source that stands like this now.

    The first turns are told at once, and when they are over. Where they go on coming, that is said once;
    then they are counted, and the next word comes when :data:`APART` has passed.
    """
    is_worse = health not in {told.seen, Health.FRESH}
    seen = replace(told, seen=health, turns=told.turns + is_worse)
    if health is told.health:
        return Word(seen, is_said=False)
    times = seen.turns if seen.turns >= OFTEN else 0
    if told.at is None or not timedelta() <= now - told.at < APART:
        begun = Told(health, health, now, int(health is not Health.FRESH), told.outlived)
        return Word(begun, is_said=True, times=times if told.turns > OFTEN else 0)
    if seen.turns < OFTEN or (seen.turns == OFTEN and is_worse):
        return Word(replace(seen, health=health), is_said=True, times=times)
    return Word(seen, is_said=False)


def outlived(told: Told, expected: float) -> Told:
    """Return what is remembered after a silence of so many expected posts that a post has ended."""
    return replace(told, outlived=max(told.outlived, expected))
