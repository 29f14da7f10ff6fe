"""What stands before a topic's name where there is room for one sign: those that ship have one each."""

from __future__ import annotations

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


def with_icon(name: str) -> str:
    """Return a topic's name behind its sign."""
    return f"{topic_icon(name)} {name}"
