"""Stories as tests of alerts need them: how one stands, and chats that are owed an alert about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from storage import announcing, chats, outbox, stories
from storage.model import Severity, Story, Trust
from tests.conftest import MORNING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Alert

SHELLING = {"topic:shelling": Severity.CRITICAL}


def stand(connection: Connection, story: int = 1, **more: Any) -> Story:  # noqa: ANN401 - any field
    """Store how a story stands: a first version of a grave one, with parts of it replaced."""
    known = stories.get(connection, story) or Story(story, MORNING, MORNING, Severity.CRITICAL, SHELLING)
    now = replace(known, **more)
    stories.save(connection, now)
    return now


def tell(
    connection: Connection,
    now: datetime,
    *chat_ids: int,
    story: int = 1,
    severities: Mapping[str, Severity] = SHELLING,
) -> list[Alert]:
    """Let chats follow shelling, owe them a story, and return what is due of it."""
    for chat in chat_ids:
        chats.follow(connection, chat, "topic:shelling", now)
    announcing.announce(connection, story, severities, Trust.UNCONFIRMED, now)
    due = outbox.due(connection, now, 99, [], console=False)
    return [alert for alert in due if alert.story == story]


def send(connection: Connection, now: datetime, *chat_ids: int, story: int = 1) -> list[Alert]:
    """Owe chats a story and send it: its message has a hundred times the alert's number for an id."""
    sent = tell(connection, now, *chat_ids, story=story)
    for alert in sent:
        outbox.attempt(connection, alert.id)
        outbox.sent(connection, alert.id, 100 * alert.id, now, shown=1)
    return sent
