"""The command line: what each command prints, for people and for machines, and its exit code."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot import __version__
from bot.cli import main
from storage import posts, sources
from storage.database import Database
from storage.model import Gap, Source, SourceState, Trouble
from tests.conftest import MORNING
from tests.examples import SOURCE, verdict
from tests.examples import told as announced
from tests.trials.command import ROOT, configured, said, telegram_source

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Connection

NAME = SOURCE.partition(":")[2]
TEXT = "❗️ Обстрел\nГрайворона"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return the configuration of one channel, with two posts in its database."""
    path = configured(tmp_path, telegram_source(NAME), telegram_source("never_read"))
    with Database.open(tmp_path / "regionwatch.db") as database:
        asyncio.run(database.write(_fill))
    return path


def _fill(connection: Connection) -> None:
    sources.configure(connection, [Source("telegram", NAME)])
    state = SourceState(
        SOURCE,
        title="Open",
        newest="2",
        first_success=MORNING,
        last_success=MORNING,
        last_post=MORNING - timedelta(minutes=9),
        next_poll=MORNING + timedelta(seconds=10),
        failures=3,
        trouble=Trouble.TIMEOUT,
        trouble_detail="no answer within 20 s",
        trouble_since=MORNING + timedelta(hours=1),
        gap=Gap("1", "9", MORNING),
    )
    entries = (announced("1", TEXT, MORNING - timedelta(minutes=9)), announced("2", "Тихо"))
    posts.save(connection, verdict(*entries, state=state), MORNING)


def test_the_version() -> None:
    """``--version`` names the program and its version, and ``python -m bot`` is the program."""
    words = [sys.executable, "-m", "bot", "--version"]
    found = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)  # noqa: S603 - this program
    assert found.stdout == f"regionwatch {__version__}\n"


def test_a_right_configuration_is_called_right(config: Path) -> None:
    """``check`` counts what it read."""
    ended = said("check", config)
    assert (ended.code, ended.out) == (0, f"{config}: right, 2 sources and 1 topics\n")


def test_search_as_records(config: Path) -> None:
    """Every field: positions are code points of the text, times are UTC."""
    ended = said("search", "обстрел", "--json", config)
    assert ended.code == 0
    assert ended.records == [
        {
            "id": 1,
            "source": SOURCE,
            "post": f"https://t.me/{NAME}/1",
            "published": "2023-05-22T05:51:00.000Z",
            "seen": "2023-05-22T06:00:00.000Z",
            "topics": ["shelling"],
            "places": [],
            "matches": [{"term": "обстрел", "form": "Обстрел", "start": 3, "end": 10}],
            "text": TEXT,
        }
    ]
    assert TEXT[3:10] == "Обстрел"


def test_search_for_people(config: Path) -> None:
    """Source, time, link and the passage; and a plain sentence where nothing fits."""
    found = said("search", "обстрел", config)
    assert SOURCE in found.out
    assert "Обстрел\nГрайворона" in found.out
    assert said("search", "вертолет", config).out == "no stored post fits\n"
    assert said("search", "вертолет", "--json", config).out == ""


@pytest.mark.parametrize(("limit", "code", "posts"), [("1", 0, 1), ("2", 0, 2), ("0", 2, 0), ("x", 2, 0)])
def test_search_takes_a_limit(config: Path, limit: str, code: int, posts: int) -> None:
    """The newest posts come first; a limit that is no number above nought is an error."""
    ended = said("search", "обстрел OR тихо", "--json", "--limit", limit, config)
    assert (ended.code, len(ended.records)) == (code, posts)
    assert [record["id"] for record in ended.records] == [2, 1][:posts]


@pytest.mark.parametrize(
    "words", [("search", "вертолет"), ("try", "вертолет"), ("explain", f"https://t.me/{NAME}/99")]
)
def test_an_answer_that_found_nothing_says_how_old_the_picture_is(
    config: Path, words: tuple[str, ...]
) -> None:
    """On standard error, so that what is piped on stays as it is."""
    ended = said(*words, config)
    assert "none of 2 sources could be read lately. Not heard: open_belgorod (its server does" in ended.err


def test_sources_as_records(config: Path) -> None:
    """Every field of a source that was read, and of one that never was."""
    known, unread = said("sources", "--json", config).records
    assert known == {
        "source": SOURCE,
        "kind": "telegram",
        "name": NAME,
        "voice": "channel",
        "title": "Open",
        "state": "broken",
        "reason": "timeout",
        "trouble": "timeout",
        "detail": "no answer within 20 s",
        "since": "2023-05-22T07:00:00.000Z",
        "failures": 3,
        "last_success": "2023-05-22T06:00:00.000Z",
        "last_post": "2023-05-22T05:51:00.000Z",
        "next_poll": "2023-05-22T06:00:10.000Z",
        "per_day": None,
        "expected": None,
        "gap": {"after": "1", "before": "9", "noticed": "2023-05-22T06:00:00.000Z"},
        "posts": 2,
    }
    assert (unread["state"], unread["posts"], unread["last_success"], unread["gap"]) == (
        "late",
        0,
        None,
        None,
    )


def test_sources_for_people(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """State, age and trouble with its reason stand in the table."""
    monkeypatch.setenv("COLUMNS", "160")
    out = said("sources", config).out
    for words in (SOURCE, "broken", "timeout", "never_read", "never"):
        assert words in out


def test_sources_before_the_first_run(tmp_path: Path) -> None:
    """Without a database nothing was read yet; asking makes none."""
    config = configured(tmp_path, telegram_source(NAME))
    assert said("sources", "--json", config).records[0]["state"] == "late"
    assert said("search", "обстрел", config).code == 1
    assert list(tmp_path.iterdir()) == [config]


def test_a_backup_is_made_while_the_program_runs(config: Path, tmp_path: Path) -> None:
    """The copy opens by itself and holds what was committed."""
    copy = tmp_path / "copy.db"
    with Database.open(tmp_path / "regionwatch.db"):
        ended = said("backup", copy, config)
    assert (ended.code, ended.out) == (0, f"{copy}: {copy.stat().st_size:,} bytes, checked\n")
    with closing(sqlite3.connect(copy)) as opened:
        assert opened.execute("SELECT text FROM posts ORDER BY id").fetchall() == [(TEXT,), ("Тихо",)]
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_that_cannot_be_made_says_why(config: Path, tmp_path: Path) -> None:
    """Neither over the database itself nor into a folder that is not there."""
    for target in (tmp_path / "regionwatch.db", tmp_path / "missing" / "copy.db"):
        ended = said("backup", target, config)
        assert (ended.code, ended.out) == (1, "")
        assert str(target) in ended.err


def test_a_run_without_sources_says_so(tmp_path: Path) -> None:
    """It is no failure: a bot may have commands alone."""
    ended = said("run", "--once", configured(tmp_path))
    assert (ended.code, ended.out) == (0, "")
    assert "no sources are configured" in ended.err
    assert "0 sources polled" in ended.err


def test_a_token_file_that_cannot_be_read_is_a_wrong_configuration(tmp_path: Path) -> None:
    """What is no text is no token; a file that is not there is named, and the terminal serves."""
    (tmp_path / "token.txt").write_bytes(b"\xff\xfe\x00")
    config = configured(tmp_path, '[telegram]\ntoken_file = "token.txt"\n')
    ended = said("run", "--once", config)
    assert (ended.code, "telegram.token_file: expected a readable file" in ended.err) == (2, True)
    (tmp_path / "token.txt").unlink()
    ended = said("run", "--once", config)
    assert (ended.code, "token.txt is not there: alerts go to this terminal" in ended.err) == (0, True)


@pytest.mark.parametrize("words", [["serch"], ["run", "--onec"], ["search"], ["demo", "--speed", "0"]])
def test_wrong_words_exit_with_2(words: list[str]) -> None:
    """As Click does it: usage and what is wrong."""
    ended = CliRunner().invoke(main, words)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "Usage:" in ended.stderr


def test_a_reader_that_has_enough_is_no_error(config: Path) -> None:
    """``| head -1`` ends the command quietly."""
    for words in ("search 'обстрел OR тихо' --json --limit 2", "sources --json"):
        line = f"'{sys.executable}' -m bot {words} --config '{config}' | head -n 1"
        ended = subprocess.run(["/bin/sh", "-c", line], cwd=ROOT, capture_output=True, check=True, timeout=30)  # noqa: S603 - this program
        assert json.loads(ended.stdout)
        assert ended.stderr == b""
