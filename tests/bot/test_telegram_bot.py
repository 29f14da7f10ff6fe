"""The Telegram side on loopback: connecting, answering, and chats that come and go."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.telegram_bot import TokenRefused
from bot.typed import split_command
from storage import chats, reachability
from storage.database import Database
from storage.model import Chat
from tests.conftest import MORNING
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api_chats import person
from tests.talking import TOKEN, answers, bot_of, listening, until

if TYPE_CHECKING:
    from pathlib import Path

NAME = "regionwatch_test_bot"


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/start", "start", ""),
        ("/Follow  a OR b ", "follow", "a OR b"),
        (f"/follow@{NAME} all", "follow", "all"),
        (f"/follow@{NAME.upper()}\nall", "follow", "all"),
        ("/follow@another_bot all", None, ""),
        ("follow all", None, ""),
        ("/", None, ""),
    ],
)
def test_reads_commands(text: str, name: str | None, argument: str) -> None:
    """A command is a word behind a slash, for this bot where one is named; what follows is its argument."""
    assert split_command(text, NAME) == (name, argument)


async def test_connects_as_soon_as_telegram_is_there(database: Database) -> None:
    """A first question that fails is asked again over the same connections, and nothing is left open."""
    async with BotApi() as api:
        api.trouble(troubles.BAD_GATEWAY, method="getMe")
        bot = bot_of(database, api.url)
        assert await bot.connect(patient=False) is False
        assert await bot.connect(patient=False) is True
        await bot.close()
        api.trouble(troubles.LOST, method="getMe")
        patient = bot_of(database, api.url)
        assert await patient.connect(patient=True) is True
        await patient.close()


async def test_leaves_nothing_open_that_never_connected(database: Database) -> None:
    """Closing after a failed start warns of no forgotten connection (warnings are errors here)."""
    async with BotApi() as api:
        api.trouble(troubles.LOST, method="getMe")
        bot = bot_of(database, api.url)
        await bot.connect(patient=False)
        await bot.close()
        assert bot._application.bot.request._session is None


async def test_a_refused_token_is_said_without_it(database: Database) -> None:
    """The error names what is wrong; neither it nor what it came from shows the token."""
    async with BotApi() as api:
        api.trouble(troubles.UNAUTHORIZED, method="getMe")
        bot = bot_of(database, api.url)
        with pytest.raises(TokenRefused, match="is it complete") as raised:
            await bot.connect(patient=True)
        await bot.close()
    assert TOKEN not in str(raised.value)
    assert raised.value.__suppress_context__


async def test_shows_its_menu_and_answers(database: Database) -> None:
    """The commands are registered in every language, and texts that are none get a hint."""
    async with listening(database) as api:
        api.say(7, "/help")
        api.say(7, "hello")
        api.say(7, "/nonsense")
        await until(lambda: len(answers(api, 7)) == 3)
        assert "/follow" in answers(api, 7)[0]
        assert answers(api, 7)[1] == answers(api, 7)[2]
        await until(lambda: len(api.commands) == 12)  # four languages, three kinds of chats


async def test_in_a_group_only_commands_are_for_the_bot(database: Database) -> None:
    """Talk and other bots' commands get no answer; its own do, in the topic where they were written."""
    async with listening(database) as api:
        for text in ("hello", "/nonsense", "/help@another_bot"):
            api.say(-7, text)
        api.say(-7, f"/privacy@{NAME}", message_thread_id=5, is_topic_message=True)
        await until(lambda: answers(api, -7))
        assert len(answers(api, -7)) == 1
        assert int(api.accepted[0].params["message_thread_id"]) == 5


async def test_a_slow_chat_holds_up_nobodys_answer(database: Database) -> None:
    """While the answer to one person hangs, another gets theirs."""
    async with listening(database) as api:
        api.trouble(troubles.slow(1.5), chat=7)
        api.say(7, "/help")
        api.say(8, "/help")
        await until(lambda: answers(api, 8), 1.0)
        assert answers(api, 7) == []
        await until(lambda: answers(api, 7))


@pytest.mark.parametrize("text", ["/following", "hello"])
async def test_a_paused_chat_wakes_when_it_speaks(database: Database, text: str) -> None:
    """Whoever writes can be reached again, whatever they write."""
    await database.write(chats.follow, 7, "all", MORNING)
    await database.write(reachability.give_up_chat, 7, "blocked", MORNING)
    async with listening(database) as api:
        api.say(7, text)
        await until(lambda: answers(api, 7))
    assert await database.read(chats.get, 7) == Chat(7, peer=7, spoken="en")


async def test_follows_what_telegram_says_of_its_membership(database: Database) -> None:
    """Put out it rests and settles what it owes; let in again it wakes; strangers are not written down."""
    await database.write(chats.follow, -7, "all", MORNING)
    async with listening(database) as api:
        api.join(-8, "left", "member")
        api.join(-7, "member", "kicked")
        await asyncio.sleep(0.2)
        paused = await database.read(chats.get, -7)
        api.join(-7, "left", "administrator")
        await asyncio.sleep(0.2)
        woken = await database.read(chats.get, -7)
    assert (paused and paused.paused, woken) == (
        "Telegram says that the bot is kicked there",
        Chat(-7, peer=-7),
    )
    assert await database.read(chats.get, -8) is None


async def test_a_group_that_becomes_a_supergroup_is_carried_over(database: Database) -> None:
    """By what either of them hears; a group that never spoke stays unknown."""
    for group in (-6, -7):
        await database.write(chats.follow, group, "all", MORNING)
    async with listening(database) as api:
        for chat, said in (
            (-7, {"migrate_to_chat_id": -1007}),
            (-1006, {"migrate_from_chat_id": -6}),
            (-8, {"migrate_to_chat_id": -1008}),
        ):
            message = api.chats._new_message(chat, person(7, "en"), said)
            api.push(api.chats.update("message", message))
        await asyncio.sleep(0.3)
    for old, new in ((-6, -1006), (-7, -1007)):
        assert [one.target for one in await database.read(chats.following, new)] == ["all"]
        assert await database.read(chats.get, old) is None
    assert await database.read(chats.get, -1008) is None


async def test_a_command_that_cannot_be_carried_out_is_answered(database: Database) -> None:
    """Where the database fails, the person reads that it did not work."""
    await database.write(lambda connection: connection.conn.execute("DROP TABLE chats").rowcount)
    async with listening(database) as api:
        api.say(7, "/follow all")
        await until(lambda: answers(api, 7))
        assert "did not work" in answers(api, 7)[0]


async def test_closing_waits_only_a_moment_for_answers(tmp_path: Path) -> None:
    """An answer that hangs is given up, so that the program ends in time."""
    loop = asyncio.get_running_loop()
    with Database.open(tmp_path / "a.db") as database:
        async with listening(database) as api:
            api.trouble(troubles.slow(60), chat=7)
            api.say(7, "/help")
            await until(lambda: any(call.chat == 7 for call in api.requests))
            began = loop.time()
    assert loop.time() - began < 6.0
