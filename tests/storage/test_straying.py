"""What becomes of what a chat is owed: pure, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.model import DeliveryPolicy, Severity
from storage.straying import Addressee, Owed, divert, is_late
from tests.conftest import MORNING
from tests.held import HOUR, MINUTE

if TYPE_CHECKING:
    from datetime import datetime

POLICY = DeliveryPolicy(
    flood=3, stale_after={"topic:drone": HOUR, "topic:storm": 12 * HOUR}, default=timedelta(hours=3)
)
QUIET, DIGEST = MORNING + HOUR, MORNING + 2 * HOUR


def owed(number: int = 1, *, age: timedelta = timedelta(0), grave: bool = False) -> Owed:
    """Return an alert about drones that has been due for some time, and has told nothing new since."""
    severity = Severity.CRITICAL if grave else Severity.WARNING
    return Owed(number, severity, ("topic:drone",), MORNING - age, MORNING - age)


@pytest.mark.parametrize(
    ("targets", "age", "expected"),
    [
        (("topic:drone",), HOUR, False),
        (("topic:drone",), HOUR + MINUTE, True),
        (("topic:drone", "topic:storm"), 11 * HOUR, False),
        (("topic:drone", "all"), 2 * HOUR, False),
        (("all",), 4 * HOUR, True),
    ],
)
def test_the_most_patient_target_says_what_is_late(
    targets: tuple[str, ...],
    age: timedelta,
    expected: bool,  # noqa: FBT001 - a row of the table
    now: datetime,
) -> None:
    """One that has no patience of its own has that of all others."""
    assert is_late(replace(owed(age=age), targets=targets), now, POLICY) is expected


def test_an_alert_that_is_on_time_is_sent(now: datetime) -> None:
    """Nothing is decided about it, nor about a second one."""
    assert divert([owed(1), owed(2)], Addressee(), now, POLICY).all == set()


def test_quiet_hours_hold_all_but_what_goes_through(now: datetime) -> None:
    """Late or not: it is told when they are over."""
    alerts = [owed(1), owed(2, age=2 * HOUR), owed(3, grave=True)]
    assert divert(alerts, Addressee(QUIET), now, POLICY).quiet == [1, 2]
    assert divert(alerts, Addressee(QUIET, critical_through=False), now, POLICY).quiet == [1, 2, 3]


def test_late_alerts_go_into_the_next_digest(now: datetime) -> None:
    """What is critical too: it comes too late to matter."""
    alerts = [owed(1, age=2 * HOUR), owed(2), owed(3, age=2 * HOUR, grave=True)]
    found = divert(alerts, Addressee(digest=DIGEST), now, POLICY)
    assert (found.to_digest, found.all) == ([1, 3], {1, 3})


def test_late_alerts_without_a_digest_catch_up_with_what_waited(now: datetime) -> None:
    """One message for all that an outage kept back; what is new comes by itself."""
    found = divert([owed(1, age=2 * HOUR), owed(2, age=11 * MINUTE), owed(3)], Addressee(), now, POLICY)
    assert (found.late, found.catch_up, found.flood) == ([1], [1, 2], [])


def test_a_late_alert_that_is_alone_goes_without_a_sound(now: datetime) -> None:
    """That is decided once: then it is like any other."""
    late = owed(1, age=2 * HOUR)
    assert (divert([late], Addressee(), now, POLICY).late, late.late) == ([1], False)
    assert divert([replace(late, late=True)], Addressee(), now, POLICY).all == set()


@pytest.mark.parametrize(("age", "expected"), [(9, []), (10, [1, 2])])
def test_two_that_waited_are_told_in_one_message(now: datetime, age: int, expected: list[int]) -> None:
    """After ten minutes; and one that waited longer by itself is sent."""
    alerts = [owed(1, age=age * MINUTE), owed(2, age=30 * MINUTE)]
    assert divert(alerts, Addressee(), now, POLICY).catch_up == expected
    assert divert(alerts[1:], Addressee(), now, POLICY).catch_up == []


@pytest.mark.parametrize(("sent", "expected"), [(2, []), (3, [1]), (5, [1]), (6, [1, 2])])
def test_more_than_so_many_fold(now: datetime, sent: int, expected: list[int]) -> None:
    """What is critical from twice as many on."""
    assert divert([owed(1), owed(2, grave=True)], Addressee(sent=sent), now, POLICY).flood == expected


def test_no_flood_is_folded_where_none_is_configured(now: datetime) -> None:
    """Nought means never."""
    assert divert([owed()], Addressee(sent=99), now, replace(POLICY, flood=0)).all == set()


@given(
    ages=st.lists(st.integers(0, 200), max_size=6),
    chat=st.builds(
        Addressee,
        st.sampled_from([None, QUIET]),
        st.sampled_from([None, DIGEST]),
        st.booleans(),
        st.integers(0, 7),
    ),
)
def test_one_thing_at_most_becomes_of_an_alert(ages: list[int], chat: Addressee) -> None:
    """It is held, gathered or sent; and what was held or gathered needs no decision any more."""
    alerts = [owed(n, age=age * MINUTE, grave=n % 3 == 0) for n, age in enumerate(ages)]
    found = divert(alerts, chat, MORNING, POLICY)
    ends = [*found.quiet, *found.to_digest, *found.catch_up, *found.flood]
    assert len(ends) == len(set(ends))
    left = [replace(one, late=one.late or one.id in found.late) for one in alerts if one.id not in ends]
    assert divert(left, chat, MORNING, POLICY).all <= set()
