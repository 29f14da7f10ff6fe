"""The topics that ship, watched in a small region: what a post of a local source or of a stranger comes to."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.setup import check
from monitors.watchlist import Watchlist
from storage.model import Post

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
def _watched() -> tuple[Watchlist, dict[str, str]]:
    setup, problems = check(VALUES, Path())
    assert problems == []
    return Watchlist(setup.topics, setup.vocabulary), {f"topic:{one.name}": one.name for one in setup.topics}


def topics_of(text: str, source: str = LOCAL) -> set[str]:
    """Return the shipped topics that a post is about."""
    watchlist, names = _watched()
    setup, _ = check(VALUES, Path())
    reading, _ = watchlist.match(Post(source, "1", "https://t.me/x/1", text), setup.watched[source])
    return {names[hit.target] for hit in reading.hits}
