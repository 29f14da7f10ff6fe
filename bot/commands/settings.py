"""All that a chat can set, in one message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk


async def settings(desk: Desk, asked: Asked) -> Answer:
    """Show how everything stands, with buttons that lead to each."""
    del desk, asked
    return Answer(opens=Opened("settings"))
