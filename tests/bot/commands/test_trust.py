"""From which trust a chat hears of a story, and when it sounds again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import chats
from storage.model import Chat, Trust
from tests.desks import CHAT, ask, desk_of

if TYPE_CHECKING:
    from storage.database import Database


async def test_what_counts_is_shown(database: Database) -> None:
    """Also to a chat that never spoke before."""
    desk = await desk_of(database)
    assert (await ask(desk, "trust")).splitlines() == [
        "You hear of everything at once, also of what one source alone tells.",
        "A reply sounds when an official voice confirms it.",
    ]


@pytest.mark.parametrize(
    ("argument", "chat", "words"),
    [
        ("corroborated", Chat(CHAT, peer=CHAT, heard_from=Trust.CORROBORATED), "two independent sources"),
        (
            "OFFICIAL",
            Chat(CHAT, peer=CHAT, heard_from=Trust.OFFICIAL),
            "You hear of something when an official",
        ),
        (
            "sound corroborated",
            Chat(CHAT, peer=CHAT, told_at=Trust.CORROBORATED),
            "a second independent source",
        ),
        ("sound never", Chat(CHAT, peer=CHAT, told_at=None), "no sound tells when that changes"),
    ],
)
async def test_it_can_be_set(database: Database, argument: str, chat: Chat, words: str) -> None:
    """And is shown as it counts from then on."""
    desk = await desk_of(database)
    assert words in await ask(desk, "trust", argument)
    assert await database.read(chats.get, CHAT) == chat


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("oficial", "Did you mean /trust official?"),
        ("corroborated now", "«corroborated now» is no trust"),
        ("sound unconfirmed", "«unconfirmed» is no trust"),
        ("sound nevr", "Did you mean /trust sound never?"),
        ("<b>", "«<b>» is no trust"),
    ],
)
async def test_a_mistake_is_named(database: Database, argument: str, words: str) -> None:
    """With what can be typed, and nothing is changed."""
    desk = await desk_of(database)
    told = await ask(desk, "trust", argument)
    assert words in told
    assert "/trust sound never" in told
    assert await database.read(chats.get, CHAT) is None
