"""What the topics that ship find and leave alone, in sentences as people post them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.demo.reading import load_day
from bot.topics import catalogue
from monitors import rules
from tests.hazards import STRANGER, topics_of

HAZARDS = catalogue.shipped("hazards")
SENTENCES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))

DAY = [
    (f"{one.outlet}/{one.post.id}", text, topics & {topic.name for topic in HAZARDS})
    for one in load_day().posts
    if not one.post.service
    for text, topics in ((one.post.text, one.topics), (one.edited_text, one.edited_topics))
    if text
]
"""The recorded day's texts with what a reader says of them."""


@pytest.mark.parametrize("topic", HAZARDS, ids=lambda topic: topic.name)
def test_a_topic_that_ships_is_a_right_rule(topic: catalogue.Shipped) -> None:
    """Within the limits of a rule, and bound to the region."""
    rule = rules.parse(topic.rule, rules.Known())
    assert rule.text == topic.rule
    assert len(topic.rule) <= 4096
    assert "(place:region OR home:region)" in topic.rule


def found(kind: str, language: str) -> dict[str, set[str]]:
    """Return what a local source's sentences come to that lack their topic."""
    return {
        text: seen
        for topic, texts in SENTENCES[kind][language].items()
        for text in texts
        if topic not in (seen := topics_of(text))
    }


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_what_a_neighbour_writes_is_found_without_a_place(language: str) -> None:
    """A local source names a street at most."""
    assert found("found", language) == {}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_dutch_and_english_are_found(language: str) -> None:
    """In the forms in which news is written."""
    assert found("found", language) == {}


@pytest.mark.parametrize("text", SENTENCES["quiet"])
def test_what_only_sounds_like_an_alarm_is_none(text: str) -> None:
    """Drills, museums, adverts, sport and figures of speech, even of a local source."""
    assert topics_of(text) == set()


@pytest.mark.parametrize("text", SENTENCES["loud"])
def test_a_word_beside_it_does_not_silence_an_alarm(text: str) -> None:
    """A museum that is hit, a siren that is no drill, a village of two where nobody was hurt."""
    assert topics_of(text) != set()


@pytest.mark.parametrize("text", [one for texts in SENTENCES["found"]["ru"].values() for one in texts])
def test_a_stranger_who_names_no_place_of_the_region_alerts_nobody(text: str) -> None:
    """The same words of anywhere else."""
    named = ("Белгород", "Шебекино", "Грайворон", "Козинк", "Замость")
    assert any(name in text for name in named) or topics_of(text, STRANGER) == set()


def test_a_local_source_that_tells_the_shown_day_is_understood() -> None:
    """As a reader understands it, in four languages."""
    assert [name for name, text, topics in DAY if not topics <= topics_of(text)] == []
