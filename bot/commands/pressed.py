"""What becomes of a button that was pressed under a story's message.

Anybody who sees the message can press it, and data can be forged: a chat learns only of stories that it was
told of, and what changes something for all of a group is for its admins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.buttons import SPANS, Act, about_row, mute_rows, read
from bot.commands.desk import not_allowed
from bot.commands.story import timeline
from bot.commands.why import why_alert
from storage import silences, told
from storage.model import SilenceKind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.buttons import Press
    from bot.commands.desk import Answer, Asked, Desk
    from bot.render import Rows
    from storage.database import Connection
    from storage.model import Alert

_CHANGING = {Act.MUTE, Act.UNMUTE, Act.BACK}


@dataclass(frozen=True)
class Reaction:
    """What a press came to.

    ``toast`` is shown to the person alone for a moment, at most 200 characters; ``answer`` is sent as a
    reply; ``rows`` are put below the message in place of all its buttons that open no address; ``page`` is
    put in place of all of the message.
    """

    toast: str = ""
    answer: Answer | None = None
    rows: Rows | None = None
    page: Answer | None = None


@dataclass(frozen=True)
class _Pressed:
    press: Press
    alert: Alert
    desk: Desk
    asked: Asked


async def react(
    desk: Desk, asked: Asked, may: Callable[[], Awaitable[bool | None]], *, is_public: bool = False
) -> Reaction:
    """Return what becomes of a press; ``asked.argument`` is the button's data.

    ``may`` tells whether the person may decide for the chat (None: that cannot be asked now), and is asked
    only where that matters. In a public place (a channel) that is also needed for an answer that
    everybody gets to see.
    """
    say = asked.texts.say
    press = read(asked.argument)
    if press is None:
        return Reaction(say("I do not know this button any more."))
    alert = await desk.database.read(told.of_story, asked.chat, press.story)
    if alert is None:
        return Reaction(say("I do not know this message any more."))
    if (is_public or press.act in _CHANGING) and not (allowed := await may()):
        return Reaction(not_allowed(allowed, asked.texts))
    pressed = _Pressed(press, alert, desk, asked)
    return await _REACTIONS[press.act](pressed)


async def _sources(pressed: _Pressed) -> Reaction:
    return Reaction(answer=await timeline(pressed.desk, pressed.asked, pressed.press.story))


async def _why(pressed: _Pressed) -> Reaction:
    asked = replace(pressed.asked, argument="")
    return Reaction(answer=await why_alert(pressed.desk, asked, pressed.alert))


async def _mute(pressed: _Pressed) -> Reaction:
    """Ask for how long, or mute the story for as long as was chosen."""
    texts, story, desk = pressed.asked.texts, pressed.press.story, pressed.desk
    if not pressed.press.span:
        return Reaction(texts.say("For how long?"), rows=mute_rows(story, texts))
    now = desk.clock.now()
    until = now + SPANS[pressed.press.span]
    await desk.database.write(_silence, pressed.asked.chat, story, now, until)
    toast = texts.say("Muted until {time}.", time=texts.moment(until, now))
    if pressed.press.span == "end":
        toast = texts.say("Muted until it is over.")
    return Reaction(toast, rows=(about_row(story, texts, is_muted=True),))


async def _unmute(pressed: _Pressed) -> Reaction:
    texts, story, desk = pressed.asked.texts, pressed.press.story, pressed.desk
    await desk.database.write(_end_silence, pressed.asked.chat, story, desk.clock.now())
    return Reaction(texts.say("You hear of it again."), rows=(about_row(story, texts),))


async def _back(pressed: _Pressed) -> Reaction:
    story, desk = pressed.press.story, pressed.desk
    until = await desk.database.read(told.muted_until, pressed.asked.chat, story)
    is_muted = until is not None and until > desk.clock.now()
    return Reaction(rows=(about_row(story, pressed.asked.texts, is_muted=is_muted),))


_REACTIONS: dict[Act, Callable[[_Pressed], Awaitable[Reaction]]] = {
    Act.SOURCES: _sources,
    Act.WHY: _why,
    Act.MUTE: _mute,
    Act.UNMUTE: _unmute,
    Act.BACK: _back,
}


def _silence(connection: Connection, chat: int, story: int, now: datetime, until: datetime) -> None:
    *_, now_in = told.became(connection, story)
    silences.add(connection, chat, SilenceKind.STORY, str(now_in), now, until)


def _end_silence(connection: Connection, chat: int, story: int, now: datetime) -> None:
    values = {str(number) for number in told.became(connection, story)}
    for one in silences.held(connection, chat, now):
        if one.kind is SilenceKind.STORY and one.value in values:
            silences.end(connection, chat, one.id)
