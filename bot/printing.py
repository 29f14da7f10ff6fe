"""Standard output: panels for people, one JSON object a line for machines.

Whoever reads may stop reading (``| head``). That is no error: what is still to come goes nowhere,
and ``on_closed`` is called once, for a program that has nobody else to talk to.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable


def _nothing() -> None:
    """Do nothing: a command that ends by itself need not be told."""


class Terminal(Console):
    """A console on standard output."""

    def __init__(self, on_closed: Callable[[], None] = _nothing) -> None:
        super().__init__()
        self._on_closed = on_closed

    def on_broken_pipe(self) -> None:
        """Go on without a reader; rich itself would end the program in the midst of what it does."""
        _print_into_nowhere()
        self._on_closed()


def print_json(record: dict[str, Any], on_closed: Callable[[], None] = _nothing) -> None:
    """Print one object on a line of its own, at once."""
    try:
        click.echo(json.dumps(record, ensure_ascii=False))
        sys.stdout.flush()
    except BrokenPipeError:
        _print_into_nowhere()
        on_closed()


def _print_into_nowhere() -> None:
    # Beneath Python's own stream, so that what this still holds goes the same way at the end.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
