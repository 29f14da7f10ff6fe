"""What is kept about people, and its deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk


async def privacy(desk: Desk, asked: Asked) -> Answer:
    """Say what is kept, why, how long and who can see it, with buttons to have it and to delete it."""
    del desk, asked
    return Answer(opens=Opened("privacy"))


async def delete_my_data(desk: Desk, asked: Asked) -> Answer:
    """Ask once more, then delete all that is known of a chat."""
    del desk, asked
    return Answer(opens=Opened("deleting"))
