"""Chats that follow, or muted, as much as they may: written at once, so that tests do not wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import chats, silences
from storage.model import SilenceKind
from tests.conftest import MORNING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.database import Connection


def let_follow(connection: Connection, chat: int, targets: Iterable[str]) -> None:
    """Let a chat follow these targets."""
    for target in targets:
        chats.follow(connection, chat, target, MORNING)


def let_mute(connection: Connection, chat: int, places: Iterable[str]) -> None:
    """Let a chat mute these places for months."""
    end = MORNING.replace(year=MORNING.year + 1)
    for place in places:
        silences.add(connection, chat, SilenceKind.PLACE, place, MORNING, end)
