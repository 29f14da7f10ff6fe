"""What a silence covers, and what it does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitors.stories.silencing import Heard, silence_for
from storage.model import Severity, Silence, SilenceKind, Story

NOW = datetime(2023, 5, 22, 6, tzinfo=UTC)
UPWARDS = {"Козинка": ("Козинка", "Грайворонский округ"), "Шебекино": ("Шебекино",)}
STORY = Story(
    12,
    NOW,
    NOW,
    Severity.CRITICAL,
    {"topic:shelling": Severity.CRITICAL, "topic:fire": Severity.WARNING, "rule:дым": Severity.WARNING},
    ("Козинка",),
)


def silence(kind: str, value: str) -> Silence:
    """Return a silence of a chat."""
    return Silence(1, 7, SilenceKind(kind), value, NOW, NOW + timedelta(hours=1))


def heard(
    *targets: str, places: tuple[str, ...] = ("Козинка",), sources: tuple[str, ...] = ("telegram:a",)
) -> Heard:
    """Return what a chat with these subscriptions would be told."""
    story = Story(12, NOW, NOW, Severity.CRITICAL, STORY.targets, places)
    return Heard(story, targets, sources, lambda place: UPWARDS[place])


@pytest.mark.parametrize(
    ("silences", "of"),
    [
        ([silence("everything", ""), silence("story", "12")], heard("topic:drone", sources=())),
        ([silence("story", "12")], heard("all")),
        ([silence("topic", "shelling")], heard("topic:shelling")),
        ([silence("topic", "shelling"), silence("topic", "fire")], heard("all")),
        ([silence("place", "Козинка")], heard("all")),
        ([silence("place", "Грайворонский округ")], heard("all")),
        ([silence("source", "telegram:a")], heard("rule:дым")),
    ],
)
def test_what_is_covered_whole_is_held_back(silences: list[Silence], of: Heard) -> None:
    """Every topic that the chat asked for, every place, every source; a district covers its villages."""
    assert silence_for(of, silences) in silences


@pytest.mark.parametrize(
    ("silences", "of"),
    [
        ([], heard("all")),
        ([silence("story", "13")], heard("all")),
        ([silence("topic", "shelling")], heard("all")),
        ([silence("topic", "shelling")], heard("topic:shelling", "rule:дым")),
        ([silence("place", "Козинка")], heard("all", places=())),
        ([silence("place", "Козинка")], heard("all", places=("Козинка", "Шебекино"))),
        ([silence("source", "telegram:a")], heard("all", sources=("telegram:a", "telegram:b"))),
    ],
)
def test_what_is_covered_in_part_is_told(silences: list[Silence], of: Heard) -> None:
    """Another topic, place or source, or a rule of one's own, is reason enough to tell."""
    assert silence_for(of, silences) is None
