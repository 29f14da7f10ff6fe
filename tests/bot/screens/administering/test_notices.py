"""A message to all in ``/admin``: written, looked at, confirmed, sent, stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.notice_render import LONGEST
from storage import chats, outbox
from tests.chatting import Person
from tests.desks import desk_of
from tests.posting import delivery

if TYPE_CHECKING:
    from storage.database import Connection, Database

TEXT = "We move <b>tonight</b> & tomorrow"
LOOKS = f"📣 Notice\n\n{TEXT}\n\nA message from the operators of this bot."


def settle(connection: Connection, *ids: int) -> None:
    """Let chats be there."""
    for chat in ids:
        chats.note(connection, chat)


@pytest.fixture
async def operator(database: Database) -> Person:
    """Return an operator, besides whom there are three chats."""
    await database.write(settle, 5, 6, 7)
    person = Person(await desk_of(database), operator=True)
    await written(person)
    return person


async def written(person: Person, text: str = TEXT) -> None:
    """Write a message to all."""
    await person.say("/admin")
    await person.press("Message to all")
    await person.press("Write one")
    await person.say(text)


async def owed(database: Database) -> int:
    """Return how many alerts were ever owed."""
    return await database.read(outbox.enqueued)


async def test_it_is_shown_as_it_will_look(operator: Person) -> None:
    """Whatever markup was typed, and to how many chats it would go."""
    assert operator.text == f"This is how it will look:\n\n{LOOKS}"
    assert operator.labels == ["Send to 3 chats", "Edit", "Cancel"]


async def test_it_is_sent_after_two_confirmations(operator: Person, database: Database) -> None:
    """Not before the second; then everybody gets it as it was shown, and the page tells how far it is."""
    await operator.press("Send to 3 chats")
    assert "Really send this to 3 chats?" in operator.text
    assert await owed(database) == 0
    assert (await operator.press("Yes, send it")).toast == "It goes to 3 chats."
    assert "Waiting: 3" in operator.text
    async with delivery(database) as post:
        await post.drain()
        assert sorted((one.chat_id, one.text) for one in post.api.accepted) == [
            (chat, LOOKS) for chat in (5, 6, 7)
        ]
    await operator.press("Look again")
    assert operator.text.endswith("Sent: 3\nWaiting: 0\nFailed: 0")


async def test_pressing_twice_sends_once(operator: Person, database: Database) -> None:
    """Whichever page is pressed again."""
    draft = operator.page
    await operator.press("Send to 3 chats")
    sure = operator.page
    await operator.press("Yes, send it")
    for page, label in ((sure, "Yes, send it"), (draft, "Send to 3 chats")):
        assert (await operator.press(label, page)).toast == "This had changed meanwhile."
    assert await owed(database) == 3


async def test_it_can_be_written_anew(operator: Person, database: Database) -> None:
    """What was written before is shown, and counts until something else is typed."""
    await operator.press("Edit")
    assert f"So far it reads:\n{TEXT}" in operator.text
    await operator.press("Cancel")
    assert LOOKS in operator.text
    await operator.press("Edit")
    await operator.say("Never mind")
    assert "Never mind" in operator.text
    await operator.press("Cancel")
    assert operator.labels == ["Write one", "Back"]
    assert await owed(database) == 0


@pytest.mark.parametrize("text", ["\u202e \u202a", "я" * (LONGEST + 1), "🙂" * (LONGEST // 2 + 1)])
async def test_what_cannot_be_sent_is_asked_for_again(operator: Person, text: str) -> None:
    """Nothing to read, or too much for one message."""
    await written(operator, text)
    assert operator.text.startswith("That is too long, or there is nothing to read in it.")
    await operator.say("Good day")
    assert "Send to 3 chats" in operator.labels


@pytest.mark.parametrize("text", ["я" * LONGEST, "<&>" * (LONGEST // 3), "a\n" * (LONGEST // 2 - 1) + "b"])
async def test_the_longest_text_finds_room_on_every_page(operator: Person, text: str) -> None:
    """Every page that shows it is one that Telegram takes, and nothing of it is cut off."""
    await written(operator, text)
    assert text in operator.text
    await operator.press("Edit")
    assert text in operator.text
    await operator.press("Cancel")
    await operator.press("Send to 3 chats")
    assert text in operator.text


async def test_it_can_be_stopped(operator: Person, database: Database) -> None:
    """What is not sent by then is never sent; the list of messages still leads to it."""
    await operator.press("Send to 3 chats")
    await operator.press("Yes, send it")
    assert (await operator.press("Stop sending")).toast == "It is not sent to 3 chats."
    assert "Stopped: 3" in operator.text
    assert "Stop sending" not in operator.labels
    await operator.press("Back")
    await operator.press("📣 We move")
    assert "Stopped: 3" in operator.text
    async with delivery(database) as post:
        await post.drain()
        assert post.api.accepted == []


async def test_many_chats_get_it_behind_an_alert(operator: Person, database: Database) -> None:
    """What is owed meanwhile goes first, each chat gets one message, and all without a sound."""
    await database.write(settle, *range(1_000, 1_057))
    await written(operator)
    await operator.press("Send to 60 chats")
    await operator.press("Yes, send it")
    async with delivery(database) as post:
        await post.owe(6)
        await post.drain()
        first, *others = post.api.accepted
    assert first.chat_id == 6
    assert len(others) == len({one.chat_id for one in others}) == 60
    assert all(
        one.text == LOOKS and str(one.params["disable_notification"]).lower() == "true" for one in others
    )
    await operator.press("Look again")
    assert "Sent: 60\nWaiting: 0" in operator.text
