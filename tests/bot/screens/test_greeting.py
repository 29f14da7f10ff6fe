"""The first talk: at most three taps from /start to subscribed, in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.commands.subscribing import MOST_SUBSCRIPTIONS
from bot.place_choice import code_of
from bot.texts import Texts, languages
from storage import chats
from storage.model import Mode, Trust
from tests.chatting import Person
from tests.conftest import MORNING
from tests.desks import CHAT, desk_of, store

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Database

OBLAST, OKRUG = "Белгородская область", "Грайворонский округ"
PLACES = [
    {"name": OBLAST},
    {"name": OKRUG, "within": OBLAST},
    {"name": "Грайворон", "within": OKRUG, "at": [50.48, 35.68]},
    {"name": "Козинка", "within": OKRUG, "at": [50.46, 35.6]},
    {"name": "Белгород", "within": OBLAST, "at": [50.6, 36.58]},
]


TOPICS = [
    {"name": "shelling", "severity": "critical", "rule": "обстрел OR прилёт"},
    {"name": "power cut", "severity": "info", "rule": '"без света"'},
]


async def somebody(database: Database, language: str = "en", **more: object) -> Person:
    """Return somebody who comes for the first time."""
    return Person(await desk_of(database, **{"places": PLACES, "topics": TOPICS, **more}), language)


async def follows(desk: Desk) -> list[str]:
    """Return what the chat follows."""
    return [one.target for one in await desk.database.read(chats.following, CHAT)]


@pytest.mark.parametrize("language", languages())
async def test_three_taps_lead_to_a_subscription(database: Database, language: str) -> None:
    """Everywhere, the topics that are ready, done: everything is told, and an example of it shown."""
    person, say = await somebody(database, language), Texts(language).say
    await store(person.desk, "Обстрел Грайворона")
    await person.say("/start")
    for label in ("Everywhere", "Next", "Done"):
        await person.press(say(label))
    assert await follows(person.desk) == ["topic:shelling"]
    assert say("You will hear about:") in person.text
    assert "Обстрел Грайворона" in person.text


async def test_a_place_is_followed_with_the_topics_that_are_chosen(database: Database) -> None:
    """One level down the tree, another topic taken in; the list names it without a rule's words."""
    person = await somebody(database)
    await person.say("/start")
    await person.press("▸")
    await person.press(OKRUG)
    await person.press("power cut")
    await person.press("Next")
    await person.press("Done")
    rule = f'rule:place:"{OKRUG}" AND (topic:shelling OR topic:"power cut")'
    assert await follows(person.desk) == [rule]
    assert f"1. {OKRUG}: shelling, power cut" in (await person.say("/start")).html


@pytest.mark.parametrize("typed", ["Козинка", "козинке", "Kozinka", "казинка", "Козі́нка"])
async def test_a_place_is_found_as_people_spell_it(database: Database, typed: str) -> None:
    """In any form and script, also mistyped; what is clear is chosen at once."""
    person = await somebody(database)
    await person.say("/start")
    await person.say(typed)
    assert "Where: Козинка" in person.text


async def test_what_is_no_place_is_said(database: Database) -> None:
    """And several are offered as buttons; nothing typed breaks the page."""
    person = await somebody(database)
    await person.say("/start")
    await person.say("<b>&Atlantis")
    assert "I know no place «<b>&Atlantis»" in person.text
    await person.say("Белг")
    assert {OBLAST, "Белгород"} <= set(person.labels)


async def test_a_location_leads_to_the_places_around(database: Database) -> None:
    """The nearest first, counted for every radius; far from all of them that is said."""
    person = await somebody(database)
    await person.say("/start")
    await person.locate(50.46, 35.6)
    assert person.labels[:2] == ["5 km: 1 place", "10 km: 2 places"]
    await person.press("10 km")
    assert "Where: Козинка and Грайворон" in person.text
    await person.press("Another place")
    await person.locate(0, 0)
    assert "no place within 50 km" in person.text


async def test_how_loud_is_kept(database: Database) -> None:
    """Only what is official, in a digest."""
    person = await somebody(database)
    await person.say("/start")
    for label in ("Everywhere", "Take all", "Next", "Official only", "Digest", "Done"):
        await person.press(label)
    chat = await person.desk.database.read(chats.get, CHAT)
    assert chat is not None
    assert (chat.heard_from, chat.wishes.mode) == (Trust.OFFICIAL, Mode.DIGEST)
    assert await follows(person.desk) == ["all"]


async def test_the_last_topic_stays(database: Database) -> None:
    """Nobody can end the talk with nothing."""
    person = await somebody(database)
    await person.say("/start")
    await person.press("Everywhere")
    assert (await person.press("shelling")).toast == "One topic at least has to stay."


async def test_many_places_are_one_subscription(database: Database) -> None:
    """Of many places all is paged, and at most thirty come together, within what one chat may follow."""
    many = [{"name": f"Село{n}", "at": [50 + n / 10_000, 36]} for n in range(100)]
    person = await somebody(database, places=many)
    await person.say("/start")
    assert len(person.page.rows) < 12
    await person.locate(50, 36)
    for label in ("50 km: the 30 nearest", "Next", "Done"):
        await person.press(label)
    assert len(await follows(person.desk)) == 1


async def test_a_link_to_a_place_asks_once(database: Database) -> None:
    """Its code stays the same; one tap follows the place, with what is ready."""
    person = await somebody(database)
    await person.say(f"/start place-{code_of('Козинка')}")
    assert "hear about Козинка?" in person.text
    await person.press("Yes")
    assert await follows(person.desk) == ["rule:place:Козинка AND topic:shelling"]


@pytest.mark.parametrize("payload", ["place-aaaaaaaa", "place-", "x", "place-<b>", "p" * 64])
async def test_a_link_that_leads_nowhere_is_said(database: Database, payload: str) -> None:
    """The talk begins as ever."""
    person = await somebody(database)
    await person.say(f"/start {payload}")
    assert "is not known here any more" in person.text
    assert "Everywhere" in person.labels[0]


async def test_without_places_or_topics_the_talk_has_an_end_too(database: Database) -> None:
    """Whatever the configuration holds."""
    person = await somebody(database, places=[], topics=[])
    await person.say("/start")
    assert "/privacy" in person.text
    for label in ("Next", "Done"):
        await person.press(label)
    assert await follows(person.desk) == ["all"]


async def test_hundreds_of_topics_fit(database: Database) -> None:
    """Whatever they are called."""
    topics = [{"name": f"{number} {'<&>' * 18}", "rule": "дым"} for number in range(300)]
    person = await somebody(database, topics=topics)
    await person.say("/start")
    for label in ("Everywhere", "▶", "Next", "Done"):
        await person.press(label)
    assert "… and 280 more" in person.text


async def test_hundreds_of_topics_at_a_place_are_rules_of_a_length_that_can_be_read(
    database: Database,
) -> None:
    """So many topics make more than one rule; all of them are looked for, and an example is found."""
    topics = [{"name": f"{number} {'<&>' * 18}", "rule": "дым"} for number in range(300)]
    person = await somebody(database, topics=topics)
    await store(person.desk, "Грайворон: дым")
    await person.say("/start")
    await person.say("Грайворон")
    await person.press("Грайворон")
    for label in ("Next", "Done"):
        await person.press(label)
    assert "Грайворон: дым" in person.text
    assert len(await follows(person.desk)) > 1


async def test_who_comes_back_in_a_pause_is_told_of_it(database: Database) -> None:
    """Or would wonder why nothing comes."""
    person = await somebody(database)
    await person.say("/follow shelling")
    await person.say("/pause 2h")
    await person.say("/start")
    assert "There is a pause: you hear nothing until 08:00." in person.text


async def test_what_the_chat_has_set_is_marked(database: Database) -> None:
    """Who is on official only is not told that everything is chosen."""
    await database.write(chats.set_heard_from, CHAT, Trust.OFFICIAL)
    person = await somebody(database)
    await person.say("/start")
    for label in ("Everywhere", "Next"):
        await person.press(label)
    assert {"✓ Official only", "Everything"} <= set(person.labels)


async def test_nobody_follows_more_than_the_most(database: Database) -> None:
    """The talk goes on where it was, and nothing is followed or changed."""
    for number in range(MOST_SUBSCRIPTIONS):
        await database.write(chats.follow, CHAT, f"rule:слово{number}", MORNING)
    person = await somebody(database)
    await person.say("/start")
    for label in ("Add something", "Everywhere", "Next"):
        await person.press(label)
    assert "more than one chat may follow" in (await person.press("Done")).toast
    assert len(await follows(person.desk)) == MOST_SUBSCRIPTIONS


async def test_a_place_that_a_new_configuration_lacks_is_not_followed(database: Database) -> None:
    """The talk asks anew, and never takes that for everywhere."""
    person = await somebody(database)
    await person.say("/start")
    await person.say("Козинка")
    person.desk = await desk_of(database, places=PLACES[:3], topics=TOPICS)
    await person.press("Next")
    assert "Everywhere" in person.labels[0]
    assert await follows(person.desk) == []


async def test_every_page_leads_back(database: Database) -> None:
    """From how loud to the topics, and from there to the places."""
    person = await somebody(database)
    await person.say("/start")
    first = person.labels
    for label in ("Everywhere", "Next", "Back", "Back"):
        await person.press(label)
    assert person.labels[0] == first[0]
