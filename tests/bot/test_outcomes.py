"""Every row of "what happened to a send", from PTB's errors to values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.errors import NotSent, TooManyRequests, Unanswered, UnansweredInTime
from bot.outcomes import (
    BadMarkup,
    ChatGone,
    MessageGone,
    Migrated,
    NotSentYet,
    Outcome,
    RetryAt,
    Sent,
    TokenRefused,
    Uncertain,
    Unknown,
    outcome_of,
)

NOW = datetime(2023, 5, 22, 6, 0, tzinfo=UTC)

ROWS: list[tuple[Exception, Outcome]] = [
    (NotSent("no connection"), NotSentYet("no connection")),
    (Unanswered("lost"), Uncertain("lost")),
    (UnansweredInTime("too late"), Uncertain("too late")),
    (TimedOut(), Uncertain("Timed out")),
    (NetworkError("Bad Gateway (502)"), Uncertain("Bad Gateway (502)")),
    (TelegramError("Invalid server response"), Uncertain("Invalid server response")),
    (KeyError("message_id"), Uncertain("KeyError")),
    (TooManyRequests(timedelta(seconds=7)), RetryAt(NOW + timedelta(seconds=7))),
    (TooManyRequests(timedelta(seconds=60), whole=True), RetryAt(NOW + timedelta(seconds=60), whole=True)),
    (ChatMigrated(-1001), Migrated(-1001)),
    (InvalidToken("100001:a-token-for-tests was refused"), TokenRefused()),
    (BadRequest("Bad Request: can't parse entities: Unsupported start tag"), BadMarkup()),
    (BadRequest("Bad Request: message is not modified: the same"), Sent(None)),
    (BadRequest("Bad Request: message is too long"), Unknown("Message is too long")),
    (BadRequest("Bad Request: message to edit not found"), MessageGone("Message to edit not found")),
    (BadRequest("Bad Request: message can't be edited"), MessageGone("Message can't be edited")),
    (BadRequest("Bad Request: MESSAGE_ID_INVALID"), MessageGone("Message_id_invalid")),
    (Conflict("terminated by other getUpdates request"), Unknown("terminated by other getUpdates request")),
    (EndPointNotFound("no such method"), Unknown("no such method")),
]


@pytest.mark.parametrize(("error", "outcome"), ROWS, ids=lambda value: type(value).__name__)
def test_follows_the_table(error: Exception, outcome: Outcome) -> None:
    """Each kind of error has the outcome that says whether a message may be there."""
    assert outcome_of(error, NOW) == outcome


@pytest.mark.parametrize(
    "error",
    [
        Forbidden("Forbidden: bot was blocked by the user"),
        Forbidden("Forbidden: user is deactivated"),
        Forbidden("Forbidden: bot was kicked from the supergroup chat"),
        Forbidden("Forbidden: bot was kicked from the channel chat"),
        BadRequest("Bad Request: chat not found"),
        Forbidden("Forbidden: the group chat was deleted"),
        Forbidden("Forbidden: bot is not a member of the supergroup chat"),
        Forbidden("Forbidden: bot is not a member of the channel chat"),
        BadRequest("Bad Request: need administrator rights in the channel chat"),
    ],
    ids=str,
)
def test_knows_the_words_for_a_chat_that_is_gone(error: TelegramError) -> None:
    """Only Telegram's known words mean that a chat cannot be reached any more."""
    assert outcome_of(error, NOW) == ChatGone(error.message)


@pytest.mark.parametrize(
    "error",
    [
        Forbidden("Forbidden: not enough rights to send text messages to the chat"),
        BadRequest("Bad Request: TOPIC_CLOSED"),
        BadRequest("Bad Request: PEER_FLOOD"),
    ],
    ids=str,
)
def test_gives_no_chat_up_for_unknown_words(error: TelegramError) -> None:
    """A refusal in other words is unknown, and so is tried again and reported."""
    assert outcome_of(error, NOW) == Unknown(error.message)


@pytest.mark.parametrize("words", ["message thread not found", "TOPIC_DELETED"])
def test_knows_the_words_for_a_topic_that_is_gone(words: str) -> None:
    """Its forum is there: only the topic is given up."""
    outcome = outcome_of(BadRequest(f"Bad Request: {words}"), NOW)
    assert isinstance(outcome, ChatGone)
    assert outcome.topic


@pytest.mark.parametrize("timedeltas", ["0", "1"])
def test_reads_ptbs_own_429_without_its_warning(timedeltas: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PTB's RetryAfter is understood whether it holds a number or a timedelta."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    error = RetryAfter(10_072)
    monkeypatch.setenv("PTB_TIMEDELTA", timedeltas)
    assert outcome_of(error, NOW) == RetryAt(NOW + timedelta(seconds=10_072))


@given(words=st.text())
def test_never_shows_the_text_of_a_refused_token(words: str) -> None:
    """Whatever PTB writes into InvalidToken, nothing of it goes on."""
    assert outcome_of(InvalidToken(words), NOW) == TokenRefused()
