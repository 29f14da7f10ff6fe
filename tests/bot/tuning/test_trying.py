"""``regionwatch try``: what a rule would have found in the stored posts."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.setup import check
from bot.tuning.trying import EXAMPLES, Trial, try_out
from monitors import rules
from monitors.language.fold import search_text
from storage import posts
from storage.database import Database
from storage.model import Entry, Sighting
from tests.conftest import MORNING
from tests.examples import hit, post, verdict
from tests.trials.command import configured, said, telegram_source

if TYPE_CHECKING:
    from storage.database import Connection

DAY = timedelta(days=1)
VALUES = {"sources": [{"kind": "telegram", "name": "open_belgorod"}]}
TOPICS = '[[topics]]\nname = "shelling"\nrule = "обстрел"\n[[topics]]\nname = "fire"\nrule = "пожар"\n'


def store(connection: Connection, /, now: datetime, *texts: str, first: int = 1, **more: object) -> None:
    """Store posts read now; those that have «обстрел» in them satisfied a topic."""
    for number, text in enumerate(texts, first):
        hits = (hit(),) if "обстрел" in text else ()
        one = post(str(number), text, **more)
        sighting = Sighting(one, bytes([number]), bytes([number]), search_text(text), hits)
        posts.save(connection, verdict(Entry(sighting, announce=False)), now)


def tried(connection: Connection, rule: str, against: str = "", *, days: int = 7) -> Trial:
    """Return what a rule finds, at the moment at which tests begin."""
    setup, _ = check(VALUES, Path())
    other = rules.parse(against, setup.known) if against else None
    return try_out(connection, rules.parse(rule, setup.known), other, setup, MORNING, days)


def test_posts_are_counted_on_the_days_of_the_region(connection: Connection) -> None:
    """By the time of publication; what is older than asked for is left out."""
    for i, age in enumerate((0, 0, 1, 6, 8), 1):
        store(connection, MORNING - age * DAY, "обстрел", first=i)
    trial = tried(connection, "обстрел")
    day = MORNING.date()
    assert trial.found.days == {day: 2, day - DAY: 1, day - 6 * DAY: 1}
    assert [stored.id for stored, _ in trial.found.examples] == [1, 2, 3, 4][::-1]
    assert trial.reaches == MORNING - 8 * DAY


def test_an_old_post_that_was_read_today_is_old(connection: Connection) -> None:
    """A new source shows posts of weeks."""
    store(connection, MORNING, "обстрел", published=MORNING - 9 * DAY)
    assert tried(connection, "обстрел").found.total == 0
    assert tried(connection, "обстрел", days=10).found.total == 1


def test_what_a_network_says_of_a_channel_is_left_out(connection: Connection) -> None:
    """As it is when posts are matched."""
    store(connection, MORNING, "обстрел", service=True)
    assert tried(connection, "обстрел").found.total == 0


def test_what_a_rule_adds_to_another_and_loses_from_it(connection: Connection) -> None:
    """Each with its newest posts, and the words that the one rule or the other found."""
    store(connection, MORNING, "обстрел", "дрон", "обстрел, дрон", "тихо", "дроны и пожар")
    trial = tried(connection, "дрон*", "обстрел")
    assert (trial.found.total, trial.adds.total, trial.loses.total, trial.common) == (3, 2, 1, 1)
    added = [[match.form for match in matches] for _, matches in trial.adds.examples]
    assert added == [["дроны"], ["дрон"]]
    assert [[match.form for match in matches] for _, matches in trial.loses.examples] == [["обстрел"]]


def test_no_more_examples_are_kept_than_are_shown(connection: Connection) -> None:
    """However many there are."""
    store(connection, MORNING, *(["обстрел"] * (EXAMPLES + 5)))
    trial = tried(connection, "NOT тихо AND обстрел")
    assert (trial.found.total, len(trial.found.examples)) == (EXAMPLES + 5, EXAMPLES)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a configuration of two topics whose store holds posts of two days."""
    path = configured(tmp_path, telegram_source("open_belgorod"), topics=TOPICS)
    now = datetime.now(UTC)
    with Database.open(tmp_path / "regionwatch.db") as database:
        asyncio.run(database.write(store, now - DAY, "обстрел села"))
        asyncio.run(database.write(store, now, "дрон", "обстрел, дрон", first=2))
    return path


def test_a_trial_for_people(config: Path) -> None:
    """A number a day, the newest posts, and how far back the store reaches."""
    ended = said("try", "обстрел", config)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("2 posts of the last 7 days\n")
    assert ended.out.count("█") == 2 * 40
    assert "the store reaches back to" in ended.out
    assert "from before" in ended.out, "posts without a topic are there of one day only"
    assert ended.out.index("обстрел, дрон") < ended.out.index("обстрел села")


def test_a_trial_against_a_topic(config: Path) -> None:
    """What is added and what is lost, counted and shown."""
    out = said("try", "дрон", "--against", "Shelling", "--days", "1", config).out
    assert out.startswith("2 posts of the last 1 day\n")
    out = said("try", "дрон", "--against", "Shelling", config).out
    assert "against shelling: adds 1, loses 1, 1 found by both" in out
    assert out.index("it adds:") < out.index("it loses:") < out.index("обстрел села")


def test_a_trial_as_a_record(config: Path) -> None:
    """One object with all of it."""
    (record,) = said("try", "дрон", "--against", "shelling", "--json", config).records
    assert record["posts"] == sum(day["posts"] for day in record["days"]) == len(record["examples"]) == 2
    assert len(record["days"]) == 2, "no days of which nothing is stored"
    against = record["against"]
    assert (against["topic"], against["posts"], against["common"]) == ("shelling", 2, 1)
    (lost,) = against["loses"]["examples"]
    assert (against["loses"]["posts"], lost["text"]) == (1, "обстрел села")
    assert lost["matches"] == [{"term": "обстрел", "form": "обстрел", "start": 0, "end": 7}]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("(обстрел",), "the bracket is never closed, at character 1"),
        (("дрон", "--against", "sheling"), 'there is no topic "sheling" (did you mean shelling?)'),
        (("дрон", "--against", "обстрел"), "(there are shelling, fire)"),
        (("дрон", "--days", "0"), "--days"),
        (("дрон", "--days", "99999999999"), "--days"),
    ],
)
def test_wrong_words_are_told(config: Path, words: tuple[str, ...], told: str) -> None:
    """With exit code 2 and nothing on standard output."""
    ended = said("try", *words, config)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err


def test_a_trial_without_posts_says_so(config: Path, tmp_path: Path) -> None:
    """An empty store is no error, a missing one is."""
    (tmp_path / "regionwatch.db").unlink()
    assert said("try", "дрон", config).code == 1
    Database.open(tmp_path / "regionwatch.db").close()
    ended = said("try", "дрон", config)
    assert (ended.code, "no posts are stored yet" in ended.out) == (0, True)
