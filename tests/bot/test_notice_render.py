"""A message of the operators, as people see it and as machines read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import writing
from bot.notice_render import notice_message
from bot.texts import Texts
from storage import notices, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

TEXT = "Soon <b>more</b>"


def test_the_text_is_shown_as_it_was_typed() -> None:
    """No markup comes of it, and characters that turn the direction of others are left out."""
    message = notice_message(f"{TEXT} \u202eabc", Texts())
    assert "Soon &lt;b&gt;more&lt;/b&gt; abc" in message.as_html()
    assert message.as_text().endswith("A message from the operators of this bot.")


def test_its_alert_tells_it(connection: Connection, now: datetime) -> None:
    """As every alert is written, and recorded with the notice's number."""
    connection.conn.execute("INSERT INTO chats (id) VALUES (5)")
    notice = notices.draft(connection, TEXT, now)
    notices.owe(connection, notice, now)
    [alert] = outbox.due(connection, now, 9, [], console=False)
    subject = writing.read(connection, alert, {})
    assert subject is not None
    assert TEXT in subject.message(Texts(), now).as_text()
    assert writing.record(subject) == {
        "action": "new",
        "alert": alert.id,
        "chat": 5,
        "story": 0,
        "notice": notice,
    }
