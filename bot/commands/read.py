"""Looking at stored posts: the latest, and those that a rule finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.commands.mistakes import rule_mistake
from bot.commands.status import how_old
from bot.finding import find
from bot.passage import escape, html_of, passage
from bot.render import asked_for, moment_of
from monitors import rules
from storage import chats, posts
from storage.model import EVERY_TOPIC

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.commands.desk import Asked, Desk
    from storage.model import Match, StoredPost

LOOKED_AT = 20_000
"""Stored posts that one search looks at, the newest: the program must go on for everybody else."""

RESULTS = 5
"""Posts in one answer: what a phone shows without much scrolling."""

_PASSAGE = 280
_EXAMPLE = '/search "Гора-Подол" OR Козинка'


async def latest(desk: Desk, asked: Asked) -> Answer:
    """Show the newest posts that a chat asks for; of every topic where it follows nothing."""
    held = await desk.database.read(chats.following, asked.chat)
    targets = [one.target for one in held] or [EVERY_TOPIC]
    found = await desk.database.read(posts.latest_matched, targets, RESULTS)
    if not found:
        return lines(_nothing_found(asked, follows=bool(held)), await how_old(desk, asked.texts))
    matches = ([match for hit in asked_for(one.hits, targets) for match in hit.matches] for one in found)
    shown = [_entry(one, of, desk, asked) for one, of in zip(found, matches, strict=True)]
    return lines(*shown, await how_old(desk, asked.texts))


async def search(desk: Desk, asked: Asked) -> Answer:
    """Show the newest stored posts that a rule finds."""
    if not asked.argument:
        example = f"<code>{escape(_EXAMPLE)}</code>"
        return lines(asked.texts.say("Type what to look for, for example {example}", example=example))
    try:
        rule = rules.parse(asked.argument, desk.setup.known)
    except rules.RuleError as error:
        return rule_mistake(error, asked, _EXAMPLE)
    found = await desk.database.read(
        find, rule, desk.setup.vocabulary, desk.setup.watched, RESULTS, LOOKED_AT
    )
    if not found:
        return lines(asked.texts.say("No stored post fits."), await how_old(desk, asked.texts))
    shown = [_entry(one, matches, desk, asked) for one, matches in found]
    return lines(*shown, await how_old(desk, asked.texts))


def _nothing_found(asked: Asked, *, follows: bool) -> str:
    if follows:
        return asked.texts.say("No stored post fits what you follow.")
    return asked.texts.say("You follow nothing yet, and no stored post fits a topic.")


def _entry(stored: StoredPost, matches: Iterable[Match], desk: Desk, asked: Asked) -> str:
    """Return a post as a few lines, with a link to it."""
    post = stored.post
    time = asked.texts.moment(moment_of(stored), desk.clock.now())
    name = escape(post.source.partition(":")[2])
    head = f'<a href="{escape(post.link)}">{name}</a>' if post.link else name
    return f"{head}, {escape(time)}\n{html_of(passage(post.text, matches, _PASSAGE))}\n"
