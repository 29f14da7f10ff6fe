"""The example configuration is complete, right, and finds what it says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.config_sections import LISTS, SECTIONS
from bot.demo.reading import load_day
from bot.setup import check, load
from bot.topics import catalogue
from monitors.watchlist import Watchlist
from storage.model import Post, Severity

if TYPE_CHECKING:
    from bot.demo.day import Recorded

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "config.example.toml"
TEXT = EXAMPLE.read_text(encoding="utf-8")
WHOLE = re.sub(r"^# (\w+ = |\[\[)", r"\1", TEXT, flags=re.MULTILINE)
"""The example with the options that are commented out put in."""

SETUP = load(EXAMPLE)
HAZARDS = {topic.name for topic in catalogue.shipped("hazards")}
DAY = load_day()
TOLD = [recorded for recorded in DAY.posts if not recorded.post.service]
LOCAL = {outlet.name for outlet in DAY.outlets if outlet.home}


def options(values: dict[str, Any]) -> set[str]:
    """Return every option that stands in a configuration, as ``section.name``."""
    tables = [(name, table) for name in SECTIONS for table in [values[name]]]
    tables += [(name, table) for name in LISTS for table in values[name]]
    return {f"{name}.{option}" for name, table in tables for option in table}


def known_options() -> set[str]:
    """Return every option that there is."""
    return {f"{name}.{o}" for name, model in {**SECTIONS, **LISTS}.items() for o in model.model_fields}


def test_the_example_holds_every_option_and_no_other() -> None:
    """Those that are commented out with a value count."""
    assert options(tomllib.loads(WHOLE)) == known_options()


def test_the_example_is_right_as_it_stands_and_with_everything_put_in() -> None:
    """The program's own check finds nothing."""
    assert check(tomllib.loads(TEXT), ROOT)[1] == []
    assert check(tomllib.loads(WHOLE), ROOT)[1] == []


def test_a_forgotten_option_would_be_noticed() -> None:
    """The comparison above sees each of them."""
    for option in (o for name, m in SECTIONS.items() for o in m.model_fields if name != "console"):
        lacking = re.sub(rf"^{option} = .*$", "", WHOLE, flags=re.MULTILINE)
        assert options(tomllib.loads(lacking)) != known_options(), option


def test_every_option_of_a_table_has_a_comment() -> None:
    """Right above it, or above its neighbour of the same paragraph."""
    head = TEXT.split("# --- sources")[0]
    for paragraph in re.split(r"^\[\w+\]\n", head, flags=re.MULTILINE)[1:]:
        assert paragraph.startswith("# ")
    assert re.findall(r"^\[\w+\]\n(?!# )", head, flags=re.MULTILINE) == []


@pytest.mark.parametrize("name", [n for n in SECTIONS if n not in {"telegram", "region"}])
def test_what_is_shown_as_default_is_the_default(name: str) -> None:
    """Options are shown with their default unless they say otherwise."""
    model = SECTIONS[name]
    assert model.model_validate(tomllib.loads(TEXT)[name]) == model()


def test_the_topics_are_those_that_ship_and_one_of_its_own() -> None:
    """Each can be followed by its name; one is told more urgently than it ships."""
    topics = {topic.name: topic for topic in SETUP.topics}
    assert topics.keys() == {*HAZARDS, "schools"}
    assert topics["communication"].severity is Severity.WARNING


def found(watchlist: Watchlist, recorded: Recorded) -> bool:
    """Return whether a post of the day satisfies a topic: one of a local source, or of one without a home."""
    source = SETUP.watched["telegram:open_belgorod" if recorded.outlet in LOCAL else "feed:example"]
    post = Post(source.key, str(recorded.post.id), recorded.post.link, recorded.post.text)
    return any(hit.target.startswith("topic:") for hit in watchlist.match(post, source)[0].hits)


@pytest.mark.parametrize("name", sorted(HAZARDS & {name for r in TOLD for name in r.topics}))
def test_the_example_finds_what_a_reader_finds_in_the_recorded_day(name: str) -> None:
    """In four languages, and nothing that is off topic."""
    watchlist = Watchlist([t for t in SETUP.topics if t.name == name], SETUP.vocabulary)
    hit = {(r.outlet, r.post.id) for r in TOLD if found(watchlist, r)}
    assert hit == {(r.outlet, r.post.id) for r in TOLD if name in r.topics}
    assert hit
