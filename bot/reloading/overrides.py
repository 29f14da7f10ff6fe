"""The override file: what was changed from chat or by a command, written by the program alone.

A change is made under a lock, so that two who write at once lose nothing of each other; what comes out
is checked with the configuration before anything is written; and the file is replaced in one step, so
that whoever reads it, or pulls the plug, meets the old one or the new one.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from bot.config import ConfigError, Problem
from bot.reloading import history
from bot.reloading.files import replace_file
from bot.reloading.layers import NAMED_BY, override_path, read_layers
from bot.reloading.toml_text import written
from bot.setup import load_layers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from bot.setup import Setup

    Values = dict[str, Any]
    Edit = Callable[[Values], None]

LOCK_PATIENCE = 10.0
"""Seconds to wait for another who is writing; a write takes milliseconds."""

_HEADING = """\
# Written by regionwatch: what operators changed from chat or by a command.
# It lies over {name}, entry by entry. Edit {name}, not this file: the program writes it anew.
# To undo all of it, delete this file.
"""


class ChangedSince(Exception):
    """What is to be undone was changed again since."""


def change(
    path: Path,
    edit: Edit,
    patience: float = LOCK_PATIENCE,
    *,
    at: datetime | None = None,
    by: int | None = None,
) -> Setup:
    """Change a configuration's override file; return what both files come to.

    ``edit`` changes the values that the file holds. With a time, the history remembers it as made ``at`` that
    ``by`` this operator. Nothing is written where the outcome is not right:
    raises :exc:`ConfigError` with every problem then, and :exc:`OSError` where the file cannot be
    written, or another has held its lock for longer than ``patience`` (seconds).
    """
    over = override_path(path)
    with FileLock(f"{over}.lock", timeout=patience):
        layers = read_layers(path)
        values = copy.deepcopy(dict(layers.override))
        if not layers.problems:  # what could not be read must not be replaced
            edit(values)
        setup = load_layers(replace(layers, override=values))
        try:
            text = _HEADING.format(name=path.name) + "\n" + written(values)
            replace_file(over, text.encode())
        except UnicodeEncodeError:
            raise ConfigError(path, [Problem(over.name, "expected text that UTF-8 can hold")]) from None
        touched = history.differences(layers.override, values)
        if at is not None and touched:
            history.note(path, history.Change(at, by, touched))
        return setup


def set_topic(name: str, **fields: str) -> Edit:
    """Return the edit that gives a topic these fields (``rule``, ``severity``); it may be a new one."""
    return _put("topics", {"name": name}, fields)


def add_source(kind: str, name: str, **fields: str) -> Edit:
    """Return the edit that adds a source or gives it these fields (``url``, ``voice``)."""
    return _put("sources", {"kind": kind, "name": name}, fields)


def remove(part: str, **named: str) -> Edit:
    """Return the edit that takes an entry out of a list; what the configuration says counts again."""

    def edit(values: Values) -> None:
        left = [entry for entry in _entries(values, part) if not _is(entry, named)]
        if left:
            values[part] = left
        elif _entries(values, part):
            del values[part]

    return edit


def undo(change: history.Change) -> Edit:
    """Return the edit that gives the entries of a change back what they held before.

    It raises :exc:`ChangedSince` where one of them was changed again: that would be lost.
    """

    def edit(values: Values) -> None:
        for one in change.touched:
            names = dict(zip(NAMED_BY.get(one.part, ("name",)), one.name, strict=True))
            if held(values, one.part, **names) != one.after:
                raise ChangedSince
            remove(one.part, **names)(values)
            if one.before is not None and isinstance(values.setdefault(one.part, []), list):
                values[one.part].append(copy.deepcopy(one.before))

    return edit


def held(values: Mapping[str, Any], part: str, **named: str) -> Values | None:
    """Return the entry of a list that has this name, or None."""
    return next((entry for entry in _entries(values, part) if _is(entry, named)), None)


def _put(part: str, named: dict[str, str], fields: dict[str, str]) -> Edit:
    def edit(values: Values) -> None:
        entry = held(values, part, **named)
        if entry is not None:
            entry.update(fields)
        elif isinstance(values.setdefault(part, []), list):
            values[part].append(named | fields)

    return edit


def _entries(values: Mapping[str, Any], part: str) -> list[Any]:
    """Return the entries of a list; what is none is left as it is, for the check to name."""
    found = values.get(part, [])
    return found if isinstance(found, list) else []


def _is(entry: object, named: dict[str, str]) -> bool:
    """Whether an entry has this name; capitals make no difference."""
    return isinstance(entry, dict) and all(
        str(entry.get(key, "")).casefold() == value.casefold() for key, value in named.items()
    )
