"""What goes on already when a chat begins to follow, or can be reached again: told in one message."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import chats, pausing, wished
from storage.alert_rows import ENQUEUED, tally
from storage.model import EVERY_TOPIC, Severity, SummaryKind, to_iso

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from storage.database import Connection

GATHER = timedelta(seconds=5)
"""How long what is open is held, so that several subscriptions made in a row come to one message."""

_OWN_RULE = Severity.WARNING
"""How grave what only a chat's own rule finds is."""

_OPEN = "closed IS NULL AND ended IS NULL AND into_story IS NULL"


def welcome(
    connection: Connection,
    chat: int,
    targets: Collection[str],
    now: datetime,
    within_reach: Collection[int] = (),
) -> int:
    """Owe a chat the stories that are open and concern targets that it follows from now on; return how many.

    They are those that were announced for one of the targets, and those of ``within_reach``, which a new rule
    of its own finds; trusted as far as the chat asks for, and none that it is owed or was told. They come
    after :data:`GATHER` in one message, or as late as the chat wishes. Of one that is in a pause they are
    muted, and none of them comes.
    """
    known = chats.get(connection, chat)
    if known is None or known.paused:
        return 0
    rows = connection.conn.execute(
        f"SELECT id, announced FROM stories WHERE {_OPEN} AND trust >= ? AND NOT EXISTS"  # noqa: S608 - ours
        " (SELECT 1 FROM alerts WHERE alerts.chat = ? AND alerts.story = stories.id)"
        " AND NOT EXISTS (SELECT 1 FROM silences WHERE silences.chat = ? AND kind = 'story'"
        "   AND value = CAST(stories.id AS TEXT) AND until > ?)",
        [int(known.heard_from), chat, chat, to_iso(now)],
    )
    added = 0
    for row in rows.fetchall():
        asked = _asked(json.loads(row["announced"]), targets, is_found=row["id"] in within_reach)
        if asked:
            added += _owe(connection, chat, row["id"], asked, now)
    tally(connection, ENQUEUED, added)
    _hold(connection, chat, now)
    return 0 if pausing.hush(connection, chat, now) else added


def welcome_back(connection: Connection, chat: int, now: datetime) -> int:
    """Owe a chat that can be reached again what it missed of stories that are still open; return how much.

    That is what it would be owed if it began to follow now, and what was given up because it could not be
    reached, by itself or with the summary that was to tell it; replies where the story's message is there.
    """
    missed = connection.conn.execute(
        f"""
        UPDATE alerts SET state = 'held', settled = NULL, reason = :open, due = :due,
        summary = NULL, shown = 0
        WHERE chat = :chat AND story IN (SELECT id FROM stories WHERE {_OPEN})
        AND (state = 'gone' OR state = 'folded' AND summary IN
            (SELECT id FROM alerts WHERE chat = :chat AND story = 0 AND state = 'gone'))
        AND (step = 0 OR EXISTS (SELECT 1 FROM alerts AS first WHERE first.chat = :chat
            AND first.story = alerts.story AND first.step = 0 AND first.state = 'sent'))
        """,  # noqa: S608 - a condition of ours
        {"chat": chat, "open": SummaryKind.OPEN.value, "due": to_iso(now + GATHER)},
    ).rowcount
    targets = [one.target for one in chats.following(connection, chat)]
    return missed + welcome(connection, chat, targets, now)


def _asked(announced: Mapping[str, int], targets: Collection[str], *, is_found: bool) -> dict[str, int]:
    """Map those of the targets that a story satisfies to its severity for them."""
    topics = {target: value for target, value in announced.items() if target.startswith("topic:")}
    asked = {target: announced[target] for target in targets if target in announced}
    if EVERY_TOPIC in targets and topics:
        asked[EVERY_TOPIC] = max(topics.values())
    if is_found:
        own = [target for target in targets if target.startswith("rule:")]
        asked = {target: int(_OWN_RULE) for target in own} | asked
    return asked


def _owe(connection: Connection, chat: int, story: int, asked: Mapping[str, int], now: datetime) -> int:
    return connection.conn.execute(
        "INSERT OR IGNORE INTO alerts (chat, story, severity, targets, state, reason, enqueued, due)"
        " VALUES (?, ?, ?, ?, 'held', ?, ?, ?)",
        [
            chat,
            story,
            max(asked.values()),
            json.dumps(list(asked)),
            SummaryKind.OPEN.value,
            to_iso(now),
            to_iso(now),
        ],
    ).rowcount


def _hold(connection: Connection, chat: int, now: datetime) -> None:
    """Hold all of a chat's that is to be told together, as long as the newest of it, or as it wishes."""
    which = "a.chat = :chat AND a.settled IS NULL AND a.state = 'held' AND a.reason = :open"
    values = {"chat": chat, "open": SummaryKind.OPEN.value}
    wished.as_wished(connection, which, values, now, kept_until=now + GATHER)
