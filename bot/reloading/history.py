"""What was changed in the override file, when and by whom, and what stood there before.

It lies beside that file, one change a line, the oldest first, and is written anew as a whole with every
change: a crash leaves the old one or the new one.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bot.reloading.files import replace_file
from bot.reloading.layers import named, override_path
from storage.model import from_iso, to_iso

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    Values = dict[str, Any]

logger = logging.getLogger(__name__)

MOST_KEPT = 200
"""Changes that are remembered."""

_LISTS = ("sources", "topics")


@dataclass(frozen=True, slots=True)
class Touched:
    """An entry of a list: what it held before, and after; None where it was not there."""

    part: str
    name: tuple[str, ...]
    before: Values | None
    after: Values | None


@dataclass(frozen=True, slots=True)
class Change:
    """One change; ``by`` is an operator's number at Telegram, None for a command on the machine."""

    at: datetime
    by: int | None
    touched: tuple[Touched, ...]

    @property
    def key(self) -> str:
        """What tells it apart from the others, in 64 letters and digits."""
        return sha256(_written(self).encode()).hexdigest()


def history_path(path: Path) -> Path:
    """Return where a configuration's history lies: ``config.override.history.jsonl``."""
    return override_path(path).with_suffix(".history.jsonl")


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Touched, ...]:
    """Return which entries of the lists differ between two override files."""
    found = []
    for part in _LISTS:
        old, new = named(part, before.get(part)), named(part, after.get(part))
        found += [
            Touched(part, name, old.get(name), new.get(name))
            for name in dict.fromkeys((*old, *new))
            if old.get(name) != new.get(name)
        ]
    return tuple(found)


def note(path: Path, change: Change) -> None:
    """Remember a change that was made; where that fails, the log says so: the change itself is made."""
    try:
        kept = [*_lines(path), _written(change)][-MOST_KEPT:]
        replace_file(history_path(path), ("\n".join(kept) + "\n").encode())
    except OSError as error:
        logger.warning("the change is made, but its history cannot be kept: %s", error)


def read(path: Path) -> list[Change]:
    """Return the changes that are remembered, the newest first; lines that are none are left out."""
    return [change for line in reversed(_lines(path)) if (change := _read(line)) is not None]


def _lines(path: Path) -> list[str]:
    try:
        return history_path(path).read_text(encoding="utf-8", errors="replace").split("\n")[:-1]
    except FileNotFoundError:
        return []


def _written(change: Change) -> str:
    touched = [
        {"part": one.part, "name": one.name, "before": one.before, "after": one.after}
        for one in change.touched
    ]
    record = {"at": to_iso(change.at), "by": change.by, "touched": touched}
    return json.dumps(record, ensure_ascii=False, default=str)


def _read(line: str) -> Change | None:
    try:
        held = json.loads(line)
        touched = tuple(
            Touched(one["part"], tuple(one["name"]), one["before"], one["after"]) for one in held["touched"]
        )
        return Change(from_iso(held["at"]), held["by"], touched)
    except (ValueError, KeyError, TypeError):
        return None
