"""Choosing what to follow: topics on buttons, places and rules typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import chats
from storage.model import EVERY_TOPIC, rule_target, topic_target
from tests.chatting import Person, button
from tests.desks import CHAT, VALUES, desk_of
from tests.filling import let_follow

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Database

GROUP = -5
SHELLING, POWER = topic_target("shelling"), topic_target("power cut")


async def held(desk: Desk, chat: int = CHAT) -> list[str]:
    """Return what a chat follows."""
    return [one.target for one in await desk.database.read(chats.following, chat)]


async def test_topics_are_followed_and_left_by_a_tap(database: Database) -> None:
    """A mark shows which are; the message changes in place."""
    person = Person(desk := await desk_of(database))
    await person.say("/follow")
    assert person.labels == ["Every topic", "shelling", "power cut"]
    await person.press("shelling")
    assert person.labels == ["Every topic", "✓ shelling", "power cut", "What I follow"]
    await person.press("Every topic")
    assert set(await held(desk)) == {SHELLING, EVERY_TOPIC}
    await person.press("✓ shelling")
    assert await held(desk) == [EVERY_TOPIC]


async def test_pressing_twice_is_like_pressing_once(database: Database) -> None:
    """The second press finds a page that has changed, and changes nothing."""
    person = Person(desk := await desk_of(database))
    await person.say("/follow")
    data = button(person.page, "shelling").data
    await person.press_data(data)
    assert (await person.press_data(data)).toast == "This had changed meanwhile."
    assert await held(desk) == [SHELLING]


async def test_many_topics_are_paged(database: Database) -> None:
    """Twelve on a page, fewer in a group; both ends lead round."""
    topics = [{"name": f"topic {number} {'<&>' * 12}", "rule": "дым"} for number in range(40)]
    person = Person(await desk_of(database, topics=topics))
    await person.say("/follow")
    assert len(person.labels) == 1 + 12 + 3
    await person.press("◀")
    assert "4/4" in person.labels
    await person.press("▶")
    assert "1/4" in person.labels


async def test_what_is_typed_is_followed(database: Database) -> None:
    """A topic or several lines stay on the page, a rule of one's own gets its own."""
    person = Person(desk := await desk_of(database, places=[{"name": "Козинка"}]))
    await person.say("/follow")
    assert "You will hear of: <b>shelling</b>" in (await person.say("Shelling")).html
    assert "✓ shelling" in person.labels
    assert "power cut</b>: you will hear of it" in (await person.say("дым AND (\npower cut")).html
    await person.say("Козинка")
    assert person.text.startswith("You will hear of: Козинка")
    assert person.labels == ["Undo", "What I follow"]
    assert set(await held(desk)) == {SHELLING, POWER, rule_target("place:Козинка")}


async def test_what_is_wrong_is_shown_where_it_is(database: Database) -> None:
    """And the page still stands below it."""
    person = Person(desk := await desk_of(database))
    await person.say("/follow")
    await person.say("дым AND (")
    assert "^" in person.text
    assert "What do you want to hear of?" in person.text
    assert await held(desk) == []


async def test_in_a_group_it_is_short_and_for_admins(database: Database) -> None:
    """One line and few buttons, which only admins can press, looked at for every press."""
    desk = await desk_of(
        database, topics=VALUES["topics"] + [{"name": f"t{n}", "rule": "дым"} for n in range(9)]
    )
    person = Person(desk, chat=GROUP, person=3, admin=False)
    await person.say("/follow")
    assert len(person.text.splitlines()) == 1
    assert len(person.labels) == 1 + 4 + 3
    assert (await person.press("shelling")).toast == "Only admins can do that here."
    person.admin = None
    assert "cannot be checked" in (await person.press("shelling")).toast
    person.admin = True
    await person.press("shelling")
    assert await held(desk, GROUP) == [SHELLING]


async def test_a_full_chat_is_told_so_for_a_moment(database: Database) -> None:
    """And nothing else happens."""
    person = Person(desk := await desk_of(database))
    await database.write(let_follow, CHAT, [rule_target(f"слово{number}") for number in range(50)])
    await person.say("/follow")
    assert (await person.press("shelling")).toast == "You follow 50 things, which is the most."
    assert len(await held(desk)) == 50


async def test_twenty_long_mistakes_fit_above_the_page(database: Database) -> None:
    """Each shown where it is."""
    person = Person(await desk_of(database, places=[{"name": "Козинка"}]))
    await person.say("/follow")
    await person.say("\n".join(f"{'слово ' * 30}topic:{'x' * 20}{number}" for number in range(19)))
    assert person.text.count("^") == 19
    assert "What do you want to hear of?" in person.text
