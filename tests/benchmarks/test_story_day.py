"""The measure of stories against events, and what is measured by it."""

import pytest

from benchmarks.story_day import b_cubed, labels_of, recording_of
from bot.demo.reading import load_day
from storage.model import Source

EVENTS = dict(zip("12345", "aaaaa", strict=True)) | {"6": "b", "7": "b"} | dict.fromkeys("89ABC", "c")
"""The example of Bagga and Baldwin: three chains of five, two and five."""


@pytest.mark.parametrize(
    ("together", "precision", "recall"),
    [("", 1.0, 1.0), ("bc", 16 / 21, 1.0), ("ac", 7 / 12, 1.0)],
)
def test_joining_large_events_costs_more_than_joining_a_small_one(
    together: str, precision: float, recall: float
) -> None:
    """As in the paper: 76 % and 58 %."""
    found = {post: "joined" if event in together else event for post, event in EVENTS.items()}
    score = b_cubed(found, EVENTS)
    assert (score.precision, score.recall) == pytest.approx((precision, recall))
    assert score.f1 == pytest.approx(2 * precision / (precision + 1))


def test_a_post_in_no_story_is_alone() -> None:
    """Nothing is gained by leaving posts out, and what has no label does not count."""
    score = b_cubed({"1": 1, "2": 1, "9": 1}, {"1": "a", "2": "a", "3": "a"})
    assert (score.precision, score.recall) == pytest.approx((1.0, (2 / 3 + 2 / 3 + 1 / 3) / 3))


def test_the_day_is_recorded_in_the_order_of_its_times() -> None:
    """Edits at their own times; what the network says itself is left out."""
    day = load_day()
    recording = recording_of(day, [Source(outlet.kind, outlet.name) for outlet in day.outlets])
    times = [one.at for one in recording.posts]
    assert times == sorted(times)
    edits = sum(one.edited_at is not None for one in day.posts)
    assert len(times) == sum(not one.post.service for one in day.posts) + edits
    assert labels_of(day)["telegram:region_press_demo/404"] == "shelling of Grayvoron district"
