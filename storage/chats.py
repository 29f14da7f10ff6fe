"""Chats and what they want to hear of.

A chat's id is that at Telegram (its **peer**), but for a topic of a forum: that is a chat too, with an id of
our own. :func:`at` and :func:`topic` lead from what Telegram names to an id, :func:`together` to all chats
that Telegram reaches or loses together.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storage.model import CONSOLE, FIRST_TOPIC, Chat, Mode, Subscription, Trust, Wishes, from_iso, to_iso

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from sqlite3 import Row

    from storage.database import Connection

_RULES_CHANGED = "rules changed"
_TOPICS = "topics"

LOST_TOPIC = "topic is gone: "
"""How the reason begins why a topic rests although its forum is there: only the topic itself wakes it."""


def get(connection: Connection, chat: int) -> Chat | None:
    """Return a chat, or None where it never spoke to the bot."""
    row = connection.conn.execute("SELECT * FROM chats WHERE id = ?", [chat]).fetchone()
    return chat_of(row) if row else None


def at(connection: Connection, peer: int, thread: int | None) -> int | None:
    """Return the id of what Telegram calls a chat, or a thread of it; None for a topic that is not known."""
    if thread is None:
        return peer
    row = connection.conn.execute(
        "SELECT id FROM chats WHERE peer = ? AND thread = ?", [peer, thread]
    ).fetchone()
    return row["id"] if row else None


def topic(connection: Connection, peer: int, thread: int, title: str = "") -> int:
    """Return the id of a forum's topic, which is made where there is none; a title replaces what it had.

    Ids are never given out twice.
    """
    known = at(connection, peer, thread)
    if known is None:
        given = connection.conn.execute(
            "INSERT INTO tallies (name, count) VALUES (?, 1)"
            " ON CONFLICT (name) DO UPDATE SET count = count + 1 RETURNING count",
            [_TOPICS],
        ).fetchone()["count"]
        known = FIRST_TOPIC + 1 - given
        connection.conn.execute(
            "INSERT INTO chats (id, peer, thread) VALUES (?, ?, ?)", [known, peer, thread]
        )
    if title:
        connection.conn.execute("UPDATE chats SET title = ? WHERE id = ?", [title, known])
    return known


def topics(connection: Connection, peer: int) -> list[Chat]:
    """Return the topics of a forum that are known, in the order of their threads."""
    rows = connection.conn.execute(
        "SELECT * FROM chats WHERE peer = ? AND thread IS NOT NULL ORDER BY thread", [peer]
    )
    return list(map(chat_of, rows))


def peer_of(connection: Connection, chat: int) -> int:
    """Return a chat's id at Telegram."""
    if chat > FIRST_TOPIC:
        return chat
    row = connection.conn.execute("SELECT peer FROM chats WHERE id = ?", [chat]).fetchone()
    return chat if row is None or row["peer"] is None else row["peer"]


def together(connection: Connection, chat: int) -> list[int]:
    """Return all chats at one place of Telegram's, known or not: a forum and its topics, or one alone."""
    if chat >= CONSOLE:
        return [chat]
    peer = peer_of(connection, chat)
    return list(dict.fromkeys([peer, chat, *(one.id for one in topics(connection, peer))]))


def note(connection: Connection, chat: int, title: str = "") -> None:
    """Note that there is a chat, and what it is called where that is known; one that rests goes on resting.

    Topics are made by :func:`topic` alone: of one that is not known any more nothing is noted.
    """
    if chat > FIRST_TOPIC:
        connection.conn.execute("INSERT OR IGNORE INTO chats (id) VALUES (?)", [chat])
    if title:
        connection.conn.execute("UPDATE chats SET title = ? WHERE id = ?", [title, chat])


def readers(connection: Connection, of: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return the time zones and languages of these chats by id; those with neither are left out.

    A zone or a language that a chat does not have is empty.
    """
    rows = connection.conn.execute(
        "SELECT id, zone, iif(language <> '', language, spoken) AS reads FROM chats"
        " WHERE (zone <> '' OR language <> '' OR spoken <> '') AND id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(of))],
    )
    return {row["id"]: (row["zone"], row["reads"]) for row in rows}


def wake(connection: Connection, chat: int) -> None:
    """Note that a chat is there, and reachable again if it was not, and with it all at the same place."""
    note(connection, chat)
    for one in asleep(connection, chat):
        connection.conn.execute("UPDATE chats SET paused = '' WHERE id = ?", [one])


def asleep(connection: Connection, chat: int) -> list[int]:
    """Return which chats :func:`wake` would let hear of things again, of this one and those around it."""
    around = [get(connection, one) for one in together(connection, chat)]
    return [
        one.id
        for one in around
        if one is not None and one.paused and (one.id == chat or not one.paused.startswith(LOST_TOPIC))
    ]


def pause(connection: Connection, chat: int, reason: str) -> None:
    """Note that a chat cannot be reached, nor any at the same place; what they follow rests."""
    for one in together(connection, chat):
        connection.conn.execute("UPDATE chats SET paused = ? WHERE id = ?", [reason, one])


def pause_topic(connection: Connection, chat: int, reason: str) -> None:
    """Note that a topic is gone from its forum; the forum and its other topics go on."""
    connection.conn.execute("UPDATE chats SET paused = ? WHERE id = ?", [f"{LOST_TOPIC}{reason}", chat])


def set_language(connection: Connection, chat: int, language: str) -> None:
    """Let a chat be spoken to in a language by its code; empty: in that of whoever speaks to it."""
    note(connection, chat)
    connection.conn.execute("UPDATE chats SET language = ? WHERE id = ?", [language, chat])


def note_spoken(connection: Connection, chat: int, language: str) -> None:
    """Note what the Telegram of a known chat's people speaks, which counts where it chose no language."""
    connection.conn.execute("UPDATE chats SET spoken = ? WHERE id = ?", [language, chat])


def set_heard_from(connection: Connection, chat: int, trust: Trust) -> None:
    """Let a chat hear of stories with at least this trust."""
    note(connection, chat)
    connection.conn.execute("UPDATE chats SET heard_from = ? WHERE id = ?", [int(trust), chat])


def set_told_at(connection: Connection, chat: int, trust: Trust | None) -> None:
    """Let a story's message sound again in a chat when it reaches this trust; None: never."""
    note(connection, chat)
    value = None if trust is None else int(trust)
    connection.conn.execute("UPDATE chats SET told_at = ? WHERE id = ?", [value, chat])


def follow(connection: Connection, chat: int, target: str, now: datetime) -> bool:
    """Subscribe a chat to a target; return whether that is new."""
    note(connection, chat)
    added = connection.conn.execute(
        "INSERT OR IGNORE INTO subscriptions (target, chat, created) VALUES (?, ?, ?)",
        [target, chat, to_iso(now)],
    ).rowcount
    _note_change(connection)
    return bool(added)


def unfollow(connection: Connection, chat: int, target: str) -> bool:
    """End a subscription; return whether there was one."""
    removed = connection.conn.execute(
        "DELETE FROM subscriptions WHERE target = ? AND chat = ?", [target, chat]
    ).rowcount
    _note_change(connection)
    return bool(removed)


def following(connection: Connection, chat: int) -> list[Subscription]:
    """Return a chat's subscriptions, the oldest first."""
    rows = connection.conn.execute(
        "SELECT * FROM subscriptions WHERE chat = ? ORDER BY created, target", [chat]
    )
    return list(map(_subscription, rows))


def set_console(connection: Connection, targets: Collection[str], now: datetime) -> None:
    """Let the console follow these targets and nothing else."""
    if targets:
        wake(connection, CONSOLE)
    connection.conn.execute("DELETE FROM subscriptions WHERE chat = ?", [CONSOLE])
    for target in targets:
        follow(connection, CONSOLE, target, now)
    _note_change(connection)


def delete(connection: Connection, chat: int) -> None:
    """Forget a chat and its subscriptions; its alerts are the outbox's to settle.

    What a person may manage goes with their chat, and who managed it from there manages that again.
    """
    connection.conn.execute("DELETE FROM managers WHERE person = ?", [chat])
    connection.conn.execute("UPDATE chats SET manages = NULL WHERE manages = ?", [chat])
    connection.conn.execute("DELETE FROM chats WHERE id = ?", [chat])
    _note_change(connection)


def own_rules(connection: Connection) -> list[str]:
    """Return every target that is a chat's own rule, once."""
    rows = connection.conn.execute(
        "SELECT DISTINCT target FROM subscriptions WHERE target >= 'rule:' AND target < 'rule;'"
        " ORDER BY target"
    )
    return [row["target"] for row in rows]


def rules_now(connection: Connection) -> tuple[int, list[str]]:
    """Return the version of the chats' own rules, and the rules; those of a later one may be among them."""
    return rules_version(connection), own_rules(connection)


def rules_version(connection: Connection) -> int:
    """Return a number that grows whenever the set of own rules may have changed."""
    row = connection.conn.execute("SELECT count FROM tallies WHERE name = ?", [_RULES_CHANGED]).fetchone()
    return row["count"] if row else 0


def counts(connection: Connection) -> tuple[int, int]:
    """Return how many chats there are and how many of them are paused; the console is none."""
    row = connection.conn.execute(
        "SELECT count(*) AS chats, coalesce(sum(paused <> ''), 0) AS paused FROM chats WHERE id <> ?",
        [CONSOLE],
    ).fetchone()
    return row["chats"], row["paused"]


def chat_of(row: Row) -> Chat:
    """Return the chat of a whole row of the table."""
    return Chat(
        id=row["id"],
        paused=row["paused"],
        language=row["language"],
        spoken=row["spoken"],
        heard_from=Trust(row["heard_from"]),
        told_at=None if row["told_at"] is None else Trust(row["told_at"]),
        peer=row["id"] if row["peer"] is None else row["peer"],
        thread=row["thread"],
        title=row["title"],
        wishes=Wishes(
            mode=Mode(row["mode"]),
            digest=row["digest"],
            quiet=row["quiet"],
            zone=row["zone"],
            critical_through=bool(row["critical_through"]),
        ),
    )


def _subscription(row: Row) -> Subscription:
    mode = None if row["mode"] is None else Mode(row["mode"])
    return Subscription(row["chat"], row["target"], from_iso(row["created"]), mode)


def _note_change(connection: Connection) -> None:
    connection.conn.execute(
        "INSERT INTO tallies (name, count) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET count = count + 1",
        [_RULES_CHANGED],
    )
