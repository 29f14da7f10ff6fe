"""What is followed, as a list with buttons: how each comes, silence, the end and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import chats, silences
from storage.model import Mode, SilenceKind, rule_target, topic_target
from tests.chatting import Person
from tests.desks import CHAT, desk_of
from tests.filling import let_follow

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Database

GROUP = -5
RULE = rule_target("дрон* AND Белгород")
FOLLOWED = (topic_target("shelling"), RULE, rule_target("place:Козинка"))


async def follower(database: Database, chat: int = CHAT, person: int = CHAT) -> Person:
    """Return somebody whose chat follows three things."""
    desk = await desk_of(database, places=[{"name": "Козинка"}])
    for target in FOLLOWED:
        await database.write(chats.follow, chat, target, desk.clock.now())
        desk.clock.advance(1)  # type: ignore[attr-defined] # a test's clock
    return Person(desk, chat=chat, person=person)


async def modes(desk: Desk) -> dict[str, Mode | None]:
    """Return how the chat is told of each."""
    return {one.target: one.mode for one in await desk.database.read(chats.following, CHAT)}


async def test_the_list_ends_each_and_brings_it_back(database: Database) -> None:
    """As it came before; and with nothing left there is a way on."""
    person = await follower(database)
    await person.say("/unfollow")
    assert person.labels[0] == "✕ shelling"
    for _ in FOLLOWED:
        await person.press("✕")
    assert person.text.splitlines() == [
        "You will not hear any more of: Козинка",
        "",
        "You follow nothing yet.",
    ]
    await person.press("Undo")
    assert person.labels == ["✕ Козинка", "Follow more"]
    await person.press("Follow more")
    assert "✓ shelling" not in person.labels


async def test_a_way_of_its_own_comes_back_with_it(database: Database) -> None:
    """Ended on its own page, and undone in the list."""
    person = await follower(database)
    await person.say("/following")
    await person.press("rule дрон")
    await person.press("Without a sound")
    await person.press("Unfollow")
    assert RULE not in await modes(person.desk)
    await person.press("Undo")
    assert (await modes(person.desk))[RULE] is Mode.SILENT


@pytest.mark.parametrize(
    ("label", "mode"),
    [("At once", Mode.AT_ONCE), ("Without a sound", Mode.SILENT), ("In a digest", Mode.DIGEST)],
)
async def test_each_comes_as_is_chosen(database: Database, label: str, mode: Mode) -> None:
    """The present way is marked; as all else is what it was before."""
    person = await follower(database)
    await person.say("/when")
    await person.press("shelling")
    assert "✓ As all else" in person.labels
    await person.press(label)
    assert f"✓ {label}" in person.labels
    assert (await modes(person.desk))[FOLLOWED[0]] is mode
    await person.press("As all else")
    assert (await modes(person.desk))[FOLLOWED[0]] is None


async def test_a_topic_or_a_place_is_muted_from_its_page(database: Database) -> None:
    """A rule of words cannot be: nothing is muted by words."""
    person = await follower(database)
    await person.say("/following")
    await person.press("Козинка")
    assert (await person.press("Mute: 6 hours")).toast == "Muted until 12:00."
    (silence,) = await database.read(silences.held, CHAT, person.desk.clock.now())
    assert (silence.kind, silence.value) == (SilenceKind.PLACE, "Козинка")
    assert "Muted until 12:00." in person.text
    await person.press("Unmute")
    assert await database.read(silences.held, CHAT, person.desk.clock.now()) == []
    await person.press("Back")
    await person.press("rule дрон")
    assert not [label for label in person.labels if "ute" in label]


async def test_what_is_gone_meanwhile_leads_to_the_list(database: Database) -> None:
    """Another device ended it."""
    person = await follower(database)
    await person.say("/following")
    await person.press("shelling")
    await person.desk.database.write(chats.unfollow, CHAT, FOLLOWED[0])
    await person.press("In a digest")
    assert person.text.startswith("You follow:\n1. rule дрон")


async def test_fifty_long_rules_are_paged(database: Database) -> None:
    """And every page and every rule's own page are within Telegram's limits."""
    person = Person(await desk_of(database))
    rules = [rule_target(f"{'<&>' * 20} {'слово ' * 100}{number}") for number in range(50)]
    await database.write(let_follow, CHAT, rules)
    await person.say("/following")
    assert "1/7" in person.labels
    await person.press("◀")
    await person.press("rule")
    await person.press("Back")
    assert "7/7" in person.labels


async def test_in_a_group_it_is_short(database: Database) -> None:
    """One line, and few buttons."""
    person = await follower(database, GROUP, 3)
    await person.say("/following")
    assert person.text == "You follow 3 things."
    person.admin = False
    assert (await person.press("shelling")).toast == "Only admins can do that here."


async def test_a_place_is_called_what_people_call_it(database: Database) -> None:
    """On its own page as in the list, not by the rule that stands for it."""
    person = await follower(database)
    await person.say("/following")
    await person.press("Козинка")
    assert person.text.splitlines()[0] == "Козинка"


@pytest.mark.parametrize("chat", [CHAT, GROUP])
async def test_who_follows_nothing_can_begin_from_the_list(database: Database, chat: int) -> None:
    """By a button; without one there would be but a command to type."""
    person = Person(await desk_of(database), chat=chat, person=CHAT)
    await person.say("/following")
    assert (person.text, person.labels) == ("You follow nothing yet.", ["Follow more"])
    await person.press("Follow more")
    assert "power cut" in person.labels
