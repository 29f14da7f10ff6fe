"""The picture of what happened: see :mod:`bot.screens.stats`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk


async def stats(desk: Desk, asked: Asked) -> Answer:
    """Send the picture, with buttons that change it in place."""
    del desk, asked
    return Answer(opens=Opened("stats"))
