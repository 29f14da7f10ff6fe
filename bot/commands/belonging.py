"""Why posts belong to one story, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.passage import escape, shortened
from bot.render import moment_of
from bot.story_view import teller
from bot.story_words import name_of
from storage import stories
from storage.model import BondKind, Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.texts import Texts
    from storage.database import Connection
    from storage.model import Bond, Membership, Source, StoryPost

_MOST = 6
"""Posts of which is said why they belong: an answer is to be read on a phone."""

_DETAIL = 80
_SHARE = re.compile(r"[01]\.[0-9]+")


def others_of(connection: Connection, story: int, post: int) -> list[StoryPost]:
    """Return the first posts of a story besides one of them."""
    return [one for one in stories.posts_of(connection, story, _MOST + 2) if one.stored.id != post]


def belonging(
    others: list[StoryPost], number: int, watched: Mapping[str, Source], texts: Texts, now: datetime
) -> list[str]:
    """Return lines that say why a story's other posts were found to belong to it, in Telegram's HTML."""
    if not others:
        return []
    head = texts.say("The others of story {number} belong to it because of this:", number=number)
    shown = [_line(one, watched, texts, now) for one in others[:_MOST]]
    more = texts.say("All of them: /story {number}", number=number)
    return ["", head, *shown, *([more] if len(others) > _MOST else [])]


def membership_line(membership: Membership, texts: Texts) -> str:
    """Return to which story a post belongs and why, in Telegram's HTML."""
    why = reasons(membership, texts)
    if why:
        return texts.say("It belongs to story {number}: {why}", number=membership.story, why=escape(why))
    return texts.say("It is the first of story {number}.", number=membership.story)


def reasons(membership: Membership, texts: Texts) -> str:
    """Return what binds a post to its story, on one line; empty where nothing was before it."""
    return ", ".join(_reason(bond, texts) for bond in membership.why)


def _line(one: StoryPost, watched: Mapping[str, Source], texts: Texts, now: datetime) -> str:
    time, name = texts.moment(moment_of(one.stored), now), name_of(teller(one, watched))
    why = reasons(one.membership, texts) or _without_bonds(one.membership, texts)
    return f"• {escape(time)} {escape(name)}: {escape(why)}"


def _without_bonds(membership: Membership, texts: Texts) -> str:
    if membership.role is Role.COPY:
        return texts.say("a copy")
    return texts.say("it was the first")


def _reason(bond: Bond, texts: Texts) -> str:
    words, detail = _words(texts)[bond.kind], _detail(bond)
    return texts.say("{reason} ({detail})", reason=words, detail=detail) if detail else words


def _detail(bond: Bond) -> str:
    """Return what is alike, as far as it is for people; another chat's rule is nobody's business."""
    match bond.kind:
        case BondKind.UPDATE | BondKind.FLOOD:  # a source's key, and the line names the source
            return ""
        case BondKind.TOPICS:
            topics = (one.strip() for one in bond.detail.split(",") if not one.strip().startswith("rule:"))
            return shortened(", ".join(one.removeprefix("topic:") for one in topics), _DETAIL)
        case BondKind.NEAR_TEXT if _SHARE.fullmatch(bond.detail):
            return f"{float(bond.detail):.0%}"
    return shortened(bond.detail, _DETAIL)


def _words(texts: Texts) -> dict[BondKind, str]:
    say = texts.say
    return {
        BondKind.FORWARD: say("a forward"),
        BondKind.SAME_LINK: say("the same article"),
        BondKind.SAME_TEXT: say("the same text"),
        BondKind.NEAR_TEXT: say("nearly the same text"),
        BondKind.PLACES: say("the same place"),
        BondKind.NEAR_PLACES: say("places close to each other"),
        BondKind.TOPICS: say("the same topic"),
        BondKind.NUMBERS: say("the same numbers"),
        BondKind.TIMES: say("the same time of day"),
        BondKind.WORDS: say("the same words"),
        BondKind.MOMENT: say("told at about the same time"),
        BondKind.UPDATE: say("the same source goes on"),
        BondKind.FLOOD: say("one of many posts of one pattern"),
    }
