"""Looking for stored posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened
from bot.searching import looked_for

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk


async def search(desk: Desk, asked: Asked) -> Answer:
    """Show what a rule finds, or ask what to look for."""
    state = await looked_for(desk, asked, {}, asked.argument) if asked.argument else {}
    return Answer(opens=Opened("search", state))
