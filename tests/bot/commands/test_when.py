"""How each thing that a chat follows is told, set from chat."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import chats, wishes
from storage.model import Mode, Wishes
from tests.conftest import MORNING
from tests.desks import CHAT, ask, desk_of
from tests.wishing import hold

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Database

FOLLOWED = ("shelling", "дрон* AND Белгород")


async def desk_of_follower(database: Database) -> Desk:
    """Return a desk at which the chat follows two things."""
    desk = await desk_of(database)
    for target in FOLLOWED:
        await ask(desk, "follow", target)
        desk.clock.advance(1)  # type: ignore[attr-defined] # a test's clock
    return desk


async def modes(desk: Desk, chat: int = CHAT) -> list[Mode | None]:
    """Return how the chat is told of each."""
    return [one.mode for one in await desk.database.read(chats.following, chat)]


async def test_the_list_shows_what_is_told_otherwise(database: Database) -> None:
    """Than all else in the chat."""
    desk = await desk_of_follower(database)
    await ask(desk, "when", "1 silent")
    assert (await ask(desk, "when")).splitlines() == [
        "You follow:",
        "1. shelling (without a sound)",
        "2. rule дрон* AND Белгород",
        "",
        "Alerts come at once, with a sound.",
    ]
    assert "1. shelling (without a sound)\n2. rule" in await ask(desk, "following")


async def test_a_way_that_is_the_chat_s_own_is_not_repeated(database: Database) -> None:
    """It counts as chosen all the same, when the chat's changes."""
    desk = await desk_of_follower(database)
    await ask(desk, "when", "1 at once")
    assert "1. shelling\n" in await ask(desk, "following")
    await ask(desk, "silent", "on")
    assert "1. shelling (at once)\n" in await ask(desk, "following")


@pytest.mark.parametrize(
    ("argument", "told", "after"),
    [
        ("1 digest", "• shelling: in the digest", [Mode.DIGEST, None]),
        ("Shelling  in the DIGEST", "• shelling: in the digest", [Mode.DIGEST, None]),
        ("shelling at once", "• shelling: at once", [Mode.AT_ONCE, None]),
        ("дрон* AND Белгород silently", "• rule дрон* AND Белгород: without", [None, Mode.SILENT]),
        ("all silent", "• rule дрон* AND Белгород: without", [Mode.SILENT, Mode.SILENT]),
        ("1 default", "• shelling: at once", [None, None]),
    ],
)
async def test_it_can_be_set(database: Database, argument: str, told: str, after: list[Mode | None]) -> None:
    """By number or name, of one or of all; and what counts from now on is told."""
    desk = await desk_of_follower(database)
    answer = await ask(desk, "when", argument)
    assert answer.startswith("From now on:\n")
    assert told in answer
    assert await modes(desk) == after


async def test_a_digest_begins_with_the_first_thing_in_it(database: Database) -> None:
    """In the morning, where nobody said when; all else comes as before."""
    desk = await desk_of_follower(database)
    assert (await ask(desk, "when", "1 digest")).splitlines()[2:] == [
        "The digest comes every day at 08:00.",
        "The next one: 08:00.",
        "/digest changes its time.",
    ]
    assert await database.read(wishes.get, CHAT) == Wishes(digest="daily 08:00")
    assert (await ask(desk, "digest")).startswith("Alerts come at once, with a sound.\nNot all of them")


async def test_it_goes_back_to_what_the_chat_wishes(database: Database) -> None:
    """What was held for another reason than that is told of."""
    desk = await desk_of_follower(database)
    await ask(desk, "when", "1 digest")
    await database.write(hold, CHAT, MORNING + timedelta(hours=2))
    answer = await ask(desk, "when", "1 default")
    assert answer.splitlines()[1:] == ["• shelling: at once", "1 alert was held until now: you get it now."]
    assert await database.read(wishes.get, CHAT) == Wishes()


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("1 silnt", "Did you mean /when 1 silent?"),
        ("shelling digets", "Did you mean /when shelling digest?"),
        ("1", "How? Put it behind, for example:\n/when 1 digest"),
        ("shelling", "How? Put it behind, for example:\n/when shelling digest"),
        ("digest", "Which one? Put its number or its name before it. You follow:\n1. shelling"),
        ("9 digest", "You do not follow that. You follow:\n1. shelling"),
        ("<b>", "«<b>» is no way to be told that I know."),
        ("x" * 4000, "is no way to be told that I know."),
    ],
)
async def test_a_mistake_is_named(database: Database, argument: str, told: str) -> None:
    """With what can be typed, and nothing is changed."""
    desk = await desk_of_follower(database)
    assert told in await ask(desk, "when", argument)
    assert await modes(desk) == [None, None]


async def test_a_rule_is_named_as_it_was_written(database: Database) -> None:
    """Also with more room between its words than anybody needs, and with words like a way to be told."""
    desk = await desk_of_follower(database)
    await ask(desk, "follow", "дым   OR \n гарь")
    await ask(desk, "follow", "silent OR digest")
    assert "From now on:" in await ask(desk, "when", "дым   OR \n гарь  in the   digest")
    assert "From now on:" in await ask(desk, "when", "silent or digest silent")
    assert await modes(desk) == [None, None, Mode.SILENT, Mode.DIGEST]


async def test_without_a_name_no_rule_is_meant(database: Database) -> None:
    """Not even one that is too long to be called by the name under which it is listed."""
    desk = await desk_of_follower(database)
    await ask(desk, "follow", "слово " * 50)
    assert "Which one?" in await ask(desk, "when", "silent")
    assert await modes(desk) == [None, None, None]


async def test_who_follows_nothing_is_told_how_to_begin(database: Database) -> None:
    """Whatever was typed; others' subscriptions are not touched."""
    desk = await desk_of_follower(database)
    for argument in ("", "all digest"):
        assert "You follow nothing yet" in await ask(desk, "when", argument, chat=2)
    assert await modes(desk) == [None, None]
