"""One story as a whole, and which there were lately."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened, lines
from bot.commands.timeline import timeline_html
from bot.passage import escape
from bot.render import SYMBOLS
from bot.story_words import CERTAIN, DENIED, DOUBTFUL, SEVERAL, asked_targets, headline
from bot.timeline import load_timeline
from bot.tuning.links import link_in
from storage import chats, outbox, posts, stories, told
from storage.model import EVERY_TOPIC, Trust

if TYPE_CHECKING:
    from datetime import datetime

    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts
    from storage.database import Connection
    from storage.model import Story

LATELY = timedelta(days=2)
"""How far back lists of stories go."""

_LONGEST_NUMBER = 18
_EXAMPLES = "<code>/story 12</code>", "<code>/story https://t.me/open_belgorod/123</code>"
_TRUST = {Trust.UNCONFIRMED: DOUBTFUL, Trust.CORROBORATED: SEVERAL, Trust.OFFICIAL: CERTAIN}


async def story(desk: Desk, asked: Asked) -> Answer:
    """Show the timeline of a story: by its number, by a post's link, or of the alert that is replied to.

    Without any of them, the newest stories that concern the chat.
    """
    if asked.argument:
        number = await _named(desk, asked)
    elif asked.reply_to is not None:
        number = await _of_alert(desk, asked, asked.reply_to)
    else:
        return Answer(opens=Opened("going_on"))
    return (
        lines(number, _usage(asked.texts)) if isinstance(number, str) else await timeline(desk, asked, number)
    )


async def timeline(desk: Desk, asked: Asked, number: int) -> Answer:
    """Return the timeline of a story, or of the one that it became part of."""
    say = asked.texts.say
    *_, now_in = await desk.database.read(told.became, number)
    found = await desk.database.read(load_timeline, now_in, desk.setup.watched)
    if found is None:
        return lines(say("Of story {number} nothing is kept, or there is none.", number=number))
    targets = await desk.database.read(_targets, asked.chat, now_in)
    shown = timeline_html(found, targets, asked.texts, desk.clock.now())
    if now_in == number:
        return Answer(shown)
    moved = say("Story {old} became part of story {new}.", old=number, new=now_in)
    return lines(moved, *shown.split("\n"))


async def _named(desk: Desk, asked: Asked) -> int | str:
    """Return the number of the story that an argument names, or what is said where it names none."""
    say, argument = asked.texts.say, asked.argument.removeprefix("#")
    if argument.isascii() and argument.isdecimal() and len(argument) <= _LONGEST_NUMBER:
        return int(argument)
    link = link_in(argument)
    if not link:
        return say("That is neither a story's number nor a post's link.")
    stored = await desk.database.read(posts.linked, link)
    number = await desk.database.read(stories.of_post, stored.id) if stored else None
    if number is not None:
        return number
    if stored is None:
        return say("I do not have this post stored.")
    return say("This post belongs to no story: it fits nothing that somebody follows.")


async def _of_alert(desk: Desk, asked: Asked, message: int) -> int | str:
    alert = await desk.database.read(outbox.told_in, asked.chat, message)
    return alert.story if alert else asked.texts.say("That message is no alert that I still know.")


def _usage(texts: Texts) -> str:
    return texts.say(
        "Reply to an alert with /story, or type {one} or {other}", one=_EXAMPLES[0], other=_EXAMPLES[1]
    )


def _targets(connection: Connection, chat: int, number: int) -> tuple[str, ...]:
    """Return what a chat asked for of a story, by its alert about it or by what it follows; maybe nothing."""
    alert = told.of_story(connection, chat, number)
    asked, found = alert.targets if alert else wanted(connection, chat), stories.get(connection, number)
    return tuple(asked_targets(found, asked)) if found else ()


def wanted(connection: Connection, chat: int) -> tuple[str, ...]:
    """Return what a chat follows; every topic where that is nothing."""
    return tuple(one.target for one in chats.following(connection, chat)) or (EVERY_TOPIC,)


def story_line(one: Story, targets: tuple[str, ...], texts: Texts, now: datetime) -> str:
    """Return a story on one line: its number, what and where, since when, how often told, and how sure."""
    severity = max((one.targets[target] for target in asked_targets(one, targets)), default=one.severity)
    sure = DENIED if one.is_disputed else _TRUST[one.trust]
    age = texts.age(max(now - one.last, timedelta()))
    count = texts.count("{number} post", "{number} posts", one.posts)
    what = escape(headline(one, targets, texts))
    return f"{one.id}. {SYMBOLS[severity]} {what}, {escape(age)}, {count} {sure}"
