"""Muting with buttons: what is followed, what was told lately, and what is muted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import chats, silences, told
from storage.model import rule_target
from tests.chatting import Person
from tests.conftest import MORNING
from tests.desks import CHAT, desk_of
from tests.filling import let_mute
from tests.stories import send, stand

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Database


async def muted(desk: Desk) -> list[tuple[str, str]]:
    """Return what the chat muted, and until when."""
    found = await desk.database.read(silences.held, CHAT, MORNING)
    return [(f"{one.kind}:{one.value}", f"{one.until - MORNING}") for one in found]


async def test_a_place_is_muted_whose_name_a_rule_has_to_quote(database: Database) -> None:
    """By its own name, which is what posts are compared with; that is how the list calls it too."""
    name = 'Гора "Подол" (верх)'
    person = Person(desk := await desk_of(database, places=[{"name": name}]))
    await database.write(chats.follow, CHAT, rule_target(r'place:"Гора \"Подол\" (верх)"'), MORNING)
    await person.say("/mute")
    await person.press(f"Mute: place {name}")
    await person.press("1 hour")
    assert await muted(desk) == [(f"place:{name}", "1:00:00")]
    assert f"1. {name}" in (await person.say("/start")).html.replace("&quot;", '"')


async def test_what_is_followed_can_be_muted(database: Database) -> None:
    """All topics where all are followed, the places of rules, the newest events; for a time, and back."""
    person = Person(desk := await desk_of(database))
    await database.write(lambda connection: stand(connection, 12, places=("Козинка",)))
    await database.write(send, MORNING, CHAT, story=12)
    for target in ("all", rule_target('дрон AND (place:Козинка OR place:"Гора-Подол")')):
        await database.write(chats.follow, CHAT, target, MORNING)
    await person.say("/mute")
    assert set(person.labels) == {
        "Mute: topic shelling",
        "Mute: topic power cut",
        "Mute: place Козинка",
        "Mute: place Гора-Подол",
        "Event: shelling: Козинка",
    }
    await person.press("place Козинка")
    assert person.labels == ["1 hour", "6 hours", "1 day", "7 days", "Back"]
    assert (await person.press("6 hours")).toast == "Muted until 12:00."
    assert person.labels[0] == "Unmute: place Козинка"
    assert await muted(desk) == [("place:Козинка", "6:00:00")]


async def test_an_event_is_muted_and_heard_again(database: Database) -> None:
    """It stands where it was before."""
    person = Person(desk := await desk_of(database))
    await database.write(lambda connection: stand(connection, 12))
    await database.write(send, MORNING, CHAT, story=12)
    await person.say("/mute")
    await person.press("Event: shelling")
    await person.press("1 hour")
    assert await muted(desk) == [("story:12", "1:00:00")]
    assert "1. story 12, until 07:00" in person.text
    assert (await person.press("Unmute: story 12")).toast == "You hear of it again."
    assert "Event: shelling" in person.labels


async def test_back_changes_nothing(database: Database) -> None:
    """Nor does a page that is turned."""
    person = Person(
        desk := await desk_of(database, topics=[{"name": f"t{n}", "rule": "дым"} for n in range(20)])
    )
    await database.write(chats.follow, CHAT, "all", MORNING)
    await person.say("/mute")
    await person.press("▶")
    await person.press("t9")
    await person.press("Back")
    assert "2/3" in person.labels
    assert await muted(desk) == []


async def test_there_is_a_most(database: Database) -> None:
    """It is told for a moment; all of them fit on the pages."""
    person = Person(desk := await desk_of(database))
    await database.write(let_mute, CHAT, [f"{'<&>' * 30}{number}" for number in range(50)])
    await database.write(chats.follow, CHAT, "topic:shelling", MORNING)
    await person.say("/mute")
    await person.press("◀")
    await person.press("shelling")
    assert "which is the most" in (await person.press("1 hour")).toast
    assert len(await muted(desk)) == 50


@pytest.mark.parametrize("label", ["topic shelling", "Event"])
async def test_in_a_group_it_is_one_line(database: Database, label: str) -> None:
    """With few buttons, for admins."""
    person = Person(await desk_of(database), chat=-5, person=3, admin=False)
    await database.write(lambda connection: stand(connection, 12))
    await database.write(send, MORNING, -5, story=12)
    await person.say("/mute")
    assert person.text == "Nothing is muted here."
    assert (await person.press(label)).toast == "Only admins can do that here."


async def test_what_was_told_lately_is_found_in_summaries_too(database: Database) -> None:
    """One of each story, the newest first, not more than asked for."""
    for number in (1, 2, 3):
        await database.write(send, MORNING, CHAT, story=number)
    await database.write(
        lambda c: c.conn.execute("UPDATE alerts SET state = 'folded', summary = 3 WHERE story = 1")
    )
    found = await database.read(told.lately, CHAT, 9)
    assert [one.story for one in found] == [3, 2, 1]
    assert len(await database.read(told.lately, CHAT, 2)) == 2
    assert await database.read(told.lately, 1, 9) == []
