"""What refusals mean, whatever stands in them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    TelegramError,
    TimedOut,
)

from bot.errors import (
    LONGEST_WAIT,
    TooManyRequests,
    Unanswered,
    UnansweredInTime,
    refusal_of,
    wait_of,
)

ERRORS = st.recursive(
    st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, Unanswered),
        (400, BadRequest),
        (401, InvalidToken),
        (403, Forbidden),
        (404, InvalidToken),
        (409, Conflict),
        (413, BadRequest),
        (500, Unanswered),
        (502, Unanswered),
    ],
)
def test_each_status_has_its_kind(status: int, kind: type[TelegramError]) -> None:
    """With a description or without, it is the status that says what kind of refusal it is."""
    for body in (b'{"ok": false, "description": "Because"}', b'{"ok": false}'):
        assert type(refusal_of(status, "", body)) is kind


@pytest.mark.parametrize("status", [401, 404])
@pytest.mark.parametrize("body", [b"<html>", b"", b"{}", b'{"error": "no such page"}', b'{"ok": true}'])
def test_only_the_bot_api_can_refuse_a_token(status: int, body: bytes) -> None:
    """A page of a server in between says nothing of the token; the request may be made again."""
    assert type(refusal_of(status, "", body)) is Unanswered


@pytest.mark.parametrize(("status", "kind"), [(400, BadRequest), (403, Forbidden), (409, Conflict)])
def test_other_refusals_need_no_form(status: int, kind: type[TelegramError]) -> None:
    """Nothing was done, whoever says it."""
    assert type(refusal_of(status, "", b"<html>")) is kind


def test_a_migrated_group_names_its_new_id() -> None:
    """The new id stands in the parameters of a 400."""
    body = b'{"description": "Bad Request: upgraded", "parameters": {"migrate_to_chat_id": -1001}}'
    error = refusal_of(400, "", body)
    assert isinstance(error, ChatMigrated)
    assert error.new_chat_id == -1001


@pytest.mark.parametrize(
    ("header", "wait"), [("7", 7.0), ("", 60.0), ("Mon, 22 May 2023 06:00:00 GMT", 60.0), ("-1", 60.0)]
)
def test_a_429_in_html_pauses_the_whole_bot(header: str, wait: float) -> None:
    """It comes from a server in front, which knows no chats; without a number it counts for a minute."""
    error = refusal_of(429, header, b"<html>")
    assert isinstance(error, TooManyRequests)
    assert (error.whole, wait_of(error).total_seconds()) == (True, wait)


def test_a_429_holds_its_wait_as_a_timedelta() -> None:
    """Telegram's own wait is of one chat, and reading it raises no deprecation warning."""
    error = refusal_of(429, "", json.dumps({"parameters": {"retry_after": 10_072}}).encode())
    assert isinstance(error, TooManyRequests)
    assert (error.retry_after, error.whole) == (timedelta(seconds=10_072), False)


@given(st.integers(300, 599), st.text(), st.binary() | ERRORS.map(json.dumps).map(str.encode))
def test_understands_any_refusal(status: int, header: str, body: bytes) -> None:
    """Whatever stands in a refusal, the result is one of Telegram's errors, with words of bounded length."""
    error = refusal_of(status, header, body)
    assert isinstance(error, TelegramError)
    assert len(str(error)) <= 400


@pytest.mark.parametrize(("asked", "wait"), [(10**30, LONGEST_WAIT), (0, 1), (-5, 1)])
def test_a_wait_can_always_be_counted(asked: int, wait: int) -> None:
    """A wait that no calendar holds becomes a year, and one that is none a second."""
    error = refusal_of(429, "", json.dumps({"parameters": {"retry_after": asked}}).encode())
    assert isinstance(error, TooManyRequests)
    assert wait_of(error).total_seconds() == wait


def test_only_silence_counts_as_a_timeout() -> None:
    """PTB polls again at once after a TimedOut, so a lost connection must not be one."""
    assert issubclass(UnansweredInTime, TimedOut)
    assert not issubclass(Unanswered, TimedOut)
