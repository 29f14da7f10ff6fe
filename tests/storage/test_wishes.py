"""When chats want to be told, and what becomes of what is held for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import chats, wishes
from storage.model import Mode, Severity, Wishes
from storage.model.schedules import DAYS, Digest, Quiet
from tests.conftest import MORNING
from tests.wishing import TOPIC, due_of, hold

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

UTC, MOSCOW = ZoneInfo("UTC"), ZoneInfo("Europe/Moscow")
HOUR = timedelta(hours=1)
DAILY = Digest.parse("daily 08:00")
NIGHT, FORENOON = Quiet.parse("23:00-07:00"), Quiet.parse("05:00-11:00")
CLOCK = st.times().map(lambda at: f"{at:%H:%M}")
DIGESTS = st.one_of(
    st.just("hourly"),
    CLOCK.map(lambda at: f"daily {at}"),
    st.tuples(st.sampled_from(DAYS), CLOCK).map(lambda both: f"weekly {both[0]} {both[1]}"),
)
ZONES = ("", "Europe/Moscow", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Etc/GMT+12")


def test_a_chat_that_never_spoke_wishes_what_everybody_does(connection: Connection) -> None:
    """Nothing is planned for it."""
    assert wishes.get(connection, 1) == Wishes()
    assert wishes.planned(connection, 1) == wishes.Planned()


def test_wishes_are_kept_for_each_chat(connection: Connection, now: datetime) -> None:
    """And read with the chat."""
    wishes.set_digest(connection, 1, DAILY, now, UTC)
    wishes.set_quiet(connection, 1, NIGHT, now, UTC)
    wishes.set_zone(connection, 1, "Europe/Moscow", now, UTC)
    wishes.set_critical_through(connection, 1, now, UTC, through=False)
    wishes.set_mode(connection, 2, Mode.SILENT, now, UTC)
    assert wishes.get(connection, 1) == Wishes(
        Mode.DIGEST, "daily 08:00", "23:00-07:00", "Europe/Moscow", critical_through=False
    )
    assert wishes.get(connection, 2) == Wishes(Mode.SILENT)
    known = chats.get(connection, 2)
    assert known is not None
    assert known.wishes == Wishes(Mode.SILENT)


def test_moments_are_planned_in_the_zone_that_counts(connection: Connection, now: datetime) -> None:
    """The region's, until the chat has one of its own."""
    wishes.set_digest(connection, 1, DAILY, now, MOSCOW)
    wishes.set_quiet(connection, 1, NIGHT, now, MOSCOW)
    planned = wishes.planned(connection, 1)
    assert planned.digest_due == now.replace(hour=5) + 24 * HOUR
    assert (planned.quiet_begin, planned.quiet_end) == (now.replace(hour=20), now.replace(hour=4) + 24 * HOUR)
    wishes.set_zone(connection, 1, "Europe/London", now, MOSCOW)
    assert wishes.planned(connection, 1).digest_due == now + HOUR


def test_a_zone_that_is_known_no_more_is_the_region_s(connection: Connection, now: datetime) -> None:
    """The machine's database of zones can change."""
    wishes.set_digest(connection, 1, DAILY, now, MOSCOW)
    wishes.set_zone(connection, 1, "Europe/Atlantis", now, MOSCOW)
    assert wishes.planned(connection, 1).digest_due == now.replace(hour=5) + 24 * HOUR


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DIGESTS, st.sampled_from(ZONES), st.integers(0, 3 * 365 * 24 * 60), CLOCK, CLOCK)
def test_what_is_planned_is_what_the_clock_of_the_zone_will_show(
    connection: Connection, digest: str, zone: str, minutes: int, begin: str, end: str
) -> None:
    """Whatever the schedule, the zone and the moment; a digest comes after quiet hours, not in them."""
    now = MORNING + timedelta(minutes=minutes)
    local = ZoneInfo(zone) if zone else MOSCOW
    wishes.set_zone(connection, 1, zone, now, MOSCOW)
    wishes.set_digest(connection, 1, Digest.parse(digest), now, MOSCOW)
    quiet = Quiet.parse(f"{begin}-{end}") if begin != end else None
    wishes.set_quiet(connection, 1, quiet, now, MOSCOW)
    planned = wishes.planned(connection, 1)
    due = Digest.parse(digest).next(now, local)
    begins, ends = quiet.around(due, local) if quiet else (due + HOUR, due)
    assert planned.digest_due == (ends if begins <= due else due)
    around = quiet.around(now, local) if quiet else (None, None)
    assert (planned.quiet_begin, planned.quiet_end) == around


def test_a_digest_has_a_time_as_long_as_something_comes_in_it(connection: Connection, now: datetime) -> None:
    """In the morning where nobody said when; and none once nothing does."""
    chats.follow(connection, 1, TOPIC, now)
    wishes.set_subscription_mode(connection, 1, TOPIC, Mode.DIGEST, now, UTC)
    assert wishes.get(connection, 1) == Wishes(digest="daily 08:00")
    wishes.set_mode(connection, 1, Mode.SILENT, now, UTC)
    assert wishes.get(connection, 1).digest == "daily 08:00"
    wishes.set_subscription_mode(connection, 1, TOPIC, None, now, UTC)
    assert wishes.get(connection, 1) == Wishes(Mode.SILENT)
    assert wishes.planned(connection, 1) == wishes.Planned()


def test_without_a_digest_nothing_is_asked_to_come_in_one(connection: Connection, now: datetime) -> None:
    """Subscriptions that were come as all else does; a chat that is silent stays so."""
    chats.follow(connection, 1, TOPIC, now)
    wishes.set_mode(connection, 1, Mode.SILENT, now, UTC)
    wishes.set_subscription_mode(connection, 1, TOPIC, Mode.DIGEST, now, UTC)
    wishes.set_digest(connection, 1, None, now, UTC)
    assert [one.mode for one in chats.following(connection, 1)] == [None]
    assert wishes.get(connection, 1) == Wishes(Mode.SILENT)


# --- what is held -----------------------------------------------------------------------------


def test_what_is_held_moves_with_the_digest(connection: Connection, now: datetime) -> None:
    """To its new time, and to now where there is none any more; other chats' alerts stay."""
    wishes.set_digest(connection, 1, DAILY, now, UTC)
    mine, other = hold(connection, 1, now + 2 * HOUR), hold(connection, 2, now + 2 * HOUR)
    assert wishes.set_digest(connection, 1, Digest.parse("daily 12:00"), now, UTC) == 0
    assert due_of(connection, mine) == now + 6 * HOUR
    assert wishes.set_digest(connection, 1, None, now, UTC) == 1
    assert due_of(connection, mine) == now
    assert due_of(connection, other) == now + 2 * HOUR


def test_what_is_held_moves_with_quiet_hours(connection: Connection, now: datetime) -> None:
    """To their new end, or to now where it is not quiet any more."""
    wishes.set_quiet(connection, 1, FORENOON, now, UTC)
    held = hold(connection, 1, now + 5 * HOUR, reason="quiet")
    assert wishes.set_quiet(connection, 1, Quiet.parse("05:00-09:00"), now, UTC) == 0
    assert due_of(connection, held) == now + 3 * HOUR
    assert wishes.set_quiet(connection, 1, Quiet.parse("20:00-22:00"), now, UTC) == 1
    assert due_of(connection, held) == now


def test_a_zone_moves_what_is_held(connection: Connection, now: datetime) -> None:
    """It is quiet until later further west."""
    wishes.set_quiet(connection, 1, FORENOON, now, UTC)
    held = hold(connection, 1, now + 5 * HOUR, reason="quiet")
    wishes.set_zone(connection, 1, "Etc/GMT+1", now, UTC)
    assert due_of(connection, held) == now + 6 * HOUR


def test_without_its_digest_an_alert_still_waits_for_quiet_hours_to_end(
    connection: Connection, now: datetime
) -> None:
    """Each reason to hold it counts by itself."""
    wishes.set_quiet(connection, 1, FORENOON, now, UTC)
    wishes.set_digest(connection, 1, Digest.parse("daily 12:00"), now, UTC)
    held = hold(connection, 1, now + 6 * HOUR)
    assert wishes.set_digest(connection, 1, None, now, UTC) == 0
    assert due_of(connection, held) == now + 5 * HOUR


def test_what_is_critical_comes_when_it_may(connection: Connection, now: datetime) -> None:
    """It waited like all else until it was let through."""
    wishes.set_critical_through(connection, 1, now, UTC, through=False)
    wishes.set_quiet(connection, 1, FORENOON, now, UTC)
    grave, other = hold(connection, 1, now + 5 * HOUR, Severity.CRITICAL), hold(connection, 1, now + 5 * HOUR)
    assert wishes.set_critical_through(connection, 1, now, UTC, through=True) == 1
    assert [due_of(connection, one) for one in (grave, other)] == [now, now + 5 * HOUR]


def test_a_subscription_lets_go_what_it_asked_for(connection: Connection, now: datetime) -> None:
    """The soonest way counts of several that asked for an alert."""
    for target in (TOPIC, "all"):
        chats.follow(connection, 1, target, now)
    wishes.set_digest(connection, 1, DAILY, now, UTC)
    both = hold(connection, 1, now + 2 * HOUR, targets=(TOPIC, "all"))
    one = hold(connection, 1, now + 2 * HOUR, targets=("all",))
    assert wishes.set_subscription_mode(connection, 1, TOPIC, Mode.SILENT, now, UTC) == 1
    assert [due_of(connection, alert) for alert in (both, one)] == [now, now + 2 * HOUR]


def test_what_came_too_late_goes_with_the_digest(connection: Connection, now: datetime) -> None:
    """Or now, where there is none."""
    wishes.set_digest(connection, 1, DAILY, now, UTC)
    held = hold(connection, 1, now + 2 * HOUR, reason="late")
    wishes.set_digest(connection, 1, Digest.parse("daily 12:00"), now, UTC)
    assert due_of(connection, held) == now + 6 * HOUR
    assert wishes.set_digest(connection, 1, None, now, UTC) == 1
    assert due_of(connection, held) == now
