"""Answers that Telegram does not take at once, and what is answered that is no text."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from storage import chats
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.bot_api_chats import person
from tests.fakes.instant_clock import InstantClock
from tests.talking import answers, asked_to_send, listening, send_in, until

if TYPE_CHECKING:
    from storage.database import Database

PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
VOICE = {"file_id": "a", "file_unique_id": "b", "duration": 1}
PLACE = {"latitude": 50.6, "longitude": 36.6}


@pytest.mark.parametrize(
    ("trouble", "times", "waits"),
    [
        (troubles.INTERNAL, 3, [1.0, 2.0, 4.0]),
        (troubles.BAD_GATEWAY, 2, [1.0, 2.0]),
        (troubles.LOST, 1, [1.0]),
        (troubles.flood(100), 1, [100.0]),
        (troubles.FLOOD_PAGE, 1, [60.0]),
    ],
    ids=["500", "502", "lost", "flood", "flood page"],
)
async def test_an_answer_that_telegram_does_not_take_goes_again(
    database: Database, trouble: troubles.Trouble, times: int, waits: list[float]
) -> None:
    """The person gets it after ever longer waits, or after the one that Telegram demands."""
    clock = InstantClock()
    async with listening(database, clock) as api:
        api.trouble(trouble, method="sendMessage", times=times)
        api.say(7, "/help")
        await until(lambda: asked_to_send(api) == times + 1 and answers(api, 7))
        assert "/follow" in answers(api, 7)[-1]
    assert clock.slept == waits


@pytest.mark.parametrize(
    ("trouble", "tries"),
    [
        (troubles.BAD_GATEWAY, 8),
        (troubles.flood(121), 1),
        (troubles.BLOCKED, 1),
        (troubles.NO_CHAT, 1),
    ],
    ids=["502", "long flood", "403", "400"],
)
async def test_an_answer_is_given_up_in_the_end(
    database: Database, caplog: pytest.LogCaptureFixture, trouble: troubles.Trouble, tries: int
) -> None:
    """After two minutes, or at once where trying again would be no use, the log says so."""
    clock = InstantClock()
    async with listening(database, clock) as api:
        api.trouble(trouble, method="sendMessage", times=99)
        api.say(7, "/help")
        await until(lambda: "an answer could not be sent" in caplog.text)
        assert asked_to_send(api) == tries
    assert sum(clock.slept) == sum(2.0**number for number in range(tries - 1))


async def test_an_answer_that_goes_again_holds_up_nobody_else(database: Database) -> None:
    """While one person's answer waits for its next try, another gets theirs."""
    async with listening(database) as api:
        api.trouble(troubles.BAD_GATEWAY, chat=7, times=99)
        api.say(7, "/help")
        await until(lambda: asked_to_send(api))
        api.say(8, "/help")
        await until(lambda: answers(api, 8), 1.0)
        assert answers(api, 7) == []
        api.calm()
        await until(lambda: answers(api, 7))


async def test_what_is_no_text_gets_the_hint(database: Database) -> None:
    """In a private chat nobody meets silence; in a group a picture is not for the bot."""
    async with listening(database) as api:
        send_in(api, -7, photo=PHOTO)
        send_in(api, 7, photo=PHOTO)
        send_in(api, 7, location=PLACE)
        send_in(api, 7, voice=VOICE)
        await until(lambda: len(answers(api, 7)) == 3)
        assert all("/help" in text for text in answers(api, 7))
        assert answers(api, -7) == []


async def test_a_place_that_was_not_asked_for_begins_the_first_talk(database: Database) -> None:
    """Whoever sends where they are wants to hear of what is around them."""
    places = [{"name": "Козинка", "at": [50.46, 35.6]}]
    async with listening(database, places=places) as api:
        send_in(api, 7, location={"latitude": 50.46, "longitude": 35.6})
        await until(lambda: answers(api, 7))
        assert answers(api, 7)[0].startswith("How far around you?")


async def test_a_caption_is_read_like_a_text(database: Database) -> None:
    """A command under a picture is carried out."""
    async with listening(database) as api:
        send_in(api, 7, photo=PHOTO, caption="/follow all")
        await until(lambda: answers(api, 7))
    assert [one.target for one in await database.read(chats.following, 7)] == ["all"]


async def test_an_album_gets_one_answer(database: Database) -> None:
    """Its pictures come one by one; a caption is read wherever it stands."""
    async with listening(database) as api:
        for words in ({}, {}, {"caption": "/privacy"}, {}):
            send_in(api, 7, photo=PHOTO, media_group_id="1", **words)
        api.say(7, "/help")
        await until(lambda: len(answers(api, 7)) == 3)
        assert "/deletemydata" in answers(api, 7)[1]
        assert "/settings" in answers(api, 7)[2]


async def test_service_messages_and_edits_meet_silence(database: Database) -> None:
    """A pinned message, a newcomer, and a text that is changed afterwards were not said to the bot."""
    async with listening(database) as api:
        send_in(api, 7, new_chat_title="Another")
        send_in(api, 7, new_chat_members=[person(8, "en")])
        api._allowed = ["message", "edited_message"]
        send_in(api, 7, "edited_message", text="/help", edit_date=1_684_735_200)
        api.say(7, "hello")
        await until(lambda: answers(api, 7))
        await asyncio.sleep(0.1)
        assert len(answers(api, 7)) == 1
