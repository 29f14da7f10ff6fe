"""What is learnt of how often a source posts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitors.rhythm.observing import observe
from monitors.rhythm.pulse import Pulse, as_json, expected, follow, from_json, voices
from monitors.rhythm.region import UNKNOWN, stir

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def watched(times: list[datetime], until: datetime, *, matched: bool = False) -> Pulse:
    """Return the pulse of a source that was polled every ten minutes from midnight on."""
    pulse, now = observe(Pulse(), [], 0, MIDNIGHT), MIDNIGHT
    waiting = sorted(times)
    while now < until:
        now += 10 * MINUTE
        new = [when for when in waiting if when <= now]
        waiting = waiting[len(new) :]
        pulse = observe(pulse, new, len(new) if matched else 0, now)
    return pulse


def steadily(a_day: int, days: int) -> list[datetime]:
    """Return evenly spread times."""
    return [MIDNIGHT + DAY * (number + 0.5) / a_day for number in range(a_day * days)]


@pytest.mark.parametrize("a_day", [1, 12, 96])
def test_a_steady_source_is_known_within_days(a_day: int) -> None:
    """What is expected of a day is what a day brought, within a third (less is certain of rare posts)."""
    until = MIDNIGHT + 14 * DAY
    pulse = watched(steadily(a_day, 14), until)
    assert expected(pulse, until, until + DAY) == pytest.approx(a_day, rel=0.35)


def test_silence_lowers_what_is_expected() -> None:
    """A source that has said nothing for a week is expected to say next to nothing."""
    pulse = watched([], MIDNIGHT + 7 * DAY)
    assert expected(pulse, MIDNIGHT + 7 * DAY, MIDNIGHT + 8 * DAY) < 0.2


def test_a_changed_rate_is_followed() -> None:
    """A source that falls from 96 posts a day to 6 is taken for the new one after some weeks."""
    late = [when + 7 * DAY for when in steadily(6, 21)]
    until = MIDNIGHT + 28 * DAY
    pulse = watched([*steadily(96, 7), *late], until)
    assert expected(pulse, until, until + DAY) < 16


def test_the_hours_are_learnt() -> None:
    """Of a source that posts by day, little is expected by night."""
    times = [MIDNIGHT + day * DAY + (10 + n / 4) * HOUR for day in range(10) for n in range(24)]
    pulse = watched(times, MIDNIGHT + 10 * DAY)
    noon, night = MIDNIGHT + 10 * DAY + 12 * HOUR, MIDNIGHT + 10 * DAY + 2 * HOUR
    assert expected(pulse, noon, noon + HOUR) > 5 * expected(pulse, night, night + HOUR)


def test_a_post_raises_what_is_expected_at_once_and_for_a_while() -> None:
    """Right after a post more is expected, hours later hardly more."""
    quiet = watched(steadily(4, 5), MIDNIGHT + 5 * DAY)
    now = MIDNIGHT + 5 * DAY + MINUTE
    stirred = observe(quiet, [now], 0, now)
    rise = expected(stirred, now, now + 10 * MINUTE) / expected(quiet, now, now + 10 * MINUTE)
    later = now + 12 * HOUR
    assert rise > 1.5
    assert expected(stirred, later, later + HOUR) < 1.3 * expected(quiet, later, later + HOUR)


def test_an_empty_poll_changes_only_when_it_was_polled() -> None:
    """All else follows from the times, so that a poll that brought nothing costs next to nothing."""
    pulse = watched(steadily(4, 2), MIDNIGHT + 2 * DAY)
    now = MIDNIGHT + 3 * DAY
    assert observe(pulse, [], 0, now) == replace(pulse, polled=now.timestamp())


def test_a_first_page_tells_how_often_a_source_posts() -> None:
    """Twenty posts of the last ten hours are two an hour, also under a pinned one of last year."""
    page = [MIDNIGHT - n * 30 * MINUTE for n in range(20)]
    for posts in (page, [*page, MIDNIGHT - 300 * DAY]):
        pulse = observe(Pulse(), posts, 0, MIDNIGHT)
        assert 30 < expected(pulse, MIDNIGHT, MIDNIGHT + DAY) < 75


@pytest.mark.parametrize("wrong", [timedelta(days=60_000), -10_000 * DAY, timedelta(0)])
def test_wrong_times_and_floods_do_no_harm(wrong: timedelta) -> None:
    """Thirty thousand posts of another century count as few, and of now."""
    pulse = watched(steadily(4, 3), MIDNIGHT + 3 * DAY)
    now = MIDNIGHT + 3 * DAY + MINUTE
    flooded = observe(pulse, [now + wrong] * 30_000, 30_000, now)
    assert flooded.at <= now.timestamp()
    assert 0 <= expected(flooded, now + DAY, now + 2 * DAY) < 40


def test_a_clock_that_was_set_back_does_no_harm() -> None:
    """A poll an hour before the last one changes no time."""
    pulse = watched(steadily(24, 2), MIDNIGHT + 2 * DAY)
    back = observe(pulse, [MIDNIGHT + DAY], 0, MIDNIGHT + 2 * DAY - HOUR)
    assert back.polled == pulse.polled
    assert back.at >= pulse.at


def test_a_clock_that_was_years_ahead_is_forgotten() -> None:
    """Once it is right again, what the source does counts again."""
    pulse = observe(watched(steadily(24, 2), MIDNIGHT + 2 * DAY), [], 0, MIDNIGHT + 50_000 * DAY)
    right = observe(pulse, [], 0, MIDNIGHT + 2 * DAY + HOUR)
    assert right.polled == (MIDNIGHT + 2 * DAY + HOUR).timestamp()
    assert right.at <= right.polled


def test_any_history_can_be_written_down_and_read() -> None:
    """What is read is what was written, to four digits, and what is expected is the same."""
    chance, now = random.Random(7), MIDNIGHT  # noqa: S311 - a made-up history
    pulse = observe(Pulse(), [], 0, now)
    for _ in range(300):
        now += chance.random() * HOUR
        new = [now - chance.random() * HOUR for _ in range(chance.randrange(4))]
        pulse = observe(pulse, new, len(new) // 2, now)
        assert expected(from_json(as_json(pulse)), now, now + DAY) == pytest.approx(
            expected(pulse, now, now + DAY), rel=1e-3, abs=1e-3
        )


@pytest.mark.parametrize(
    "text", ["", "{}", "null", "[1]", "[[]]", '["a"]', "[NaN]", "[" * 10_000, "[-1" + ",0" * 11]
)
def test_an_unreadable_pulse_is_a_fresh_one(text: str) -> None:
    """Whatever stands in the database, polling goes on."""
    assert from_json(text) == Pulse()


def test_who_never_stops_talking_says_little_by_speaking_up() -> None:
    """A quiet source's post counts for one voice, a chatty one's for a part of it."""
    now = MIDNIGHT + 2 * DAY
    quiet, chatty = watched([], now), watched(steadily(400, 2), now)
    assert voices(quiet, [now]) == pytest.approx(1)
    assert voices(chatty, [now]) < 0.2
    assert voices(Pulse(), [now]) == 0


def test_a_source_that_stays_calm_while_others_talk_is_left_alone() -> None:
    """How strongly a source goes along is learnt from surges."""
    region = replace(UNKNOWN, usual=10.0)
    calm = watched(steadily(24, 3), MIDNIGHT + 3 * DAY)
    now = MIDNIGHT + 3 * DAY
    for _ in range(200):
        now += 10 * MINUTE
        region = stir(region, 60 - region.talking, now, now)
        calm = observe(calm, [], 0, now, region)
    assert follow(calm, region) < 0.2
