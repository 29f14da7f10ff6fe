"""A bot whose store knows no real number of anybody, on a Bot API on loopback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram import Bot
from telegram.error import ChatMigrated

from bot.request import AiohttpRequest
from storage import chats, managers
from storage.model.seals import Seals
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api_troubles import ApiError, Trouble
from tests.storage.test_sealing import where
from tests.talking import TOKEN, answers, listening, until
from tests.test_architecture import FILES, name_of

if TYPE_CHECKING:
    from storage.database import Database

PERSON, GROUP = 5_123_456_789, -1_001_987_654_321
SEALS = Seals(bytes(range(32)))


async def test_people_are_answered_and_the_store_knows_no_number(database: Database) -> None:
    """What goes out has the real number, what is kept the sealed one; presses find their message."""
    async with listening(database, seals=SEALS) as api:
        api.say(PERSON, "/follow all")
        await until(lambda: answers(api, PERSON))
        api.say(PERSON, "/privacy")
        await until(lambda: len(answers(api, PERSON)) == 2)
        message = api.accepted[-1]
        keyboard = message.params["reply_markup"]["inline_keyboard"]
        api.press(PERSON, message.message_id, keyboard[0][1]["callback_data"])
        await until(lambda: len(answers(api, PERSON)) == 3)
    assert "Delete all that is kept" in answers(api, PERSON)[-1]
    assert await database.read(where, PERSON) == set()
    (held,) = await database.read(chats.following, SEALS.seal(PERSON))
    assert held.target == "all"


async def test_admins_of_groups_are_known_by_their_real_numbers(database: Database) -> None:
    """Telegram is asked with them; what is noted of its answer is sealed."""
    async with listening(database, seals=SEALS) as api:
        api.chats.chat(GROUP)["title"] = "Neighbours"
        api.chats.members[GROUP, PERSON] = "administrator"
        api.say(GROUP, "/start", user=PERSON)
        await until(lambda: answers(api, GROUP))
        api.say(GROUP, "/follow all", user=PERSON + 1)
        await until(lambda: len(answers(api, GROUP)) == 2)
    assert answers(api, GROUP)[-1] == "Only admins can do that here."
    assert await database.read(where, PERSON, GROUP) == set()
    (managed,) = await database.read(managers.of, SEALS.seal(PERSON))
    assert managed.chat.id == SEALS.seal(GROUP)


async def test_a_group_that_moved_is_told_by_its_sealed_number() -> None:
    """Also where the new number comes within a refusal."""
    refusal = ApiError(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=GROUP)
    async with BotApi() as api:
        one, other = AiohttpRequest().sealed(SEALS), AiohttpRequest().sealed(SEALS)
        bot = Bot(TOKEN, f"{api.url}/bot", request=one, get_updates_request=other)
        async with bot:
            api.trouble(Trouble(refusal=refusal), method="sendMessage")
            with pytest.raises(ChatMigrated) as error:
                await bot.send_message(SEALS.seal(-77), "x")
            sent = await bot.send_message(SEALS.seal(PERSON), "x")
    assert error.value.new_chat_id == SEALS.seal(GROUP)
    assert [call.chat for call in api.requests if call.method == "sendMessage"] == [-77, PERSON]
    assert sent.chat.id == SEALS.seal(PERSON)


async def test_nothing_that_is_logged_holds_a_number(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither of chats nor of people, whatever is logged at all."""
    caplog.set_level("DEBUG", "bot")
    async with listening(database, seals=SEALS) as api:
        api.say(PERSON, "/status")
        await until(lambda: answers(api, PERSON))
        api.join(PERSON, "member", "kicked")
        api.say(GROUP, "/status@regionwatch_test_bot", user=PERSON)
        await until(lambda: answers(api, GROUP))
    assert str(PERSON) not in caplog.text
    assert str(-GROUP) not in caplog.text


def test_operators_are_asked_for_where_numbers_are_sealed() -> None:
    """The configuration holds real numbers: everybody but the set-up takes the sealed ones from it."""
    knowing = {name_of(path) for path in FILES if "telegram.admins" in path.read_text(encoding="utf-8")}
    assert knowing == {"bot/setup.py"}
