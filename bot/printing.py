"""Standard output: panels for people, one JSON object a line for machines.

Whoever reads may stop reading (``| head``). For a command that ends by itself that is no error: what
is still to come goes nowhere. An alert that nobody read was not delivered: with ``must_be_read``
everything that cannot be printed raises :exc:`BrokenPipeError`, then and ever after.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import click
from rich.console import Console


class Terminal(Console):
    """A console on standard output."""

    def __init__(self, *, must_be_read: bool = False) -> None:
        super().__init__()
        self._must_be_read = must_be_read
        self._is_unread = False

    def on_broken_pipe(self) -> None:
        """Go on without a reader; rich itself would end the program in the midst of what it does."""
        _print_into_nowhere()
        self._is_unread = True
        if self._must_be_read:
            raise BrokenPipeError

    def print(self, *objects: Any, **options: Any) -> None:  # noqa: ANN401 - rich's own signature
        """Print, where somebody reads."""
        if self._is_unread and self._must_be_read:
            raise BrokenPipeError
        super().print(*objects, **options)


class Lines:
    """Objects on standard output, one on a line of its own, each at once."""

    def __init__(self, *, must_be_read: bool = False) -> None:
        self._must_be_read = must_be_read
        self._is_unread = False

    def print(self, record: dict[str, Any]) -> None:
        """Print one object."""
        if not self._is_unread:
            try:
                click.echo(_as_json(record))
                sys.stdout.flush()
            except BrokenPipeError:
                _print_into_nowhere()
                self._is_unread = True
        if self._is_unread and self._must_be_read:
            raise BrokenPipeError


def _as_json(record: dict[str, Any]) -> bytes:
    """Return an object as JSON on one line, whatever a reader takes for a line's end.

    In ASCII where it holds a lone surrogate, which UTF-8 cannot.
    """
    text = json.dumps(record, ensure_ascii=False)
    try:
        return text.encode() if len(text.splitlines()) == 1 else json.dumps(record).encode()
    except UnicodeEncodeError:
        return json.dumps(record).encode()


def _print_into_nowhere() -> None:
    # Beneath Python's own stream, so that what this still holds goes the same way at the end.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
