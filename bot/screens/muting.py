"""What a chat does not want to hear of for a time: single things, or everything."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.commands.mute import MOST_SILENCES, mute_for, mute_head, mute_stands
from bot.commands.muting import silence_name
from bot.commands.pause import (
    FOR_GOOD,
    begin_pause,
    end_pause,
    pause_lines,
    pause_stands,
    span_meant,
    unclear_pause,
)
from bot.commands.typed_schedules import OFF
from bot.names import fields_of
from bot.passage import escape
from bot.screens.choosing import in_rows, named, number
from bot.screens.screen import Choice, Page, Screen, Turn, paged, turning
from bot.story_words import headline
from storage import chats, pausing, silences, stories, told
from storage.model import EVERY_TOPIC, SilenceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import State
    from bot.texts import Texts
    from storage.database import Connection
    from storage.model import Alert, Silence, Story

SPANS = {
    "1h": timedelta(hours=1),
    "6h": timedelta(hours=6),
    "1d": timedelta(days=1),
    "7d": timedelta(days=7),
}
"""For how long something is muted by a button; other times can be typed."""

_PAUSES = {
    "1h": timedelta(hours=1),
    "8h": timedelta(hours=8),
    "1d": timedelta(days=1),
    "7d": timedelta(days=7),
}
_FOR_GOOD = "for good"
_PLACE = re.compile(r'place:(?:"(?:[^"\\]|\\.)+"|[^\s()]+)')
_STORIES = 3
_MOST, _MOST_IN_GROUP = 8, 3
"""Rows of one page."""

_Subject = tuple[SilenceKind, str]


# --- what is muted, and what can be -----------------------------------------------------------


async def _show(desk: Desk, asked: Asked, state: State) -> Page:
    chosen = _chosen(state)
    if chosen is not None:
        name = escape(silence_name(*chosen, asked.texts))
        html = asked.texts.say("For how long? {name}", name=f"<b>{name}</b>")
        spans = [Choice(asked.texts.span(span), "span", one) for one, span in SPANS.items()]
        return Page(html, (*in_rows(spans), (Choice(asked.texts.say("Back"), "back"),)))
    held = await desk.database.read(silences.held, asked.chat, desk.clock.now())
    rows = [(one,) for one in await _choices(desk, asked, held)]
    most = _MOST if asked.is_private else _MOST_IN_GROUP
    shown, page, pages = paged(tuple(rows), number(state.get("page")), most)
    turn = turning(page, pages)
    return Page(await _head(desk, asked, held), (*shown, *([turn] if turn else [])))


async def _head(desk: Desk, asked: Asked, held: list[Silence]) -> str:
    if not asked.is_private:
        return mute_head(held, asked.texts)
    stands = await mute_stands(desk, asked, held)
    hint = asked.texts.say(
        "Anything else can be typed: {example}", example="<code>/mute @open_channel 2h</code>"
    )
    return lines(*stands, "", hint).html


async def _choices(desk: Desk, asked: Asked, held: list[Silence]) -> list[Choice]:
    """Return what ends each silence, and then what can be muted besides."""
    say, texts = asked.texts.say, asked.texts
    ends = [
        named("unmute", str(one.id), say("Unmute: {name}", name=silence_name(one.kind, one.value, texts)))
        for one in held
    ]
    muted = {(one.kind, one.value) for one in held}
    followed = await desk.database.read(_followed, asked.chat, tuple(desk.setup.known.topics))
    things = [
        named("choose", f"{kind}:{value}", say("Mute: {name}", name=silence_name(kind, value, texts)))
        for kind, value in followed
        if (kind, value) not in muted
    ]
    events = await desk.database.read(_lately, asked.chat)
    things += [
        named("choose", f"{SilenceKind.STORY}:{story.id}", _event_name(story, alert, texts))
        for alert, story in events
        if (SilenceKind.STORY, str(story.id)) not in muted
    ]
    return ends + things


def _event_name(story: Story, alert: Alert, texts: Texts) -> str:
    return texts.say("Event: {name}", name=headline(story, alert.targets, texts))


def _followed(connection: Connection, chat: int, topics: tuple[str, ...]) -> list[_Subject]:
    """Return the topics and places that a chat follows, or that its rules name."""
    targets = [one.target for one in chats.following(connection, chat)]
    found = [subject for target in targets for subject in subjects_of(target, topics)]
    return list(dict.fromkeys(found))


def subjects_of(target: str, topics: tuple[str, ...]) -> Iterator[_Subject]:
    """Yield what of a subscription can be muted: its topic, or the places that its rule names."""
    kind, _, value = target.partition(":")
    if target == EVERY_TOPIC:
        yield from ((SilenceKind.TOPIC, name) for name in topics)
    elif kind == "topic":
        yield SilenceKind.TOPIC, value
    else:
        for found in _PLACE.findall(value):
            yield from ((SilenceKind.PLACE, name) for name in fields_of(found))


def _lately(connection: Connection, chat: int) -> list[tuple[Alert, Story]]:
    """Return the newest stories that a chat was told of, with its alerts."""
    found = [(one, stories.get(connection, one.story)) for one in told.lately(connection, chat, _STORIES)]
    return [(alert, story) for alert, story in found if story is not None and story.into is None]


def _chosen(state: State) -> _Subject | None:
    kind, _, value = str(state.get("chosen") or "").partition(":")
    return (SilenceKind(kind), value) if kind in set(SilenceKind) else None


async def _press(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    page = {"page": number(state.get("page"))}
    match choice.act:
        case "page":
            return Turn({"page": number(choice.value)})
        case "choose":
            return Turn({**page, "chosen": choice.value})
        case "span":
            return Turn(page, await muted(desk, asked, _chosen(state), choice.value))
        case "unmute":
            return Turn(page, await unmuted(desk, asked, number(choice.value)))
        case _:
            return Turn(page)


async def muted(desk: Desk, asked: Asked, subject: _Subject | None, span: str) -> str:
    """Mute something for one of :data:`SPANS`; return what is shown for a moment."""
    say = asked.texts.say
    if subject is None or span not in SPANS:
        return ""
    silence = await mute_for(desk, asked.chat, *subject, SPANS[span])
    if silence is None:
        return say("{count} things are muted here, which is the most.", count=MOST_SILENCES)
    return say("Muted until {time}.", time=asked.texts.moment(silence.until, desk.clock.now()))


async def unmuted(desk: Desk, asked: Asked, silence: int) -> str:
    """End a silence by its id; return what is shown for a moment."""
    ended = await desk.database.write(silences.end, asked.chat, silence)
    return asked.texts.say("You hear of it again.") if ended else ""


# --- everything -------------------------------------------------------------------------------


async def _show_pause(desk: Desk, asked: Asked, state: State) -> Page:
    del state
    now, say = desk.clock.now(), asked.texts.say
    on = await desk.database.read(pausing.now_on, asked.chat, now)
    choices = [Choice(asked.texts.span(span), "pause", one) for one, span in _PAUSES.items()]
    rows = (*in_rows(choices), (Choice(say("Until I say so"), "pause", _FOR_GOOD),))
    if on is None:
        about = say("A pause: for how long do you want to hear nothing at all, not even what is critical?")
        return Page(about, rows, asks=asked.is_private)
    rows = ((Choice(say("End the pause"), "end"),), *rows)
    if not asked.is_private:
        return Page(pause_stands(on, now, asked.texts), rows)
    kept = await desk.database.read(pausing.held_back, asked.chat, on.created)
    so_far = asked.texts.count(
        "Held back so far: {number} alert.", "Held back so far: {number} alerts.", kept
    )
    return Page(lines(*pause_lines(on, now, asked.texts), so_far).html, rows, asks=True)


async def _press_pause(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    del state
    if choice.act == "end":
        return Turn(toast=await end_pause(desk, asked))
    span = FOR_GOOD if choice.value == _FOR_GOOD else _PAUSES.get(choice.value)
    if span is not None:
        await begin_pause(desk, asked, span)
    return Turn()


async def _hear_pause(desk: Desk, asked: Asked, state: State, text: str) -> Turn:
    del state
    if text.strip().casefold() in OFF:
        return Turn(answer=Answer(escape(await end_pause(desk, asked))))
    span = span_meant(text)
    if span is None:
        return Turn(answer=unclear_pause(text, asked.texts))
    await begin_pause(desk, asked, span)
    return Turn()


SCREENS: tuple[Screen, ...] = (
    Screen("mute", _show, _press, changes=True),
    Screen("pause", _show_pause, _press_pause, _hear_pause, changes=True),
)
