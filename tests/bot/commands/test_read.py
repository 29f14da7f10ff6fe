"""Looking at stored posts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.commands import COMMANDS
from bot.commands.desk import Asked
from bot.commands.read import RESULTS
from bot.texts import Texts
from tests.conftest import MORNING
from tests.desks import CHAT, ask, desk_of, store

if TYPE_CHECKING:
    from storage.database import Database

HOSTILE = (
    "<b>обстрел</i> &amp; &#x3c; </a>",
    "обстрел \u202e\u2066 עברית",
    "обстрел" + "a" * 10_000,
    "о\u0301" * 500,
)


async def test_latest_shows_what_a_chat_follows(database: Database) -> None:
    """And nothing else, with the time in words that people know and how fresh the picture is."""
    desk = await desk_of(database)
    await store(desk, "Прилёт в Козинке", "Грайворон без света", "Погода")
    await ask(desk, "follow", "power cut")
    told = await ask(desk, "latest")
    assert told.splitlines()[:2] == ["open_belgorod, 06:00", "Грайворон без света"]
    assert "Прилёт" not in told
    assert "1 of 2 sources were read within the last 1 min." in told


@pytest.mark.parametrize(("command", "argument"), [("latest", ""), ("search", "прилёт")])
async def test_what_made_a_post_fit_is_bold(database: Database, command: str, argument: str) -> None:
    """Below the link to the post."""
    desk = await desk_of(database)
    await store(desk, "Прилёт в Козинке")
    answer = await COMMANDS[command].run(desk, Asked(CHAT, argument, Texts()))
    link = '<a href="https://t.me/open_belgorod/1">open_belgorod</a>, 06:00'
    assert answer.html.startswith(f"{link}\n<b>Прилёт</b> в Козинке\n")


async def test_latest_shows_every_topic_to_those_who_follow_nothing(database: Database) -> None:
    """A newcomer sees what the bot is for."""
    desk = await desk_of(database)
    assert "You follow nothing yet, and no stored post fits a topic." in await ask(desk, "latest")
    await store(desk, "Прилёт в Козинке", "Погода")
    told = await ask(desk, "latest")
    assert "Прилёт" in told
    assert "Погода" not in told


async def test_latest_says_that_nothing_fits(database: Database) -> None:
    """And what that silence is worth."""
    desk = await desk_of(database)
    await store(desk, "Погода")
    await ask(desk, "follow", "shelling")
    told = await ask(desk, "latest")
    nothing, age = told.splitlines()
    assert nothing == "No stored post fits what you follow."
    assert age.startswith("As of 06:00, 1 of 2 sources were read within the last 1 min. Not heard: wire (it")


async def test_a_date_from_the_future_is_not_believed(database: Database) -> None:
    """A feed can say anything: what it dates later than it was seen counts from when it was seen."""
    desk = await desk_of(database)
    await store(desk, "Обстрел", published=MORNING + timedelta(days=2_900_000))
    assert (await ask(desk, "latest")).startswith("open_belgorod, 06:00")


async def test_search_finds_by_a_rule(database: Database) -> None:
    """Not only what matched a topic, and at most as much as a phone shows."""
    desk = await desk_of(database)
    await store(desk, *(f"Погода {number}" for number in range(9)), "Дым")
    assert (await ask(desk, "search", "погод*")).count("Погода") == RESULTS
    assert "Дым" in await ask(desk, "search", "дым OR туман")
    told = await ask(desk, "search", "снег")
    assert told.startswith("No stored post fits.\nAs of 06:00, 1 of 2 sources were read")


@pytest.mark.parametrize("argument", ['"', "a AND", "(", "~", "<script>", "topic:x", "\u202e(", "(" * 200])
async def test_a_broken_query_is_explained(database: Database, argument: str) -> None:
    """What is wrong with it, and an example that works."""
    told = await ask(await desk_of(database), "search", argument)
    assert told.startswith("I cannot understand this rule:")
    assert told.endswith('For example: /search "Гора-Подол" OR Козинка')


async def test_search_without_a_rule_gives_an_example(database: Database) -> None:
    """Which can be sent as it is."""
    told = await ask(await desk_of(database), "search")
    assert told == 'Type what to look for, for example /search "Гора-Подол" OR Козинка'


@pytest.mark.parametrize("command", ["latest", "search"])
async def test_posts_with_anything_in_them_can_be_shown(database: Database, command: str) -> None:
    """Markup, turned directions, a word without an end, a match in every word."""
    desk = await desk_of(database)
    await store(desk, *HOSTILE, "обстрел " * 3000, link='https://t.me/x?"><b>&')
    told = await ask(desk, command, "обстрел OR о*" if command == "search" else "")
    assert "<b>обстрел</i>" in told
    assert "\u202e" not in told
