"""A group becomes a supergroup: whatever state it is in, nothing that belongs to it is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import carrying_over, chats, managers, outbox, reachability, silences
from storage.database import connect, migrate
from storage.model import AlertState, Chat, Mode, SilenceKind, Trust, Wishes, to_iso
from tests.conftest import MORNING

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

OLD, NEW, PERSON = -7, -1007, 7
OWED = {state.value for state in outbox.OWED}
WISHES = Wishes(Mode.DIGEST, "daily 08:00", "22:00-07:00", "Europe/Kyiv", critical_through=False)


def owe(connection: Connection, chat: int, story: int, step: int, state: str) -> None:
    """Put an alert of a chat into the store as it would stand in a state."""
    settled = None if state in OWED else to_iso(MORNING)
    message = 100 + story if state == "sent" else None
    row = connection.conn.execute(
        "INSERT INTO alerts (chat, story, step, severity, targets, state, enqueued, due, settled, message)"
        " VALUES (?, ?, ?, 1, '[]', ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        [chat, story, step, state, to_iso(MORNING), to_iso(MORNING), settled, message],
    ).fetchone()
    if row and story == 0:
        connection.conn.execute(
            "INSERT INTO summaries (alert, chat, kind, since, last, edits_due)"
            " VALUES (?, ?, 'quiet', '', '', '')",
            [row["id"], chat],
        )


def wish(connection: Connection, chat: int, wishes: Wishes = WISHES) -> None:
    """Let a chat wish when it is told, with the moments worked out."""
    connection.conn.execute(
        "UPDATE chats SET mode = ?, digest = ?, quiet = ?, zone = ?, critical_through = ?, digest_due = 'd',"
        " quiet_begin = 'b', quiet_end = 'e' WHERE id = ?",
        [wishes.mode, wishes.digest, wishes.quiet, wishes.zone, wishes.critical_through, chat],
    )


def rows(connection: Connection, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Return what a statement finds."""
    return [tuple(row) for row in connection.conn.execute(statement, values)]


def known(connection: Connection, chat: int) -> Chat:
    """Return a chat that is there."""
    found = chats.get(connection, chat)
    assert found is not None
    return found


def group(connection: Connection, now: datetime, chat: int = OLD) -> None:
    """Store a group that has everything that a chat can have beside alerts."""
    managers.add(connection, PERSON, chat, "Neighbours")
    managers.choose(connection, PERSON, chat)
    chats.follow(connection, chat, "all", now)
    connection.conn.execute("UPDATE subscriptions SET mode = 2 WHERE chat = ?", [chat])
    silences.add(connection, chat, SilenceKind.TOPIC, "drone", now, now + timedelta(hours=2))
    chats.set_heard_from(connection, chat, Trust.CORROBORATED)
    chats.set_told_at(connection, chat, None)
    wish(connection, chat)


def check_whole(connection: Connection, now: datetime) -> None:
    """Assert that the supergroup has all that :func:`group` stored."""
    had = Chat(NEW, "", "", Trust.CORROBORATED, None, NEW, None, "Neighbours", WISHES)
    assert known(connection, NEW) == had
    assert [(one.target, one.mode) for one in chats.following(connection, NEW)] == [("all", Mode.DIGEST)]
    assert [one.value for one in silences.held(connection, NEW, now)] == ["drone"]
    assert [one.chat.id for one in managers.of(connection, PERSON)] == [NEW]
    assert (chosen := managers.chosen(connection, PERSON))
    assert chosen.chat.id == NEW
    moments = "SELECT digest_due, quiet_begin, quiet_end FROM chats WHERE id = ?"
    assert rows(connection, moments, NEW) == [("d", "b", "e")]
    assert chats.get(connection, OLD) is None


@pytest.mark.parametrize("is_seen_before", [False, True])
def test_everything_goes_along(connection: Connection, now: datetime, *, is_seen_before: bool) -> None:
    """Also where the supergroup was noted already, because the bot was let in there; twice is once."""
    group(connection, now)
    if is_seen_before:
        managers.add(connection, PERSON, NEW, "Neighbours")
    for _ in range(2):
        reachability.migrate_chat(connection, OLD, NEW, now)
        check_whole(connection, now)


def test_what_the_supergroup_wished_itself_counts(connection: Connection, now: datetime) -> None:
    """What it did not, it takes from the group; the longer silence stays."""
    group(connection, now)
    chats.follow(connection, NEW, "all", now - timedelta(days=1))
    silences.add(connection, NEW, SilenceKind.TOPIC, "drone", now, now + timedelta(hours=9))
    wish(connection, NEW, replace(WISHES, digest="weekly Mon 08:00"))
    chats.set_heard_from(connection, NEW, Trust.OFFICIAL)
    reachability.migrate_chat(connection, OLD, NEW, now)
    new = known(connection, NEW)
    assert (new.wishes.digest, new.heard_from, new.told_at) == ("weekly Mon 08:00", Trust.OFFICIAL, None)
    (subscription,) = chats.following(connection, NEW)
    assert (subscription.mode, subscription.created) == (Mode.DIGEST, now - timedelta(days=1))
    (silence,) = silences.held(connection, NEW, now)
    assert silence.until == now + timedelta(hours=9)


def test_topics_go_along_by_their_ids(connection: Connection, now: datetime) -> None:
    """One that the new forum has as well is merged with that."""
    topics = [chats.topic(connection, OLD, thread) for thread in (5, 6)]
    twin = chats.topic(connection, NEW, 6)
    for topic in topics:
        chats.follow(connection, topic, "all", now)
        owe(connection, topic, 1, 0, "queued")
    reachability.migrate_chat(connection, topics[0], NEW, now)
    assert [one.id for one in chats.topics(connection, NEW)] == [topics[0], twin]
    assert chats.topics(connection, OLD) == []
    assert len(chats.following(connection, twin)) == 1
    due = outbox.due(connection, now, 9, [], console=False)
    assert {(alert.chat, alert.peer, alert.thread) for alert in due} == {
        (topics[0], NEW, 5),
        (twin, NEW, 6),
    }


def test_what_the_supergroup_was_told_is_not_told_again(connection: Connection, now: datetime) -> None:
    """But what was given up there and is owed still here is owed."""
    for story, here, there in ((1, "waiting", "sent"), (2, "held", "gone"), (3, "sent", "queued")):
        owe(connection, OLD, story, 0, here)
        owe(connection, NEW, story, 0, there)
    reachability.migrate_chat(connection, OLD, NEW, now)
    found = rows(connection, "SELECT story, chat, state, reason FROM alerts ORDER BY story, chat")
    assert found == [
        (1, NEW, "sent", ""),
        (1, OLD, "gone", carrying_over.ALREADY),
        (2, NEW, "held", ""),
        (2, OLD, "gone", ""),
        (3, NEW, "queued", ""),
        (3, OLD, "sent", ""),
    ]


STATE = st.sampled_from([None, *(state.value for state in AlertState)])
ALERTS = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 1)), st.tuples(STATE, STATE), min_size=4)
"""Stories and steps, with where the alerts of the group and the supergroup stand; story 0 are summaries."""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(alerts=ALERTS, is_known=st.booleans())
def test_from_any_state_nothing_is_lost(
    empty: Connection, alerts: dict[tuple[int, int], tuple[str | None, str | None]], *, is_known: bool
) -> None:
    """Every story that either was owed is owed, or was told; all summaries go along; the rows stay."""
    empty.conn.execute("SAVEPOINT example")
    if is_known:
        chats.follow(empty, OLD, "all", MORNING)
    for about, states in alerts.items():
        for chat, state in zip((OLD, NEW), states, strict=True):
            if state is not None:
                owe(empty, chat, *about, state)
    before = rows(empty, "SELECT id, story, step, state FROM alerts")
    for _ in range(2):
        reachability.migrate_chat(empty, OLD, NEW, MORNING)
        check_nothing_lost(empty, before)
    empty.conn.execute("ROLLBACK TO example")


def check_nothing_lost(connection: Connection, before: list[tuple[Any, ...]]) -> None:
    """Assert what must hold after a migration of alerts that stood so before."""
    assert len(rows(connection, "SELECT id FROM alerts")) == len(before)
    assert rows(connection, "SELECT id FROM alerts WHERE chat = ? AND settled IS NULL", OLD) == []
    assert rows(connection, "SELECT id FROM alerts WHERE message IS NOT NULL AND chat = ?", OLD) == []
    summaries = {number: state for number, story, _, state in before if story == 0}
    assert (
        dict(rows(connection, "SELECT id, state FROM alerts WHERE story = 0 AND chat = ?", NEW)) == summaries
    )
    assert {one for (one,) in rows(connection, "SELECT alert FROM summaries WHERE chat = ?", NEW)} == set(
        summaries
    )
    now_at = {(story, step): state for story, step, state in _stories(connection)}
    for _, story, step, state in before:
        if story and state in OWED:
            told = now_at[story, step]
            assert told != "gone", json.dumps(before)


def _stories(connection: Connection) -> list[tuple[Any, ...]]:
    return rows(connection, "SELECT story, step, state FROM alerts WHERE chat = ? AND story <> 0", NEW)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    """Open a migrated file for all examples: each undoes what it did."""
    path = tmp_path_factory.mktemp("carrying") / "a.db"
    connection = connect(path, durable=False)
    migrate(connection, path)
    return connection
