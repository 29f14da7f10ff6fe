"""The picture of the demo."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from rich.panel import Panel
from rich.text import Text

from bot.demo.picture import CHOSEN, Collector, picture
from bot.demo.reading import load_day

BOXES = [Panel(Text(f"words {link}\n\n{link}"), title="t") for link in ("one", "two", "three")]
COMMITTED = Path(__file__).parents[3] / "docs" / "demo.svg"


def words_of(drawn: str) -> str:
    """Return the text of an SVG; raises where it is no XML."""
    return " ".join("".join(ET.fromstring(drawn).itertext()).split())  # noqa: S314 - drawn by this program


def test_the_chosen_alerts_and_the_last_box_are_drawn() -> None:
    """In the order of choice; what was not chosen is left out."""
    words = words_of(picture([*BOXES, Panel("numbers")], ["two", "one"]))
    assert words.index("words") < words.index("two") < words.index("one") < words.index("numbers")
    assert "three" not in words


def test_the_same_boxes_make_the_same_picture() -> None:
    """So that a picture that is made again differs only where the program does."""
    assert picture(BOXES, ["one"]) == picture(BOXES, ["one"])


def test_a_picture_loads_nothing() -> None:
    """No font and no image comes from elsewhere."""
    assert "url(http" not in picture(BOXES, ["one"]).replace('"', "")


def test_an_alert_that_was_not_told_is_an_error() -> None:
    """The choice has to follow the recording."""
    with pytest.raises(LookupError, match="four: no such alert"):
        picture(BOXES, ["four"])


def test_what_is_chosen_is_in_the_recording() -> None:
    """Three posts of the day that concern the region."""
    told = {f"https://t.me/{one.outlet}/{one.post.id}" for one in load_day().posts if one.topics}
    assert told >= set(CHOSEN)


def test_the_collector_keeps_boxes_alone() -> None:
    """Sentences are no alerts."""
    collector = Collector()
    collector.print("words")
    collector.print(BOXES[0])
    assert collector.boxes == BOXES[:1]


def test_the_committed_picture_shows_what_is_chosen() -> None:
    """It was made from this recording."""
    words = words_of(COMMITTED.read_text(encoding="utf-8"))
    for link in CHOSEN:
        assert link in words
