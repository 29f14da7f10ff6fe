"""``regionwatch match``: one's own texts in, what stands in each of them out."""

from __future__ import annotations

import json
import subprocess
import sys
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.setup import load
from bot.tuning.match_command import Filter
from tests.trials.command import ROOT, Ended, configured, telegram_source

if TYPE_CHECKING:
    from pathlib import Path

PLACES = """
[[places]]
name = "Область"
[[places]]
name = "Козинка"
within = "Область"
"""
TOPICS = """
[[topics]]
name = "shelling"
severity = "critical"
rule = "обстрел NOT учения"
[[topics]]
name = "drone"
rule = "дрон* OR voice:official"
[[topics]]
name = "village"
rule = "Козинка"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a configuration with three topics, two places and two sources."""
    official = telegram_source("gov_news") + 'voice = "official"\n'
    return configured(tmp_path, PLACES, telegram_source("open_belgorod"), official, topics=TOPICS)


def matched(config: Path, *lines: bytes | dict[str, Any]) -> Ended:
    """Return what ``match`` says of these lines."""
    given = b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines)
    ended = CliRunner().invoke(main, ["match", "--config", str(config)], input=given)
    assert ended.exception is None or isinstance(ended.exception, SystemExit)
    return Ended(ended.exit_code, ended.stdout, ended.stderr)


def test_every_line_is_answered_in_order(config: Path) -> None:
    """Matched or not, with the id as it was given, and the database is never made."""
    ids = ["b", 7, None, True, 1.5, "b"]
    ended = matched(config, *({"id": one, "text": "тихо"} for one in ids))
    assert (ended.code, ended.err) == (0, "")
    assert ended.records == [{"id": one, "topics": [], "places": [], "matches": []} for one in ids]
    assert not list(config.parent.glob("*.db"))


def test_what_stands_in_a_text_is_given_with_its_place(config: Path) -> None:
    """Topics, places and the words of both in order of place; what is both stands there once."""
    text = "❗️ Обстрел: дроны, Козинка"
    (record,) = matched(config, {"id": 1, "text": text}).records
    assert (record["topics"], record["places"]) == (["shelling", "drone", "village"], ["Козинка"])
    found = [(match["term"], match["form"]) for match in record["matches"]]
    assert found == [("обстрел", "Обстрел"), ("дрон*", "дроны"), ("Козинка", "Козинка")]
    assert all(text[match["start"] : match["end"]] == match["form"] for match in record["matches"])


def test_positions_are_those_of_the_given_text(config: Path) -> None:
    """Nothing is cleaned away before it is counted: controls, lone surrogates, emoji."""
    for before in ("\x00\x00", "\ud800 ", "👩‍👩‍👧 ", "\r\n\u2028", "\u202e"):
        ended = matched(config, {"id": before, "text": before + "обстрел"})
        (record,) = ended.records
        start = len(before)
        assert record["matches"] == [{"term": "обстрел", "form": "обстрел", "start": start, "end": start + 7}]
        assert record["id"] == before


@pytest.mark.parametrize(
    ("source", "topics"),
    [
        ("telegram:gov_news", ["drone"]),
        ("GOV_news", ["drone"]),
        ("nobody", []),
        ("feed:gov_news", []),
        ("", []),
        (None, []),
    ],
)
def test_a_source_is_known_by_its_name_or_is_a_channel(
    config: Path, source: str | None, topics: list[str]
) -> None:
    """With or without its kind; one that is not configured has no voice but a channel's."""
    (record,) = matched(config, {"id": 1, "text": "тихо", "source": source}).records
    assert record["topics"] == topics


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"nope", "expected JSON"),
        (b'{"id": NaN, "text": "a"}', "expected JSON"),
        (b'{"id": ' + b"9" * 5000 + b', "text": "a"}', "expected JSON"),
        (b"[" * 100_000, "nested too deep"),
        (b"\xff{}", "expected UTF-8, got another byte at 1"),
        (b"[1]", 'expected a JSON object with "id" and "text"'),
        (b'{"id": 1}', 'there is no "text"'),
        (b'{"id": 1, "text": null}', 'expected a "text" that is a string'),
        (b'{"id": 1, "text": ["a"]}', 'expected a "text" that is a string'),
        (b'{"id": [1], "text": "a"}', 'expected an "id" that is a string or a number'),
        (b'{"id": 1, "text": "a", "source": 5}', 'expected a "source" that is a string'),
        (b'{"id": 1, "text": "a", "published": "soon"}', 'expected a "published" like'),
    ],
)
def test_a_bad_line_is_told_and_the_others_go_on(config: Path, line: bytes, told: str) -> None:
    """By its number, which counts empty lines too; the exit code says that something was left out."""
    ended = matched(config, {"id": 1, "text": "a"}, b"", line, {"id": 2, "text": "b"})
    assert [record["id"] for record in ended.records] == [1, 2]
    assert ended.err.startswith("line 3: ")
    assert told in ended.err
    assert ended.code == 1


def test_no_lines_are_no_error(config: Path) -> None:
    """Nothing in, nothing out; a mark of UTF-8 and a carriage return disturb nobody."""
    ended = matched(config, b"")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert matched(config, b'\xef\xbb\xbf{"id": 1, "text": "a"}\r').records[0]["id"] == 1


def test_a_wrong_configuration_is_told_before_anything_is_read(tmp_path: Path) -> None:
    """With exit code 2, as everywhere."""
    ended = matched(tmp_path / "missing.toml", {"id": 1, "text": "a"})
    assert (ended.code, ended.out) == (2, "")


def test_answers_come_while_texts_still_go_in(config: Path) -> None:
    """Each line is answered at once; a reader that has enough ends it, quietly and soon."""
    words = [sys.executable, "-m", "bot", "match", "--config", str(config)]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe) as process:  # noqa: S603 - this program
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b'{"id": 1, "text": "a"}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        process.stdout.close()
        process.stdin.write(b'{"id": 2, "text": "a"}\n')
        process.stdin.flush()
        assert process.wait(timeout=30) == 0  # although more could still come in
        assert process.stderr.read() == b""


def test_a_long_line_takes_no_longer_than_its_length(config: Path) -> None:
    """One of 1 MB is matched in about the time of so many short ones."""
    matching = Filter(load(config))
    line = json.dumps({"id": 1, "text": "дрон Козинка обстрел " * 50_000}, ensure_ascii=False).encode()
    began = process_time()
    record = matching.record(line)
    assert record["topics"] == ["shelling", "drone", "village"]
    assert process_time() - began < 3
