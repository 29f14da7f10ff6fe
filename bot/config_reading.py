"""From the file to a :class:`~bot.config.Config`, and what is wrong with each of its parts."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.config import Config, ConfigError, Problem
from bot.config_sections import LISTS, SECTIONS
from bot.config_values import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

T = TypeVar("T", bound=BaseModel)

_EXPECTED = {
    "string_type": "expected a text in quotation marks",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "tuple_type": "expected a list in [ ]",
    "too_short": "expected at least one",
    "model_type": "expected a table",
    "model_attributes_type": "expected a table",
}
"""What pydantic's kinds of error are called for people who do not know pydantic."""


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; raises :exc:`ConfigError` where it is missing or is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        problem = "there is no such file; copy config.example.toml and fill it in"
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
    except UnicodeDecodeError as error:
        problem = f"expected UTF-8, got something else at byte {error.start}"
    except tomllib.TOMLDecodeError as error:
        problem = f"expected TOML, got a mistake: {error}"
    except (ValueError, RecursionError):
        # tomllib lets these through: a number of thousands of digits, brackets in brackets without end.
        problem = "expected TOML, got a number or a nesting without end"
    raise ConfigError(path, [Problem("", problem)])


def parse(values: Mapping[str, Any], folder: Path) -> tuple[Config, list[Problem]]:
    """Return what could be read of a configuration, and every problem with its parts.

    Of a table that has problems the other values count. Where something is missing that must be there,
    an entry of a list stands as None.
    """
    problems = _unknown_tables(values)
    parts: dict[str, Any] = {}
    for name, model in SECTIONS.items():
        parts[name] = _section(model, name, values.get(name, {}), problems) or model()
    for name, model in LISTS.items():
        entries = values.get(name, [])
        if not isinstance(entries, list):
            problems.append(Problem(name, f"expected [[{name}]], got {shown(entries)}"))
            entries = []
        found = [_section(model, f"{name}[{i}]", entry, problems) for i, entry in enumerate(entries)]
        parts[name] = tuple(found)
    return Config(folder, **parts), problems


def _unknown_tables(values: Mapping[str, Any]) -> list[Problem]:
    known = [*SECTIONS, *LISTS]
    return [Problem(_key(name), _unknown(name, known)) for name in values if name not in known]


def _section(model: type[T], place: str, values: object, problems: list[Problem]) -> T | None:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        found: list[Mapping[str, Any]] = [dict(item) for item in error.errors()]
    problems += [_problem(model, place, item) for item in found]
    return _right_part(model, values, {item["loc"][0] for item in found if item["loc"]})


def _right_part(model: type[T], values: object, wrong: Collection[str]) -> T | None:
    """Return a table without its wrong values, so that the others are still checked with the rest."""
    if not isinstance(values, dict):
        return None
    try:
        return model.model_validate({key: value for key, value in values.items() if key not in wrong})
    except ValidationError:
        return None


def _problem(model: type[BaseModel], place: str, error: Mapping[str, Any]) -> Problem:
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{_key(part)}" for part in error["loc"])
    return Problem(place + where, _text(model, error))


def _key(name: str) -> str:
    """Return a key as TOML writes it; a strange one is quoted, and cut where it is long."""
    is_bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if is_bare and shown(name) == repr(name) else shown(name)


def _text(model: type[BaseModel], error: Mapping[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        return _unknown(str(error["loc"][-1]), model.model_fields)
    if error["type"] == "missing":
        return "expected a value, got nothing"
    if error["loc"] and error["loc"][-1] in {"proxy", "ping_url"}:
        return _expected(error)  # a password may stand in it, or a secret path
    return f"{_expected(error)}, got {shown(error['input'])}"


def _expected(error: Mapping[str, Any]) -> str:
    match error["type"]:
        case "value_error":
            return str(error["ctx"]["error"])
        case "literal_error" | "enum":
            return f"expected {error['ctx']['expected']}"
        case "greater_than_equal":
            return f"expected at least {error['ctx']['ge']}"
        case kind:
            return _EXPECTED.get(kind, f"expected {error['msg'].removeprefix('Input should be ')}")


def _unknown(key: str, known: Collection[str]) -> str:
    near = nearest(key, known)
    hint = f"did you mean {near}?" if near else f"known are {', '.join(known)}"
    return f"expected a known key, got {shown(key)} ({hint})"
