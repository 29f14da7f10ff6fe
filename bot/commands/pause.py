"""A pause: a chat hears nothing at all for a time, and what is kept from it is written down."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened, lines
from bot.commands.typed_schedules import OFF
from bot.passage import escape
from bot.spans import LONGEST, SHORTEST, parted
from storage import pausing

if TYPE_CHECKING:
    from datetime import datetime

    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts
    from storage.database import Connection
    from storage.model import Silence

FOR_GOOD = timedelta(days=36_500)
"""How long a pause lasts that its chat ends itself."""

_SURELY_FOR_GOOD = timedelta(days=365)
_TYPED = 60
_EXAMPLES = ("/pause 2h", "/pause 1d", "/pause off")


async def pause(desk: Desk, asked: Asked) -> Answer:
    """Let a chat hear nothing for a time, or hear again with ``off``; without an argument, offer both."""
    typed = asked.argument.strip()
    if not typed:
        return Answer(opens=Opened("pause"))
    if typed.casefold() in OFF:
        return lines(await end_pause(desk, asked))
    span = span_meant(typed)
    if span is None:
        return unclear_pause(typed, asked.texts)
    return lines(*pause_lines(await begin_pause(desk, asked, span), desk.clock.now(), asked.texts))


def span_meant(typed: str) -> timedelta | None:
    """Return the length of a pause that a text means, None where it means none that can be."""
    rest, _, span = parted(typed)
    return span if not rest and span is not None and SHORTEST <= span <= LONGEST else None


async def begin_pause(desk: Desk, asked: Asked, span: timedelta) -> Silence:
    """Let a chat hear nothing for so long."""
    now = desk.clock.now()
    return await desk.database.write(pausing.begin, asked.chat, now, now + span)


async def end_pause(desk: Desk, asked: Asked) -> str:
    """End the pause of a chat; return what is said of it, with how much was kept from it."""
    since, kept = await desk.database.write(_end, asked.chat, desk.clock.now())
    say = asked.texts.say
    if since is None:
        return say("There is no pause here.")
    if not kept:
        return say("The pause is over. Nothing was held back.")
    return asked.texts.count(
        "The pause is over. {number} alert was held back: /mute shows it.",
        "The pause is over. {number} alerts were held back: /mute shows them.",
        kept,
    )


def _end(connection: Connection, chat: int, now: datetime) -> tuple[datetime | None, int]:
    pause_ = pausing.now_on(connection, chat, now)
    if pause_ is None:
        return None, 0
    pausing.end(connection, chat, now)
    return pause_.created, pausing.held_back(connection, chat, pause_.created)


def pause_stands(on: Silence, now: datetime, texts: Texts) -> str:
    """Return until when a pause lasts."""
    if on.until - now > _SURELY_FOR_GOOD:
        return texts.say("There is a pause: you hear nothing until you end it.")
    time = escape(texts.moment(on.until, now))
    return texts.say("There is a pause: you hear nothing until {time}.", time=time)


def pause_lines(on: Silence, now: datetime, texts: Texts) -> list[str]:
    """Return the same with what becomes of what happens meanwhile."""
    return [
        pause_stands(on, now, texts),
        texts.say("That holds for what is critical too."),
        texts.say("What is held back is written down: /mute shows it, /pause off ends the pause."),
    ]


def unclear_pause(typed: str, texts: Texts) -> Answer:
    """Return what is said of what means no length of a pause, with what would."""
    return lines(
        texts.say(
            "{typed} is no time for a pause. It lasts 10 minutes (10m) at least, 30 days (30d) at most.",
            typed=f"«{escape(typed[:_TYPED])}»",
        ),
        texts.say("These can be typed:"),
        *(f"<code>{example}</code>" for example in _EXAMPLES),
    )
