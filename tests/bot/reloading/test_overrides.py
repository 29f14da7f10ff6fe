"""Changing the override file: checked, in one step, and with no change lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from bot.config import ConfigError
from bot.reloading.layers import override_path
from bot.reloading.overrides import add_source, change, remove, set_topic

ROOT = Path(__file__).parents[3]

WRITER = """
import sys
from pathlib import Path
from bot.reloading.files import replace_file
print("begun", flush=True)
while True:
    for letter in (b"a", b"b"):
        replace_file(Path(sys.argv[1]), letter * 1_000_000)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a configuration with one topic."""
    written = tmp_path / "config.toml"
    written.write_text("[[topics]]\nname = 'shelling'\nrule = 'обстрел'\n", encoding="utf-8")
    return written


def kept(path: Path) -> dict[str, Any]:
    """Return what the override file holds."""
    return tomllib.loads(override_path(path).read_text(encoding="utf-8"))


def test_a_change_is_kept_beside_the_configuration(path: Path) -> None:
    """The outcome is returned, the configuration stays as it is, and a heading says what the file is."""
    before = path.read_bytes()
    setup = change(path, set_topic("shelling", rule="прилёт"))
    assert [topic.rule.text for topic in setup.topics] == ["прилёт"]
    assert path.read_bytes() == before
    assert override_path(path).read_text(encoding="utf-8").startswith("# Written by regionwatch")


def test_changes_add_up_and_can_be_taken_back(path: Path) -> None:
    """Fields of one entry come together; what is removed leaves nothing behind."""
    change(path, set_topic("shelling", rule="прилёт"))
    change(path, set_topic("Shelling", severity="info"))
    change(path, add_source("telegram", "open_belgorod", voice="media"))
    assert kept(path) == {
        "topics": [{"name": "shelling", "rule": "прилёт", "severity": "info"}],
        "sources": [{"kind": "telegram", "name": "open_belgorod", "voice": "media"}],
    }
    change(path, remove("sources", kind="telegram", name="open_belgorod"))
    change(path, remove("topics", name="SHELLING"))
    change(path, remove("topics", name="nothing"))
    assert kept(path) == {}


@pytest.mark.parametrize("rule", ["обстрел AND", "topic:nothing", "topic:shelling", "\ud800"])
def test_what_would_be_wrong_is_not_written(path: Path, rule: str) -> None:
    """It is checked with the configuration first."""
    with pytest.raises(ConfigError, match=r"config\.override\.toml"):
        change(path, set_topic("shelling", rule=rule))
    assert not override_path(path).exists()


def test_an_override_file_that_cannot_be_read_is_not_replaced(path: Path) -> None:
    """Whoever wrote into it by hand loses nothing."""
    override_path(path).write_text("[[", encoding="utf-8")
    with pytest.raises(ConfigError):
        change(path, set_topic("shelling", rule="прилёт"))
    assert override_path(path).read_text(encoding="utf-8") == "[["


def test_writers_at_the_same_time_lose_nothing(path: Path) -> None:
    """Every one finds what the others have written."""
    names = [f"topic-{number}" for number in range(24)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda name: change(path, set_topic(name, rule="a")), names))
    assert sorted(entry["name"] for entry in kept(path)["topics"]) == sorted(names)


def test_a_lock_that_stays_taken_is_an_error(path: Path) -> None:
    """Nobody waits for ever."""
    with FileLock(f"{override_path(path)}.lock"), pytest.raises(TimeoutError):
        change(path, set_topic("shelling", rule="прилёт"), patience=0.05)


def test_a_kill_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """Whenever a writer is killed, what it leaves is whole, and the next change goes through."""
    path = tmp_path / "config.override.toml"
    for delay in (0.05, 0.06, 0.07, 0.08):
        command = [sys.executable, "-c", WRITER, str(path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=os.environ) as writer:  # noqa: S603 - our own
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(delay)
            writer.kill()
        content = path.read_bytes()
        assert (len(content), len(set(content))) == (1_000_000, 1)
    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    path.unlink()
    change(tmp_path / "config.toml", set_topic("shelling", rule="обстрел"))
    assert len(kept(tmp_path / "config.toml")["topics"]) == 1
