"""What is kept about people, and its deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import outbox
from storage.model import AlertState
from tests.chatting import Person
from tests.desks import ask, desk_of, store
from tests.storage.test_sealing import where

if TYPE_CHECKING:
    from storage.database import Database

CHAT, GROUP = 5_123_456_789, -1_001_987_654_321


@pytest.mark.parametrize("language", ["en", "ru", "uk", "nl"])
async def test_privacy_says_what_is_kept_and_offers_what_can_be_done(
    database: Database, language: str
) -> None:
    """In every language, within what a message holds; the buttons export and delete."""
    person = Person(await desk_of(database), language, chat=CHAT, person=CHAT)
    await person.say("/privacy please")
    assert len(person.labels) == 2
    assert len(person.text) < 2_500


async def test_privacy_says_how_long(database: Database) -> None:
    """With the times of the configuration."""
    desk = await desk_of(database, storage={"keep_matched": "2w", "keep_other": "36h"})
    person = Person(desk, chat=CHAT, person=CHAT)
    await person.say("/privacy")
    for said in ("The number of this chat", "for 14 days after", "else for 36 hours", "for 7 days after"):
        assert said in person.text
    assert "encrypted" not in person.text


async def test_deletion_asks_first_and_leaves_nothing_in_any_table(database: Database) -> None:
    """Neither the chat nor its subscriptions, silences, alerts and screens; the sums stay right."""
    desk = await desk_of(database)
    person = Person(desk, chat=CHAT, person=CHAT)
    await ask(desk, "follow", "all", chat=CHAT)
    await ask(desk, "follow", "снег", chat=CHAT + 1)
    await store(desk, "Обстрел")
    await ask(desk, "mute", "shelling 2h", chat=CHAT)
    await person.say("/deletemydata")
    held = {"chats", "subscriptions", "silences", "alerts", "screens"}
    assert await database.read(where, CHAT) == held
    await person.press("Delete all")
    assert "is deleted" in person.text
    assert "Backups that the operator made" in person.text
    assert person.labels == []
    assert await database.read(where, CHAT) == set()
    assert await database.read(where, CHAT + 1) == {"chats", "screens", "subscriptions"}
    totals = await database.read(outbox.totals)
    assert sum(totals.values()) == await database.read(outbox.enqueued) == totals[AlertState.GONE] == 1


async def test_who_keeps_it_loses_nothing(database: Database) -> None:
    """Whatever they press afterwards."""
    desk = await desk_of(database)
    person = Person(desk, chat=CHAT, person=CHAT)
    await ask(desk, "follow", "all", chat=CHAT)
    await person.say("/privacy")
    await person.press("Delete")
    question = person.page
    await person.press("Keep")
    assert person.text == "Nothing was deleted."
    await person.press("Delete all", question)
    assert "subscriptions" in await database.read(where, CHAT)


async def test_an_own_rule_is_deleted_too(database: Database) -> None:
    """Its words are found nowhere afterwards."""
    desk = await desk_of(database)
    person = Person(desk, chat=CHAT, person=CHAT)
    await ask(desk, "follow", "неповторимое", chat=CHAT)
    await person.say("/deletemydata")
    await person.press("Delete all")
    assert "неповторимое" not in "\n".join(await database.read(lambda c: list(c.conn.iterdump())))


async def test_a_chat_of_which_nothing_is_known_can_ask_for_deletion(database: Database) -> None:
    """And gets the same answer."""
    person = Person(await desk_of(database), chat=CHAT, person=CHAT)
    await person.say("/deletemydata")
    await person.press("Delete all")
    assert "is deleted" in person.text


async def test_in_a_group_only_admins_delete(database: Database) -> None:
    """Everybody may read what is kept, without a button that deletes; others' presses do nothing."""
    desk = await desk_of(database)
    await ask(desk, "follow", "all", chat=GROUP)
    person = Person(desk, chat=GROUP, person=CHAT, admin=False)
    await person.say("/privacy")
    assert person.labels == ["Export"]
    await person.say("/deletemydata")
    reaction = await person.press("Delete all")
    assert reaction.toast == "Only admins can do that here."
    assert "subscriptions" in await database.read(where, GROUP)
