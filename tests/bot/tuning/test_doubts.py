"""What ``check`` warns of, with a store and without."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from monitors.language.fold import search_text
from storage import posts
from storage.database import Database
from storage.model import Entry, Sighting
from tests.conftest import MORNING
from tests.examples import post, verdict
from tests.trials.command import Ended, configured, said, telegram_source

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Connection

PLACES = '[[places]]\nname = "Область"\n[[places]]\nname = "Козинка"\nwithin = "Область"\n'
TOPICS = """
[[topics]]
name = "mines"
rule = "(мин* OR обстрел*) AND place:region NOT кино*"
[[topics]]
name = "anywhere"
rule = "мин*"
"""


def store(connection: Connection, *texts: str) -> None:
    """Store posts of a channel."""
    entries = [
        Entry(Sighting(post(str(i), text), bytes([i]), bytes([i]), search_text(text)), announce=False)
        for i, text in enumerate(texts)
    ]
    posts.save(connection, verdict(*entries), MORNING)


def checked(folder: Path, *texts: str, topics: str = TOPICS, source: str = "") -> Ended:
    """Return what ``check`` says where these posts are stored."""
    path = configured(folder, PLACES, telegram_source("open_belgorod") + source, topics=topics)
    with Database.open(folder / "regionwatch.db") as database:
        asyncio.run(database.write(store, *texts))
    return said("check", path)


def test_a_word_that_mostly_stands_outside_the_region_is_noise(tmp_path: Path) -> None:
    """Nine of ten posts, of at least twenty; the numbers and an example are told, and all is right."""
    ended = checked(tmp_path, *["пять минут"] * 18, *["Козинка: мина", "кино"] * 2, *["обстрел"] * 19)
    assert ended.code == 0
    assert ended.out.endswith("right, 1 sources and 2 topics\n")
    assert ended.err == (
        "warning: topics[0].rule: мин* is noise: of 20 stored posts with it, 18 (90 %) are not about the"
        " region, such as «пять минут»\n"
    )


@pytest.mark.parametrize(
    ("texts", "source"),
    [
        (["пять минут"] * 19, ""),
        (["пять минут"] * 17 + ["Козинка: мина"] * 3, ""),
        (["пять минут"] * 30, 'home = "Область"\n'),
        (["тихо"] * 30, ""),
    ],
    ids=["too few", "enough inside", "at home", "not there"],
)
def test_a_word_that_may_be_about_the_region_is_none(tmp_path: Path, texts: list[str], source: str) -> None:
    """Too few posts tell nothing; what a source of the region writes is about the region."""
    assert checked(tmp_path, *texts, source=source).err == ""


def test_odd_rules_are_told_with_their_place(tmp_path: Path) -> None:
    """Those of the console too; the exit code stays 0."""
    topics = TOPICS + '[[topics]]\nname = "never"\nrule = "мин* NOT мин*"\n'
    follow = '[console]\nfollow = ["дрон* kind:feed kind:telegram"]\n'
    never = "no configured source fits kind:feed AND kind:telegram"
    ended = checked(tmp_path, topics=topics + follow)
    assert (ended.code, ended.err.splitlines()) == (
        0,
        [
            "warning: topics[2].rule: it can never hold: it asks for мин* and excludes it",
            f"warning: console.follow[0]: it can never hold: {never}",
        ],
    )


def test_words_without_forms_are_named(tmp_path: Path) -> None:
    """A word of which only its own spelling is found."""
    topics = '[[topics]]\nname = "typo"\nrule = "мин* OR обтсрел"\n'
    (told,) = checked(tmp_path, topics=topics).err.splitlines()
    assert told.startswith("warning: topics[0].rule: no forms are known of обтсрел")


def test_a_database_that_cannot_be_read_is_no_error_of_the_configuration(tmp_path: Path) -> None:
    """It is told like everything else."""
    path = configured(tmp_path, PLACES, topics=TOPICS)
    (tmp_path / "regionwatch.db").write_bytes(b"no database at all" * 1000)
    ended = said("check", path)
    assert (ended.code, ended.err.startswith("warning: storage.path: ")) == (0, True)
