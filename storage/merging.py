"""Alerts of stories that were merged: each chat keeps one message that grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import growing
from storage.model import to_iso

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

_ASIDE = -1
"""A step that no alert has, for those that change places."""


def move(connection: Connection, old: int, into: int, now: datetime) -> None:
    """Let a story's alerts be about the story that it became part of.

    Where a chat has a first message of both, the older one of those that were sent goes on growing; the
    other stays with the old story, and is edited once to point there; it is held back where it was not
    sent yet. ``old`` must be stored with ``into`` and with a greater version than before.
    """
    values = {"old": old, "into": into, "now": to_iso(now), "aside": _ASIDE, "never": growing.NEVER}
    for statement in _MOVE:
        connection.conn.execute(statement, values)
    growing.note(connection, old, now)
    growing.note(connection, into, now)


_MOVE = (
    # What the old story has done better at changes places with what the other has.
    """
    UPDATE alerts SET step = :aside WHERE story = :old AND step = 0 AND EXISTS (
        SELECT 1 FROM alerts AS other
        WHERE other.chat = alerts.chat AND other.story = :into AND other.step = 0
        AND (alerts.state NOT IN ('sent', 'attempting', 'uncertain'), alerts.summary IS NULL,
             alerts.state IN ('gone', 'muted', 'folded'), alerts.id)
          < (other.state NOT IN ('sent', 'attempting', 'uncertain'), other.summary IS NULL,
             other.state IN ('gone', 'muted', 'folded'), other.id)
    )
    """,
    """
    UPDATE alerts SET story = :old WHERE story = :into AND step = 0 AND EXISTS (
        SELECT 1 FROM alerts AS aside
        WHERE aside.chat = alerts.chat AND aside.story = :old AND aside.step = :aside
    )
    """,
    """
    UPDATE alerts SET story = :into, step = 0, shown = iif(shown = :never OR summary IS NOT NULL, shown, 0)
    WHERE story = :old AND step = :aside
    """,
    # What has no counterpart goes over.
    """
    UPDATE alerts SET story = :into, shown = iif(shown = :never OR summary IS NOT NULL, shown, 0)
    WHERE story = :old AND step = 0 AND NOT EXISTS (
        SELECT 1 FROM alerts AS other
        WHERE other.chat = alerts.chat AND other.story = :into AND other.step = 0
    )
    """,
    # What is left becomes a pointer, or is not sent at all.
    "UPDATE alerts SET shown = -1 WHERE story = :old AND step = 0 AND state = 'sent' AND shown <> :never",
    """
    UPDATE alerts SET state = 'folded', settled = :now, reason = 'story ' || :into
    WHERE story = :old AND step = 0 AND state IN ('held', 'queued', 'waiting')
    """,
    # Who muted the one has muted what it became.
    "UPDATE OR IGNORE silences SET value = CAST(:into AS TEXT) WHERE kind = 'story' AND value = :old",
    # Replies keep their order behind those that the other story has.
    "UPDATE stories SET steps = steps + (SELECT steps FROM stories WHERE id = :old) WHERE id = :into",
    """
    UPDATE alerts SET story = :into, step = step + (SELECT steps FROM stories WHERE id = :into)
        - (SELECT steps FROM stories WHERE id = :old)
    WHERE story = :old AND step > 0
    """,
)
