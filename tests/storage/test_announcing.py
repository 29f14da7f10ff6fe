"""Who is owed a story's first message, and who a reply that sounds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import announcing, chats, holding_back, outbox, reachability
from storage.model import AlertState, Severity, Trust
from tests.stories import SHELLING, send, stand, tell

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

HOLD = timedelta(seconds=30)
VILLAGE = "rule:place:Козинка"
DRONE = {"topic:drone": Severity.WARNING}
GRAVE_DRONE = {"topic:drone": Severity.CRITICAL}


def hear(connection: Connection, chat: int, heard_from: Trust, told_at: Trust | None = None) -> None:
    """Set from which trust on a chat hears of stories, and at which it is told once more."""
    connection.conn.execute(
        "UPDATE chats SET heard_from = ?, told_at = ? WHERE id = ?", [heard_from, told_at, chat]
    )


def steps(connection: Connection) -> list[tuple[int, int, str, Severity]]:
    """Return the replies that sound: chat, step, occasion and severity."""
    rows = connection.conn.execute(
        "SELECT chat, step, occasion, severity FROM alerts WHERE step > 0 ORDER BY chat, step"
    )
    return [(row["chat"], row["step"], row["occasion"], Severity(row["severity"])) for row in rows]


def test_every_follower_is_owed_one_alert(connection: Connection, now: datetime) -> None:
    """Those who follow the topic, everything, or a rule that holds get one alert, others none."""
    for chat, target in ((1, "topic:shelling"), (2, "all"), (3, "rule:обстрел"), (4, "topic:drone")):
        chats.follow(connection, chat, target, now)
    chats.follow(connection, 1, "all", now)
    wanted = SHELLING | {"rule:обстрел": Severity.WARNING}
    assert announcing.announce(connection, 1, wanted, Trust.UNCONFIRMED, now) == 3
    due = {a.chat: (a.severity, set(a.targets)) for a in outbox.due(connection, now, 9, [], console=False)}
    assert due == {
        1: (Severity.CRITICAL, {"topic:shelling", "all"}),
        2: (Severity.CRITICAL, {"all"}),
        3: (Severity.WARNING, {"rule:обстрел"}),
    }


def test_a_rule_of_ones_own_is_not_a_topic(connection: Connection, now: datetime) -> None:
    """Who follows every topic does not hear of what only somebody's own rule found."""
    chats.follow(connection, 1, "all", now)
    own = {"rule:обстрел": Severity.WARNING}
    assert announcing.announce(connection, 1, own, Trust.UNCONFIRMED, now) == 0


def test_a_story_is_told_once(connection: Connection, now: datetime) -> None:
    """The same story owed again adds nothing."""
    tell(connection, now, 1)
    assert announcing.announce(connection, 1, SHELLING, Trust.OFFICIAL, now) == 0
    assert outbox.enqueued(connection) == 1


def test_who_asked_for_more_trust_hears_nothing_earlier(connection: Connection, now: datetime) -> None:
    """A chat is owed a story as soon as that is trusted as far as the chat asked for, and then once."""
    for chat, trust in enumerate(Trust, 1):
        chats.follow(connection, chat, "topic:shelling", now)
        hear(connection, chat, trust)
    owed = [announcing.announce(connection, 1, SHELLING, trust, now) for trust in Trust]
    assert owed == [1, 1, 1]
    assert announcing.announce(connection, 1, SHELLING, Trust.OFFICIAL, now) == 0


def test_only_what_is_critical_to_a_chat_goes_at_once(connection: Connection, now: datetime) -> None:
    """Everything else is held until the first copies may be in."""
    chats.follow(connection, 1, "topic:shelling", now)
    chats.follow(connection, 2, "topic:drone", now)
    announcing.announce(connection, 1, SHELLING | DRONE, Trust.UNCONFIRMED, now, HOLD)
    assert [alert.chat for alert in outbox.due(connection, now, 9, [], console=False)] == [1]
    assert [alert.chat for alert in outbox.due(connection, now + HOLD, 9, [], console=False)] == [1, 2]


def test_a_held_message_that_becomes_critical_goes_at_once(connection: Connection, now: datetime) -> None:
    """It takes the new target and severity on; one that the network delays goes on waiting."""
    for chat in (1, 2):
        chats.follow(connection, chat, "topic:drone", now)
        chats.follow(connection, chat, "topic:shelling", now)
    announcing.announce(connection, 1, DRONE, Trust.UNCONFIRMED, now, HOLD)
    reachability.hold(connection, 2, now + 2 * HOLD)
    assert announcing.announce(connection, 1, SHELLING, Trust.UNCONFIRMED, now, HOLD) == 0
    (alert,) = outbox.due(connection, now, 9, [], console=False)
    found = (alert.chat, alert.severity, alert.targets)
    assert found == (1, Severity.CRITICAL, ("topic:drone", "topic:shelling"))


def test_trust_sounds_for_those_who_asked_to_be_told(connection: Connection, now: datetime) -> None:
    """A reply to the story's message, in those chats alone that want it at this trust; and once."""
    first = send(connection, now, 1, 2, 3)
    for chat, told_at in ((1, Trust.CORROBORATED), (2, Trust.OFFICIAL), (3, None)):
        hear(connection, chat, Trust.UNCONFIRMED, told_at)
    assert announcing.sound_trust(connection, 1, 1, Trust.CORROBORATED, now) == 1
    before = Trust.CORROBORATED
    assert announcing.sound_trust(connection, 1, 2, Trust.OFFICIAL, now, before) == 1
    assert [row[:3] for row in steps(connection)] == [(1, 1, "trust:corroborated"), (2, 2, "trust:official")]
    replies = [a.reply_to for a in outbox.due(connection, now, 9, [], console=False)]
    assert replies == [100 * alert.id for alert in first[:2]]


def test_trust_that_was_lost_and_found_sounds_once(connection: Connection, now: datetime) -> None:
    """A chat that was told of it is not told again, nor where it then rises further."""
    send(connection, now, 1)
    hear(connection, 1, Trust.UNCONFIRMED, Trust.CORROBORATED)
    told = [
        announcing.sound_trust(connection, 1, step, trust, now)
        for step, trust in enumerate((Trust.OFFICIAL, Trust.CORROBORATED, Trust.OFFICIAL), 1)
    ]
    assert told == [1, 0, 0]


@pytest.mark.parametrize("state", ["queued", "uncertain", "gone", "muted"])
def test_trust_sounds_only_where_the_message_is(connection: Connection, now: datetime, state: str) -> None:
    """What is sent later shows the trust by itself, and what is not sent needs no reply."""
    (alert,) = tell(connection, now, 1)
    match state:
        case "uncertain":
            outbox.attempt(connection, alert.id)
            outbox.uncertain(connection, alert.id, now, "lost")
        case "gone":
            outbox.gone(connection, alert.id, "refused", now)
        case "muted":
            holding_back.mute(connection, alert.id, "silence 1", now)
    assert announcing.sound_trust(connection, 1, 1, Trust.OFFICIAL, now) == 0


def test_a_graver_story_sounds(connection: Connection, now: datetime) -> None:
    """For those who follow what is graver than all that they were told of it, and not a second time."""
    for chat in (1, 2):
        chats.follow(connection, chat, "topic:drone", now)
        send(connection, now, story=1)
    announcing.announce(connection, 1, DRONE, Trust.UNCONFIRMED, now)
    for alert in outbox.due(connection, now, 9, [], console=False):
        outbox.sent(connection, alert.id, 5, now)
    chats.follow(connection, 1, "topic:shelling", now)
    assert announcing.sound_targets(connection, 1, 1, SHELLING, {}, now) == 1
    assert announcing.sound_targets(connection, 1, 2, SHELLING, {}, now) == 0
    assert steps(connection) == [(1, 1, "severity:critical", Severity.CRITICAL)]


def test_the_growing_message_takes_new_targets_on(connection: Connection, now: datetime) -> None:
    """Whether or not they sound; the reply itself asks for the new ones."""
    (first,) = send(connection, now, 1)
    chats.follow(connection, 1, VILLAGE, now)
    chats.follow(connection, 1, "topic:drone", now)
    assert announcing.sound_targets(connection, 1, 1, DRONE, {}, now) == 0
    village = {VILLAGE: Severity.WARNING}
    assert announcing.sound_targets(connection, 1, 1, village, {VILLAGE: "Козинка"}, now) == 1
    grown = outbox.get(connection, first.id)
    assert grown
    assert (grown.severity, grown.targets) == (Severity.CRITICAL, ("topic:shelling", "topic:drone", VILLAGE))
    (reply,) = outbox.due(connection, now, 9, [], console=False)
    assert (reply.targets, reply.occasion) == ((VILLAGE,), "place:Козинка")


def test_a_place_is_drawn_in_once(connection: Connection, now: datetime) -> None:
    """A place that the chat was told of sounds no more, and severity speaks for both."""
    send(connection, now, 1)
    chats.follow(connection, 1, VILLAGE, now)
    chats.follow(connection, 1, "topic:drone", now)
    places = {VILLAGE: "Козинка"}
    village = {VILLAGE: Severity.WARNING}
    sounded = [
        announcing.sound_targets(connection, 1, step, wanted, places, now)
        for step, wanted in enumerate((village | GRAVE_DRONE, village), 1)
    ]
    assert sounded == [1, 0]


def test_what_was_folded_sounds_when_it_becomes_graver(connection: Connection, now: datetime) -> None:
    """The chat was told of the wider story only, and this one is more than that."""
    chats.follow(connection, 1, "topic:drone", now)
    for story in (1, 2):
        announcing.announce(connection, story, DRONE, Trust.UNCONFIRMED, now)
    assert holding_back.fold(connection, 2, [1], now) == 1
    assert announcing.sound_targets(connection, 2, 1, DRONE, {}, now) == 0
    assert announcing.sound_targets(connection, 2, 2, GRAVE_DRONE, {}, now) == 1
    (reply,) = [a for a in outbox.due(connection, now, 9, [], console=False) if a.step]
    assert (reply.occasion, reply.reply_to) == ("severity:critical", None)


def test_paused_chats_are_owed_nothing(connection: Connection, now: datetime) -> None:
    """Neither a first message nor a reply."""
    stand(connection)
    send(connection, now, 1)
    reachability.give_up_chat(connection, 1, "blocked", now)
    assert announcing.announce(connection, 2, SHELLING, Trust.UNCONFIRMED, now) == 0
    assert announcing.sound_trust(connection, 1, 1, Trust.OFFICIAL, now) == 0
    assert announcing.sound_targets(connection, 1, 1, GRAVE_DRONE, {}, now) == 0
    assert outbox.totals(connection)[AlertState.SENT] == 1
