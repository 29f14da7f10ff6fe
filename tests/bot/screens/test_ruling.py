"""A rule of one's own: what it would have found, and whether it is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.trying_out import NOISY
from storage import chats
from storage.model import rule_target
from tests.chatting import Person
from tests.desks import CHAT, desk_of, store
from tests.filling import let_follow

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Database

LINK = "https://t.me/open_belgorod/1"


async def held(desk: Desk, chat: int = CHAT) -> list[str]:
    """Return what a chat follows."""
    return [one.target for one in await desk.database.read(chats.following, chat)]


async def noisy(database: Database) -> Desk:
    """Return a desk over a store in which a word stands in very many posts of one day."""
    desk = await desk_of(database)
    await store(desk, *(f"Дым <b>над</b> городом, {number}" for number in range(NOISY + 2)))
    return desk


async def test_what_it_would_have_found_is_shown_at_once(database: Database) -> None:
    """How much, and the newest with source, age and words in bold; it is followed, which can be undone."""
    person = Person(desk := await desk_of(database))
    await store(desk, "Прилёт в Козинке, дым", "Дым над лесом", "Снег", link=LINK)
    await person.say("/follow дым")
    assert person.text.startswith("You will hear of: rule дым\n1 event is still going on: you get it now.")
    assert "it would have found 2 posts.\nThey tell of 1 event." in person.text
    assert f'<a href="{LINK}">open_belgorod</a>, just now\n<b>Дым</b> над лесом' in person.page.html
    assert await held(desk) == [rule_target("дым")]
    await person.press("Undo")
    assert person.text.startswith("You do not follow it: rule дым")
    assert await held(desk) == []
    await person.press("Follow")
    assert await held(desk) == [rule_target("дым")]


async def test_that_it_would_have_found_nothing_is_said(database: Database) -> None:
    """It is followed all the same."""
    person = Person(desk := await desk_of(database))
    await person.say('/follow "Гора-Подол" AND (свет OR вода)')
    assert "it would have found nothing." in person.text
    assert len(await held(desk)) == 1


async def test_a_noisy_one_is_followed_only_when_that_is_meant(database: Database) -> None:
    """Until then it is a question."""
    person = Person(desk := await noisy(database))
    await person.say("/follow дым")
    assert person.text.startswith("You do not follow it: rule дым")
    assert "That is about 32 a day. Do you really want to hear of each?" in person.text
    assert person.labels == ["Follow", "Not now"]
    await person.press("Not now")
    assert person.labels == ["Follow", "What I follow"]
    assert await held(desk) == []
    await person.press("Follow")
    assert person.text.startswith("You will hear of: rule дым")
    assert "Do you really" not in person.text


async def test_in_a_group_it_takes_two_lines(database: Database) -> None:
    """The question is one of them."""
    desk = await noisy(database)
    person = Person(desk, chat=-5, person=3)
    await person.say("/follow дым")
    assert len(person.text.splitlines()) == 2
    assert "32 a day" in person.text
    await person.say("/follow снег")
    assert person.text.splitlines()[1] == "In the last three days it would have found nothing."
    person.admin = False
    assert (await person.press("Undo")).toast == "Only admins can do that here."


async def test_what_is_followed_already_is_said(database: Database) -> None:
    """Without looking for it again."""
    person = Person(await desk_of(database))
    await person.say("/follow дым")
    assert "You follow that already" in (await person.say("/follow дым")).html


async def test_a_full_chat_is_told_so(database: Database) -> None:
    """With what its rule would have found."""
    person = Person(desk := await desk_of(database))
    await database.write(let_follow, CHAT, [rule_target(f"слово{number}") for number in range(50)])
    await person.say("/follow дым")
    assert person.text.startswith("You follow 50 things, which is the most.")
    await person.press("Follow")
    assert len(await held(desk)) == 50


async def test_it_outlives_the_topic_that_it_names(database: Database) -> None:
    """Its page shows the numbers, and no posts any more."""
    person = Person(desk := await desk_of(database))
    await store(desk, "Прилёт, дым")
    await person.say("/follow topic:shelling дым")
    person.desk = await desk_of(database, topics=[])
    await person.press("Undo")
    assert "it would have found 1 post." in person.text
    assert "open_belgorod" not in person.text


async def test_the_longest_rule_and_posts_fit(database: Database) -> None:
    """Whatever markup stands in them."""
    person = Person(desk := await desk_of(database))
    await store(desk, *("дым <&> " * 500 for _ in range(3)))
    await person.say("/follow " + " OR ".join(["дым"] * 300))
    assert "would have found 3 posts" in person.text
