"""What is going on now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk


async def latest(desk: Desk, asked: Asked) -> Answer:
    """Show the stories of the last two days that concern the chat; those that go on come first."""
    del desk, asked
    return Answer(opens=Opened("going_on"))
