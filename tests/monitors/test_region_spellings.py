"""How well a region is known in spellings that nobody listed: a table of ours, from how media write."""

from __future__ import annotations

from pathlib import Path

from bot.setup import load
from monitors.lexicon import Lexicon
from monitors.matching import match
from storage.model import Source
from tests.exactly import published

DATA = Path(__file__).parents[1] / "data"
VOCABULARY = load(DATA.parents[1] / "config.example.toml").vocabulary
LEXICON = Lexicon.compile([], VOCABULARY.forms, VOCABULARY.gazetteer)
LOCAL = Source("telegram", "open_belgorod", home="Белгородская область")
STRANGER = Source("telegram", "war_news")
LEAST = 0.95


def places(text: str, source: Source) -> tuple[str, ...]:
    """Return the places that a text of a source names."""
    return match(LEXICON, published(text, source), source).places


def test_spellings_that_nobody_listed() -> None:
    """Cases, districts, hashtags, abbreviations, ten languages: at least 95 % mean the place they should."""
    lines = (DATA / "region_spellings.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    missed = [surface for surface, place in rows if place not in places(surface, LOCAL)]
    assert len(missed) <= (1 - LEAST) * len(rows), missed


def test_what_looks_like_a_place_of_the_region() -> None:
    """Namesakes elsewhere, people, ordinary words: none of them is the region's in a stranger's post."""
    lines = (DATA / "region_lookalikes.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if places(line, STRANGER)] == []
