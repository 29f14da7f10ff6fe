"""Recordings that tests of replays are made of, and what a chat would have got of them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.conftest import MORNING
from tests.trials.command import Ended, configured, said

if TYPE_CHECKING:
    from pathlib import Path

PLACES = """
[[places]]
name = "Область"
[[places]]
name = "Козинка"
within = "Область"
at = [50.4613, 35.6026]
[[places]]
name = "Грайворон"
within = "Область"
at = [50.4789, 35.6809]
"""
TOPICS = """
[[topics]]
name = "shelling"
severity = "critical"
rule = "обстрел OR обстрелять"
[[topics]]
name = "water"
severity = "info"
rule = "уровень AND вода"
"""
SOURCES = """
[[sources]]
kind = "telegram"
name = "gov_news"
voice = "official"
home = "Область"
[[sources]]
kind = "telegram"
name = "neighbours"
"""


def replayed(folder: Path, *lines: dict[str, Any] | bytes, words: tuple[str, ...] = ("--json",)) -> Ended:
    """Return what ``replay`` says of these lines, with a configuration of two topics, places and sources."""
    config = configured(folder, PLACES, SOURCES, topics=TOPICS)
    given = (one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines)
    recording = folder / "day.jsonl"
    recording.write_bytes(b"\n".join(given))
    return said("replay", str(recording), *words, config)


def line(seconds: float, key: str, text: str, source: str = "neighbours", **more: str) -> dict[str, Any]:
    """Return a line of a recording, so many seconds after the morning began."""
    moment = (MORNING + timedelta(seconds=seconds)).isoformat()
    return {"source": source, "key": key, "published": moment, "text": text, **more}


def actions(ended: Ended) -> list[str]:
    """Return what the chat would have got, in order."""
    return [record["action"] for record in ended.records]
