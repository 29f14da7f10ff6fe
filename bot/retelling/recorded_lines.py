"""A recording as people and other programs write it: one JSON object a line, each of them a post.

All lines are read before anything is done with one of them, so that whoever made the recording hears of
everything that is wrong with it at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.tuning.json_lines import BadLine, moment_of, object_of
from monitors.sources.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

MOST_PROBLEMS = 10
"""How many wrong lines are told of: who has more of them has one cause, and a screen has no room."""

_EARLIEST, _LATEST = 1970, 9998
"""The years in which a post can have been published, so that hours before and after it are dates too."""


class BadRecording(ValueError):
    """A recording that cannot be run; its message names the wrong lines, one a line."""

    def __init__(self, name: str, problems: dict[int, str]) -> None:
        numbers = sorted(problems)
        told = [f"{name}:{number}: {problems[number]}" for number in numbers[:MOST_PROBLEMS]]
        if len(numbers) > MOST_PROBLEMS:
            told.append(f"and {len(numbers) - MOST_PROBLEMS} more such lines")
        super().__init__("\n".join(told))


@dataclass(frozen=True, slots=True)
class Line:
    """A post, or its edit, as a line has it.

    ``published`` is when it was published, or edited; aware, in UTC. ``source`` is as it was written.
    ``forward_of`` names the post of which it is a forward (``source/key``, an address, or a name alone),
    ``edited_of`` the key of the post of the same source that it is an edit of; both may be empty.
    """

    number: int
    source: str
    key: str
    published: datetime
    text: str
    forward_of: str = ""
    edited_of: str = ""


def read_lines(lines: Iterable[bytes], name: str) -> list[Line]:
    """Return the posts of a recording in the order of their lines; ``name`` is what it is called.

    Empty lines are passed over. Raises :exc:`BadRecording` with all that is wrong.
    """
    read, problems = [], {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                read.append(_line(number, line))
            except BadLine as error:
                problems[number] = str(error)
    if problems:
        raise BadRecording(name, problems)
    return read


def _line(number: int, line: bytes) -> Line:
    values = object_of(line, '"source", "key", "published" and "text"')
    edited_of = _key(values, "edited_of")
    key = _key(values, "key") or edited_of
    source, text = _text(values, "source").strip(), _text(values, "text")
    if not source.strip(":"):
        raise BadLine('expected a "source" like "telegram:open_belgorod"')
    if not key:
        raise BadLine('expected a "key": what the source knows the post by')
    forward_of = _text(values, "forward_of", "").strip()
    return Line(number, clean(source), key, _published(values), clean(text), clean(forward_of), edited_of)


def _key(values: dict[str, Any], name: str) -> str:
    """Return a post's key; a number is taken as its digits, as Telegram's are written."""
    value = values.get(name)
    if type(value) is int:
        value = str(value)
    if not isinstance(value, str | None):
        raise BadLine(f'expected a "{name}" that is a string or a whole number')
    return clean(value or "")


def _text(values: dict[str, Any], name: str, default: str | None = None) -> str:
    value = values.get(name)
    if value is None and default is not None:
        return default
    if name not in values:
        raise BadLine(f'there is no "{name}"')
    if not isinstance(value, str):
        raise BadLine(f'expected a "{name}" that is a string')
    return value


def _published(values: dict[str, Any]) -> datetime:
    moment = moment_of(_text(values, "published").strip())
    if not _EARLIEST <= moment.year <= _LATEST:
        raise BadLine(f'expected a "published" between {_EARLIEST} and {_LATEST}')
    return moment
