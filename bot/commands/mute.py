"""Silences: what a chat does not want to hear of for a time, and what was kept from it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened, lines
from bot.commands.muting import NotFound, held_reason, silence_name, subject_of
from bot.commands.pause import pause_stands
from bot.passage import escape
from bot.spans import LONGEST, SHORTEST, parted
from bot.story_words import headline
from storage import holding_back, outbox, silences, stories, told
from storage.model import AlertState, SilenceKind

if TYPE_CHECKING:
    from datetime import datetime

    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts
    from storage.database import Connection
    from storage.holding_back import HeldBack
    from storage.model import Silence, Story

LATELY = timedelta(days=7)
MOST_SILENCES = 50
_MOST_HELD, _TYPED = 10, 60


async def mute(desk: Desk, asked: Asked) -> Answer:
    """Mute a topic, place, source or story for a time; without an argument, offer what can be muted.

    In reply to an alert the time is enough: its story is meant.
    """
    if not asked.argument:
        return Answer(opens=Opened("mute"))
    rest, typed, span = parted(asked.argument)
    if span is None or not SHORTEST <= span <= LONGEST:
        return _no_span(rest, typed, span, asked.texts)
    if not rest and asked.reply_to is not None:
        return await _mute_alert(desk, asked, asked.reply_to, span)
    subject = await desk.database.read(subject_of, rest, desk.setup.known)
    if isinstance(subject, NotFound):
        return _not_found(subject, rest, typed, asked.texts)
    return await _mute(desk, asked, *subject, span)


async def unmute(desk: Desk, asked: Asked) -> Answer:
    """End one silence, or all of them with ``all``; without an argument, offer them."""
    say, now = asked.texts.say, desk.clock.now()
    held = await desk.database.read(silences.held, asked.chat, now)
    if not held:
        return lines(say("Nothing is muted here."))
    if not asked.argument:
        return Answer(opens=Opened("mute"))
    meant = _meant(held, asked)
    if not meant:
        return lines(say("That is not muted. Muted are:"), *_listed(held, desk, asked.texts))
    for one in meant:
        await desk.database.write(silences.end, asked.chat, one.id)
    names = (f"• {escape(silence_name(one.kind, one.value, asked.texts))}" for one in meant)
    return lines(say("You hear again of:"), *names)


async def _mute(desk: Desk, asked: Asked, kind: SilenceKind, value: str, span: timedelta) -> Answer:
    say = asked.texts.say
    silence = await mute_for(desk, asked.chat, kind, value, span)
    if silence is None:
        most = say("{count} things are muted here, which is the most.", count=MOST_SILENCES)
        return lines(most, say("/unmute ends one of them."))
    until = escape(asked.texts.moment(silence.until, desk.clock.now()))
    return lines(
        say(
            "Muted until {time}: {name}",
            time=until,
            name=f"<b>{escape(silence_name(kind, value, asked.texts))}</b>",
        ),
        say("What is held back is written down: /mute shows it, /unmute ends it."),
    )


async def mute_for(desk: Desk, chat: int, kind: SilenceKind, value: str, span: timedelta) -> Silence | None:
    """Mute something in a chat for so long; None where as much is muted there as can be."""
    now = desk.clock.now()
    held = await desk.database.read(silences.held, chat, now)
    if len(held) >= MOST_SILENCES and (kind, value) not in {(one.kind, one.value) for one in held}:
        return None
    return await desk.database.write(silences.add, chat, kind, value, now, now + span)


async def _mute_alert(desk: Desk, asked: Asked, message: int, span: timedelta) -> Answer:
    alert = await desk.database.read(outbox.told_in, asked.chat, message)
    if alert is None:
        return lines(asked.texts.say("That message is no alert that I still know."))
    *_, now_in = await desk.database.read(told.became, alert.story)
    return await _mute(desk, asked, SilenceKind.STORY, str(now_in), span)


# --- what is muted, what was held back --------------------------------------------------------


def mute_head(held: list[Silence], texts: Texts) -> str:
    """Return whether anything is muted."""
    return texts.say("Muted here:") if held else texts.say("Nothing is muted here.")


async def mute_stands(desk: Desk, asked: Asked, held: list[Silence]) -> list[str]:
    """Return what is muted, and what was kept from the chat lately."""
    kept = await desk.database.read(_held_back, asked.chat, desk.clock.now())
    back = [f"• {escape(_kept_line(one, about, desk, asked.texts))}" for one, about in kept]
    return [
        mute_head(held, asked.texts),
        *_listed(held, desk, asked.texts),
        *(["", asked.texts.say("Held back lately:"), *back] if back else []),
    ]


def _held_back(connection: Connection, chat: int, now: datetime) -> list[tuple[HeldBack, Story | None]]:
    kept = holding_back.held_back(connection, chat, now - LATELY, _MOST_HELD)
    return [(one, stories.get(connection, one.alert.story)) for one in kept]


def _kept_line(kept: HeldBack, about: Story | None, desk: Desk, texts: Texts) -> str:
    """Return what was held back, when, and why."""
    what = headline(about, kept.alert.targets, texts) if about else str(kept.alert.story)
    time = texts.moment(kept.at, desk.clock.now())
    named = {"time": time, "what": what, "number": kept.alert.story}
    if kept.alert.state is AlertState.FOLDED:
        wider = kept.reason.rpartition(" ")[2]
        return texts.say("{time} {what} (story {number}), told within story {wider}", **named, wider=wider)
    reason = held_reason(kept.reason, texts)
    return texts.say("{time} {what} (story {number}), muted: {reason}", **named, reason=reason)


def _listed(held: list[Silence], desk: Desk, texts: Texts) -> list[str]:
    return [_one_listed(number, one, desk.clock.now(), texts) for number, one in enumerate(held, 1)]


def _one_listed(number: int, one: Silence, now: datetime, texts: Texts) -> str:
    if one.kind is SilenceKind.EVERYTHING:
        return texts.say("{number}. {name}", number=number, name=pause_stands(one, now, texts))
    return texts.say(
        "{number}. {name}, until {time}",
        number=number,
        name=escape(silence_name(one.kind, one.value, texts)),
        time=escape(texts.moment(one.until, now)),
    )


def _meant(held: list[Silence], asked: Asked) -> list[Silence]:
    """Return the silences that are meant: all, by the listed number, or by what is muted."""
    wanted = asked.argument.casefold()
    if wanted == "all":
        return held
    named = [
        one
        for one in held
        if wanted in {one.value.casefold(), silence_name(one.kind, one.value, asked.texts).casefold()}
    ]
    return named or [one for number, one in enumerate(held, 1) if str(number) == wanted]


# --- what cannot be understood ----------------------------------------------------------------


def _example(rest: str) -> str:
    return f"<code>/mute {escape(rest[:_TYPED]) or 'shelling'} 2h</code>"


def _no_span(rest: str, typed: str, span: timedelta | None, texts: Texts) -> Answer:
    """Return what is wrong with a length of time: it is missing, unknown, too short or too long."""
    say = texts.say
    if span is not None:
        return lines(say("It can be muted for 10 minutes (10m) at least, for 30 days (30d) at most."))
    if typed:
        wrong = say(
            "{typed} is no length of time that I know. These are:", typed=f"«{escape(typed[:_TYPED])}»"
        )
        return lines(wrong, "<code>30m</code>, <code>2h</code>, <code>1d</code>")
    return lines(say("For how long? Put it behind, for example:"), _example(rest))


def _not_found(missing: NotFound, rest: str, typed: str, texts: Texts) -> Answer:
    say = texts.say
    if not rest:
        return lines(say("What? Put it before the time, for example:"), _example(""))
    if missing.story:
        return lines(say("Of story {number} nothing is kept, or there is none.", number=missing.story))
    near = f"<code>/mute {escape(missing.near)} {escape(typed)}</code>"
    return lines(
        say("{name} is no topic, place or source that I know.", name=f"«{escape(rest[:_TYPED])}»"),
        *([say("Did you mean {name}?", name=near)] if missing.near else []),
        say("/follow names the topics, /status the sources."),
    )
