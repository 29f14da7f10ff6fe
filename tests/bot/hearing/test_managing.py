"""From a private chat others are managed, as long as Telegram says that the person may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import chats, managers
from tests.conftest import MORNING
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.instant_clock import InstantClock
from tests.storing import MESSAGE, shelling, told
from tests.talking import answers, listening, until

if TYPE_CHECKING:
    from storage.database import Connection, Database
    from tests.fakes.bot_api import BotApi

PERSON, CHANNEL, FORUM = 7, -1008, -1009


def managing(connection: Connection, chat: int = CHANNEL) -> None:
    """Let a person manage a channel and a forum, and choose one of them."""
    managers.add(connection, PERSON, CHANNEL, "News <of> Belgorod")
    managers.add(connection, PERSON, FORUM, "Forum")
    managers.choose(connection, PERSON, chat)


async def say(api: BotApi, *texts: str) -> str:
    """Let the person type these one after another; return the answer to the last."""
    for text in texts:
        count = len(answers(api, PERSON))
        api.say(PERSON, text)
        await until(lambda count=count: len(answers(api, PERSON)) > count)  # type: ignore[misc] # bound early
    return answers(api, PERSON)[-1]


async def followed(database: Database, chat: int) -> list[str]:
    """Return what a chat follows."""
    return [one.target for one in await database.read(chats.following, chat)]


async def test_a_command_concerns_the_chosen_chat(database: Database) -> None:
    """And its answer says so first; a channel that rests goes on resting."""
    await database.write(managing)
    await database.write(chats.pause, CHANNEL, "no admin")
    async with listening(database) as api:
        api.chats.members[CHANNEL, PERSON] = "creator"
        told_first, _, rest = (await say(api, "/follow all")).partition("\n")
        assert (told_first, "You will hear of" in rest) == ("For: News <of> Belgorod", True)
    assert (await followed(database, CHANNEL), await followed(database, PERSON)) == (["all"], [])
    known = await database.read(chats.get, CHANNEL)
    assert known
    assert known.paused


async def test_a_topic_can_be_managed(database: Database) -> None:
    """By the rights in its forum."""
    topic = await database.write(chats.topic, FORUM, 5, "Alerts")
    await database.write(managing, topic)
    async with listening(database) as api:
        api.chats.members[FORUM, PERSON] = "administrator"
        assert (await say(api, "/follow all")).startswith("For: Forum › Alerts\n")
    assert (await followed(database, topic), await followed(database, FORUM)) == (["all"], [])


async def test_what_is_about_the_person_is_not_redirected(database: Database) -> None:
    """What is deleted is what is known of them; the channel stays as it is, and is managed by nobody."""
    await database.write(managing)
    await database.write(chats.follow, CHANNEL, "all", MORNING)
    async with listening(database, InstantClock()) as api:
        api.chats.members[CHANNEL, PERSON] = "creator"
        await say(api, "/start", "/help", "/privacy", "/chats", "/deletemydata")
        message = api.accepted[-1]
        (delete, _), *_ = message.params["reply_markup"]["inline_keyboard"]
        api.press(PERSON, message.message_id, delete["callback_data"])
        await until(lambda: "is deleted" in answers(api, PERSON)[-1])
        assert [text for text in answers(api, PERSON) if text.startswith("For:")] == []
    assert await followed(database, CHANNEL) == ["all"]
    assert await database.read(managers.of, PERSON) == []


async def test_a_reply_to_an_alert_concerns_the_chat_with_it(database: Database) -> None:
    """A reply to anything else does not change what is managed."""
    await database.write(managing)
    await database.write(shelling)
    await database.write(told, PERSON, MESSAGE)
    async with listening(database) as api:
        api.chats.members[CHANNEL, PERSON] = "creator"
        chat = api.chats.chat(PERSON)
        for number in (MESSAGE, MESSAGE + 1):
            alert = {"message_id": number, "date": 1, "chat": chat, "text": "shelling"}
            api.say(PERSON, "/trust official", reply_to_message=alert)
        await until(lambda: len(answers(api, PERSON)) == 2)
        assert [text.startswith("For:") for text in answers(api, PERSON)] == [False, True]


async def test_who_lost_the_right_is_told(database: Database) -> None:
    """Nothing is changed; from then on the private chat manages itself."""
    await database.write(managing)
    async with listening(database) as api:
        assert "You are no admin of News <of> Belgorod" in await say(api, "/follow all")
        assert not (await say(api, "/follow all")).startswith("For:")
    assert (await followed(database, CHANNEL), await followed(database, PERSON)) == ([], ["all"])
    assert [one.chat.id for one in await database.read(managers.of, PERSON)] == [FORUM]


async def test_where_it_cannot_be_asked_nothing_is_changed(database: Database) -> None:
    """And the chat that is managed stays."""
    await database.write(managing)
    async with listening(database) as api:
        api.chats.members[CHANNEL, PERSON] = "creator"
        api.trouble(troubles.BAD_GATEWAY, method="getChatMember")
        assert "cannot be checked just now" in await say(api, "/follow all")
        assert (await say(api, "/following")).startswith("For:")
    assert await followed(database, CHANNEL) == []


async def test_a_chat_is_chosen_by_number_or_button(database: Database) -> None:
    """The button that counts is marked; /chats me and its button lead back."""
    await database.write(managing)
    async with listening(database, InstantClock()) as api:
        api.chats.members |= {(CHANNEL, PERSON): "creator", (FORUM, PERSON): "administrator"}
        assert "2. Forum" in await say(api, "/chats me", "/chats 2", "/chats")
        message = api.accepted[-1].message_id
        shown = api.chats.messages[PERSON, message]
        names = [row[0]["text"] for row in shown["reply_markup"]["inline_keyboard"]]
        assert names == ["News <of> Belgorod", "✓ Forum", "This chat"]
        api.press(PERSON, message, f"c:{CHANNEL}")
        await until(lambda: shown["reply_markup"]["inline_keyboard"][0][0]["text"].startswith("✓"))
        assert "concerns News <of> Belgorod now" in api.answered[0]["text"]
        assert (await say(api, "/following")).startswith("For: News")


async def test_a_forged_button_chooses_nothing(database: Database) -> None:
    """Neither a chat that the person was never let near, nor anything in a group."""
    await database.write(managing)
    await database.write(chats.note, -1, "Somebody else's")
    async with listening(database) as api:
        api.chats.members |= {(-1, PERSON): "creator"}
        await say(api, "/help")
        api.press(PERSON, api.accepted[-1].message_id, "c:-1")
        api.say(-1, "/help", user=PERSON)
        await until(lambda: answers(api, -1))
        api.press(-1, api.accepted[-1].message_id, "c:0", user=PERSON)
        await until(lambda: len(api.answered) == 2)  # two chats: in whichever order
        assert {one["text"] for one in api.answered} == {
            "I do not know this button any more.",
            "Type /chats in our private chat.",
        }
    chosen = await database.read(managers.chosen, PERSON)
    assert chosen
    assert chosen.chat.id == CHANNEL
