"""Whatever is typed or sent is answered, or left alone on purpose, and never an error in the log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from bot.commands import ALIASES, COMMANDS
from storage import chats, reachability
from tests.conftest import MORNING
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.instant_clock import InstantClock
from tests.talking import answers, listening, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database import Database

PERSON, GROUP = 7, -7
MARKUP = "<b>&lt;Name</b> _*[x](tg://user?id=1)*_ \N{RIGHT-TO-LEFT OVERRIDE}</a>"
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
LINKED = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
ITSELF = {"id": GROUP, "type": "supergroup", "title": "Chat -7"}
CHANNEL = {"id": -1009, "type": "channel", "title": "Linked"}

LONG = {
    "a word": "обстрел " * 600,
    "no spaces": "я" * 4200,
    "brackets": "(" * 4200,
    "markup": "<b>&amp;" * 600,
    "emoji": "\N{POLICE CARS REVOLVING LIGHT}" * 2100,
    "quotes": '"' * 4200,
    "lines": "a\n" * 2100,
}


@pytest.fixture(autouse=True)
def _quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail where anything was logged as an error."""
    yield
    errors = [one.getMessage() for one in caplog.get_records("call") if one.levelno >= logging.ERROR]
    assert errors == []


def cut(text: str) -> str:
    """Return what Telegram lets people send: 4,096 UTF-16 units."""
    return text.encode("utf-16-le")[: 2 * 4096].decode("utf-16-le", "ignore")


@pytest.mark.parametrize(
    "kind",
    [kind if kind in {"brackets", "markup"} else pytest.param(kind, marks=pytest.mark.long) for kind in LONG],
)
async def test_the_longest_argument_of_every_command_is_answered(database: Database, kind: str) -> None:
    """In private, where everything is answered; in one message that Telegram takes."""
    people = dict(enumerate([*COMMANDS, *ALIASES], 100))
    async with listening(database, InstantClock()) as api:
        for chat, command in people.items():
            api.say(chat, cut(f"/{command} {LONG[kind]}"))
        await until(lambda: {one.chat_id for one in api.accepted} >= set(people), 30.0)


@pytest.mark.parametrize("kind", LONG)
async def test_the_longest_text_is_answered(database: Database, kind: str) -> None:
    """In private by a hint; in a group it was not said to the bot."""
    async with listening(database, InstantClock()) as api:
        api.say(GROUP, cut(LONG[kind]))
        api.say(PERSON, cut(LONG[kind]))
        await until(lambda: answers(api, PERSON))
        assert answers(api, GROUP) == []


async def test_names_with_markup_are_shown_as_they_are(database: Database) -> None:
    """Of people, and of groups that are managed from a private chat."""
    async with listening(database, InstantClock()) as api:
        api.chats.chat(GROUP)["title"] = MARKUP
        api.chats.chat(PERSON)["first_name"] = MARKUP
        api.chats.members[GROUP, PERSON] = "administrator"
        api.say(GROUP, "/start")
        await until(lambda: answers(api, GROUP))
        api.say(PERSON, "/chats 1")
        api.say(PERSON, "/following")
        await until(lambda: len(answers(api, PERSON)) == 2)
        assert all("<b>&lt;Name</b>" in text for text in answers(api, PERSON))


@pytest.mark.parametrize(
    ("sender", "may"),
    [
        ({"from": ANONYMOUS, "sender_chat": ITSELF}, True),
        ({"from": LINKED, "sender_chat": CHANNEL, "is_automatic_forward": True}, False),
    ],
    ids=["anonymous admin", "linked channel"],
)
async def test_every_command_of_who_speaks_behind_a_name_is_answered(
    database: Database,
    sender: dict[str, Any],
    may: bool,  # noqa: FBT001 - a case
) -> None:
    """An anonymous admin decides; a linked channel reads; neither is an operator."""
    async with listening(database, InstantClock()) as api:
        for command in COMMANDS:
            api.say(GROUP, f"/{command}", **sender)
        await until(lambda: len(answers(api, GROUP)) >= len(COMMANDS), 20.0)
        api.say(GROUP, "/follow all", **sender)
        await until(lambda: len(answers(api, GROUP)) >= len(COMMANDS) + 1)
    known = await database.read(chats.following, GROUP)
    assert [one.target for one in known] == (["all"] if may else [])


async def test_a_forwarded_command_is_a_command(database: Database) -> None:
    """Whoever forwards it says it; whom it is from does not matter."""
    origin = {"type": "hidden_user", "date": 1_684_735_200, "sender_user_name": MARKUP}
    async with listening(database) as api:
        api.say(PERSON, "/follow all", forward_origin=origin)
        await until(lambda: answers(api, PERSON))
    assert [one.target for one in await database.read(chats.following, PERSON)] == ["all"]


async def test_an_edited_command_meets_silence(database: Database) -> None:
    """It was carried out when it was sent; what it says now is not."""
    async with listening(database) as api:
        api.say(PERSON, "/follow all")
        await until(lambda: answers(api, PERSON))
        edited = api.chats.said(PERSON, "/unfollow all", PERSON, "en", {"edit_date": 1_684_735_200})
        api.push({"update_id": edited["update_id"], "edited_message": edited["message"]})
        api.say(PERSON, "/following")
        await until(lambda: len(answers(api, PERSON)) == 2)
    assert [one.target for one in await database.read(chats.following, PERSON)] == ["all"]


async def test_who_blocks_and_returns_finds_everything_again(database: Database) -> None:
    """While they are away nothing is sent; what they say wakes the chat, and what they chose still counts."""
    async with listening(database) as api:
        api.say(PERSON, "/follow all")
        await until(lambda: answers(api, PERSON))
        api.join(PERSON, "member", "kicked", user=PERSON)
        api.join(PERSON, "kicked", "member", user=PERSON)
        api.say(PERSON, "/following")
        await until(lambda: len(answers(api, PERSON)) == 2)
    chat = await database.read(chats.get, PERSON)
    assert chat is not None
    assert not chat.paused
    assert [one.target for one in await database.read(chats.following, PERSON)] == ["all"]


async def test_who_blocks_before_the_answer_gets_none(database: Database) -> None:
    """Others are answered meanwhile."""
    await database.write(chats.follow, PERSON, "all", MORNING)
    await database.write(reachability.give_up_chat, PERSON, "blocked", MORNING)
    async with listening(database, InstantClock()) as api:
        api.trouble(troubles.BLOCKED, chat=PERSON, times=9)
        api.say(PERSON, "/following")
        api.say(8, "/following")
        await until(lambda: answers(api, 8))
        assert answers(api, PERSON) == []
