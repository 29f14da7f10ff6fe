"""Messages that grow: which of them show less than there is to tell of their story, and which go first.

That a story has changed is one mark on the story, however many messages there are about it. A message
knows which version of its story it shows, so those that are out of date are a stretch of an index. What
was sent rests before it is changed, and so does what was changed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage.alert_rows import ALERTS, alert_of
from storage.model import CONSOLE, from_iso, to_iso

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Alert

REST = timedelta(seconds=30)
"""How long a message stays as it is after it was sent or edited: at most one edit in 30 s."""

NEVER = 2**62
"""The version that a message shows which cannot be edited any more: later than all there will be."""

_DUE = """
SELECT alerts.id, alerts.chat FROM stories CROSS JOIN alerts INDEXED BY alerts_story
ON alerts.story = stories.id AND alerts.step = 0 AND alerts.state = 'sent' AND alerts.shown < stories.version
WHERE stories.id = :story AND (edit_due IS NULL OR edit_due <= :now) AND (chat = :console_chat) = :console
ORDER BY alerts.shown, alerts.id
"""
"""A story's messages that are to be edited now, in the order of the index, read as far as needed."""


def note(connection: Connection, story: int, now: datetime) -> None:
    """Mark the messages about a story as possibly out of date, at a cost that does not grow with them."""
    connection.conn.execute(
        "UPDATE stories SET edits_due = :now WHERE id = :story AND (edits_due IS NULL OR edits_due > :now)"
        " AND EXISTS (SELECT 1 FROM alerts WHERE story = :story AND step = 0 AND state = 'sent'"
        "   AND shown < :never)",
        {"story": story, "now": to_iso(now), "never": NEVER},
    )


def due(
    connection: Connection, now: datetime, limit: int, busy: Collection[int], *, console: bool
) -> list[Alert]:
    """Return sent alerts whose messages are to be edited now, at most one a chat and none for busy chats.

    The stories that have waited longest come first and take turns, so that one with 100,000 messages
    keeps no other waiting; within a story, the message that shows its oldest version comes first.
    ``console`` chooses between the console's messages and all others.
    """
    taken, found = set(busy), list[int]()
    turns = _out_of_date(connection, now, console=console)
    waiting: list[Iterator[tuple[int, int]]] = []
    while len(found) < limit and (messages := next(turns, None) or (waiting.pop(0) if waiting else None)):
        for alert, chat in messages:
            if chat not in taken:
                taken.add(chat)
                found.append(alert)
                waiting.append(messages)
                break
    return [alert_of(connection.conn.execute(f"{ALERTS} WHERE id = ?", [one]).fetchone()) for one in found]


def _out_of_date(
    connection: Connection, now: datetime, *, console: bool
) -> Iterator[Iterator[tuple[int, int]]]:
    """Yield for each story its messages that are to be edited: ids of alerts and chats, read as needed."""
    stories = connection.conn.execute(
        "SELECT id FROM stories WHERE edits_due IS NOT NULL AND edits_due <= ? ORDER BY edits_due",
        [to_iso(now)],
    )
    for row in stories:
        messages = connection.conn.execute(
            _DUE, {"story": row["id"], "now": to_iso(now), "console": console, "console_chat": CONSOLE}
        )
        yield ((message["id"], message["chat"]) for message in messages)


def next_due(connection: Connection) -> datetime | None:
    """Return when to look for messages to edit, or None while nothing is marked."""
    row = connection.conn.execute(
        "SELECT min(edits_due) AS due FROM stories WHERE edits_due IS NOT NULL"
    ).fetchone()
    return from_iso(row["due"]) if row["due"] else None


def calm(connection: Connection, now: datetime, *, console: bool) -> None:
    """Take the mark from stories whose messages are all up to date, or put it off while they rest.

    For when :func:`due` found nothing: then only messages that rest, and those of busy chats, are read.
    """
    marked = connection.conn.execute(
        "SELECT id FROM stories WHERE edits_due IS NOT NULL AND edits_due <= ?", [to_iso(now)]
    ).fetchall()
    for row in marked:
        _calm(connection, row["id"], now, console=console)


def edited(connection: Connection, alert: Alert, version: int, now: datetime, rest: timedelta = REST) -> None:
    """Note that an alert's message shows a version of its story, and let it rest.

    ``alert`` is as it was when that was read: one that belongs to another story since then is out of date.
    """
    connection.conn.execute(
        "UPDATE alerts SET shown = iif(story = :story, max(shown, :version), shown), edit_due = :due"
        " WHERE id = :alert AND state = 'sent'",
        {"alert": alert.id, "story": alert.story, "version": version, "due": to_iso(now + rest)},
    )
    _calm(connection, _story_of(connection, alert.id), now, console=alert.chat == CONSOLE)


def edit_later(connection: Connection, alert: Alert, until: datetime, now: datetime) -> None:
    """Leave an alert's message as it is until a time."""
    connection.conn.execute("UPDATE alerts SET edit_due = ? WHERE id = ?", [to_iso(until), alert.id])
    _calm(connection, _story_of(connection, alert.id), now, console=alert.chat == CONSOLE)


def edit_never(connection: Connection, alert: Alert, reason: str, now: datetime) -> None:
    """Note that an alert's message cannot be edited any more, with the reason."""
    connection.conn.execute("UPDATE alerts SET shown = ?, reason = ? WHERE id = ?", [NEVER, reason, alert.id])
    _calm(connection, _story_of(connection, alert.id), now, console=alert.chat == CONSOLE)


def hold(connection: Connection, chat: int | None, until: datetime) -> None:
    """Let the messages of a chat (None: of all) rest until a time, as the network demands."""
    if chat is None:
        connection.conn.execute(
            "UPDATE stories SET edits_due = max(edits_due, ?) WHERE edits_due IS NOT NULL", [to_iso(until)]
        )
        return
    connection.conn.execute(
        "UPDATE alerts SET edit_due = max(coalesce(edit_due, ''), :until)"
        " WHERE chat = :chat AND step = 0 AND state = 'sent'"
        " AND story IN (SELECT id FROM stories WHERE edits_due IS NOT NULL)",
        {"chat": chat, "until": to_iso(until)},
    )


def begin(connection: Connection, alert: int, shown: int, now: datetime) -> None:
    """Let a message that was just sent grow; where its story changed meanwhile, it is out of date."""
    values = {"alert": alert, "shown": shown, "rested": to_iso(now + REST)}
    connection.conn.execute(
        "UPDATE alerts SET shown = iif(message > 0, :shown, :never), edit_due = :rested WHERE id = :alert",
        values | {"never": NEVER},
    )
    connection.conn.execute(
        "UPDATE stories SET edits_due = min(coalesce(edits_due, :rested), :rested)"
        " WHERE version > :shown AND id = (SELECT story FROM alerts WHERE id = :alert AND step = 0)",
        values,
    )


def end(connection: Connection, chat: int) -> None:
    """Let the messages of a chat stay as they are: nobody is there to read them."""
    connection.conn.execute(
        "UPDATE alerts SET shown = ? WHERE chat = ? AND step = 0 AND state = 'sent'", [NEVER, chat]
    )


def put_back(connection: Connection, by: timedelta) -> None:
    """Let edits be due so much earlier: the clock that they were planned by was put back.

    Single messages rest no longer; what Telegram told them to wait for, the pacer knows.
    """
    connection.conn.execute("UPDATE alerts SET edit_due = NULL WHERE edit_due IS NOT NULL")
    marked = connection.conn.execute("SELECT id, edits_due FROM stories WHERE edits_due IS NOT NULL")
    connection.conn.executemany(
        "UPDATE stories SET edits_due = ? WHERE id = ?",
        [(to_iso(from_iso(row["edits_due"]) - by), row["id"]) for row in marked.fetchall()],
    )


def _story_of(connection: Connection, alert: int) -> int:
    row = connection.conn.execute("SELECT story FROM alerts WHERE id = ?", [alert]).fetchone()
    return row["story"] if row else 0


def _calm(connection: Connection, story: int, now: datetime, *, console: bool) -> None:
    """Set when to look at a story's messages next; one look finds whether any is due already."""
    values = {"story": story, "now": to_iso(now), "console": console, "console_chat": CONSOLE}
    if connection.conn.execute(_DUE, values).fetchone() is None:
        connection.conn.execute(
            "UPDATE stories SET edits_due = (SELECT min(edit_due) FROM alerts INDEXED BY alerts_story"
            "   WHERE alerts.story = stories.id AND alerts.step = 0 AND alerts.state = 'sent'"
            "   AND alerts.shown < stories.version AND (alerts.chat = :console_chat) = :console)"
            " WHERE id = :story AND edits_due <= :now",
            values,
        )
