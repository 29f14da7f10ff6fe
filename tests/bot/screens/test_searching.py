"""Searching with buttons: pages, order, filters, and what is typed in between."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.screens.searching import RESULTS
from storage import chats
from tests.chatting import Person
from tests.conftest import MORNING
from tests.desks import CHAT, desk_of, store

if TYPE_CHECKING:
    from storage.database import Database

HOSTILE = (
    "<b>обстрел</i> &amp; &#x3c; </a>",
    "обстрел \u202e\u2066 עברית",
    "обстрел" + "a" * 10_000,
    "о\u0301" * 500,
)
PLACES = [{"name": "Козинка"}, {"name": "Грайворон"}]


async def somebody(database: Database, *texts: str, **more: Any) -> Person:  # noqa: ANN401 - fields of a post
    """Return somebody at a desk where these posts are stored."""
    desk = await desk_of(database, places=PLACES)
    await store(desk, *texts, **more)
    return Person(desk)


async def test_in_a_group_the_examples_are_commands(database: Database) -> None:
    """There nobody hears plain words."""
    person = Person(await desk_of(database), chat=-5)
    await person.say("/search")
    assert all(line.startswith("/search ") for line in person.text.splitlines()[1:])


async def test_pages_turn_in_place_and_show_every_hit_once(database: Database) -> None:
    """The newest first, also while new posts come in."""
    person = await somebody(database, *(f"Погода {number:02}" for number in range(12)))
    await person.say("/search погод*")
    assert "погод*: 12 posts" in person.text
    seen = [line for line in person.text.splitlines() if line.startswith("Погода")]
    for _ in range(2):
        await person.press("▶")
        seen += [line for line in person.text.splitlines() if line.startswith("Погода")]
    assert seen == [f"Погода {number:02}" for number in range(11, -1, -1)]
    assert len(person.text.split("Погода")) - 1 <= RESULTS


async def test_the_best_are_those_with_most_of_the_words(database: Database) -> None:
    """Whatever is newer; the words are bold, below the link to the post."""
    person = await somebody(database, "Дым и пожар", "Дым", "Пожар")
    await person.say("/search дым OR пожар")
    await person.press("Best")
    link = '<a href="https://t.me/open_belgorod/1">open_belgorod</a>, just now'
    assert f"posts\n\n{link}\n<b>Дым</b> и <b>пожар</b>\n" in person.page.html


async def test_filters_narrow_down_and_can_be_cleared(database: Database) -> None:
    """To what occurs in the hits, counted; together they only narrow down more."""
    person = await somebody(database, "Обстрел, Козинка", "Обстрел, Грайворон", "Дым, Козинка")
    await person.say("/search обстрел OR дым")
    await person.press("Place")
    assert person.labels[:2] == ["Козинка (2)", "Грайворон (1)"]
    await person.press("Козинка")
    assert "обстрел OR дым: 2 posts" in person.text
    await person.press("Topic")
    await person.press("shelling")
    assert "1 post\nOnly: Козинка and 💥 shelling" in person.text
    await person.press("No filters")
    assert "3 posts" in person.text


async def test_days_and_voices_are_filters_too(database: Database) -> None:
    """By the reader's clock."""
    person = await somebody(database, "Обстрел", published=MORNING - timedelta(days=1))
    await person.say("/search обстрел")
    for kind, label in (("Voice", "channel (1)"), ("Day", "21 May (1)")):
        await person.press(kind)
        await person.press(label)
    assert "Only: channel and 21 May" in person.text


async def test_what_is_typed_next_is_the_next_search(database: Database) -> None:
    """Also after a broken one, of which is said what is wrong with it."""
    person = await somebody(database, "Обстрел", "Погода")
    await person.say("/search")
    assert "What do you look for?" in person.text
    await person.say("погода AND (")
    assert "I cannot understand this rule:" in person.text
    await person.say("погода")
    assert "погода: 1 post" in person.text


@pytest.mark.parametrize("argument", ['"', "a AND", "(", "~", "<script>", "topic:x", "\u202e(", "(" * 200])
async def test_a_broken_query_is_explained(database: Database, argument: str) -> None:
    """What is wrong with it, and an example that works."""
    person = await somebody(database)
    await person.say(f"/search {argument}")
    assert "I cannot understand this rule:" in person.text
    assert 'For example: /search "Гора-Подол" OR Козинка' in person.text


async def test_nothing_found_says_what_that_is_worth(database: Database) -> None:
    """And lets the rule be followed."""
    person = await somebody(database, "Погода")
    await person.say("/search снег")
    assert "No stored post fits." in person.text
    assert "As of 06:00, 1 of 2 sources were read" in person.text
    assert (await person.press("Follow")).toast == "You will hear of: снег"
    assert [one.target for one in await database.read(chats.following, CHAT)] == ["rule:снег"]


async def test_posts_with_anything_in_them_can_be_shown(database: Database) -> None:
    """Markup, turned directions, a word without an end, a match in every word."""
    person = await somebody(database, *HOSTILE, "обстрел " * 3000, link='https://t.me/x?"><b>&')
    await person.say("/search обстрел OR о*")
    assert "<b>обстрел</i>" in person.text
    assert "\u202e" not in person.text


async def test_a_date_from_the_future_is_not_believed(database: Database) -> None:
    """A feed can say anything: what it dates later than it was seen counts from when it was seen."""
    person = await somebody(database, "Обстрел", published=MORNING + timedelta(days=2_900_000))
    await person.say("/search обстрел")
    assert "open_belgorod, just now" in person.text


async def test_the_latest_are_stories_that_open_in_place(database: Database) -> None:
    """Those that the chat follows, each by its button, with a way back and how old the picture is."""
    person = await somebody(database, "Прилёт в Козинке", "Грайворон без света", "Погода")
    await person.say("/follow power cut")
    await person.say("/latest")
    assert "power cut: Грайворон" in person.text
    assert "shelling" not in person.text
    assert "1 of 2 sources were read within the last 1 min." in person.text
    await person.press(person.labels[0])
    assert "Грайворон без света" in person.text
    await person.press("Back")
    assert "1 story of the last two days" in person.text


async def test_what_goes_on_says_that_it_is_not_all(database: Database) -> None:
    """As soon as something is followed; before, everything is shown."""
    person = await somebody(database, "обстрел", "Белгород без света")
    await person.say("/latest")
    assert "Only what you follow" not in person.text
    await person.say("/follow power cut")
    await person.say("/latest")
    assert "1 story of the last two days; a button opens it:\nOnly what you follow is counted." in person.text


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("place:Козинка AND (topic:shelling OR topic:road)", 1),
        ("place:Округ", 1),
        ("place:Грайворон AND topic:shelling", 0),
        ('place:Козинка AND topic:"power cut"', 0),
    ],
)
async def test_the_latest_are_also_what_had_begun_before(database: Database, rule: str, told: int) -> None:
    """At a place that is followed only now, or within it; nowhere else, and of no other topic."""
    places = [{"name": "Округ"}, {"name": "Козинка", "within": "Округ"}, {"name": "Грайворон"}]
    person = Person(await desk_of(database, places=places))
    await store(person.desk, "Обстрел, Козинка")
    await database.write(chats.follow, CHAT, f"rule:{rule}", MORNING)
    await person.say("/latest")
    assert person.text.count("shelling: Козинка") == told


async def test_the_latest_of_those_who_follow_nothing_are_of_every_topic(database: Database) -> None:
    """A newcomer sees what the bot is for; where there is nothing, that is said."""
    person = await somebody(database)
    await person.say("/latest")
    assert "Nothing that concerns you happened in the last two days." in person.text
    await store(person.desk, "Прилёт в Козинке")
    await person.press("Refresh")
    assert "shelling: Козинка" in person.text
