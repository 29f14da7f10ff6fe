"""Lines of JSON that people and other programs hand in: read strictly, refused in words that help."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, NoReturn


class BadLine(ValueError):
    """A line that is not what was asked for; says what was expected."""


def object_of(line: bytes, wanted: str) -> dict[str, Any]:
    """Return the JSON object on a line; ``wanted`` names what it has to hold. Raises :exc:`BadLine`."""
    try:
        values = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise BadLine(f"expected UTF-8, got another byte at {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise BadLine(f"expected JSON ({error.msg} at character {error.pos + 1})") from None
    except (ValueError, RecursionError) as error:
        raise BadLine(f"expected JSON ({_reason(error)})") from None
    if not isinstance(values, dict):
        raise BadLine(f"expected a JSON object with {wanted}")
    return values


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON's")


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    return str(error).partition(";")[0]


def moment_of(text: str) -> datetime:
    """Return a time, in UTC where no other zone is named; raises :exc:`BadLine`."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise BadLine('expected a "published" like 2023-05-22T06:00:00Z') from None
