"""``regionwatch replay``: what it takes, what it prints, and that it leaves everything as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.bot.retelling.replays import actions, line, replayed
from tests.trials.command import said

if TYPE_CHECKING:
    from pathlib import Path

SHELLED = line(0, "1", "Обстрел, Козинка: два дома без крыш")


def test_a_message_as_a_record(tmp_path: Path) -> None:
    """Every field of it; the time is the recording's."""
    (record,) = replayed(tmp_path, SHELLED).records
    assert "Обстрел, Козинка: два дома без крыш" in record.pop("text")
    assert record == {
        "at": "2023-05-22T06:00:00.000Z",
        "chat": "replay",
        "story": 1,
        "action": "new",
        "trust": "unconfirmed",
        "posts": ["telegram:neighbours/1"],
    }


def test_a_message_for_people(tmp_path: Path) -> None:
    """A line that tells what happens, the message below it, and at the end what it all came to."""
    ended = replayed(tmp_path, SHELLED, words=())
    lines = ended.out.splitlines()
    assert lines[0] == "22.05. 06:00:00  new: story 1, unconfirmed, 1 post"
    assert lines[1].startswith("  🔴 shelling")
    got = "the chat would have got 1 message, 0 edits and 0 replies that sound\n"
    assert ended.err == f"1 post, 1 of them matched, 1 story; {got}"


def test_posts_come_in_their_order_and_messages_at_their_times(tmp_path: Path) -> None:
    """What is critical comes at once, anything else half a minute later."""
    water = line(0, "2", "Уровень воды в реке поднялся", source="gov_news")
    ended = replayed(tmp_path, line(7200, "3", "Обстрел, Грайворон"), SHELLED, water)
    assert [record["at"][11:19] for record in ended.records] == ["06:00:00", "06:00:30", "08:00:00"]


def test_a_source_that_is_not_configured_is_told_of_once(tmp_path: Path) -> None:
    """And taken for a channel."""
    ended = replayed(tmp_path, *(line(60 * n, str(n), "Тихо", source="stranger") for n in range(3)))
    told, _ = ended.err.splitlines()
    assert told == "not configured, so taken as channels: telegram:stranger"
    many = replayed(tmp_path, *(line(60 * n, str(n), "Тихо", source=f"stranger_{n:02}") for n in range(12)))
    assert "telegram:stranger_09 and 2 more\n" in many.err


@pytest.mark.parametrize(
    ("words", "posts"),
    [
        ((), ["neighbours/1", "gov_news/2"]),
        (("--follow", "water"), ["gov_news/2"]),
        (("--follow", "place:Козинка"), ["neighbours/1"]),
        (("--follow", "Козинка", "--follow", "река"), ["neighbours/1", "gov_news/2"]),
        (("--follow", "тишина"), []),
    ],
)
def test_the_chat_follows_what_it_is_told_to(
    tmp_path: Path, words: tuple[str, ...], posts: list[str]
) -> None:
    """What the console follows, or topics, places and rules named besides the file."""
    water = line(60, "2", "Уровень воды в реке поднялся", source="gov_news")
    ended = replayed(tmp_path, SHELLED, water, words=("--json", *words))
    assert [record["posts"] for record in ended.records] == [[f"telegram:{post}"] for post in posts]


def test_a_wrong_target_is_told(tmp_path: Path) -> None:
    """With exit code 2, before anything is run."""
    ended = replayed(tmp_path, SHELLED, words=("--follow", "((("))
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("--follow: ")


def test_one_wrong_line_stops_the_others(tmp_path: Path) -> None:
    """Half a day would look like a whole one: file, line and reason are told, and nothing is printed."""
    ended = replayed(tmp_path, SHELLED, b"", b'{"key": "2"}', b"nonsense")
    assert (ended.code, ended.out) == (2, "")
    first, second = ended.err.splitlines()
    assert first == f'{tmp_path}/day.jsonl:3: there is no "source"'
    assert second.startswith(f"{tmp_path}/day.jsonl:4: expected JSON")


def test_a_recording_can_come_from_a_pipe(tmp_path: Path) -> None:
    """Then its lines are those of standard input."""
    replayed(tmp_path)
    config = tmp_path / "config.toml"
    ended = said("replay", "-", "--json", config, given=json.dumps(SHELLED).encode())
    assert actions(ended) == ["new"]
    assert "standard input:1: expected JSON" in said("replay", "-", config, given=b"nonsense").err


def test_an_empty_recording_is_no_error(tmp_path: Path) -> None:
    """Nothing in, nothing out."""
    ended = replayed(tmp_path)
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.startswith("0 posts, ")


def test_a_missing_file_or_configuration_is_told(tmp_path: Path) -> None:
    """With exit code 2, as everywhere."""
    assert said("replay", str(tmp_path / "none.jsonl"), str(tmp_path / "none.toml")).code == 2
    (tmp_path / "day.jsonl").touch()
    assert said("replay", str(tmp_path / "day.jsonl"), str(tmp_path / "none.toml")).code == 2


def test_nothing_of_the_operator_is_touched(tmp_path: Path) -> None:
    """No database is made, and none is needed."""
    assert actions(replayed(tmp_path, SHELLED)) == ["new"]
    assert not list(tmp_path.glob("*.db"))
