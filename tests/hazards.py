"""The topics that ship, watched in a small region: what a post of a local source or a stranger comes to."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.setup import check
from monitors.watchlist import Watchlist
from storage.model import Post

if TYPE_CHECKING:
    from bot.setup import Setup

OBLAST = "Белгородская область"
LOCAL, STRANGER = "telegram:local", "telegram:stranger"
VALUES = {
    "region": {"extends": ["hazards"]},
    "places": [
        {"name": OBLAST},
        {"name": "Белгород", "within": OBLAST},
        {"name": "Шебекино", "within": OBLAST},
        {"name": "Грайворонский округ", "within": OBLAST},
        {"name": "Грайворон", "within": "Грайворонский округ"},
        {"name": "Козинка", "within": "Грайворонский округ"},
        {"name": "Замостье", "within": "Грайворонский округ"},
        {"name": "Гора-Подол", "within": "Грайворонский округ"},
    ],
    "sources": [
        {"kind": "telegram", "name": "local", "home": OBLAST},
        {"kind": "telegram", "name": "stranger"},
    ],
}


@cache
def _watched() -> tuple[Watchlist, Setup]:
    setup, problems = check(VALUES, Path())
    assert problems == []
    return Watchlist(setup.topics, setup.vocabulary), setup


def topics_of(text: str, source: str = LOCAL) -> set[str]:
    """Return the shipped topics that a post is about."""
    watchlist, setup = _watched()
    reading, _ = watchlist.match(Post(source, "1", "https://t.me/x/1", text), setup.watched[source])
    return {hit.target.removeprefix("topic:") for hit in reading.hits}
