"""What operators do in chat: opens the screen of :mod:`bot.screens.admin`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened, lines

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk


async def admin(desk: Desk, asked: Asked) -> Answer:
    """Open the screen for operators, in their private chat alone: others would read along in a group."""
    del desk
    say = asked.texts.say
    if not asked.is_operator:
        return lines(say("Only operators can do that."))
    if asked.manager is None:
        return lines(say("Please type that in our private chat: here, others would read along."))
    return Answer(opens=Opened("admin", {"page": "home"}))
