"""Messages that grow: which of them show less than there is to tell of their story, and which go first.

That a story has changed is one mark on the story, however many messages there are about it. A message
knows which version of its story it shows, so those that are out of date are a stretch of an index. What
was sent rests before it is changed, and so does what was changed.

A summary's message grows by what it gathers later: it carries its own mark, and shows a version of itself.
"""

from __future__ import annotations

from datetime import timedelta
from heapq import merge
from typing import TYPE_CHECKING, Any

from storage.alert_rows import ALERTS, alert_of
from storage.model import CONSOLE, from_iso, to_iso

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Alert

    _Marked = tuple[str, int, Iterator[tuple[int, int]]]
    """Since when messages wait, a number that orders them, and the ids of their alerts and chats."""

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

_MARK = """
UPDATE summaries SET edits_due = iif(version > (SELECT shown FROM alerts WHERE id = :alert), :due, NULL)
WHERE alert = :alert
"""
"""Let a summary's message that was sent be edited at a time, where it is out of date."""


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
    marked = merge(_stories(connection, now, console=console), _summaries(connection, now, console=console))
    turns = (messages for _, _, messages in marked)
    waiting: list[Iterator[tuple[int, int]]] = []
    while len(found) < limit and (messages := next(turns, None) or (waiting.pop(0) if waiting else None)):
        for alert, chat in messages:
            if chat not in taken:
                taken.add(chat)
                found.append(alert)
                waiting.append(messages)
                break
    return [alert_of(connection.conn.execute(f"{ALERTS} WHERE id = ?", [one]).fetchone()) for one in found]


def _stories(connection: Connection, now: datetime, *, console: bool) -> Iterator[_Marked]:
    """Yield since when each story waits to be shown, a number that orders them, and its messages."""
    stories = connection.conn.execute(
        "SELECT id, edits_due FROM stories WHERE edits_due IS NOT NULL AND edits_due <= ? ORDER BY edits_due",
        [to_iso(now)],
    )
    for row in stories:
        messages = connection.conn.execute(
            _DUE, {"story": row["id"], "now": to_iso(now), "console": console, "console_chat": CONSOLE}
        )
        yield row["edits_due"], row["id"], ((message["id"], message["chat"]) for message in messages)


def _summaries(connection: Connection, now: datetime, *, console: bool) -> Iterator[_Marked]:
    """Yield the same of summaries, each with its one message; the console has none."""
    rows = connection.conn.execute(
        "SELECT edits_due, alerts.id, alerts.chat FROM summaries CROSS JOIN alerts"
        " ON alerts.id = summaries.alert AND alerts.state = 'sent' AND alerts.shown < summaries.version"
        " WHERE edits_due IS NOT NULL AND edits_due <= ? AND NOT ? ORDER BY edits_due",
        [to_iso(now), console],
    )
    for row in rows:
        yield row["edits_due"], -row["id"], iter([(row["id"], row["chat"])])


def next_due(connection: Connection) -> datetime | None:
    """Return when to look for messages to edit, or None while nothing is marked."""
    row = connection.conn.execute(
        "SELECT (SELECT min(edits_due) FROM stories WHERE edits_due IS NOT NULL) AS story,"
        " (SELECT min(edits_due) FROM summaries WHERE edits_due IS NOT NULL) AS summary"
    ).fetchone()
    return min((from_iso(moment) for moment in row if moment), default=None)


def calm(connection: Connection, now: datetime, *, console: bool) -> None:
    """Take the mark from stories whose messages are all up to date, or put it off while they rest.

    For when :func:`due` found nothing: then only messages that rest, and those of busy chats, are read.
    """
    marked = connection.conn.execute(
        "SELECT id FROM stories WHERE edits_due IS NOT NULL AND edits_due <= ?", [to_iso(now)]
    ).fetchall()
    for row in marked:
        _calm(connection, row["id"], now, console=console)
    connection.conn.execute(
        "UPDATE summaries SET edits_due = NULL WHERE edits_due IS NOT NULL AND edits_due <= ?"
        " AND NOT EXISTS (SELECT 1 FROM alerts WHERE alerts.id = summaries.alert AND alerts.state = 'sent'"
        "   AND alerts.shown < summaries.version)",
        [to_iso(now)],
    )


def edited(connection: Connection, alert: Alert, version: int, now: datetime, rest: timedelta = REST) -> None:
    """Note that an alert's message shows a version of its story, and let it rest.

    ``alert`` is as it was when that was read: one that belongs to another story since then is out of date.
    """
    connection.conn.execute(
        "UPDATE alerts SET shown = iif(story = :story, max(shown, :version), shown), edit_due = :due"
        " WHERE id = :alert AND state = 'sent'",
        {"alert": alert.id, "story": alert.story, "version": version, "due": to_iso(now + rest)},
    )
    _look_again(connection, alert, now + rest, now)


def edit_later(connection: Connection, alert: Alert, until: datetime, now: datetime) -> None:
    """Leave an alert's message as it is until a time."""
    connection.conn.execute("UPDATE alerts SET edit_due = ? WHERE id = ?", [to_iso(until), alert.id])
    _look_again(connection, alert, until, now)


def edit_never(connection: Connection, alert: Alert, reason: str, now: datetime) -> None:
    """Note that an alert's message cannot be edited any more, with the reason.

    What a summary gathered that its message does not tell of is owed again.
    """
    _owe_unseen(connection, "id = :alert", {"alert": alert.id, "due": to_iso(now)})
    connection.conn.execute("UPDATE alerts SET shown = ?, reason = ? WHERE id = ?", [NEVER, reason, alert.id])
    _look_again(connection, alert, now, now)


def hold(connection: Connection, chat: int | None, until: datetime) -> None:
    """Let the messages of a chat (None: of all) rest until a time, as the network demands."""
    if chat is None:
        for table in ("stories", "summaries"):
            connection.conn.execute(
                f"UPDATE {table} SET edits_due = max(edits_due, ?) WHERE edits_due IS NOT NULL",  # noqa: S608 - names of ours
                [to_iso(until)],
            )
        return
    connection.conn.execute(
        "UPDATE alerts SET edit_due = max(coalesce(edit_due, ''), :until)"
        " WHERE chat = :chat AND step = 0 AND state = 'sent'"
        " AND story IN (SELECT id FROM stories WHERE edits_due IS NOT NULL)",
        {"chat": chat, "until": to_iso(until)},
    )
    connection.conn.execute(
        "UPDATE summaries SET edits_due = max(edits_due, ?) WHERE chat = ? AND edits_due IS NOT NULL",
        [to_iso(until), chat],
    )


def begin(connection: Connection, alert: int, shown: int, now: datetime) -> None:
    """Let a message that was just sent grow; where its story changed meanwhile, it is out of date."""
    values = {"alert": alert, "shown": shown, "rested": to_iso(now + REST), "never": NEVER}
    story = connection.conn.execute(
        "UPDATE alerts SET shown = iif(message > 0 OR story = 0, :shown, :never), edit_due = :rested"
        " WHERE id = :alert RETURNING story",
        values,
    ).fetchone()["story"]
    if story == 0:
        _begin_summary(connection, values, now)
        return
    connection.conn.execute(
        "UPDATE stories SET edits_due = min(coalesce(edits_due, :rested), :rested)"
        " WHERE version > :shown AND id = (SELECT story FROM alerts WHERE id = :alert AND step = 0)",
        values,
    )


def _begin_summary(connection: Connection, values: Mapping[str, Any], now: datetime) -> None:
    """Mark a summary that was just sent where it gathered more meanwhile; without an id it cannot grow."""
    unknown = "id = :alert AND NOT coalesce(message > 0, FALSE)"
    _owe_unseen(connection, unknown, {"alert": values["alert"], "due": to_iso(now)})
    connection.conn.execute(f"UPDATE alerts SET shown = :never WHERE {unknown}", values)  # noqa: S608 - ours
    connection.conn.execute(_MARK, {"alert": values["alert"], "due": values["rested"]})


def end(connection: Connection, chat: int) -> None:
    """Let the messages of a chat stay as they are: nobody is there to read them.

    What summaries gathered that their messages do not tell of is owed again, and is the caller's to settle.
    """
    _owe_unseen(connection, "chat = :chat", {"chat": chat, "due": None})
    connection.conn.execute(
        "UPDATE alerts SET shown = ? WHERE chat = ? AND (step = 0 OR story = 0) AND state = 'sent'",
        [NEVER, chat],
    )
    connection.conn.execute(
        "UPDATE summaries SET edits_due = NULL WHERE chat = ? AND edits_due IS NOT NULL", [chat]
    )


def _owe_unseen(connection: Connection, which: str, values: Mapping[str, object]) -> None:
    """Owe again what these summaries, which were sent, gathered after the version that their messages show.

    It is ``due`` at a time, None: when it was owed first.
    """
    connection.conn.execute(
        f"""
        UPDATE alerts SET state = 'queued', settled = NULL, reason = '', summary = NULL, shown = 0,
        due = coalesce(:due, alerts.enqueued) FROM
        (SELECT id, shown FROM alerts WHERE story = 0 AND state = 'sent' AND shown < :never AND {which})
        AS summary WHERE alerts.summary = summary.id AND alerts.state = 'folded'
        AND alerts.shown > summary.shown
        """,  # noqa: S608 - parts of ours
        {"never": NEVER, **values},
    )


def put_back(connection: Connection, by: timedelta) -> None:
    """Let edits be due so much earlier: the clock that they were planned by was put back.

    Single messages rest no longer; what Telegram told them to wait for, the pacer knows.
    """
    connection.conn.execute("UPDATE alerts SET edit_due = NULL WHERE edit_due IS NOT NULL")
    for table in ("stories", "summaries"):
        marked = connection.conn.execute(
            f"SELECT rowid AS id, edits_due FROM {table} WHERE edits_due IS NOT NULL"  # noqa: S608 - names of ours
        )
        connection.conn.executemany(
            f"UPDATE {table} SET edits_due = ? WHERE rowid = ?",  # noqa: S608 - names of ours
            [(to_iso(from_iso(row["edits_due"]) - by), row["id"]) for row in marked.fetchall()],
        )


def _look_again(connection: Connection, alert: Alert, due: datetime, now: datetime) -> None:
    """Set when to look at a message next, and at others about its story, or not at all."""
    if alert.story == 0:
        connection.conn.execute(_MARK, {"alert": alert.id, "due": to_iso(due)})
        return
    _calm(connection, _story_of(connection, alert.id), now, console=alert.chat == CONSOLE)


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
