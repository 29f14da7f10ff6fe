"""The bot's own place in chats: where it is let in, by whom, and where it can write no more."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from storage import chats, managers, reachability, updates
from tests.conftest import MORNING
from tests.talking import answers, listening, until

if TYPE_CHECKING:
    from storage.database import Database
    from tests.fakes.bot_api import BotApi

CHANNEL, GROUP, PERSON = -1008, -7, 7


def promote(api: BotApi, chat: int, kind: str = "channel", *, user: int = PERSON, **rights: Any) -> None:  # noqa: ANN401 - any right
    """Let a person make the bot an admin of a chat, with these rights set otherwise."""
    api.chats.chat(chat, kind)
    update = api.chats.joined(chat, "left", "administrator", user)
    update["my_chat_member"]["new_chat_member"] |= rights
    api.push(update)


async def paused(database: Database, chat: int) -> str:
    """Return why a chat rests, after what was said to the bot was heard."""
    await asyncio.sleep(0.2)
    while await database.read(updates.unfinished, datetime.min.replace(tzinfo=UTC)):  # noqa: ASYNC110 - the store rings no bell
        await asyncio.sleep(0.01)
    known = await database.read(chats.get, chat)
    assert known
    return known.paused


async def test_who_lets_the_bot_in_can_manage_the_chat(database: Database) -> None:
    """They are told once how, in private, where they spoke to the bot before; the chat hears nothing."""
    await database.write(chats.note, PERSON)
    async with listening(database) as api:
        api.chats.members[CHANNEL, PERSON] = "creator"
        promote(api, CHANNEL, can_post_messages=True)
        await until(lambda: answers(api, PERSON))
        promote(api, CHANNEL, can_post_messages=True, can_edit_messages=True)
        await asyncio.sleep(0.1)
        assert ["Chat -1008" in text and "/chats" in text for text in answers(api, PERSON)] == [True]
        assert answers(api, CHANNEL) == []
    (managed,) = await database.read(managers.of, PERSON)
    assert (managed.chat.id, managed.chat.title) == (CHANNEL, "Chat -1008")


@pytest.mark.parametrize("user", [PERSON, 1087968824], ids=["no admin", "anonymous"])
async def test_others_are_not_written_down(database: Database, user: int) -> None:
    """Neither who is no admin nor whom nobody can know; and who is a stranger is not written to."""
    async with listening(database) as api:
        api.join(GROUP, "left", "member", user=user)
        await asyncio.sleep(0.1)
        assert api.accepted == []
    assert await database.read(chats.get, GROUP) is None


@pytest.mark.parametrize("state", ["unknown", "blocked"])
async def test_who_cannot_be_reached_is_not_written_to(database: Database, state: str) -> None:
    """They find the chat when they ask for it."""
    if state == "blocked":
        await database.write(chats.note, PERSON)
        await database.write(chats.pause, PERSON, "blocked")
    async with listening(database) as api:
        api.chats.members[GROUP, PERSON] = "administrator"
        api.join(GROUP, "left", "member", user=PERSON)
        await asyncio.sleep(0.1)
        assert api.accepted == []
    assert len(await database.read(managers.of, PERSON)) == 1


async def test_a_channel_rests_where_the_bot_may_not_post(database: Database) -> None:
    """As an admin without that right or as a member; with it, it wakes."""
    await database.write(chats.follow, CHANNEL, "all", MORNING)
    async with listening(database) as api:
        promote(api, CHANNEL, can_post_messages=False)
        assert await paused(database, CHANNEL) == "Telegram says that the bot is administrator there"
        promote(api, CHANNEL, can_post_messages=True)
        assert not await paused(database, CHANNEL)
        api.join(CHANNEL, "administrator", "member", kind="channel")
        assert await paused(database, CHANNEL)


async def test_a_forum_comes_and_goes_with_its_topics(database: Database) -> None:
    """Put out all rest, let in again all wake."""
    topic = await database.write(chats.topic, GROUP, 5)
    for chat in (GROUP, topic):
        await database.write(chats.follow, chat, "all", MORNING)
    async with listening(database) as api:
        api.join(GROUP, "member", "kicked")
        assert [bool(await paused(database, one)) for one in (GROUP, topic)] == [True, True]
        api.join(GROUP, "left", "member")
        assert [bool(await paused(database, one)) for one in (GROUP, topic)] == [False, False]


async def test_words_in_a_topic_wake_the_whole_forum(database: Database) -> None:
    """Where the bot hears, it can be reached."""
    topic = await database.write(chats.topic, GROUP, 5)
    await database.write(chats.follow, GROUP, "all", MORNING)
    await database.write(reachability.give_up_chat, topic, "kicked", MORNING)
    assert await paused(database, GROUP) == "kicked"
    async with listening(database) as api:
        api.say(GROUP, "hello", message_thread_id=5, is_topic_message=True)
        assert [await paused(database, one) for one in (GROUP, topic)] == ["", ""]
