"""The configuration as it lies on the disk: the operator's file, and over it the program's own.

Beside ``config.toml`` stands ``config.override.toml``, in which the program keeps what was changed from
chat or by a command; the operator's file is never written. When they are read, tables are merged key by
key, and the entries of lists by their name: an entry of the override file replaces the fields that it
holds, or is added where there is no other of that name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.config import ConfigError, Problem
from bot.config_reading import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAMED_BY = {"sources": ("kind", "name"), "places": ("within", "name")}
"""What tells the entries of a list apart, where that is more than their name."""

_PLACE = re.compile(r"(?P<part>\w+)(?:\[(?P<index>\d+)\])?(?:\.(?P<key>\w+))?(?P<rest>.*)", re.DOTALL)


def override_path(path: Path) -> Path:
    """Return the override file of a configuration: ``config.override.toml`` beside ``config.toml``."""
    return path.with_name(f"{path.stem}.override.toml")


@dataclass(frozen=True)
class Layers:
    """Both files as they were read; ``problems`` are those of an override file that is no TOML."""

    path: Path
    base: Mapping[str, Any]
    override: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()

    @property
    def merged(self) -> dict[str, Any]:
        """What both say together."""
        return merged(self.base, self.override)

    def placed(self, problem: Problem) -> Problem:
        """Return a problem of what was merged as one of the file in which the wrong value stands.

        A value that is missing stands nowhere, and is told of where its entry begins.
        """
        found = _PLACE.fullmatch(problem.place)
        if found is None or found["part"] not in self.override:
            return problem
        own = self.override[found["part"]]
        if found["index"] is None:
            if isinstance(own, dict) and found["key"] and found["key"] not in own:
                return problem
            return self._in_override(problem.place, problem.text)
        index = self._index(found["part"], int(found["index"]), found["key"])
        if index is None:
            return problem
        key = f".{found['key']}" if found["key"] else ""
        return self._in_override(f"{found['part']}[{index}]{key}{found['rest']}", problem.text)

    def _in_override(self, place: str, text: str) -> Problem:
        return Problem(f"{override_path(self.path).name}: {place}", text)

    def _index(self, part: str, index: int, key: str | None) -> int | None:
        """Return where a merged entry stands in the override file, if the key that is wrong does."""
        base, own = _entries(self.base.get(part)), _entries(self.override[part])
        over, added = _paired(part, base, own)
        if index >= len(base):
            return added[index - len(base)]
        found = over.get(index)
        return found if found is not None and (key is None or key in own[found]) else None


def read_layers(path: Path) -> Layers:
    """Read a configuration and what lies over it; raises :exc:`ConfigError` where the file itself is none.

    An override file that is none is one of the problems, so that the others are told with it.
    """
    base, over = read_toml(path), override_path(path)
    try:
        return Layers(path, base, read_toml(over) if over.exists() else {})
    except ConfigError as error:
        problems = tuple(Problem(over.name, problem.text) for problem in error.problems)
        return Layers(path, base, {}, problems)


def merged(base: Mapping[str, Any], override: Mapping[str, Any]) -> dict[str, Any]:
    """Return a configuration with an override file's values in the place of its own."""
    both = {key: _merged(key, base[key], override[key]) for key in base if key in override}
    return {**base, **override, **both}


def named(part: str, value: object) -> dict[tuple[str, ...], Any]:
    """Return the entries of a list by what they are told apart by, of several alike the first."""
    found: dict[tuple[str, ...], Any] = {}
    for entry in _entries(value):
        if (name := _name(part, entry)) is not None:
            found.setdefault(name, entry)
    return found


def _merged(part: str, below: object, above: object) -> object:
    if isinstance(below, dict) and isinstance(above, dict):
        return below | above
    if isinstance(below, list) and isinstance(above, list):
        return _merged_list(part, below, above)
    return above


def _merged_list(part: str, below: list[Any], above: list[Any]) -> list[Any]:
    over, added = _paired(part, below, above)
    kept = [entry | above[over[i]] if i in over else entry for i, entry in enumerate(below)]
    return [*kept, *(above[i] for i in added)]


def _paired(part: str, below: list[Any], above: list[Any]) -> tuple[dict[int, int], list[int]]:
    """Return which entry below gets which one's fields from above, by index, and which of those are added.

    Where a name stands twice, its first entries are a pair; the others are left for the check to find.
    """
    first: dict[tuple[str, ...], int] = {}
    for i, entry in enumerate(below):
        if (name := _name(part, entry)) is not None:
            first.setdefault(name, i)
    over: dict[int, int] = {}
    added = []
    for i, entry in enumerate(above):
        name = _name(part, entry)
        if name in first and first[name] not in over:
            over[first[name]] = i
        else:
            added.append(i)
    return over, added


def _entries(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _name(part: str, entry: object) -> tuple[str, ...] | None:
    """Return what an entry is told apart by, capitals making no difference; None where it has no name."""
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        return None
    return tuple(str(entry.get(key, "")).casefold() for key in NAMED_BY.get(part, ("name",)))
