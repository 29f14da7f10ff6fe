"""Several subscriptions in one message, one a line, and other names of the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.commands.several import MOST_LINES, lines_of
from bot.commands.subscribing import MOST_SUBSCRIPTIONS
from storage import chats
from storage.model import rule_target, topic_target
from tests.chatting import Person
from tests.desks import CHAT, ask, desk_of
from tests.filling import let_follow

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Database

PLACES = [{"name": "Белгород"}, {"name": "Козинка"}]


async def held(desk: Desk) -> list[str]:
    """Return what the chat follows."""
    return sorted(one.target for one in await desk.database.read(chats.following, CHAT))


async def test_each_line_is_followed_and_answered(database: Database) -> None:
    """A wrong one is shown with the place of its mistake, and none is lost because of it."""
    desk = await desk_of(database, places=PLACES)
    await ask(desk, "follow", "power cut")
    told = await ask(
        desk, "follow", "shelling\nКозинка\n дым AND place:Nowhere\nPower cut\nдрон AND place:Белгород"
    )
    shown = told.splitlines()
    assert shown[:2] == ["✓ shelling: you will hear of it", "✓ Козинка: you will hear of it"]
    assert shown[3].index("^") == shown[2].index("Nowhere")
    assert shown[-2:] == [
        "✓ power cut: you follow that already",
        "✓ rule дрон AND place:Белгород: you will hear of it",
    ]
    assert len(await held(desk)) == 4


async def test_what_goes_on_of_all_lines_is_told_at_once(database: Database) -> None:
    """With one number, as it comes in one message."""
    desk = await desk_of(database)
    assert "going on" not in await ask(desk, "follow", "shelling\npower cut")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("дым", ["дым"]),
        ("дым\n\n  гарь  \r\n", ["дым", "гарь"]),
        ("дым OR\nгарь", ["дым OR\nгарь"]),
        ("дым OR \nгарь\nшум", ["дым OR\nгарь", "шум"]),
        ("(\nдым\nAND гарь\n)", ["(\nдым\nAND гарь\n)"]),
        ("дым\nАНДрей", ["дым", "АНДрей"]),
        ("дым\nANDREI\nBRAND\nгарь", ["дым", "ANDREI", "BRAND", "гарь"]),
    ],
)
def test_a_rule_may_go_on_in_the_next_line(typed: str, lines: list[str]) -> None:
    """Where an operator or a bracket says so."""
    assert lines_of(typed) == lines


async def test_a_chat_that_is_full_is_told_line_by_line(database: Database) -> None:
    """What it follows already is no more."""
    desk = await desk_of(database)
    words = [rule_target(f"слово{number}") for number in range(MOST_SUBSCRIPTIONS - 1)]
    await database.write(let_follow, CHAT, words)
    shown = (await ask(desk, "follow", "shelling\npower cut\nслово7")).splitlines()
    assert shown == [
        "✓ shelling: you will hear of it",
        "✗ power cut: you follow 50 things, the most",
        "✓ rule слово7: you follow that already",
    ]


async def test_so_many_lines_at_once(database: Database) -> None:
    """The first that was left out is named, and any message fits into an answer."""
    desk = await desk_of(database)
    told = await ask(desk, "follow", "\n".join(f"{'<&' * 60}слово{number}" for number in range(60)))
    assert "20 lines are the most at once" in told or told.endswith("…")
    told = await ask(desk, "follow", "\n".join(f"слово{number}" for number in range(MOST_LINES + 2)))
    assert told.splitlines()[-1].endswith("from here on: «слово20»")
    assert len(await held(desk)) == MOST_LINES


async def test_several_are_ended_at_once(database: Database) -> None:
    """By name or by the numbers of the list before; what is not followed is said."""
    desk = await desk_of(database)
    for target in ("shelling", "power cut", "дым"):
        await ask(desk, "follow", target)
        desk.clock.advance(1)  # type: ignore[attr-defined] # a test's clock
    assert (await ask(desk, "unfollow", "1\nдым\nснег")).splitlines() == [
        "You will not hear any more of:",
        "• shelling",
        "• rule дым",
        "You do not follow that: «снег»",
    ]
    assert await held(desk) == [topic_target("power cut")]


async def test_in_a_group_it_takes_two_lines(database: Database) -> None:
    """What is followed, and what is not."""
    desk = await desk_of(database, places=PLACES)
    told = await ask(desk, "follow", "shelling\nдым AND (\nКозинка\nтопик:", chat=-5)
    assert told.splitlines() == [
        "You will hear of: shelling and Козинка",
        "Not followed: «дым AND (» and «топик:»",
    ]
    assert await ask(desk, "unfollow", "снег", chat=-5) == (
        "You do not follow that. /following shows what you follow."
    )


async def test_what_other_bots_call_it(database: Database) -> None:
    """/sub, /unsub and /list."""
    person = Person(await desk_of(database))
    assert "You will hear of: <b>shelling</b>" in (await person.say("/sub shelling")).html
    assert "1. shelling" in (await person.say("/list")).html
    assert "• shelling" in (await person.say("/unsub shelling")).html


async def test_a_topic_is_followed_by_its_name_in_ones_language(database: Database) -> None:
    """As alerts and buttons call it."""
    person = Person(await desk_of(database), "ru")
    await person.say("/follow Обстрел")
    assert [one.target for one in await database.read(chats.following, CHAT)] == ["topic:shelling"]
