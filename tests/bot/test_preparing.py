"""What is written once for many chats, and what never is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.preparing import Scribe
from bot.texts import Texts
from storage import chats, outbox, silences, wishes
from storage.alert_rows import ALERTS, alert_of
from storage.model import SilenceKind
from tests.conftest import MORNING
from tests.posting import owe

if TYPE_CHECKING:
    from datetime import datetime

    from bot.preparing import Prepared
    from storage.database import Connection


def prepared(connection: Connection, scribe: Scribe, now: datetime = MORNING) -> dict[int, Prepared]:
    """Return what each chat is told, by its id."""
    alerts = [alert_of(row) for row in connection.conn.execute(ALERTS).fetchall()]
    made = scribe.prepare(connection, alerts, now)
    return {alert.chat: one for alert, one in zip(alerts, made, strict=True)}


def test_chats_that_are_told_alike_share_a_message(connection: Connection) -> None:
    """It is the same object, and each has its own alert."""
    owe(connection, 1, 2)
    found = prepared(connection, Scribe({}, Texts()))
    assert found[1].message is found[2].message
    assert [one.subject and one.subject.alert.chat for one in found.values()] == [1, 2]


def test_a_chat_s_zone_and_silence_are_its_own(connection: Connection) -> None:
    """Neither the times of one chat's clock nor the button of one that muted the story reach another."""
    owe(connection, 1, 2, 3)
    wishes.set_zone(connection, 2, "Asia/Kolkata", MORNING, ZoneInfo("UTC"))
    silences.add(connection, 3, SilenceKind.STORY, "1", MORNING, MORNING.replace(hour=20))
    found = prepared(connection, Scribe({}, Texts()))
    written = {
        chat: (one.message.as_html(), one.message.buttons) for chat, one in found.items() if one.message
    }
    assert len(set(written.values())) == 3


def test_two_chats_are_told_in_two_languages(connection: Connection) -> None:
    """The same alert, each in its own; one that chose none reads the service's."""
    tomorrow = MORNING + timedelta(days=1)
    owe(connection, 1, 2, 3)
    chats.set_language(connection, 2, "ru")
    chats.set_language(connection, 3, "nl")
    found = prepared(connection, Scribe({}, Texts("uk")), tomorrow)
    assert len({one.message and one.message.as_text() for one in found.values()}) == 3
    for chat, language in ((1, "uk"), (2, "ru"), (3, "nl")):
        texts, message = Texts(language), found[chat].message
        assert message
        assert texts.moment(MORNING, tomorrow) in message.as_text()
        assert [one.text for one in message.buttons[0]][-3:] == [
            texts.say("Sources"),
            texts.say("Why"),
            texts.say("Mute"),
        ]


def test_what_was_settled_meanwhile_is_written_as_it_stands(connection: Connection) -> None:
    """An alert that is kept no longer is told of as gone."""
    owe(connection, 1)
    scribe = Scribe({}, Texts())
    (alert,) = [alert_of(row) for row in connection.conn.execute(ALERTS).fetchall()]
    outbox.drop(connection, connection.conn.execute("SELECT id FROM alerts").fetchall())
    chats.delete(connection, 1)
    assert [one.is_gone for one in scribe.prepare(connection, [alert], MORNING)] == [True]
