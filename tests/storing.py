"""Stories put into a database as the program leaves them there, for tests of what is read of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from storage import outbox, posts, sources, stories
from storage.model import (
    Bond,
    BondKind,
    Entry,
    Hit,
    Membership,
    Role,
    Severity,
    Sighting,
    Source,
    SourceState,
    Step,
    StepKind,
    Story,
    Trust,
    Verdict,
    Voice,
    topic_target,
)
from tests.conftest import MORNING
from tests.desks import CHAT, desk_of
from tests.examples import hit, post

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Connection, Database

SHELLING = topic_target("shelling")
STORY, MESSAGE = 12, 500
"""The shelling, and the message by which a chat was told of it."""

WATCHED = {
    source.key: source
    for source in (
        Source("telegram", "ashes"),
        Source("telegram", "open_belgorod", voice=Voice.MEDIA),
        Source("telegram", "region", voice=Voice.OFFICIAL),
    )
}
VALUES: list[dict[str, Any]] = [
    {"kind": one.kind, "name": one.name, "voice": one.voice.value} for one in WATCHED.values()
]
PLACES_ALIKE = Bond(BondKind.PLACES, "Козинка")


def put_post(connection: Connection, source: str, text: str, minutes: float = 0, *hits: Hit) -> int:
    """Store a post and return its id."""
    at = MORNING + timedelta(minutes=minutes)
    number = connection.conn.execute("SELECT coalesce(max(id), 0) + 1 AS id FROM posts").fetchone()["id"]
    said = replace(post(str(number), text), source=f"telegram:{source}", published=at)
    said = replace(said, link=f"https://t.me/{source}/{number}")
    seen = Sighting(said, f"{number}".encode(), f"{number}".encode(), text.lower(), hits or (hit(),))
    state = SourceState(said.source, title=source.replace("_", " ").title(), last_success=at)
    posts.save(connection, Verdict(state, new=(Entry(seen, announce=False),)), at)
    return int(number)


def join(connection: Connection, number: int, *, story: int = STORY, **more: Any) -> None:  # noqa: ANN401 - any field
    """Put a post into a story as a report, or with ``role`` and ``copied`` as a copy."""
    member = Membership(number, story, Role.REPORT, MORNING, "x", why=(PLACES_ALIKE,))
    stories.join(connection, replace(member, **more))


def put_story(connection: Connection, number: int = STORY, **more: Any) -> Story:  # noqa: ANN401 - any field
    """Store how a story stands."""
    severities = {SHELLING: Severity.CRITICAL}
    story = Story(number, MORNING, MORNING, Severity.CRITICAL, severities, ("Козинка",), lead=1)
    stories.save(connection, replace(story, **more))
    return replace(story, **more)


def shelling(connection: Connection) -> None:
    """Store a shelling that three tell, one copies and an official voice confirms, and tell a chat of it."""
    sources.configure(connection, list(WATCHED.values()))
    first = put_post(connection, "ashes", "Обстрел Козинки, разрушен дом")
    media = put_post(connection, "open_belgorod", "Обстрел: разрушены 5 домов", 6)
    official = put_post(connection, "region", "Обстрел Козинки подтверждаем", 20)
    copy = put_post(connection, "ashes", "Обстрел Козинки, разрушен дом!", 21)
    put_story(connection, posts=4, copies=1, origins=3, trust=Trust.OFFICIAL, lead=first)
    for number in (first, media, official):
        join(connection, number)
    join(connection, copy, role=Role.COPY, copied=first)
    stories.note(connection, [Step(STORY, MORNING, StepKind.TRUST, Trust.OFFICIAL.word, (official,))])
    told(connection, CHAT, MESSAGE)


async def desk_of_shelling(database: Database) -> Desk:
    """Return a desk over a store with the shelling, of which the chat of commands was told."""
    feed = {"kind": "feed", "name": "wire", "url": "https://example.org/rss.xml"}
    desk = await desk_of(database, sources=[*VALUES, feed])
    await database.write(shelling)
    return desk


def told(connection: Connection, chat: int, message: int, story: int = STORY) -> None:
    """Note that a chat was sent a story's message."""
    connection.conn.execute("INSERT OR IGNORE INTO chats (id) VALUES (?)", [chat])
    row = connection.conn.execute(
        "INSERT INTO alerts (chat, story, step, severity, place, targets, enqueued, due)"
        " VALUES (?, ?, 0, 2, 0, ?, ?, ?) RETURNING id",
        [chat, story, f'["{SHELLING}"]', "2023-05-22T06:00:00.000Z", "2023-05-22T06:00:00.000Z"],
    ).fetchone()
    outbox.sent(connection, row["id"], message, MORNING)
