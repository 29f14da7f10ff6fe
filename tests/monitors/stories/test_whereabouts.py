"""Open stories by topic and place."""

from __future__ import annotations

from monitors.stories.gathering.open_stories import OpenStory
from monitors.stories.gathering.whereabouts import Whereabouts
from storage.model import Severity


def story(number: int, *places: str, target: str = "topic:fire") -> OpenStory:
    """Return an open story of a topic at some places."""
    targets = {target: Severity.WARNING}
    return OpenStory(number, 0.0, 0.0, 0.0, 60.0, targets=targets, places=dict.fromkeys(places))


def test_a_story_is_found_by_each_of_its_places() -> None:
    """A story of two places is found by either, and not by another topic at them."""
    found = Whereabouts()
    found.put(story(1, "Grayvoron", "Kozinka"))
    found.put(story(2, "Kozinka", target="topic:outage"))
    assert found.of(["topic:fire"], ["Kozinka"]) == found.of(["topic:fire"], ["Grayvoron", "x"]) == {1}
    assert found.of(["topic:fire", "topic:outage"], ["Kozinka"]) == {1, 2}


def test_a_story_that_grew_is_taken_away_wholly() -> None:
    """A story that came to a further place is found there, and nowhere once it is taken away."""
    found, grown = Whereabouts(), story(1, "Kozinka")
    found.put(grown)
    grown.places["Grayvoron"] = None
    found.put(grown)
    assert found.of(["topic:fire"], ["Grayvoron"]) == {1}
    found.take(grown)
    assert found.of(["topic:fire"], ["Grayvoron", "Kozinka"]) == set()
