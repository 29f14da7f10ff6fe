"""An invented town and two of its days, small enough to be told while somebody takes the first steps.

Nothing of it exists: neither the places nor the channels, and nothing that they tell has happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.setup import check

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from bot.setup import Setup

TOWN = "Northbridge"
"""The place that is chosen in the first steps."""

MISSPELLED = "nordbrige"
"""How somebody types it who has only heard of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A post as it is published."""

    at: datetime
    source: str
    text: str


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=UTC)


BEGIN = _at(22, 7, 0)
"""When somebody comes for the first time: between :data:`BEFORE` and :data:`AFTER`."""

BEFORE = (
    Told(
        _at(21, 16, 35),
        "riverside_talk",
        "Half of Northbridge is without power, the shops on Station Street have closed.",
    ),
    Told(
        _at(21, 16, 50),
        "northbridge_today",
        "Power cut in Northbridge: 300 houses, until the evening.",
    ),
    Told(_at(22, 5, 40), "riverside_talk", "Road closed in Millford: a tree fell across Long Lane."),
)

AFTER = (
    Told(
        _at(22, 8, 12),
        "riverside_talk",
        "Fire in a warehouse on Mill Street in Northbridge, smoke can be seen from the bridge.",
    ),
    Told(_at(22, 8, 19), "northbridge_today", "Northbridge: warehouse on fire on Mill Street, 400 m²."),
    Told(
        _at(22, 8, 31),
        "town_hall",
        "Northbridge, Mill Street: fire in a warehouse, 6 engines. Nobody is hurt.",
    ),
)

_VALUES: Mapping[str, Any] = {
    "region": {"name": "Northbridge and around", "languages": ["en"], "timezone": "Europe/London"},
    "places": [
        {"name": TOWN, "at": [54.52, -2.31]},
        {"name": "Riverside", "within": TOWN, "at": [54.53, -2.3]},
        {"name": "Millford", "at": [54.61, -2.4]},
        {"name": "Southmere", "at": [54.4, -2.25]},
    ],
    "topics": [
        {"name": "fire", "severity": "warning", "rule": "fire NOT drill"},
        {
            "name": "outage",
            "severity": "warning",
            "rule": '"power cut" OR "without power"',
        },
        {"name": "evacuation", "severity": "warning", "rule": "evacuation OR evacuated"},
        {"name": "road", "severity": "warning", "rule": '"road closed" OR "bridge closed"'},
        {"name": "communication", "severity": "info", "rule": '"no internet" OR "phones are down"'},
    ],
    "sources": [
        {"kind": "telegram", "name": "riverside_talk", "voice": "channel", "home": TOWN},
        {"kind": "telegram", "name": "northbridge_today", "voice": "media", "home": TOWN},
        {"kind": "telegram", "name": "town_hall", "voice": "official", "home": TOWN},
    ],
}

TITLES: Mapping[str, str] = {
    "riverside_talk": "Riverside talk",
    "northbridge_today": "Northbridge today",
    "town_hall": "Town hall",
}
"""What the channels call themselves."""


def town_setup(folder: Path) -> Setup:
    """Return the set-up under which the town is watched; ``folder`` gets what its start keeps."""
    setup, problems = check(_VALUES, folder)
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    return setup
