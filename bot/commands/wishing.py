"""How a chat's wishes stand, in words: what comes when, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.zones import texts_for, zone_name
from storage import chats, wishes
from storage.model import Chat, Mode
from storage.model.schedules import Digest, Quiet

if TYPE_CHECKING:
    from datetime import datetime

    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts
    from storage.database import Connection
    from storage.model import Subscription
    from storage.wishes import Planned


@dataclass(frozen=True, slots=True)
class Stand:
    """What a chat wishes and follows, its next moments, and texts in its time zone."""

    chat: Chat
    planned: Planned
    held: list[Subscription]
    texts: Texts
    now: datetime

    @property
    def mode(self) -> Mode:
        """How the chat is told of what it gave no way of its own."""
        return self.chat.wishes.mode

    @property
    def zone_name(self) -> str:
        """The name of the time zone that counts here."""
        return zone_name(self.texts.zone.key)

    @property
    def modes(self) -> set[Mode]:
        """Every way in which the chat is told of anything."""
        return {self.mode, *(one.mode for one in self.held if one.mode is not None)}


async def stand_of(desk: Desk, asked: Asked) -> Stand:
    """Return how the wishes of the chat stand in which was asked."""
    chat, planned, held = await desk.database.read(_read, asked.chat)
    texts = texts_for(asked.texts, chat, desk.setup.config.region.timezone)
    return Stand(chat, planned, held, texts, desk.clock.now())


def _read(connection: Connection, chat: int) -> tuple[Chat, Planned, list[Subscription]]:
    known = chats.get(connection, chat) or Chat(chat)
    return known, wishes.planned(connection, chat), chats.following(connection, chat)


def how_alerts_come(stand: Stand) -> list[str]:
    """Return how a chat is told, and that some of what it follows is told in another way."""
    say = stand.texts.say
    told = {
        Mode.AT_ONCE: say("Alerts come at once, with a sound."),
        Mode.SILENT: say("Alerts come at once, without a sound."),
        Mode.DIGEST: say("Alerts come together, in a digest."),
    }
    others = [say("Not all of them: /when shows what comes otherwise.")] if len(stand.modes) > 1 else []
    return [told[stand.mode], *others]


def digest_comes(stand: Stand) -> list[str]:
    """Return how often a chat's digest comes, and when next; nothing where it has none."""
    due = stand.planned.digest_due
    if Mode.DIGEST not in stand.modes or due is None:
        return []
    written = stand.chat.wishes.digest
    often = _often(Digest.parse(written) if written else wishes.UNNAMED, stand.texts)
    return [often, stand.texts.say("The next one: {time}.", time=_moment(stand, due))]


def quiet_comes(stand: Stand) -> list[str]:
    """Return a chat's quiet hours, and when they come or end; nothing where it has none."""
    begin, end = stand.planned.quiet_begin, stand.planned.quiet_end
    if begin is None or end is None or not stand.chat.wishes.quiet:
        return []
    hours = Quiet.parse(stand.chat.wishes.quiet)
    return [
        stand.texts.say(
            "Quiet hours are from {begin} to {end}. What happens in them comes in one message afterwards.",
            begin=f"{hours.begin:%H:%M}",
            end=f"{hours.end:%H:%M}",
        ),
        stand.texts.say("They begin next: {time}.", time=_moment(stand, begin))
        if begin > stand.now
        else stand.texts.say("It is quiet now, until {time}.", time=_moment(stand, end)),
    ]


def critical_comes(stand: Stand) -> str:
    """Return whether what is critical waits too."""
    if stand.chat.wishes.critical_through:
        return stand.texts.say("What is critical comes at once all the same.")
    return stand.texts.say("What is critical waits too.")


def comes_now(let_go: int, texts: Texts) -> list[str]:
    """Return that what was held comes now, where anything was: so many alerts."""
    told = texts.count(
        "{number} alert was held until now: you get it now.",
        "{number} alerts were held until now: you get them in one message.",
        let_go,
    )
    return [told] if let_go else []


def zone_counts(stand: Stand) -> str:
    """Return whose clock counts."""
    return stand.texts.say("Times are those of {zone}; /timezone changes that.", zone=stand.zone_name)


def _often(digest: Digest, texts: Texts) -> str:
    at = f"{digest.at:%H:%M}"
    match digest.every:
        case "hourly":
            return texts.say("The digest comes every hour.")
        case "daily":
            return texts.say("The digest comes every day at {time}.", time=at)
        case _:
            day = texts.weekday(digest.day)
            return texts.say("The digest comes once a week: {day}, {time}.", day=day, time=at)


def _moment(stand: Stand, moment: datetime) -> str:
    return stand.texts.moment(moment, stand.now)
