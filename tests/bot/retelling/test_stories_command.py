"""``regionwatch stories``: what the stored posts were made into, for people and for machines."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.retelling.story_trees import MOST_COPIES, MOST_REPORTS
from storage import posts, sources, stories
from storage.database import Database
from storage.model import (
    Bond,
    BondKind,
    Membership,
    Role,
    Severity,
    Source,
    Step,
    StepKind,
    Story,
    Trust,
)
from tests.conftest import MORNING
from tests.examples import SOURCE, told, verdict
from tests.trials.command import Ended, configured, said, telegram_source

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Connection

NAME = SOURCE.partition(":")[2]
LINK = f"https://t.me/{NAME}"
ALWAYS = ("--days", "3650")

STORY = Story(
    id=1,
    opened=MORNING,
    last=MORNING + timedelta(minutes=5),
    severity=Severity.CRITICAL,
    targets={"topic:shelling": Severity.CRITICAL, "rule:тайное": Severity.WARNING},
    places=("Козинка",),
    trust=Trust.CORROBORATED,
    posts=2,
    copies=1,
)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return the configuration of one channel."""
    return configured(tmp_path, telegram_source(NAME))


def store(config: Path, *stored: tuple[Story, tuple[Membership, ...]], steps: tuple[Step, ...] = ()) -> None:
    """Store stories with their posts, and posts beside them whose numbers are their ids."""

    def fill(connection: Connection) -> None:
        sources.configure(connection, [Source("telegram", NAME)])
        numbers = range(1, 1 + max(member.post for _, members in stored for member in members))
        posts.save(connection, verdict(*(told(str(n), f"Обстрел {n}", MORNING) for n in numbers)), MORNING)
        for story, members in stored:
            stories.save(connection, story)
            for member in members:
                stories.join(connection, member)
        stories.note(connection, steps)

    with Database.open(config.parent / "regionwatch.db") as database:
        asyncio.run(database.write(fill))


def report(post: int, story: int = 1) -> Membership:
    """Return a report's place in a story."""
    return Membership(post, story, Role.REPORT, MORNING, SOURCE)


def copy(post: int, of: int | None, story: int = 1) -> Membership:
    """Return a copy's place in a story."""
    why = (Bond(BondKind.NEAR_TEXT, "0.93"), Bond(BondKind.PLACES, "Козинка"))
    return Membership(post, story, Role.COPY, MORNING, "Сосед [red]", of, why, "якобы", denies=True)


def shown(config: Path, *words: str) -> Ended:
    """Return what the command says of all times."""
    return said("stories", *words, *ALWAYS, config)


def test_a_story_as_a_record(config: Path) -> None:
    """Every field of it; a chat's own rule is told to nobody."""
    step = Step(1, MORNING, StepKind.TRUST, "corroborated", (2,))
    store(config, (STORY, (report(1), copy(2, of=1))), steps=(step,))
    (record,) = shown(config, "--json").records
    members, steps = record.pop("posts"), record.pop("steps")
    assert record == {
        "story": 1,
        "opened": "2023-05-22T06:00:00.000Z",
        "last": "2023-05-22T06:05:00.000Z",
        "closed": None,
        "trust": "corroborated",
        "disputed": False,
        "severity": "critical",
        "topics": ["shelling"],
        "places": ["Козинка"],
        "origins": 1,
        "copies": 1,
    }
    assert steps == [
        {
            "at": "2023-05-22T06:00:00.000Z",
            "kind": "trust",
            "detail": "corroborated",
            "posts": [f"{LINK}/2"],
        }
    ]
    assert [member["post"] for member in members] == [f"{LINK}/1", f"{LINK}/2"]


def test_a_post_of_a_story_as_a_record(config: Path) -> None:
    """What it repeats, whose telling it is, what binds it, and how sure it is of itself."""
    store(config, (STORY, (report(1), copy(2, of=1))))
    (record,) = shown(config, "--json").records
    assert record["posts"][1] == {
        "source": SOURCE,
        "post": f"{LINK}/2",
        "published": "2023-05-22T06:00:00.000Z",
        "role": "copy",
        "copied": f"{LINK}/1",
        "origin": "Сосед [red]",
        "why": [{"kind": "near_text", "detail": "0.93"}, {"kind": "places", "detail": "Козинка"}],
        "hedge": "якобы",
        "denies": True,
        "deleted": None,
        "text": "Обстрел 2",
    }


def test_a_copy_of_a_post_elsewhere_names_it(config: Path) -> None:
    """Also where that is in another story; one whose original was not seen repeats null."""
    other = replace(STORY, id=2, posts=1, copies=0)
    store(config, (STORY, (copy(1, of=3), copy(2, of=None))), (other, (report(3, story=2),)))
    found = {record["story"]: record for record in shown(config, "--json").records}
    assert [member["copied"] for member in found[1]["posts"]] == [f"{LINK}/3", None]


def test_a_story_for_people(config: Path) -> None:
    """A tree: the story, its report, the copy below it, what happened; a post's words are no markup."""
    step = Step(1, MORNING, StepKind.TRUST, "corroborated", (1, 2))
    store(config, (replace(STORY, is_disputed=True), (report(1), copy(2, of=1))), steps=(step,))
    lines = shown(config).out.splitlines()
    flat = " ".join(word for line in lines for word in line.split() if word not in {"│", "├──", "└──"})
    assert "shelling · Козинка  (story 1)" in lines[0]
    assert lines[1] == "critical, corroborated, disputed; 1 origin, 2 posts, 1 copy among them; open"
    assert f"report {SOURCE} Обстрел 1 22 May" in flat
    assert f"copy {SOURCE} hedged: якобы denies it because" in flat
    assert "because of: near text 0.93; places Козинка" in flat
    assert lines[-2].endswith("trust: corroborated (by 2 posts)")


def test_a_large_story_is_counted_rather_than_shown(config: Path) -> None:
    """Some reports and some copies of each one by one, the others as numbers; markup in names is none."""
    reports = tuple(report(number) for number in range(1, MOST_REPORTS + 3))
    copies = tuple(copy(number, of=1) for number in range(20, 20 + MOST_COPIES + 5))
    store(
        config, (replace(STORY, posts=22, copies=8), (*reports, *copies, copy(40, of=14), copy(41, of=None)))
    )
    out = shown(config).out
    assert out.count(f"report {SOURCE}") == MOST_REPORTS
    assert "and 2 more reports" in out
    assert "+5 more copies" in out
    assert "copies of posts that are not shown here" in out
    assert "(origin: Сосед [red])" in " ".join(out.replace("│", "").split())


def test_the_newest_story_comes_first_and_old_ones_are_left_out(config: Path) -> None:
    """One that became part of another is none any more."""
    later = replace(STORY, id=2, last=MORNING + timedelta(hours=1))
    gone = replace(STORY, id=3, into=1)
    store(config, (STORY, (report(1),)), (later, (report(2, story=2),)), (gone, ()))
    assert [record["story"] for record in shown(config, "--json").records] == [2, 1]
    ended = said("stories", "--days", "1", config)
    assert (ended.code, ended.out) == (0, "no story in the last day\n")
    assert "never read yet" in ended.err


@pytest.mark.parametrize("words", [("--days", "0"), ("--days", "soon"), ("what",)])
def test_odd_words_are_refused(config: Path, words: tuple[str, ...]) -> None:
    """With exit code 2, as everywhere."""
    assert said("stories", *words, config).code == 2


def test_without_a_database_it_is_said(config: Path) -> None:
    """And none is made by the question."""
    ended = said("stories", "--json", config)
    assert (ended.code, ended.out) == (1, "")
    assert "there is no database yet" in ended.err
    assert not list(config.parent.glob("*.db"))


def test_it_answers_while_the_program_runs(config: Path) -> None:
    """The database is read beside the one that writes."""
    store(config, (STORY, (report(1),)))
    with Database.open(config.parent / "regionwatch.db"):
        assert len(shown(config, "--json").records) == 1
