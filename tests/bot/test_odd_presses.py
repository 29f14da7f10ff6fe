"""Buttons pressed twice, by others, late, after the story is gone, and with forged data: always a word."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import stories
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.instant_clock import InstantClock
from tests.storing import STORY, shelling, told
from tests.talking import alert_in, answers, listening, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database import Connection, Database

PERSON, GROUP = 7, -7
WEEK = timedelta(days=7)
UNKNOWN_BUTTON = "I do not know this button any more."
UNKNOWN_MESSAGE = "I do not know this message any more."

FORGED = (
    "~", "~" + "A" * 22, "~" * 64, "s:", "s:0", "s:-1", f"s:{10**17}", "m:12:2h", "w:12:1h", "c:-7", "c:7",
    "s:12; DROP TABLE chats", "\N{GRINNING FACE}" * 16, "\u0000", "s:\N{ARABIC-INDIC DIGIT ONE}",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail where anything was logged as an error."""
    yield
    errors = [one.getMessage() for one in caplog.get_records("call") if one.levelno >= logging.ERROR]
    assert errors == []


async def shown(database: Database, chat: int, message: int) -> None:
    """Store the shelling, of which this chat has the message."""
    await database.write(shelling)
    await database.write(told, chat, message)


async def test_forged_data_is_answered_and_does_nothing(database: Database) -> None:
    """Whatever it is: the button stops to turn with a word, and the store stays as it was."""
    async with listening(database) as api:
        alert = alert_in(api, PERSON)
        await shown(database, PERSON, alert)
        before = await database.read(_kept)
        for data in FORGED:
            api.press(PERSON, alert, data)
        await until(lambda: len(api.answered) == len(FORGED))
        assert {one["text"] for one in api.answered} <= {UNKNOWN_BUTTON, UNKNOWN_MESSAGE}
        assert answers(api, PERSON) == []
    assert await database.read(_kept) == before


def _kept(connection: Connection) -> list[str]:
    """Return all that is stored but the numbers of updates."""
    return [line for line in connection.conn.iterdump() if '"updates"' not in line]


async def test_a_query_that_lacks_something_is_answered(database: Database) -> None:
    """A press under a message that is too old to be told, one in an inline message, and a game."""
    async with listening(database) as api:
        alert = alert_in(api, PERSON)
        whole = api.chats.pressed(PERSON, alert, "s:12", PERSON, "en")["callback_query"]
        gone = {"chat": whole["message"]["chat"], "message_id": alert, "date": 0}
        bare = {name: value for name, value in whole.items() if name not in {"message", "data"}}
        for more in (
            {"data": "s:12", "message": gone},
            {"data": "s:12", "inline_message_id": "x"},
            {"game_short_name": "x", "message": whole["message"]},
        ):
            query = str(next(api.chats._ids))
            api.chats.queries.add(query)
            api.push(api.chats.update("callback_query", bare | more | {"id": query}))
        await until(lambda: len(api.answered) == 3)
        assert {one["text"] for one in api.answered} == {UNKNOWN_MESSAGE}


@pytest.mark.parametrize("data", ["s:12", "w:12", "m:12:1h", "u:12", "b:12"])
async def test_a_press_on_a_story_that_is_gone_is_answered(database: Database, data: str) -> None:
    """The alert stays in the chat for years, the story does not."""
    async with listening(database) as api:
        alert = alert_in(api, PERSON)
        await shown(database, PERSON, alert)
        await database.write(stories.drop, [STORY])
        api.press(PERSON, alert, data)
        await until(lambda: api.answered)


async def test_a_press_a_week_late_changes_nothing_that_is_wrong(database: Database) -> None:
    """Telegram takes no answer to the query any more and shows nothing of the message; the log is quiet."""
    async with listening(database, InstantClock()) as api:
        alert = alert_in(api, PERSON)
        await shown(database, PERSON, alert)
        old = troubles.Trouble(troubles.ApiError(400, "Bad Request: query is too old"))
        gone = troubles.Trouble(troubles.ApiError(400, "Bad Request: message can't be edited"))
        api.trouble(old, method="answerCallbackQuery", times=9)
        api.trouble(gone, method="editMessageReplyMarkup", times=9)
        for data in ("m:12", "m:12:1h", "s:12"):
            api.press(PERSON, alert, data)
        await until(lambda: answers(api, PERSON))


async def test_ten_presses_at_once_get_one_answer(database: Database) -> None:
    """And ten words that it was given."""
    async with listening(database) as api:
        alert = alert_in(api, PERSON)
        await shown(database, PERSON, alert)
        for _ in range(10):
            api.press(PERSON, alert, "s:12")
        await until(lambda: len(api.answered) == 10)
        await until(lambda: len(answers(api, PERSON)) == 1)


async def test_others_press_in_a_group(database: Database) -> None:
    """What changes something for all is for admins; what only reads is for everybody."""
    async with listening(database) as api:
        alert = alert_in(api, GROUP)
        await shown(database, GROUP, alert)
        for data in ("m:12:end", "u:12", "b:12", "c:-7", "c:0"):
            api.press(GROUP, alert, data, user=99)
        await until(lambda: len(api.answered) == 5)
        told_off = [one.get("text") for one in api.answered]
        assert told_off[:3] == ["Only admins can do that here."] * 3
        assert all(told_off)
