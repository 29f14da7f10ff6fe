"""What those get who come later: the stories still open, in one message."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.database import Connection


def welcome(
    connection: Connection,
    chat: int,
    targets: Collection[str],
    now: datetime,
    within_reach: Collection[int] = (),
) -> int:
    """Owe a chat the stories still open that satisfy targets which it follows anew; return how many."""
    del connection, chat, targets, now, within_reach
    return 0
