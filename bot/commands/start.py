"""Beginning, and what is said to those who type what is no command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened, lines
from bot.place_choice import of_code
from storage import chats

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts

LINK = "place-"
"""How what follows ``/start`` begins in a link to a place."""


async def start(desk: Desk, asked: Asked) -> Answer:
    """Wake the chat if it had been paused, and begin the talk in which somebody says what concerns them.

    In a group, only say how its admins choose. Behind a link to a place, ask for that one.
    """
    await desk.database.write(chats.wake, asked.chat)
    if asked.manager is None:
        return lines(
            asked.texts.say("I watch public channels and tell you what concerns you, once and quickly."),
            asked.texts.say("Admins choose what is told here: /follow. All else: /help"),
        )
    place = of_code(desk.setup, asked.argument[len(LINK) :]) if asked.argument.startswith(LINK) else ""
    if place:
        return Answer(opens=Opened("greeting", {"step": "link", "places": [place]}))
    held = await desk.database.read(chats.following, asked.chat)
    state = {"step": "have"} if held else {"step": "places"}
    return Answer(opens=Opened("greeting", {**state, "unknown_link": bool(asked.argument)}))


def hint(texts: Texts) -> Answer:
    """Return what is said to a text that is no command."""
    return lines(
        texts.say("I did not understand that. /help shows what you can type, for example /follow all")
    )
