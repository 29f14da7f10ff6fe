"""A pause from chat, and what becomes of posts that are stored in it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import chats, outbox, pausing
from storage.model import AlertState, Trust
from tests.chatting import Person
from tests.conftest import MORNING
from tests.desks import CHAT, ask, desk_of, store

if TYPE_CHECKING:
    from storage.database import Database

HOUR = timedelta(hours=1)


PAUSES = {"1 hour": HOUR, "8 hours": 8 * HOUR, "1 day": 24 * HOUR, "7 days": 7 * 24 * HOUR}


async def test_a_tap_begins_it(database: Database) -> None:
    """For a time, and another ends it."""
    person = Person(await desk_of(database))
    await person.say("/pause")
    assert "not even what is critical" in person.text
    for label, span in PAUSES.items():
        await person.press(label)
        pause = await database.read(pausing.now_on, CHAT, MORNING)
        assert pause is not None
        assert pause.until == MORNING + span
    assert "That holds for what is critical too." in person.text
    assert (await person.press("End the pause")).toast == "The pause is over. Nothing was held back."
    assert await database.read(pausing.now_on, CHAT, MORNING) is None


async def test_one_without_an_end_lasts_until_it_is_ended(database: Database) -> None:
    """And shows no year of the next century."""
    person = Person(await desk_of(database))
    await person.say("/pause")
    await person.press("Until I say so")
    assert person.text.startswith("There is a pause: you hear nothing until you end it.")
    assert "1. There is a pause: you hear nothing until you end it." in await ask(person.desk, "mute")
    await person.say("/follow shelling")
    assert "There is a pause" in await ask(person.desk, "following")
    await person.say("off")
    assert person.text.startswith("The pause is over.")


async def test_nothing_is_told_and_all_is_shown_afterwards(database: Database) -> None:
    """What is critical neither; the numbers add up."""
    person = Person(desk := await desk_of(database))
    await person.say("/follow all")
    assert "until 08:00" in (await person.say("/pause 2h")).html
    await store(desk, "Прилёт в Козинке, разрушен дом", "Грайворон без света")
    totals = await database.read(outbox.totals)
    assert totals[AlertState.MUTED] == sum(totals.values()) == await database.read(outbox.enqueued) == 2
    await person.say("/pause")
    assert "Held back so far: 2 alerts." in person.text
    told = (await person.say("/pause off")).html
    assert told == "The pause is over. 2 alerts were held back: /mute shows them."
    shown = await ask(desk, "mute")
    assert shown.count("muted: everything") == 2


async def test_what_goes_on_after_it_is_told(database: Database) -> None:
    """A story that was held back comes when it grows."""
    person = Person(desk := await desk_of(database))
    await person.say("/follow all")
    await person.say("/pause 2h")
    await store(desk, "Прилёт в Козинке, разрушен дом")
    await person.say("/pause off")
    await store(desk, "Прилёт в Козинке, разрушен дом, двое раненых", key="2")
    assert (await database.read(outbox.totals))[AlertState.MUTED] == 0


async def test_a_mistake_is_named(database: Database) -> None:
    """Behind the command and in the page; and there is no pause."""
    person = Person(await desk_of(database))
    for typed in ("2weeks", "5m", "shelling 2h", "31d", "<b>", "x" * 3000):
        assert "is no time for a pause" in (await person.say(f"/pause {typed}")).html
        await person.say("/pause")
        await person.say(typed)
        assert "is no time for a pause" in person.text
    assert await database.read(pausing.now_on, CHAT, MORNING) is None


async def test_without_one_there_is_nothing_to_end(database: Database) -> None:
    """That is said; and typed times begin one."""
    person = Person(await desk_of(database))
    assert (await person.say("/pause off")).html == "There is no pause here."
    await person.say("/pause")
    await person.say("90m")
    assert "nothing until 07:30" in person.text


async def test_in_a_group_it_is_for_admins(database: Database) -> None:
    """And one line long."""
    person = Person(await desk_of(database), chat=-5, person=3, admin=False)
    await database.write(chats.set_heard_from, -5, Trust.UNCONFIRMED)
    await person.say("/pause")
    assert (await person.press("1 hour")).toast == "Only admins can do that here."
    person.admin = True
    await person.press("1 hour")
    assert person.text == "There is a pause: you hear nothing until 07:00."
