"""What Telegram answers to an alert, and where the alert stands then: a real outbox, real sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import announcing, chats
from storage.model import Trust
from tests.conftest import MORNING
from tests.fakes import bot_api_troubles as troubles
from tests.posting import Post, Row, delivery

if TYPE_CHECKING:
    from storage.database import Database
    from tests.fakes.bot_api_reading import Call

STRANGE = troubles.Trouble(troubles.ApiError(400, "Bad Request: PEER_FLOOD"))


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [
        (troubles.NONE, ("sent", 0)),
        (troubles.LOST, ("uncertain", 60)),
        (troubles.CUT, ("uncertain", 60)),
        (troubles.HALF, ("uncertain", 60)),
        (troubles.slow(3.0), ("uncertain", 60)),
        (troubles.INTERNAL, ("uncertain", 60)),
        (troubles.BAD_GATEWAY, ("uncertain", 60)),
        (troubles.flood(30), ("waiting", 30)),
        (troubles.FLOOD_PAGE, ("waiting", 60)),
        (troubles.BLOCKED, ("gone", 0)),
        (troubles.DEACTIVATED, ("gone", 0)),
        (troubles.KICKED, ("gone", 0)),
        (troubles.NO_CHAT, ("gone", 0)),
        (STRANGE, ("waiting", 600)),
        (troubles.UNAUTHORIZED, ("waiting", 0)),
    ],
    ids=lambda value: str(getattr(value, "refusal", "") or getattr(value, "ending", "")),
)
async def test_whatever_telegram_answers_ends_in_a_state(
    database: Database, trouble: troubles.Trouble, expected: Row
) -> None:
    """Each row of what is known of Telegram leaves the alert where it says, due when it says."""
    async with delivery(database, read=0.2) as post:
        await post.owe(7)
        post.api.trouble(trouble, method="sendMessage")
        assert await post.drain() == [expected]
        assert [call.method for call in post.api.requests].count("sendMessage") == 1
        assert len(post.told) == (expected[0] == "sent")


async def test_what_could_not_connect_is_retried(database: Database) -> None:
    """Where nothing reached Telegram, the alert waits ten seconds and is not counted as uncertain."""
    async with delivery(database, is_there=False) as post:
        await post.owe(7)
        assert await post.drain() == [("waiting", 10)]


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        ("parse_mode", "can't parse entities: Unsupported start tag"),
        ("reply_markup", "inline keyboard button URL 'http://host/1' is invalid: Wrong HTTP URL"),
        ("reply_markup", "BUTTON_URL_INVALID"),
    ],
)
async def test_what_telegram_cannot_read_is_sent_as_text(
    database: Database, refused: str, words: str
) -> None:
    """The alert goes again at once without markup and button, with the post's address in it."""

    def refuse(call: Call) -> troubles.Trouble | None:
        error = troubles.ApiError(400, f"Bad Request: {words}")
        return troubles.Trouble(error) if refused in call.params else None

    async with delivery(database) as post:
        await post.owe(7)
        post.api.decide = refuse
        assert await post.drain() == [("sent", 0)]
        assert "Обстрел Грайворона" in post.api.accepted[0].text
        assert "https://t.me/open_belgorod/1" in post.api.accepted[0].text


async def test_a_group_that_became_a_supergroup_gets_its_alert_there(database: Database) -> None:
    """Telegram names the new id, and the alert goes there at once, also where that id is known already."""
    async with delivery(database) as post:
        await post.owe(-7)
        await database.write(chats.follow, -1007, "topic:shelling", MORNING)
        post.api.trouble(troubles.migrated(-1007), chat=-7, times=99)
        assert await post.drain() == [("sent", 0)]
        assert [message.chat_id for message in post.api.accepted] == [-1007]
        assert await database.read(chats.get, -7) is None


async def sounding(post: Post, database: Database) -> None:
    """Send a story to a chat, and owe it a reply that sounds."""
    await post.owe(7)
    await post.grow()
    await post.drain()
    now = post.clock.now()
    assert await database.write(announcing.sound_trust, 1, 1, Trust.OFFICIAL, now) == 1
    await post.grow(trust=Trust.OFFICIAL)


@pytest.mark.parametrize("is_there", [True, False])
async def test_what_sounds_again_is_a_reply(
    database: Database,
    is_there: bool,  # noqa: FBT001 - a row of the table
) -> None:
    """To the story's message in that chat, and a message of its own where that was deleted."""
    async with delivery(database, paced_by_clock=True) as post:
        await sounding(post, database)
        first = post.api.accepted[0].message_id
        if not is_there:
            post.api.chats.delete(7, first)
        await post.drain()
        message = post.api.chats.messages[7, post.api.accepted[1].message_id]
        assert ("reply_to_message" in message) == is_there
        assert post.api.accepted[1].params["reply_parameters"]["message_id"] == first
        assert post.actions == ["new", "sound"]


def buttons(post: Post, number: int) -> list[str]:
    """Return the addresses and data of the buttons under a message that was accepted."""
    markup = post.api.accepted[number].params.get("reply_markup", {"inline_keyboard": []})
    return [
        button.get("url") or button["callback_data"] for row in markup["inline_keyboard"] for button in row
    ]


@pytest.mark.parametrize("words", ["BUTTON_URL_INVALID", "can't parse entities: Unsupported start tag"])
async def test_a_message_keeps_its_buttons_when_it_grows(database: Database, words: str) -> None:
    """Where Telegram refuses the markup or an address, those that open an address go."""
    refusal = troubles.Trouble(troubles.ApiError(400, f"Bad Request: {words}"))
    async with delivery(database, paced_by_clock=True) as post:
        await post.owe(7)
        await post.grow()
        await post.drain()
        await post.grow(trust=Trust.OFFICIAL)
        post.clock.advance(30)
        post.api.trouble(refusal, method="editMessageText")
        await post.drain()
        sent, edited = buttons(post, 0), buttons(post, 1)
        assert sent == ["https://t.me/open_belgorod/1", *edited]
        assert len(edited) >= 3
        assert "https://t.me/open_belgorod/1" in post.api.accepted[1].text
