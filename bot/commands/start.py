"""Beginning, help, and what is said to those who type something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.render import escape
from storage import chats

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts


async def start(desk: Desk, asked: Asked) -> Answer:
    """Greet, wake the chat if it had been paused, and say what to do first."""
    await desk.database.write(chats.wake, asked.chat)
    topics = ", ".join(f"<code>{escape(topic.name)}</code>" for topic in desk.setup.topics)
    return lines(
        asked.texts.say("I watch public channels and tell you what concerns you, once and quickly."),
        "",
        asked.texts.say(
            "Type /follow all to hear of every topic, or /follow and a topic: {topics}", topics=topics
        )
        if topics
        else asked.texts.say("Type /follow and the words that you want to hear of."),
        asked.texts.say("/help shows all that you can type, /privacy what is kept about you."),
    )


async def help_(desk: Desk, asked: Asked) -> Answer:
    """List the commands and show the rule language by examples."""
    del desk
    from bot.commands import COMMANDS  # noqa: PLC0415 - the list is made of this function too

    return lines(
        *command_lines(COMMANDS.values(), asked.texts),
        "",
        asked.texts.say("A rule is made of words:"),
        "<code>обстрел OR прилёт</code>",
        "<code>(дрон* OR drone*) NOT учения</code>",
        '<code>"Гора-Подол" AND voice:official</code>',
    )


def command_lines(commands: object, texts: Texts) -> list[str]:
    """Return a line for each command."""
    return [f"/{command.name} — {escape(texts.say(command.description))}" for command in commands]  # type: ignore[attr-defined]


def hint(texts: Texts) -> Answer:
    """Return what is said to a text that is no command."""
    return lines(
        texts.say("I did not understand that. /help shows what you can type, for example /follow all")
    )
