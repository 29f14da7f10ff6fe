"""What was learnt of likeness and what was set by reason, read once from the files beside this module."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "weights.toml"


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


_READ = _read(FILE)

RELATED: Mapping[str, float] = _READ["related"]
"""By what leads tell of one event; ``constant`` and the features of :mod:`.leads`."""
SAME: Mapping[str, float] = _READ["same"]
"""By what leads say the same."""
BODY: Mapping[str, float] = _READ["body"]
"""What the rest of longer texts adds to that."""
THRESHOLDS: Mapping[str, float] = _READ["thresholds"]
"""Probabilities from which a pair counts as ``same_event``, ``related`` or ``same``."""
EVIDENCE: Mapping[str, float] = _read("evidence.toml")
"""What agreement and contradiction of places, topics, numbers, times and moments add, in log-odds."""
