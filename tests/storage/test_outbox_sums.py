"""The outbox adds up: whatever happens to alerts, each of them is in one named state."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import (
    announcing,
    catching_up,
    chats,
    diverting,
    growing,
    holding,
    holding_back,
    merging,
    outbox,
    reachability,
)
from storage.database import connect, migrate
from storage.model import AlertState, DeliveryPolicy, Retention, Severity, Trust
from storage.retention import prune
from tests.conftest import MORNING
from tests.held import DAILY, HOUR, NIGHTLY, SILENT, owe, wish
from tests.stories import SHELLING, send, stand, tell

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Alert

STORIES = 5
DRONE = {"topic:drone": Severity.CRITICAL}
POLICIES = [DeliveryPolicy(), DeliveryPolicy(flood=1), DeliveryPolicy(default=2 * HOUR)]
KEEP = Retention(matched=2 * HOUR, other=HOUR)


def due(connection: Connection) -> list[Alert]:
    """Return what is due."""
    return outbox.due(connection, MORNING, 99, [], console=False)


def wish_something(connection: Connection, chat: int) -> None:
    """Let a chat wish for something else than the others."""
    wish(connection, MORNING, (DAILY, NIGHTLY, SILENT)[chat % 3], chat)


def spoil(connection: Connection, number: int) -> None:
    """Let a message that was sent take nothing on any more."""
    alert = outbox.get(connection, number)
    if alert and alert.state is AlertState.SENT:
        growing.edit_never(connection, alert, "deleted", MORNING)


def lost(connection: Connection) -> list[int]:
    """Return alerts that count as told in a message that does not exist, or that are told and owed."""
    rows = connection.conn.execute(
        "SELECT id FROM alerts WHERE summary IS NOT NULL AND (state <> 'folded' OR NOT EXISTS"
        " (SELECT 1 FROM alerts AS whole WHERE whole.id = alerts.summary AND whole.story = 0))"
    )
    return [row["id"] for row in rows]


def edit(connection: Connection, version: int) -> None:
    """Edit whatever message is to be edited."""
    for alert in growing.due(connection, MORNING, 99, [], console=False):
        growing.edited(connection, alert, version, MORNING)


ACTIONS: dict[str, Callable[[Connection, int], object]] = {
    "owe": lambda c, n: tell(c, MORNING, n, story=n * 7 % STORIES + 1),
    "widen": lambda c, n: announcing.announce(c, n % STORIES + 1, DRONE, Trust.OFFICIAL, MORNING),
    "attempt": outbox.attempt,
    "sent": lambda c, n: outbox.sent(c, n, 1, MORNING, n),
    "wait": lambda c, n: outbox.wait(c, n, MORNING, ""),
    "uncertain": lambda c, n: outbox.uncertain(c, n, MORNING, ""),
    "gone": lambda c, n: outbox.gone(c, n, "", MORNING),
    "block": lambda c, n: reachability.give_up_chat(c, n, "blocked", MORNING),
    "forget": reachability.forget_chat,
    "crash": lambda c, _: outbox.recover(c, MORNING),
    "drop": lambda c, n: outbox.drop_settled(c, [n % STORIES + 1]),
    "trust": lambda c, n: announcing.sound_trust(c, n % STORIES + 1, n, Trust.OFFICIAL, MORNING),
    "rise": lambda c, n: announcing.sound_targets(c, n % STORIES + 1, n, SHELLING, {}, MORNING),
    "mute": lambda c, n: holding_back.mute(c, n, "silence", MORNING),
    "unmute": lambda c, n: holding_back.unmute(c, n, MORNING),
    "fold": lambda c, n: holding_back.fold(c, n % STORIES + 1, [(n + 1) % STORIES + 1], MORNING),
    "merge": lambda c, n: merging.move(c, n % STORIES + 1, (n + 2) % STORIES + 1, MORNING),
    "note": lambda c, n: growing.note(c, n % STORIES + 1, MORNING),
    "edit": edit,
    "migrate": lambda c, n: reachability.migrate_chat(c, n, -n, MORNING),
    "wish": wish_something,
    "hold": lambda c, n: reachability.hold(c, n, MORNING + HOUR),
    "put off": lambda c, n: owe(c, MORNING - n * HOUR, n % STORIES + 1),
    "divert": lambda c, n: diverting.divert(c, due(c), MORNING, POLICIES[n % 3]),
    "release": lambda c, n: holding.release(c, MORNING + n * HOUR, POLICIES[0]),
    "welcome": lambda c, n: catching_up.welcome_back(c, n, MORNING),
    "wake": chats.wake,
    "never": spoil,
    "prune": lambda c, n: prune(c, KEEP, MORNING + n * HOUR),
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(ACTIONS)), st.integers(1, 6)), max_size=40))
def test_the_states_always_add_up(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    """Whatever happens, the sum over the states is the number of alerts ever owed."""
    path = tmp_path_factory.mktemp("walk") / "a.db"
    connection = connect(path)
    migrate(connection, path)
    connection.conn.execute("PRAGMA synchronous = OFF")
    for story in range(1, STORIES + 1):
        stand(connection, story)
    for step, number in steps:
        ACTIONS[step](connection, number)
        assert sum(outbox.totals(connection).values()) == outbox.enqueued(connection)
        assert lost(connection) == []
    connection.conn.close()


@pytest.mark.parametrize("state", [AlertState.MUTED, AlertState.FOLDED])
def test_what_was_held_back_stays_counted(connection: Connection, now: datetime, state: AlertState) -> None:
    """When its row goes, it is still counted as what it was."""
    send(connection, now, 1, story=2)
    (alert,) = tell(connection, now, 1)
    if state is AlertState.MUTED:
        holding_back.mute(connection, alert.id, "silence 1", now)
    else:
        holding_back.fold(connection, 1, [2], now)
    outbox.drop_settled(connection, [1])
    assert outbox.get(connection, alert.id) is None
    assert outbox.totals(connection)[state] == 1


@pytest.mark.parametrize("act", ["mute", "fold"])
def test_only_what_was_not_sent_can_be_held_back(connection: Connection, now: datetime, act: str) -> None:
    """What is being sent, or was, is never taken back."""
    send(connection, now, 1, 2, story=2)
    attempting, other = tell(connection, now, 1, 2)
    outbox.attempt(connection, attempting.id)
    outbox.sent(connection, other.id, 7, now + timedelta(seconds=1))
    for alert in (attempting, other):
        holding_back.mute(connection, alert.id, act, now)
    holding_back.fold(connection, 1, [2], now)
    totals = outbox.totals(connection)
    assert (totals[AlertState.MUTED], totals[AlertState.FOLDED]) == (0, 0)
