"""``regionwatch explain``: why a text or a stored post matches, or what it lacks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from storage import posts
from storage.database import Database
from storage.model import Entry
from tests.conftest import MORNING
from tests.examples import post, sighting, verdict
from tests.trials.command import configured, said, telegram_source

if TYPE_CHECKING:
    from pathlib import Path

LINK = "https://t.me/open_belgorod/1"
PLACES = '[[places]]\nname = "Область"\n[[places]]\nname = "Козинка"\nwithin = "Область"\n'
TOPICS = """
[[topics]]
name = "shelling"
severity = "critical"
rule = "(обстрел OR прилёт OR мина) AND place:region NOT учения"
[[topics]]
name = "official"
rule = "тревога AND voice:official"
[[topics]]
name = "fire"
rule = "пожар"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a configuration of three topics and two places, with one post in its database."""
    path = configured(tmp_path, PLACES, telegram_source("open_belgorod"), topics=TOPICS)
    entry = Entry(sighting(post("1", "Обстрел: Козинка")), announce=False)
    with Database.open(tmp_path / "regionwatch.db") as database:
        asyncio.run(database.write(posts.save, verdict(entry), MORNING))
    return path


def test_what_holds_is_shown_with_its_words(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which term, which form, where; and which places count."""
    monkeypatch.setenv("COLUMNS", "160")
    ended = said("explain", "Сегодня обстрел: Козинка", config)
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "holds  shelling (critical)  (обстрел OR прилёт OR мина) AND place:region NOT учения",
        "   ✓ обстрел: «обстрел» at 9",
        "   ✓ place:region: «Козинка» at 18",
        "   ✓ not there: учения",
        "2 more topics of which no word stands there (--all shows what they look for)",
        "place  Козинка  «Козинка» at 18: counts",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("прилёт", ["   ✓ прилёт: «прилёт» at 1", "   ✗ missing: place:region"]),
        ("прилёт, учения, Козинка", ["   ✗ excluded, but it is there: учения: «учения» at 9"]),
        ("тревога", ["   ✓ тревога: «тревога» at 1", "   ✗ missing: voice:official"]),
        ("Козинка-Подольская: мина", ["part of the name of another place"]),
    ],
)
def test_what_lacks_something_says_what(config: Path, text: str, lines: list[str]) -> None:
    """In words of the rule, part by part."""
    out = said("explain", text, config).out
    assert out.startswith("lacks  ")
    assert [line for line in lines if line not in out.replace("\nanother", "another")] == []


def test_topics_of_which_no_word_is_there_are_shown_when_asked_for(config: Path) -> None:
    """Else they are counted alone."""
    assert said("explain", "тихо", config).out.startswith("3 topics of which no word stands there")
    out = said("explain", "тихо", "--all", config).out
    assert "✗ none of 3: обстрел, прилёт, мина" in out
    assert "✗ missing: пожар" in out


@pytest.mark.parametrize(
    "link",
    [
        LINK,
        "t.me/open_belgorod/1",
        "https://t.me/s/Open_Belgorod/1?single",
        "http://telegram.me/open_belgorod/1",
    ],
)
def test_a_link_means_the_stored_post(config: Path, link: str) -> None:
    """However it was copied."""
    out = said("explain", link, config).out
    assert out.startswith("telegram:open_belgorod: Обстрел: Козинка\n\nholds  shelling")


def test_a_link_to_a_post_that_is_not_stored_is_an_error(config: Path, tmp_path: Path) -> None:
    """As is one where there is no database at all."""
    ended = said("explain", "https://t.me/open_belgorod/2", config)
    assert (ended.code, ended.out) == (1, "")
    assert "https://t.me/open_belgorod/2: no such post is stored" in ended.err
    (tmp_path / "regionwatch.db").unlink()
    assert "there is no database yet" in said("explain", LINK, config).err


def test_a_source_can_be_given_with_a_text_alone(config: Path) -> None:
    """It decides what holds of voices and homes; a stored post has its own."""
    (record,) = said("explain", "тревога", "--source", "OPEN_belgorod", "--json", config).records
    assert record["source"] == "telegram:open_belgorod"
    ended = said("explain", LINK, "--source", "open_belgorod", config)
    assert (ended.code, "--source" in ended.err) == (2, True)


def test_an_explanation_as_a_record(config: Path) -> None:
    """The whole tree of each rule that is shown; positions are code points counted from 0."""
    (record,) = said("explain", "обстрел \ud800", "--json", config).records
    assert (record["text"], record["others"], record["places"]) == ("обстрел \ud800", 2, [])
    (topic,) = record["topics"]
    assert (topic["topic"], topic["severity"], topic["holds"]) == ("shelling", "critical", False)
    words, place, excluded = topic["why"]["parts"]
    assert words["parts"][0]["matches"] == [{"term": "обстрел", "form": "обстрел", "start": 0, "end": 7}]
    assert [(part["rule"], part["holds"]) for part in (place, excluded)] == [
        ("place:region", False),
        ("NOT учения", True),
    ]


def test_nothing_in_a_text_can_harm_a_terminal(config: Path) -> None:
    """Escape sequences and marks that turn the direction are left out."""
    for text in ("обстрел \x1b[31m", "\u202eобстрел", "обстрел [red]x[/red]"):
        ended = said("explain", text, config)
        assert (ended.code, "\x1b" in ended.out, "\u202e" in ended.out) == (0, False, False)
