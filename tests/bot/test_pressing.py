"""Buttons on Telegram's side: every press is answered, whatever it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import silences
from storage.model import SilenceKind
from tests.conftest import MORNING
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.instant_clock import InstantClock
from tests.storing import STORY, shelling, told
from tests.talking import alert_in, answers, listening, until

if TYPE_CHECKING:
    from storage.database import Database
    from tests.fakes.bot_api import BotApi

GROUP, CHANNEL, PERSON = -7, -8, 7


async def shown(database: Database, chat: int, message: int) -> None:
    """Store the shelling, of which this chat has the message."""
    await database.write(shelling)
    await database.write(told, chat, message)


def names(api: BotApi, chat: int, message: int) -> list[list[str]]:
    """Return the buttons under a message by their names."""
    markup = api.chats.messages[chat, message]["reply_markup"]
    return [[one["text"] for one in row] for row in markup["inline_keyboard"]]


async def test_all_sources_come_as_a_reply(database: Database) -> None:
    """And the button stops to turn."""
    async with listening(database) as api:
        alert = alert_in(api, PERSON)
        await shown(database, PERSON, alert)
        api.press(PERSON, alert, f"s:{STORY}")
        await until(lambda: answers(api, PERSON))
        assert answers(api, PERSON)[0].startswith("Story 12 · shelling: Козинка")
        assert api.accepted[0].params["reply_parameters"]["message_id"] == alert
        assert len(api.answered) == 1


async def test_who_presses_again_and_again_gets_one_answer(database: Database) -> None:
    """For each button; a word says that it was given."""
    async with listening(database) as api:
        alert = alert_in(api, PERSON)
        await shown(database, PERSON, alert)
        for data in ("s:12", "s:12", "w:12", "s:12"):
            api.press(PERSON, alert, data)
        await until(lambda: len(api.answered) == 4 and len(answers(api, PERSON)) == 2)
        toasts = [one.get("text") for one in api.answered]
        assert toasts == [None, "That was answered just now.", None, "That was answered just now."]


async def test_the_buttons_change_and_the_post_stays(database: Database) -> None:
    """To the times that can be chosen, and back to what is muted now."""
    async with listening(database) as api:
        alert = alert_in(api, PERSON)
        await shown(database, PERSON, alert)
        api.press(PERSON, alert, f"m:{STORY}")
        await until(lambda: "1 hour" in names(api, PERSON, alert)[0])
        api.press(PERSON, alert, f"m:{STORY}:1h")
        await until(lambda: "Unmute" in names(api, PERSON, alert)[0])
        assert names(api, PERSON, alert) == [["Open", "Sources", "Why", "Unmute"]]
        assert [one.get("text") for one in api.answered] == ["For how long?", "Muted until 07:00."]


async def test_in_a_group_admins_mute(database: Database) -> None:
    """Whether somebody is one is asked at the moment of the press; others learn that they are none."""
    async with listening(database) as api:
        alert = alert_in(api, GROUP)
        await shown(database, GROUP, alert)
        api.press(GROUP, alert, f"m:{STORY}:1h", user=1)
        await until(lambda: len(api.answered) == 1)
        api.chats.members[GROUP, 2] = "administrator"
        api.press(GROUP, alert, f"m:{STORY}:1h", user=2)
        await until(lambda: len(api.answered) == 2)
        assert [one["text"] for one in api.answered] == [
            "Only admins can do that here.",
            "Muted until 07:00.",
        ]
    held = await database.read(silences.held, GROUP, MORNING)
    assert [(one.kind, one.value) for one in held] == [(SilenceKind.STORY, str(STORY))]


async def test_in_a_channel_readers_make_the_bot_say_nothing(database: Database) -> None:
    """Nor where Telegram does not tell who is an admin just now; they get a short word for themselves."""
    async with listening(database) as api:
        alert = alert_in(api, CHANNEL, "channel")
        await shown(database, CHANNEL, alert)
        api.press(CHANNEL, alert, f"s:{STORY}", user=1)
        api.trouble(troubles.BAD_GATEWAY, method="getChatMember")
        api.press(CHANNEL, alert, f"w:{STORY}", user=2)
        await until(lambda: len(api.answered) == 2)
        assert {one["text"] for one in api.answered} == {
            "Only admins can do that here.",
            "Whether you are an admin here cannot be checked just now. Please try again.",
        }
        assert answers(api, CHANNEL) == []


async def test_whatever_is_pressed_is_answered(database: Database) -> None:
    """Forged data, a story that nobody was told of, and what fails for want of the store."""
    async with listening(database) as api:
        alert = alert_in(api, PERSON)
        for data in ("forged", "s:12"):
            api.press(PERSON, alert, data)
        await until(lambda: len(api.answered) == 2)
        await database.write(lambda connection: connection.conn.execute("DROP TABLE alerts") and None)
        api.press(PERSON, alert, "s:12")
        await until(lambda: len(api.answered) == 3)
        assert [one["text"] for one in api.answered] == [
            "I do not know this button any more.",
            "I do not know this message any more.",
            "That did not work just now. Please try again in a minute.",
        ]


async def test_a_press_that_is_too_old_is_carried_out(database: Database) -> None:
    """Telegram takes no answer to it any more, but the reply comes, and buttons that are the same stay."""
    async with listening(database, InstantClock()) as api:
        alert = alert_in(api, PERSON)
        await shown(database, PERSON, alert)
        old = troubles.Trouble(troubles.ApiError(400, "Bad Request: query is too old"))
        api.trouble(old, method="answerCallbackQuery", times=2)
        api.press(PERSON, alert, f"b:{STORY}")
        api.press(PERSON, alert, f"w:{STORY}")
        await until(lambda: answers(api, PERSON))
        assert answers(api, PERSON)[0].startswith("shelling\n")
