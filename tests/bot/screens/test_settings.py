"""All that a chat can set, in one message: every page of it, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import chats, pausing, wishes
from storage.model import Chat, Mode, Trust, Wishes
from tests.chatting import Person
from tests.desks import CHAT, desk_of

if TYPE_CHECKING:
    from storage.database import Database

PARTS = [
    "Follow more",
    "What I follow",
    "How sure",
    "Sound",
    "Digest",
    "Quiet hours",
    "Pause",
    "Mute",
    "Language",
    "Time zone",
]


async def test_everything_stands_on_one_page(database: Database) -> None:
    """And a button leads to each."""
    person = Person(await desk_of(database))
    await person.say("/settings")
    assert person.labels == PARTS
    assert person.text.splitlines() == [
        "• You follow nothing yet.",
        "• You hear of everything at once, also of what one source alone tells.",
        "• Alerts come at once, with a sound.",
        "• There are no quiet hours: alerts come by day and night.",
        "• I speak the language of your Telegram here.",
        "• Times here are the region's, those of UTC, where it is 06:00.",
    ]


async def test_each_page_leads_back(database: Database) -> None:
    """To the page of all."""
    person = Person(await desk_of(database))
    await person.say("/settings")
    for part in PARTS:
        await person.press(part)
        assert person.labels[-1] == "« Settings"
        await person.press("« Settings")
        assert person.labels == PARTS


async def test_what_is_chosen_there_counts(database: Database) -> None:
    """As if the page had been opened by itself."""
    person = Person(await desk_of(database))
    await person.say("/settings")
    for part, label in (("Digest", "Every day, 20:00"), ("How sure", "Official only"), ("Pause", "8 hours")):
        await person.press(part)
        await person.press(label)
        await person.press("« Settings")
    chat = await database.read(chats.get, CHAT)
    wished = Wishes(Mode.DIGEST, "daily 20:00")
    assert chat == Chat(CHAT, peer=CHAT, heard_from=Trust.OFFICIAL, wishes=wished)
    assert await database.read(pausing.now_on, CHAT, person.desk.clock.now())
    assert "• There is a pause: you hear nothing until 14:00." in person.text.splitlines()


async def test_pages_within_a_page_lead_back_too(database: Database) -> None:
    """What is followed, one of it, and its end."""
    person = Person(await desk_of(database))
    await person.say("/follow shelling")
    await person.say("/settings")
    for label in ("What I follow", "shelling", "Unfollow", "Undo", "Follow more", "« Settings"):
        await person.press(label)
    assert person.labels == PARTS
    assert "• You follow 1 thing." in person.text


async def test_words_are_for_the_page_that_asks(database: Database) -> None:
    """On the page of all they mean nothing."""
    person = Person(await desk_of(database))
    await person.say("/settings")
    await person.press("Quiet hours")
    await person.say("21:30-6")
    assert "Quiet hours are from 21:30 to 06:00." in person.text
    assert "✓ 21:30 to 06:00" in person.labels
    await person.press("« Settings")
    assert (await person.say("22-7")).html == ""
    assert (await database.read(wishes.get, CHAT)).quiet == "21:30-06:00"


async def test_in_a_group_the_buttons_say_it(database: Database) -> None:
    """For admins, one line."""
    person = Person(await desk_of(database), chat=-5, person=3, admin=False)
    await person.say("/settings")
    assert (person.text, person.labels) == ("What should be otherwise here?", PARTS)
    assert (await person.press("Digest")).toast == "Only admins can do that here."
