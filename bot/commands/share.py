"""To be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import lines

if TYPE_CHECKING:
    from bot.commands.desk import Answer, Asked, Desk


async def share(desk: Desk, asked: Asked) -> Answer:
    """Say that this is to be written."""
    del desk
    return lines(asked.argument or "…")
