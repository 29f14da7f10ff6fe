"""What is held back: by a silence, by a wider story, and when it is owed again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import announcing, chats, holding_back, outbox, silences
from storage.model import AlertState, Severity, SilenceKind, Trust
from tests.stories import SHELLING, send, tell

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

HOUR = timedelta(hours=1)
VILLAGE = "rule:place:Козинка"


def silent(connection: Connection, now: datetime, chat: int, value: str = "1") -> int:
    """Let a chat be silent about a story for an hour, and return the silence's number."""
    return silences.add(connection, chat, SilenceKind.STORY, value, now, now + HOUR).id


def test_a_silence_lasts_until_its_time(connection: Connection, now: datetime) -> None:
    """The same one again replaces it, others stand beside it, and only its own chat can end it."""
    first = silences.add(connection, 1, SilenceKind.TOPIC, "drone", now, now + HOUR)
    again = silences.add(connection, 1, SilenceKind.TOPIC, "drone", now, now + 2 * HOUR)
    other = silences.add(connection, 1, SilenceKind.PLACE, "Козинка", now, now + HOUR)
    assert (first.id, again.until) == (again.id, now + 2 * HOUR)
    assert silences.held(connection, 1, now) == [again, other]
    assert silences.held(connection, 1, now + HOUR) == [again]
    assert [silences.end(connection, chat, again.id) for chat in (2, 1, 1)] == [False, True, False]


def test_silences_that_are_over_are_forgotten(connection: Connection, now: datetime) -> None:
    """They go when the chat asks for the next."""
    silent(connection, now, 1)
    silent(connection, now + HOUR, 1, "2")
    assert connection.conn.execute("SELECT count(*) FROM silences").fetchone()[0] == 1


def test_a_silence_concerns_what_was_not_sent(connection: Connection, now: datetime) -> None:
    """Of chats that have one; what was sent stays, and other chats are not looked at."""
    send(connection, now, 1, story=1)
    tell(connection, now, 2, 3, story=1)
    silent(connection, now, 1)
    number = silent(connection, now, 2)
    (found,) = silences.concerned(connection, 1, now)
    assert (found.alert.chat, [one.id for one in found.silences]) == (2, [number])


def test_what_is_muted_can_be_owed_again(connection: Connection, now: datetime) -> None:
    """It is looked at while its chat has silences, and once more when they are all over."""
    (alert,) = tell(connection, now, 1)
    number = silent(connection, now, 1)
    holding_back.mute(connection, alert.id, f"silence {number}", now)
    assert outbox.due(connection, now, 9, [], console=False) == []
    for at, held in ((now, 1), (now + HOUR, 0)):
        (found,) = silences.concerned(connection, 1, at)
        assert (found.alert.state, len(found.silences)) == (AlertState.MUTED, held)
    holding_back.unmute(connection, alert.id, now + HOUR)
    assert [a.id for a in outbox.due(connection, now + HOUR, 9, [], console=False)] == [alert.id]
    assert silences.concerned(connection, 1, now + HOUR) == []


def test_a_sounding_reply_can_be_muted(connection: Connection, now: datetime) -> None:
    """It stays muted when the silence is over: the message that grows shows it by then."""
    send(connection, now, 1)
    announcing.sound_trust(connection, 1, 1, Trust.OFFICIAL, now)
    silent(connection, now, 1)
    (found,) = silences.concerned(connection, 1, now)
    holding_back.mute(connection, found.alert.id, "silence 1", now)
    assert (found.alert.step, silences.concerned(connection, 1, now + HOUR)) == (1, [])


@pytest.mark.parametrize("is_sent", [True, False])
def test_a_wider_story_holds_back_a_narrower_one(
    connection: Connection,
    now: datetime,
    is_sent: bool,  # noqa: FBT001 - a row of the table
) -> None:
    """Whether it was told or is still owed; what is folded names it."""
    (send if is_sent else tell)(connection, now, 1, story=1)
    tell(connection, now, story=2)
    assert holding_back.fold(connection, 2, [1, 2], now) == 1
    (held,) = holding_back.held_back(connection, 1, now)
    assert (held.alert.story, held.alert.state, held.reason, held.at) == (
        2,
        AlertState.FOLDED,
        "story 1",
        now,
    )


def test_nothing_graver_is_folded(connection: Connection, now: datetime) -> None:
    """A wider story that is less grave does not tell as much."""
    tell(connection, now, 1, story=1, severities={"topic:shelling": Severity.WARNING})
    tell(connection, now, story=2)
    assert holding_back.fold(connection, 2, [1], now) == 0


def test_who_follows_the_village_hears_of_it(connection: Connection, now: datetime) -> None:
    """What the wider story was not asked for by is a reason to tell the narrower one."""
    tell(connection, now, 1, 2, story=1)
    chats.follow(connection, 1, VILLAGE, now)
    wanted = SHELLING | {VILLAGE: Severity.WARNING}
    announcing.announce(connection, 2, wanted, Trust.UNCONFIRMED, now)
    assert holding_back.fold(connection, 2, [1], now) == 1
    assert [held.alert.story for held in holding_back.held_back(connection, 2, now)] == [2]


def test_what_was_held_back_folds_nothing_itself(connection: Connection, now: datetime) -> None:
    """A chat that was not told of the wider story hears of the narrower one."""
    (wide,) = tell(connection, now, 1, story=1)
    holding_back.mute(connection, wide.id, "silence 1", now)
    tell(connection, now, story=2)
    assert holding_back.fold(connection, 2, [1], now) == 0


def test_held_back_alerts_are_shown_the_newest_first(connection: Connection, now: datetime) -> None:
    """Those of one chat since a time, at most so many."""
    for story in (1, 2, 3):
        alert = next(a for a in tell(connection, now, 1, story=story) if a.chat == 1)
        holding_back.mute(connection, alert.id, "silence 1", now + story * HOUR)
    shown = [h.alert.story for h in holding_back.held_back(connection, 1, now + 2 * HOUR)]
    assert shown == [3, 2]
    assert len(holding_back.held_back(connection, 1, now, limit=1)) == 1
    assert holding_back.held_back(connection, 2, now) == []
