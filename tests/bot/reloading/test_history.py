"""What was changed in the override file: written beside it, read back, and undone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.config import ConfigError
from bot.reloading import history, overrides
from bot.reloading.history import Touched, history_path
from bot.reloading.overrides import ChangedSince, add_source, remove, set_topic, undo
from tests.conftest import MORNING
from tests.offices import TOPICS

if TYPE_CHECKING:
    from pathlib import Path

    from bot.reloading.history import Change
    from bot.reloading.overrides import Edit

BY = 77


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a configuration with two topics."""
    made = tmp_path / "config.toml"
    made.write_text(TOPICS, encoding="utf-8")
    return made


def make(path: Path, edit: Edit, minute: int = 0) -> Change:
    """Make a change; return what is remembered of it."""
    overrides.change(path, edit, at=MORNING + timedelta(minutes=minute), by=BY)
    return history.read(path)[0]


def test_a_change_is_remembered_with_what_was_there_before(path: Path) -> None:
    """When, by whom, and each entry before and after; nothing of an entry that was not there."""
    first = make(path, set_topic("shelling", rule="прилёт"))
    entry = {"name": "shelling", "rule": "прилёт"}
    assert (first.at, first.by) == (MORNING, BY)
    assert first.touched == (Touched("topics", ("shelling",), None, entry),)
    second = make(path, set_topic("Shelling", rule="ракета"), 1)
    assert second.touched == (Touched("topics", ("shelling",), entry, entry | {"rule": "ракета"}),)
    assert history_path(path).name == "config.override.history.jsonl"


def test_what_changes_nothing_is_no_change(path: Path) -> None:
    """Neither the same again, nor what would not be right."""
    make(path, set_topic("shelling", rule="прилёт"))
    make(path, set_topic("shelling", rule="прилёт"), 1)
    with pytest.raises(ConfigError):
        make(path, set_topic("shelling", rule='"'), 2)
    assert len(history.read(path)) == 1


def test_undoing_gives_back_every_entry(path: Path) -> None:
    """Also those that were added or taken out; undoing is a change itself, and can be undone."""
    added = make(path, add_source("telegram", "open_town", voice="media"))
    taken = make(path, remove("sources", kind="telegram", name="open_town"), 1)
    back = make(path, undo(taken), 2)
    assert back.touched[0].after == {"kind": "telegram", "name": "open_town", "voice": "media"}
    assert make(path, undo(back), 3).touched[0].after is None
    make(path, undo(taken), 4)
    assert make(path, undo(added), 5).touched[0].after is None


def test_what_was_changed_since_is_not_undone(path: Path) -> None:
    """The later change would be lost without a word."""
    first = make(path, set_topic("shelling", rule="прилёт"))
    make(path, set_topic("shelling", rule="ракета"), 1)
    with pytest.raises(ChangedSince):
        overrides.change(path, undo(first), at=MORNING)
    assert len(history.read(path)) == 2


def test_a_history_that_cannot_be_kept_stops_no_change(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The log says so."""
    history_path(path).with_name("config.override.history.jsonl.new").mkdir()
    setup = overrides.change(path, set_topic("shelling", rule="прилёт"), at=MORNING, by=BY)
    assert setup.topics[0].rule.text == "прилёт"
    assert "its history cannot be kept" in caplog.text
    assert history.read(path) == []


def test_lines_that_are_none_are_left_out(path: Path) -> None:
    """Whoever wrote into the file: the changes around them are read."""
    make(path, set_topic("shelling", rule="прилёт"))
    with history_path(path).open("a", encoding="utf-8") as stream:
        stream.write('{"at": 5}\n[[\n{"at": "x", "by": null, "touched": []}\n')
    make(path, set_topic("shelling", rule="ракета"), 1)
    assert len(history.read(path)) == 2


def test_old_changes_are_forgotten(path: Path) -> None:
    """The newest are kept, so the file does not grow for ever."""
    kept = make(path, set_topic("shelling", rule="прилёт"))
    line = history_path(path).read_text(encoding="utf-8")
    history_path(path).write_text(line * history.MOST_KEPT, encoding="utf-8")
    history.note(path, kept)
    assert len(history.read(path)) == history.MOST_KEPT
