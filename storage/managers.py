"""Who may have a say about a group or channel, and which chat the commands of a private one concern.

That somebody stands here authorises nothing: whoever carries something out asks Telegram at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import chats

if TYPE_CHECKING:
    from storage.database import Connection
    from storage.model import Chat


@dataclass(frozen=True, slots=True)
class Managed:
    """A chat that somebody may manage; ``forum`` is what the forum is called whose topic it is."""

    chat: Chat
    forum: str = ""


def add(connection: Connection, person: int, chat: int, title: str) -> bool:
    """Note that a person may manage a group or channel of this title; return whether that is new."""
    chats.note(connection, chat, title)
    added = connection.conn.execute(
        "INSERT OR IGNORE INTO managers (person, chat) VALUES (?, ?)", [person, chat]
    ).rowcount
    return bool(added)


def remove(connection: Connection, person: int, chat: int) -> None:
    """Note that a person does not manage a group or channel any more; ``chat`` is its id at Telegram.

    Their private chat manages itself again, if it managed that one or a topic of it.
    """
    connection.conn.execute("DELETE FROM managers WHERE person = ? AND chat = ?", [person, chat])
    for one in chats.together(connection, chat):
        connection.conn.execute("UPDATE chats SET manages = NULL WHERE id = ? AND manages = ?", [person, one])


def of(connection: Connection, person: int) -> list[Managed]:
    """Return what a person may manage, in an order that stays: chats, each with its topics behind it."""
    rows = connection.conn.execute(
        "SELECT chats.* FROM managers JOIN chats ON chats.id = managers.chat"
        " WHERE managers.person = ? ORDER BY managers.chat DESC",
        [person],
    ).fetchall()
    found: list[Managed] = []
    for chat in map(chats.chat_of, rows):
        found.append(Managed(chat))
        found += (Managed(topic, chat.title) for topic in chats.topics(connection, chat.id))
    return found


def choose(connection: Connection, person: int, chat: int | None) -> None:
    """Let the commands of a private chat concern another chat from now on; None: itself."""
    chats.note(connection, person)
    connection.conn.execute("UPDATE chats SET manages = ? WHERE id = ?", [chat, person])


def chosen(connection: Connection, person: int) -> Managed | None:
    """Return which chat the commands of a private chat concern, None for itself."""
    row = connection.conn.execute(
        "SELECT chosen.*, forums.title AS forum FROM chats"
        " JOIN chats AS chosen ON chosen.id = chats.manages"
        " LEFT JOIN chats AS forums ON forums.id = chosen.peer AND chosen.thread IS NOT NULL"
        " WHERE chats.id = ?",
        [person],
    ).fetchone()
    return Managed(chats.chat_of(row), row["forum"] or "") if row else None
