"""What the store is told when work begins by a set-up: what is watched, and who listens at the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import chats, reachability, sealing, sources
from storage.model import CONSOLE

if TYPE_CHECKING:
    from datetime import datetime

    from bot.setup import Setup
    from storage.database import Connection


def begin(connection: Connection, setup: Setup, now: datetime, *, is_console: bool) -> None:
    """Begin by a set-up; ``is_console`` says that alerts go to the terminal.

    Raises :exc:`storage.sealing.WrongKeyError` before anything is written.
    """
    sealing.adopt(connection, setup.seals, setup.config.key_file)
    sources.configure(connection, setup.sources)
    if is_console:
        chats.set_console(connection, setup.console_targets, now)
    else:
        chats.set_console(connection, [], now)
        reachability.give_up_chat(connection, CONSOLE, "alerts go to Telegram now", now)


def begin_again(connection: Connection, old: Setup, new: Setup, now: datetime, *, is_console: bool) -> None:
    """Go on by another set-up; what the terminal asks for stays as it is if it is the same."""
    sources.configure(connection, new.sources)
    if is_console and new.console_targets != old.console_targets:
        chats.set_console(connection, new.console_targets, now)
