"""The lines of a recording: what is taken, and how it is told what is wrong with them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.retelling.recorded_lines import MOST_PROBLEMS, BadRecording, Line, read_lines

GOOD: dict[str, Any] = {
    "source": "telegram:open_belgorod",
    "key": "7",
    "published": "2023-05-22T06:00:00Z",
    "text": "Обстрел",
}


def given(**more: Any) -> bytes:  # noqa: ANN401 - anything that JSON can say
    """Return a right line, with values of it replaced."""
    return json.dumps({**GOOD, **more}).encode()


def refused(*lines: bytes) -> list[str]:
    """Return what is said of wrong lines, one text for each."""
    with pytest.raises(BadRecording) as caught:
        read_lines(lines, "day.jsonl")
    return str(caught.value).splitlines()


def test_a_line_is_read_as_it_stands() -> None:
    """With and without what may be missing, and null for that."""
    first = Line(1, "telegram:open_belgorod", "7", datetime(2023, 5, 22, 6, tzinfo=UTC), "Обстрел")
    assert read_lines([given()], "") == [first]
    assert read_lines([given(forward_of=None, edited_of=None, views=7)], "") == [first]
    (edit,) = read_lines([given(forward_of="a/1", edited_of="6")], "")
    assert (edit.forward_of, edit.edited_of) == ("a/1", "6")


def test_empty_lines_and_marks_are_passed_over() -> None:
    """Lines are counted as an editor does."""
    found = read_lines([b"\xef\xbb\xbf" + given(), b"\r\n", given(key="8") + b"\r\n"], "")
    assert [line.number for line in found] == [1, 3]


@pytest.mark.parametrize(
    "published", ["2023-05-22T09:00:00+03:00", "2023-05-22T06:00", "2023-05-22 06:00:00Z", "20230522T060000Z"]
)
def test_times_are_read_in_every_form_of_the_standard(published: str) -> None:
    """In UTC where no other zone is named."""
    (line,) = read_lines([given(published=published)], "")
    assert line.published == datetime(2023, 5, 22, 6, tzinfo=UTC)


def test_keys_may_be_numbers() -> None:
    """As Telegram's are; of an edit without a key of its own, that of its post counts."""
    lines = read_lines([given(key=7), given(key=None, edited_of=7)], "")
    assert [(line.key, line.edited_of) for line in lines] == [("7", ""), ("7", "7")]


def test_texts_are_cleaned_as_those_of_a_source_are() -> None:
    """No control characters and no lone surrogates; a post without words is a post."""
    assert read_lines([given(text="а\x00\ud800\r\nб")], "")[0].text == "а\ufffd\nб"
    assert read_lines([given(text="")], "")[0].text == ""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"nope", "expected JSON"),
        (b"[" * 100_000, "nested too deep"),
        (b"\xff", "expected UTF-8, got another byte at 1"),
        (b"[1]", 'expected a JSON object with "source", "key", "published" and "text"'),
        (b'{"key": "1"}', 'there is no "source"'),
        (given(source=""), 'expected a "source" like'),
        (given(source=":"), 'expected a "source" like'),
        (given(source=5), 'expected a "source" that is a string'),
        (given(key=""), 'expected a "key"'),
        (given(key=None), 'expected a "key"'),
        (given(key=1.5), 'expected a "key" that is a string or a whole number'),
        (given(key=True), 'expected a "key" that is a string or a whole number'),
        (given(edited_of=["1"]), 'expected a "edited_of" that is a string or a whole number'),
        (given(forward_of=1), 'expected a "forward_of" that is a string'),
        (given(text=None), 'expected a "text" that is a string'),
        (given(published="soon"), 'expected a "published" like 2023-05-22T06:00:00Z'),
        (given(published=0), 'expected a "published" that is a string'),
        (given(published="0001-01-01T00:00:00Z"), 'expected a "published" between 1970 and 9998'),
        (given(published="9999-12-31T23:59:59Z"), 'expected a "published" between 1970 and 9998'),
        (given(published="0001-01-01T00:00:00+14:00"), 'expected a "published" like'),
    ],
)
def test_a_wrong_line_is_told_with_its_place(line: bytes, told: str) -> None:
    """By the file and the line's number, and what was expected there."""
    (problem,) = refused(given(), line)
    assert problem.startswith("day.jsonl:2: ")
    assert told in problem


def test_all_wrong_lines_are_told_at_once() -> None:
    """The first of them one by one, the others as a number."""
    assert len(refused(b"a", given(), b"b")) == 2
    *told, rest = refused(*[b"{}"] * (MOST_PROBLEMS + 5))
    assert [problem.split(" ")[0] for problem in told] == [f"day.jsonl:{n}:" for n in range(1, 11)]
    assert rest == "and 5 more such lines"
