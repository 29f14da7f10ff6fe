"""Whole dialogues over a Bot API on loopback, in every language: typed, pressed, changed in place."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from bot.config_sections import Telegram
from bot.telegram_bot import TelegramBot
from bot.texts import Texts, languages
from storage import chats
from tests.desks import desk_of, store
from tests.fakes.bot_api import BotApi
from tests.talking import TOKEN, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from storage.database import Database

PERSON = 7
PLACES = [{"name": "Козинка", "at": [50.46, 35.6]}, {"name": "Грайворон", "at": [50.48, 35.68]}]


class Chat:
    """A person's chat with the bot, as Telegram shows it."""

    def __init__(self, api: BotApi, language: str) -> None:
        self._api = api
        self._language = language
        self.say_in = Texts(language).say

    async def type(self, text: str) -> None:
        """Send something, and wait for the answer."""
        before = len(self._messages)
        self._api.say(PERSON, text, user=PERSON, language=self._language)
        await until(lambda: len(self._messages) > before)

    async def press(self, label: str) -> None:
        """Press a button of the newest message, by its English name; wait until the message has changed."""
        shown = str(self.message)
        wanted = self.say_in(label)
        data = next(one["callback_data"] for one in self._buttons if wanted in one["text"])
        number = self.message["message_id"]
        self._api.press(PERSON, number, data, user=PERSON, language=self._language)
        await until(lambda: str(self.message) != shown)

    @property
    def message(self) -> dict[str, Any]:
        """The newest message of the bot."""
        return self._messages[-1]

    @property
    def text(self) -> str:
        """What stands in it."""
        return str(self.message.get("text", self.message.get("caption", "")))

    @property
    def sent(self) -> int:
        """How many messages the bot has sent."""
        return len(self._messages)

    @property
    def _messages(self) -> list[dict[str, Any]]:
        found = [m for (chat, _), m in self._api.chats.messages.items() if chat == PERSON]
        return [m for m in found if m["from"]["is_bot"]]

    @property
    def _buttons(self) -> list[dict[str, Any]]:
        rows = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return [one for row in rows for one in row if "callback_data" in one]


@asynccontextmanager
async def talking(database: Database, language: str) -> AsyncIterator[Chat]:
    """Let a bot with places and topics talk to somebody."""
    async with BotApi() as api:
        desk = await desk_of(database, places=PLACES)
        await store(desk, "Обстрел, Козинка", "Грайворон без света")
        bot = TelegramBot(SecretStr(TOKEN), Telegram(api_url=api.url), desk, Texts())
        await bot.connect(patient=False)
        task = asyncio.create_task(bot.listen())
        try:
            yield Chat(api, language)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await bot.close()
        assert api.violations == []


@pytest.mark.parametrize("language", languages())
async def test_from_start_to_subscribed_and_away_again(database: Database, language: str) -> None:
    """Three taps in one message; all that follows in the same language; deletion after one question."""
    async with talking(database, language) as chat:
        await chat.type("/start")
        for label in ("Everywhere", "Next", "Done"):
            await chat.press(label)
        assert chat.sent == 1
        assert chat.say_in("You will hear about:") in chat.text
        assert await database.read(chats.following, PERSON)
        await chat.type("/deletemydata")
        await chat.press("Delete all")
        assert (
            chat.say_in("Only sums without a name are left, such as how many alerts were ever sent.")
            in chat.text
        )
    assert await database.read(chats.get, PERSON) is None


@pytest.mark.parametrize("language", languages())
async def test_searching_and_looking_in_place(database: Database, language: str) -> None:
    """Words that are typed, an order that is pressed, a story that opens and closes, a chart that changes."""
    async with talking(database, language) as chat:
        await chat.type("/search")
        await chat.type("обстрел OR света")
        await chat.press("Best")
        assert "Грайворон без света" in chat.text
        await chat.type("/latest")
        await chat.type("/stats")
        await chat.press("By trust")
        assert chat.say_in("unconfirmed") in chat.text


@pytest.mark.parametrize("language", languages())
async def test_a_language_is_chosen_for_good(database: Database, language: str) -> None:
    """Whatever Telegram says from then on."""
    async with talking(database, language) as chat:
        await chat.type("/language nl")
        await chat.type("/help")
        assert Texts("nl").say("What is going on") in chat.text
        await chat.type("/settings")
        assert Texts("nl").say("Alerts come at once, with a sound.") in chat.text
