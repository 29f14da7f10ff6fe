"""Beginning, and what is said to those who type what is no command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.passage import escape
from storage import chats

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts

_EXAMPLES = 8
"""Topics that a greeting names; ``/follow`` names all."""


async def start(desk: Desk, asked: Asked) -> Answer:
    """Greet, wake the chat if it had been paused, and say what to do first."""
    await desk.database.write(chats.wake, asked.chat)
    say = asked.texts.say
    topics = [f"<code>{escape(topic.name)}</code>" for topic in desk.setup.topics[:_EXAMPLES]]
    return lines(
        say("I watch public channels and tell you what concerns you, once and quickly."),
        "",
        say("Type /follow all to hear of every topic, or /follow and the name of one:")
        if topics
        else say("Type /follow and the words that you want to hear of."),
        *([asked.texts.listed(topics)] if topics else []),
        say("/help shows all that you can type, /privacy what is kept about you."),
    )


def hint(texts: Texts) -> Answer:
    """Return what is said to a text that is no command."""
    return lines(
        texts.say("I did not understand that. /help shows what you can type, for example /follow all")
    )
