"""Bad configurations, queries and databases, through the real command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from storage.database import Database
from tests.trials.command import configured, said

if TYPE_CHECKING:
    from pathlib import Path


BAD_CONFIG = """
[storage]
keep_other = "soon"
[fetsh]
[[sources]]
kind = "telegram"
name = "good_demo"
voise = "media"
[[sources]]
kind = "telegram"
name = "same_demo"
[[sources]]
kind = "telegram"
name = "Same_Demo"
[[topics]]
name = "broken"
rule = '(обстрел OR'
"""
PLACES = {"storage.keep_other", "fetsh", "sources[0].voise", "sources[2].name", "topics[1].rule"}


def test_every_problem_of_a_configuration_is_listed_and_nothing_is_written(tmp_path: Path) -> None:
    """``check`` and ``run`` say the same, exit with 2 and leave the folder as it was."""
    config = configured(tmp_path, BAD_CONFIG)
    checked = said("check", config)
    ran = said("run", "--once", config)
    assert (checked.code, ran.code, checked.out, ran.out) == (2, 2, "", "")
    assert checked.err == ran.err
    said_of = {line.partition(":")[0] for line in checked.err.splitlines() if ": " in line}
    assert said_of == PLACES
    assert str(config) in checked.err
    assert list(tmp_path.iterdir()) == [config]


def test_a_broken_search_says_what_is_wrong_and_gives_an_example(tmp_path: Path) -> None:
    """The place of the mistake is shown; the exit code says that the words are off."""
    config = configured(tmp_path)
    for rule in ('"', "(обстрел OR", "NOT обстрел", "topic:nothing", "a" * 5_000):
        ended = said("search", rule, config)
        assert (ended.code, ended.out) == (2, "")
        assert "for example: regionwatch search" in ended.err


def test_a_damaged_database_is_refused_untouched(tmp_path: Path) -> None:
    """Exit 1 with what is the matter, for everything that would open it."""
    config, path = configured(tmp_path), tmp_path / "regionwatch.db"
    path.write_bytes(b"no database at all " * 500)
    for words in (("run", "--once"), ("search", "обстрел"), ("sources",), ("backup", tmp_path / "copy.db")):
        ended = said(*words, config)
        assert (ended.code, ended.out) == (1, "")
        assert "regionwatch.db: not a database, or damaged" in ended.err
    assert path.read_bytes() == b"no database at all " * 500
    assert not (tmp_path / "copy.db").exists()


def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    """What it holds is left alone."""
    config, path = configured(tmp_path), tmp_path / "regionwatch.db"
    Database.open(path).close()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE _sqlite_migrations SET name = 'm9999_later' WHERE name = 'm0002_places'")
    ended = said("run", "--once", config)
    assert ended.code == 1
    assert "written by a newer regionwatch (it has m9999_later)" in ended.err


def test_a_second_instance_refuses_to_start(tmp_path: Path) -> None:
    """Two writers would tell everything twice."""
    config = configured(tmp_path)
    with Database.open(tmp_path / "regionwatch.db"):
        ended = said("run", "--once", config)
    assert ended.code == 1
    assert "another regionwatch is working on this database" in ended.err


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A missing folder and a file in a folder's place end with exit 1."""
    (tmp_path / "file").write_text("")
    for place in ("missing/regionwatch.db", "file/regionwatch.db"):
        config = configured(tmp_path, f'[storage]\npath = "{place}"\n')
        ended = said("run", "--once", config)
        assert ended.code == 1
        assert f"{place}: cannot be opened, there is no such folder" in ended.err
