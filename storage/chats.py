"""Chats and what they want to hear of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.model import CONSOLE, Chat, Mode, Subscription, Trust, Wishes, from_iso, to_iso

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from sqlite3 import Row

    from storage.database import Connection

_RULES_CHANGED = "rules changed"


def get(connection: Connection, chat: int) -> Chat | None:
    """Return a chat, or None where it never spoke to the bot."""
    row = connection.conn.execute(
        "SELECT id, paused, language, heard_from, told_at, mode, digest, quiet, zone, critical_through"
        " FROM chats WHERE id = ?",
        [chat],
    ).fetchone()
    return _chat(row) if row else None


def wake(connection: Connection, chat: int) -> None:
    """Note that a chat is there, and reachable again if it was not."""
    connection.conn.execute(
        "INSERT INTO chats (id) VALUES (?) ON CONFLICT (id) DO UPDATE SET paused = ''", [chat]
    )


def pause(connection: Connection, chat: int, reason: str) -> None:
    """Note that a chat cannot be reached; its subscriptions are kept and rest."""
    connection.conn.execute("UPDATE chats SET paused = ? WHERE id = ?", [reason, chat])


def set_heard_from(connection: Connection, chat: int, trust: Trust) -> None:
    """Let a chat hear of stories with at least this trust."""
    wake(connection, chat)
    connection.conn.execute("UPDATE chats SET heard_from = ? WHERE id = ?", [int(trust), chat])


def set_told_at(connection: Connection, chat: int, trust: Trust | None) -> None:
    """Let a story's message sound again in a chat when it reaches this trust; None: never."""
    wake(connection, chat)
    value = None if trust is None else int(trust)
    connection.conn.execute("UPDATE chats SET told_at = ? WHERE id = ?", [value, chat])


def follow(connection: Connection, chat: int, target: str, now: datetime) -> bool:
    """Subscribe a chat to a target; return whether that is new."""
    wake(connection, chat)
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
        "SELECT chat, target, created, mode FROM subscriptions WHERE chat = ? ORDER BY created, target",
        [chat],
    )
    return list(map(_subscription, rows))


def set_console(connection: Connection, targets: Collection[str], now: datetime) -> None:
    """Let the console follow these targets and nothing else."""
    connection.conn.execute("DELETE FROM subscriptions WHERE chat = ?", [CONSOLE])
    for target in targets:
        follow(connection, CONSOLE, target, now)
    _note_change(connection)


def delete(connection: Connection, chat: int) -> None:
    """Forget a chat and its subscriptions; its alerts are the outbox's to settle."""
    connection.conn.execute("DELETE FROM chats WHERE id = ?", [chat])
    _note_change(connection)


def migrate(connection: Connection, old: int, new: int) -> None:
    """Carry a group's subscriptions, silences and wishes over to the supergroup that it became.

    Both may exist; what the supergroup wished already counts.
    """
    is_new = get(connection, new) is None
    wake(connection, new)
    connection.conn.execute("UPDATE OR IGNORE subscriptions SET chat = ? WHERE chat = ?", [new, old])
    connection.conn.execute("UPDATE OR IGNORE silences SET chat = ? WHERE chat = ?", [new, old])
    connection.conn.execute(
        "UPDATE chats SET (heard_from, told_at) = (SELECT heard_from, told_at FROM chats WHERE id = :old)"
        " WHERE id = :new AND :is_new",
        {"old": old, "new": new, "is_new": is_new},
    )
    delete(connection, old)


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


def _chat(row: Row) -> Chat:
    told_at = None if row["told_at"] is None else Trust(row["told_at"])
    wishes = Wishes(
        Mode(row["mode"]), row["digest"], row["quiet"], row["zone"], bool(row["critical_through"])
    )
    return Chat(row["id"], row["paused"], row["language"], Trust(row["heard_from"]), told_at, wishes=wishes)


def _subscription(row: Row) -> Subscription:
    mode = None if row["mode"] is None else Mode(row["mode"])
    return Subscription(row["chat"], row["target"], from_iso(row["created"]), mode)


def _note_change(connection: Connection) -> None:
    connection.conn.execute(
        "INSERT INTO tallies (name, count) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET count = count + 1",
        [_RULES_CHANGED],
    )
