"""What a chat has set and follows, taken out of a store whole and put into one whole."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from storage import chats, managers, screens, silences, wishes
from storage.model import Chat, Trust, Wishes, from_iso, to_iso
from storage.model.schedules import Quiet

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from storage.database import Connection
    from storage.model import Mode, SilenceKind


@dataclass(frozen=True, slots=True)
class Followed:
    """A target that is followed, since when, and how it is told (None: as all else)."""

    target: str
    since: datetime
    mode: Mode | None = None


@dataclass(frozen=True, slots=True)
class Muted:
    """What is muted, from when and until when."""

    kind: SilenceKind
    value: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Portable:
    """All that a chat has said of what it wants. ``muted`` are the silences that still run."""

    language: str = ""
    heard_from: Trust = Trust.UNCONFIRMED
    told_at: Trust | None = Trust.OFFICIAL
    wishes: Wishes = Wishes()  # noqa: RUF009 - frozen, so it can be shared
    followed: tuple[Followed, ...] = ()
    muted: tuple[Muted, ...] = ()


@dataclass(frozen=True, slots=True)
class SentAlert:
    """An alert that is or was owed to a chat: its story, when it arose, and how it stands."""

    story: int
    at: datetime
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a chat besides what it has said.

    Its title, what its person manages by title, its alerts, and the names of the messages with buttons there.
    """

    chat: Chat
    manages: tuple[str, ...]
    alerts: tuple[SentAlert, ...]
    screens: tuple[str, ...] = ()


def take_out(connection: Connection, chat: int, now: datetime) -> Portable:
    """Return what a chat has said of what it wants; of one that never did, what holds for everybody."""
    known = chats.get(connection, chat) or Chat(chat)
    return Portable(
        known.language,
        known.heard_from,
        known.told_at,
        known.wishes,
        tuple(Followed(one.target, one.created, one.mode) for one in chats.following(connection, chat)),
        tuple(
            Muted(one.kind, one.value, one.created, one.until) for one in silences.held(connection, chat, now)
        ),
    )


def store_mark(connection: Connection) -> str:
    """Return what tells this store from others: stories are known by number within one store alone."""
    return sha256(b"store" + screens.secret(connection)).hexdigest()[:16]


def kept(connection: Connection, chat: int) -> Kept:
    """Return what else is known of a chat."""
    rows = connection.conn.execute(
        "SELECT story, enqueued, state, reason FROM alerts WHERE chat = ? ORDER BY id", [chat]
    )
    alerts = (SentAlert(row["story"], from_iso(row["enqueued"]), row["state"], row["reason"]) for row in rows)
    titles = (one.chat.title for one in managers.of(connection, chat))
    rows = connection.conn.execute("SELECT name FROM screens WHERE chat = ? ORDER BY id", [chat])
    shown = (row["name"] for row in rows)
    return Kept(chats.get(connection, chat) or Chat(chat), tuple(titles), tuple(alerts), tuple(shown))


def put_in(connection: Connection, chat: int, wanted: Portable, now: datetime, zone: ZoneInfo) -> int:
    """Let a chat want this and nothing else; ``zone`` is the region's.

    Return how many alerts that were held for it are due because of that. Alerts that it is owed stay owed.
    """
    chats.set_language(connection, chat, wanted.language)
    chats.set_heard_from(connection, chat, wanted.heard_from)
    chats.set_told_at(connection, chat, wanted.told_at)
    for one in chats.following(connection, chat):
        if one.target not in {followed.target for followed in wanted.followed}:
            chats.unfollow(connection, chat, one.target)
    for followed in wanted.followed:
        chats.follow(connection, chat, followed.target, followed.since)
        connection.conn.execute(
            "UPDATE subscriptions SET created = ?, mode = ? WHERE chat = ? AND target = ?",
            [to_iso(followed.since), followed.mode, chat, followed.target],
        )
    _put_silences(connection, chat, wanted.muted)
    return _put_wishes(connection, chat, wanted.wishes, now, zone)


def _put_silences(connection: Connection, chat: int, muted: tuple[Muted, ...]) -> None:
    connection.conn.execute("DELETE FROM silences WHERE chat = ?", [chat])
    for one in muted:
        silences.add(connection, chat, one.kind, one.value, one.since, one.until)


def _put_wishes(connection: Connection, chat: int, wanted: Wishes, now: datetime, zone: ZoneInfo) -> int:
    connection.conn.execute(
        "UPDATE chats SET mode = ?, digest = ?, critical_through = ?, zone = ? WHERE id = ?",
        [int(wanted.mode), wanted.digest, int(wanted.critical_through), wanted.zone, chat],
    )
    quiet = Quiet.parse(wanted.quiet) if wanted.quiet else None
    return wishes.set_quiet(connection, chat, quiet, now, zone)
