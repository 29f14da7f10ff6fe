"""When alerts come, how sure they must be and with what sound: chosen with buttons."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import chats, wishes
from storage.model import Mode, Trust
from tests.chatting import Person
from tests.conftest import MORNING
from tests.desks import CHAT, desk_of
from tests.wishing import hold

if TYPE_CHECKING:
    from storage.database import Database


DIGESTS = {
    "Every hour": "hourly",
    "Every day, 08:00": "daily 08:00",
    "Every day, 20:00": "daily 20:00",
    "Monday, 08:00": "weekly mon 08:00",
}


async def test_a_digest_is_chosen(database: Database) -> None:
    """It is marked then, and ends with what was held for it."""
    person = Person(await desk_of(database))
    await person.say("/digest")
    assert person.labels == ["✓ No digest", *DIGESTS]
    for label, written in DIGESTS.items():
        await person.press(label)
        assert f"✓ {label}" in person.labels
        assert (await database.read(wishes.get, CHAT)).digest == written
    await database.write(hold, CHAT, MORNING + timedelta(hours=1))
    assert (await person.press("No digest")).toast == "1 alert was held until now: you get it now."
    assert (await database.read(wishes.get, CHAT)).mode is Mode.AT_ONCE


async def test_another_time_is_typed(database: Database) -> None:
    """And stands among the choices, marked; what is none is said above the page."""
    person = Person(await desk_of(database))
    await person.say("/digest")
    await person.say("fri 9:30")
    assert "✓ Friday, 09:30" in person.labels
    await person.say("dayly 9")
    assert "«dayly 9» is no digest that I know.\nDid you mean /digest daily 09:00?" in person.text


async def test_quiet_hours_are_chosen(database: Database) -> None:
    """With what is critical, or without it."""
    person = Person(await desk_of(database))
    await person.say("/quiet")
    await person.press("23:00 to 07:00")
    await person.press("Critical: waits")
    assert {"✓ 23:00 to 07:00", "✓ Critical: waits"} <= set(person.labels)
    now = await database.read(wishes.get, CHAT)
    assert (now.quiet, now.critical_through) == ("23:00-07:00", False)
    await person.say("critical on")
    await person.say("never")
    assert {"✓ No quiet hours", "✓ Critical: at once"} <= set(person.labels)
    await person.say("<b>")
    assert "«<b>» are no quiet hours" in person.text


async def test_the_sound_is_chosen(database: Database) -> None:
    """Or a digest, at its usual time."""
    person = Person(await desk_of(database))
    await person.say("/silent")
    for label, mode in (("Without a sound", Mode.SILENT), ("In a digest", Mode.DIGEST), ("With a sound", 0)):
        await person.press(label)
        assert f"✓ {label}" in person.labels
        assert (await database.read(wishes.get, CHAT)).mode == mode


async def test_trust_is_chosen(database: Database) -> None:
    """From which on something is told, and at which it sounds again."""
    person = Person(await desk_of(database))
    await person.say("/trust")
    assert {"✓ Everything", "✓ Sound: official"} <= set(person.labels)
    await person.press("Two sources")
    await person.press("Sound: never")
    chat = await database.read(chats.get, CHAT)
    assert chat
    assert (chat.heard_from, chat.told_at) == (Trust.CORROBORATED, None)
    assert {"✓ Two sources", "✓ Sound: never"} <= set(person.labels)


async def test_in_a_group_they_are_short_and_for_admins(database: Database) -> None:
    """Two lines at most, few buttons."""
    person = Person(await desk_of(database), chat=-5, person=3, admin=False)
    for command in ("digest", "quiet", "silent", "trust", "timezone", "language"):
        await person.say(f"/{command}")
        assert len(person.text.splitlines()) <= 2
        assert len(person.labels) <= 8
        assert (await person.press(person.labels[-1])).toast == "Only admins can do that here."
