"""Plain values as TOML: the few kinds of them that a configuration holds.

The standard library reads TOML and does not write it. What is written here is one line a value; tables
stand under their heading, everything deeper stands within its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def written(values: Mapping[str, Any]) -> str:
    """Return these values as a TOML document, the single ones first; raises :exc:`TypeError`.

    What TOML has no form for is refused: None, bytes, and lone surrogates (:exc:`ValueError`).
    """
    single = {key: value for key, value in values.items() if not _has_heading(value)}
    parts = [_lines(single)] if single else []
    for key, value in values.items():
        if isinstance(value, Mapping):
            parts.append(f"[{_key(key)}]\n{_lines(value)}")
        elif _has_heading(value):
            parts += [f"[[{_key(key)}]]\n{_lines(entry)}" for entry in value]
    return "\n".join(parts)


def _has_heading(value: object) -> bool:
    """Whether a value is a table, or a list of nothing but tables."""
    if isinstance(value, list | tuple):
        return bool(value) and all(isinstance(entry, Mapping) for entry in value)
    return isinstance(value, Mapping)


def _lines(table: Mapping[str, Any]) -> str:
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in table.items())


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _text(value)
        case int() | float():
            return repr(value)
        case date() | time():  # a datetime is a date
            return value.isoformat()
        case Mapping():
            return "{" + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
    raise TypeError(f"TOML has no {type(value).__name__}")


def _text(text: str) -> str:
    """Return a text in quotation marks; JSON escapes as TOML does, but leaves DEL as it is."""
    text.encode("utf-8")  # a lone surrogate is no text, and raises here
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
