"""Groups: what changes something is for their admins, asked from Telegram at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from storage import chats, managers
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.instant_clock import InstantClock
from tests.talking import answers, listening, until

if TYPE_CHECKING:
    from storage.database import Connection, Database

GROUP, ADMIN, MEMBER = -7, 7, 8
ONLY_ADMINS = "Only admins can do that here."

ITSELF = {"id": GROUP, "type": "supergroup", "title": "Chat -7"}
CHANNEL = {"id": -1009, "type": "channel", "title": "Linked"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
LINKED = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


async def followed(database: Database, chat: int = GROUP) -> list[str]:
    """Return what a chat follows."""
    return [one.target for one in await database.read(chats.following, chat)]


def kept(connection: Connection) -> list[str]:
    """Return all that is stored but the numbers of updates."""
    return [line for line in connection.conn.iterdump() if not line.startswith('INSERT INTO "updates"')]


async def test_an_admin_decides(database: Database) -> None:
    """And may manage the group from their private chat from then on."""
    async with listening(database) as api:
        api.chats.members[GROUP, ADMIN] = "administrator"
        api.say(GROUP, "/follow all", user=ADMIN)
        await until(lambda: answers(api, GROUP))
    assert await followed(database) == ["all"]
    (managed,) = await database.read(managers.of, ADMIN)
    assert (managed.chat.id, managed.chat.title) == (GROUP, "Chat -7")


async def test_others_get_one_polite_line(database: Database) -> None:
    """Nothing is changed, and they are not written down."""
    commands = ("follow all", "unfollow all", "mute all 2h", "unmute all", "trust official", "deletemydata")
    await database.write(chats.note, GROUP)
    before = await database.read(kept)
    async with listening(database, InstantClock()) as api:
        for command in commands:
            api.say(GROUP, f"/{command}", user=MEMBER)
        await until(lambda: len(answers(api, GROUP)) == len(commands))
        assert set(answers(api, GROUP)) == {ONLY_ADMINS}
    assert await database.read(kept) == before


async def test_what_merely_reads_is_for_everybody(database: Database) -> None:
    """Also commands that change something, as long as nothing stands behind them."""
    commands = ("follow", "unfollow", "mute", "trust", "following", "help", "privacy", "start", "chats")
    async with listening(database, InstantClock()) as api:
        for command in commands:
            api.say(GROUP, f"/{command}", user=MEMBER)
        await until(lambda: len(answers(api, GROUP)) == len(commands))
        assert ONLY_ADMINS not in answers(api, GROUP)
    assert await database.read(managers.of, MEMBER) == []


async def test_an_admin_who_types_start_becomes_known(database: Database) -> None:
    """So that they find the group in their private chat."""
    async with listening(database) as api:
        api.chats.members[GROUP, ADMIN] = "administrator"
        api.say(GROUP, "/start", user=ADMIN)
        await until(lambda: answers(api, GROUP))
    assert len(await database.read(managers.of, ADMIN)) == 1


@pytest.mark.parametrize(
    ("sender", "behind", "may"),
    [(ANONYMOUS, ITSELF, True), (LINKED, CHANNEL, False), (ANONYMOUS, CHANNEL, False)],
    ids=["anonymous admin", "linked channel", "another channel"],
)
async def test_who_speaks_behind_a_name(
    database: Database, sender: dict[str, Any], behind: dict[str, Any], *, may: bool
) -> None:
    """An anonymous admin decides and is known to nobody; whoever speaks as another chat does not."""
    async with listening(database) as api:
        api.chats.members[GROUP, sender["id"]] = "administrator"
        fields: dict[str, Any] = {"from": sender, "sender_chat": behind}
        api.say(GROUP, "/follow all", **fields)
        await until(lambda: answers(api, GROUP))
        assert not any(call.method == "getChatMember" for call in api.requests)
        assert (answers(api, GROUP) == [ONLY_ADMINS]) is not may
    assert bool(await followed(database)) is may
    assert await database.read(managers.of, sender["id"]) == []


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (troubles.BAD_GATEWAY, "cannot be checked just now"),
        (troubles.LOST, "cannot be checked just now"),
        (troubles.NO_CHAT, ONLY_ADMINS),
        (troubles.KICKED, ONLY_ADMINS),
    ],
    ids=["502", "lost", "400", "403"],
)
async def test_where_telegram_does_not_tell_nothing_is_changed(
    database: Database, trouble: troubles.Trouble, words: str
) -> None:
    """The answer says whether it is worth to try again."""
    async with listening(database) as api:
        api.chats.members[GROUP, ADMIN] = "creator"
        api.trouble(trouble, method="getChatMember")
        api.say(GROUP, "/follow all", user=ADMIN)
        await until(lambda: answers(api, GROUP))
        assert words in answers(api, GROUP)[0]
    assert await followed(database) == []
