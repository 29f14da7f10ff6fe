"""What stands before a topic's name where there is room for one sign: those that ship have one each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.names import topic_name
from bot.passage import shortened

if TYPE_CHECKING:
    from bot.texts import Texts

_ICONS = {
    "shelling": "💥",
    "drone": "🛸",
    "airraid": "🚨",
    "casualties": "🚑",
    "fire": "🔥",
    "outage": "🔌",
    "evacuation": "🚌",
    "border": "🛂",
    "road": "🚧",
    "communication": "📶",
}

NEUTRAL = "📌"
"""Stands before a topic that somebody made of their own."""


def topic_icon(name: str) -> str:
    """Return the sign of a topic."""
    return _ICONS.get(name.casefold(), NEUTRAL)


def with_icon(name: str, texts: Texts, most: int = 40) -> str:
    """Return what a topic is called in the reader's language, cut where it is longer, behind its sign."""
    return f"{topic_icon(name)} {shortened(topic_name(name, texts), most)}"
