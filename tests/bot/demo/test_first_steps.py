"""The first steps, as the documentation shows them."""

from __future__ import annotations

import asyncio
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from bot.demo.bubbles import Typed, drawn
from bot.demo.first_steps import Step, main, steps
from bot.demo.small_town import BEFORE, town_setup
from bot.demo.walking import Town, Walk
from bot.render import Button
from bot.texts import languages
from storage.scratch import ScratchDatabase
from tests.bot.demo.test_messages import lines_of
from tests.fakes.bot_api_html import read_html

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture(scope="module")
def taken() -> dict[str, Step]:
    """Return the steps by name, taken once."""
    return {step.name: step for step in asyncio.run(steps())}


def words_of(step: Step) -> str:
    """Return all that is read in a step's messages, buttons left out; fails on markup that is refused."""
    shown = [read_html(message[0]) for message in step.messages if not isinstance(message, Typed)]
    assert [reading.oddities for reading in shown] == [[]] * len(shown)
    return "\n".join(reading.text for reading in shown)


def test_three_taps_lead_from_the_start_to_a_subscription(taken: dict[str, Step]) -> None:
    """At most; and nothing has to be typed on the way but the first command."""
    way = [taken[name] for name in ("start", "topics", "loud", "done")]
    assert [step.is_following for step in way] == [False, False, False, True]
    assert way[-1].taps <= 3
    assert [one for step in way for one in step.messages if isinstance(one, Typed)] == [Typed("/start")]


def test_the_end_shows_what_will_be_heard_of(taken: dict[str, Step]) -> None:
    """The place, and a post of the day before as an example."""
    assert "You will hear about:\n📍 Northbridge" in words_of(taken["done"])
    assert "Power cut in Northbridge" in words_of(taken["done"])


def test_a_name_that_is_spelled_otherwise_is_understood(taken: dict[str, Step]) -> None:
    """It leads where the button of the place leads."""
    assert taken["typed"].messages[0] == Typed("nordbrige")
    assert words_of(taken["typed"]) == words_of(taken["topics"])


def test_the_alert_comes_by_itself_and_grows(taken: dict[str, Step]) -> None:
    """One message, of what was chosen; later it is officially confirmed."""
    assert words_of(taken["alert"]).startswith("🟠 fire: Northbridge\n❔ unconfirmed: one source\n")
    assert len(taken["alert"].messages) == 1
    assert "3 posts ✅" in words_of(taken["latest"])


def test_what_is_over_is_listed_below_what_goes_on(taken: dict[str, Step]) -> None:
    """Also what had happened before the first step."""
    going_on, _, over = words_of(taken["latest"]).partition("Over\n")
    assert "fire: Northbridge" in going_on
    assert "outage: Northbridge" in over


def test_every_language_greets_in_its_own_words(taken: dict[str, Step]) -> None:
    """The same page, as somebody sees it whose Telegram is in it."""
    names = ["start", *(f"start-{name}" for name in languages() if name != "en")]
    assert len({words_of(taken[name]) for name in names}) == len(languages())


def test_a_button_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """So the steps cannot go on past a screen that has changed."""

    async def tap_in_vain() -> None:
        with ScratchDatabase.create(tmp_path / "x.db") as database:
            town = Town(database, tmp_path, BEFORE[0].at)
            await Walk(town.desk, 1).tap("Done")

    with pytest.raises(LookupError, match="no button 'Done'"):
        asyncio.run(tap_in_vain())


def test_the_town_is_a_set_up_without_faults(tmp_path: Path) -> None:
    """Its channels are at home in it."""
    assert {source.home for source in town_setup(tmp_path).sources} == {"Northbridge"}


def test_what_is_typed_stands_on_the_other_side() -> None:
    """And the button that is tapped has a frame, no other."""
    rows = ((Button("Next", data="a"), Button("Back", data="b")),)
    shown = drawn([Typed("<name> & more"), ("Where?", rows)], tapped="Next")
    assert lines_of(shown) == ["<name> & more", "Where?", "Next", "Back"]
    assert shown.count("stroke=") == 1
    ET.fromstring(shown)  # noqa: S314 - drawn here


def test_the_documented_steps_are_what_is_shown(tmp_path: Path) -> None:
    """Each is in the documentation as it is drawn now: python -m bot.demo.first_steps docs/pictures."""
    main(tmp_path, lambda _: None)
    made = {one.name: one.read_text(encoding="utf-8") for one in tmp_path.iterdir()}
    kept = {one.name: one.read_text(encoding="utf-8") for one in (DOCS / "pictures").glob("step-*.svg")}
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []


def test_the_page_shows_every_step() -> None:
    """In light and in dark."""
    page = (DOCS / "first-steps.md").read_text(encoding="utf-8")
    named = set(re.findall(r"pictures/(step-[\w-]+\.svg)", page))
    assert named == {one.name for one in (DOCS / "pictures").glob("step-*.svg")}
