"""The people: numbers alone. Nothing here tells who somebody is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

from bot.names import target_name
from bot.passage import escape
from bot.screens.administering.leading import Part, back
from bot.screens.screen import Page, turning
from storage import people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import State
    from storage.people import People

WEEK = timedelta(days=7)
_ON_PAGE = 25
_OWN_RULE = "rule"


async def _show(desk: Desk, asked: Asked, state: State) -> Page:
    found = await desk.database.read(people.counted, desk.clock.now() - WEEK)
    followers = list(_followers(found, asked))
    pages = max(1, -(-len(followers) // _ON_PAGE))
    number = min(max(state.get("number", 0), 0), pages - 1)
    shown = followers[number * _ON_PAGE :][:_ON_PAGE]
    heading = asked.texts.say("What is followed:")
    told = [*_counts(found, asked), *(["", f"<b>{heading}</b>", *shown] if shown else [])]
    return Page("\n".join(told), (turning(number, pages), back(asked, "home")))


def _counts(found: People, asked: Asked) -> Iterator[str]:
    say = asked.texts.say
    yield f"<b>{say('People')}</b>"
    yield say("Chats: {number}", number=found.total)
    yield say("Private: {number}", number=found.private)
    yield say("Groups and channels: {number}", number=found.shared)
    yield say("Topics of groups: {number}", number=found.topics)
    yield say("Not reachable now: {number}", number=found.paused)
    yield say("New in the last week: {number}", number=found.new)
    yield ""
    yield f"<b>{say('Languages')}</b>"
    for code, number in found.languages.items():
        yield say("{name}: {number}", name=_language(code, asked), number=number)


def _language(code: str, asked: Asked) -> str:
    if not code:
        return asked.texts.say("none chosen")
    try:
        return escape(Locale.parse(code).get_display_name(asked.texts.language) or code)
    except (UnknownLocaleError, ValueError):
        return escape(code)


def _followers(found: People, asked: Asked) -> Iterator[str]:
    """Yield how many follow each target; own rules are counted as one, for they may tell of people."""
    say = asked.texts.say
    for target, number in found.followers.items():
        name = say("rules of their own") if target == _OWN_RULE else escape(target_name(target, asked.texts))
        yield say("{name}: {number}", name=name, number=number)


PARTS = (Part("people", _show),)
"""The page of numbers."""
