"""What becomes of a press, of words and of a place, whoever sends them, whenever, and with whatever data."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.screens.signing import Token, write
from storage import managers, reachability, retention, screens
from storage.database import Database
from storage.model import Retention
from storage.retention import SCREENS
from tests.bot.screens.counters import Teller, data_of
from tests.desks import CHAT, desk_of
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Connection

GROUP, OTHER = -7, 8
UNKNOWN = "I do not know this button any more."
LONG_AGO = "This is from long ago. Please type the command again."
MONTH = timedelta(days=30)


def forged(connection: Connection, chat: int) -> list[str]:
    """Return data that somebody might come up with: random, of another secret, of a screen that is none."""
    secret = screens.secret(connection)
    return [
        "",
        "~",
        "~" + "A" * 22,
        "~" + "\N{GRINNING FACE}" * 10,
        "~" * 64,
        write(Token(1, 1, 0), chat, b"x" * 32),
        write(Token(1, 1, 0), chat + 1, secret),
    ]


async def test_a_press_changes_the_page_in_its_place(database: Database) -> None:
    """And says so for a moment; the buttons of the new page go on from there."""
    teller = Teller(await desk_of(database))
    page = await teller.open()
    first = await teller.press(data_of(page))
    second = await teller.press(data_of(first.page))
    assert (page.html, first.toast) == (f"5 in {CHAT}", "set to 6")
    assert second.page is not None
    assert second.page.html == f"7 in {CHAT}"
    assert second.page.screen == page.screen


async def test_forged_data_does_nothing(database: Database) -> None:
    """It is answered like a button that is not known."""
    teller = Teller(await desk_of(database))
    page = await teller.open()
    for data in await database.read(forged, CHAT):
        reaction = await teller.press(data)
        assert (reaction.toast, reaction.page, reaction.answer) == (UNKNOWN, None, None)
    kept = await database.read(screens.get, page.screen or 0)
    assert kept is not None
    assert (kept.state, kept.version) == ({"number": 5}, 1)


async def test_a_choice_that_the_page_never_had_shows_the_page(database: Database) -> None:
    """Even where it is signed, as one of an earlier version of the program may be."""
    teller = Teller(await desk_of(database))
    page = await teller.open()
    signed = write(Token(page.screen or 0, 1, 9), CHAT, await database.read(screens.secret))
    reaction = await teller.press(signed)
    assert reaction.toast == "This had changed meanwhile."
    assert reaction.page is not None
    assert reaction.page.html == page.html


async def test_a_button_is_worth_nothing_in_another_chat(database: Database) -> None:
    """Whoever copies it there."""
    desk = await desk_of(database)
    page = await Teller(desk).open()
    assert (await Teller(desk, OTHER, OTHER).press(data_of(page))).toast == UNKNOWN


async def test_a_screen_is_for_who_opened_it(database: Database) -> None:
    """Others who see it in a group are told; where nobody knows who it was, all may press."""
    desk = await desk_of(database)
    own = await Teller(desk, GROUP, CHAT).open()
    anybodys = await Teller(desk, GROUP, None).open()
    other = Teller(desk, GROUP, OTHER)
    refused, allowed = await other.press(data_of(own)), await other.press(data_of(anybodys))
    assert (refused.toast, refused.page) == ("Somebody else opened this. Type the command yourself.", None)
    assert allowed.toast == "set to 6"


async def test_pressed_twice_is_pressed_once(database: Database) -> None:
    """The second press shows how things are by now and changes nothing."""
    teller = Teller(await desk_of(database))
    page = await teller.open()
    await teller.press(data_of(page))
    again = await teller.press(data_of(page))
    assert again.toast == "This had changed meanwhile."
    assert again.page is not None
    assert again.page.html == f"6 in {CHAT}"


async def test_after_a_week_a_screen_is_gone(database: Database) -> None:
    """Its buttons say what to do, and words that it waited for are nobody's."""
    desk = await desk_of(database)
    teller = Teller(desk)
    page = await teller.open()
    later = desk.clock.now() + SCREENS + timedelta(minutes=1)
    await database.write(retention.prune, Retention(MONTH, MONTH, MONTH), later)
    assert (await teller.press(data_of(page))).toast == LONG_AGO
    assert await teller.say("words") is None


async def test_a_kind_of_screen_that_is_gone(database: Database) -> None:
    """After an update of the program, old messages say that they are old."""
    desk = await desk_of(database)
    page = await Teller(desk).open()
    newer = Teller(desk, kinds={})
    assert (await newer.press(data_of(page))).toast == LONG_AGO
    assert await newer.say("words") is None


async def test_a_chat_that_is_forgotten_has_no_screens(database: Database) -> None:
    """Its buttons stay in the messages, and stand for nothing."""
    teller = Teller(await desk_of(database))
    page = await teller.open()
    await database.write(reachability.forget_chat, CHAT)
    assert (await teller.press(data_of(page))).toast == LONG_AGO


@pytest.mark.parametrize(
    ("may", "toast"),
    [
        (True, "set to 6"),
        (False, "Only admins can do that here."),
        (None, "Whether you are an admin here cannot be checked just now. Please try again."),
    ],
)
async def test_in_groups_admins_change_things(database: Database, may: bool | None, toast: str) -> None:  # noqa: FBT001 - a case
    """As Telegram says at the press, not as it was when the screen was opened."""
    desk = await desk_of(database)
    page = await Teller(desk, GROUP, CHAT).open("changing")
    assert (await Teller(desk, GROUP, CHAT, may=may).press(data_of(page))).toast == toast


async def test_operators_are_known_by_their_id_at_the_press(database: Database) -> None:
    """Who is one no more presses, and types, in vain."""
    desk = await desk_of(database)
    operator = Teller(desk, is_operator=True)
    page = await operator.open("ruling")
    assert (await operator.press(data_of(page))).toast == "set to 6"
    former = Teller(desk)
    again = await former.press(data_of(page))
    said = await former.say("words")
    assert (again.toast, again.page) == ("Only operators can do that.", None)
    assert said is not None
    assert said.html == "Only operators can do that."


def clock_of(desk: Desk) -> InstantClock:
    """Return the clock of a desk for tests."""
    assert isinstance(desk.clock, InstantClock)
    return desk.clock


def managing(connection: Connection) -> None:
    """Let the person manage the group from their private chat."""
    managers.add(connection, CHAT, GROUP, "Neighbours")
    managers.choose(connection, CHAT, GROUP)


async def test_a_screen_about_another_chat(database: Database) -> None:
    """It says which one it is about, and works for as long as the person manages that chat."""
    teller = Teller(await desk_of(database))
    await database.write(managing)
    page = await teller.open(about=GROUP)
    reaction = await teller.press(data_of(page))
    assert reaction.page is not None
    assert reaction.page.html == f"<b>For: Neighbours</b>\n6 in {GROUP}"
    assert (await replace(teller, may=False).press(data_of(reaction.page))).toast.startswith(
        "What you type here concerns another chat now."
    )


async def test_words_and_places_go_to_the_screen_used_last(database: Database) -> None:
    """As long as it waits for them; its page comes below what they came to."""
    desk = await desk_of(database)
    teller = Teller(desk)
    await teller.open()
    clock_of(desk).advance(60)
    last = await teller.open()
    said, sent = await teller.say("four"), await teller.send_place(50.0, 36.0)
    assert said is not None
    assert sent is not None
    assert (said.html, said.screen) == (f"heard\n\n4 in {CHAT}", last.screen)
    assert (sent.html, sent.screen) == (f"86 in {CHAT}", last.screen)


async def test_words_of_the_day_after_are_nobodys(database: Database) -> None:
    """And never those of somebody else in a group."""
    desk = await desk_of(database)
    await Teller(desk).open()
    assert await Teller(desk, CHAT, OTHER).say("words") is None
    clock_of(desk).advance(25 * 3600)
    assert await Teller(desk).say("words") is None


async def test_a_dialogue_goes_on_after_a_restart(database: Database) -> None:
    """By its buttons and by words: all that it needs stands in the store."""
    desk = await desk_of(database)
    page = await Teller(desk).open()
    database.close()
    with Database.open(database.path) as again:
        teller = Teller(replace(desk, database=again))
        pressed = await teller.press(data_of(page))
        said = await teller.say("three")
    assert pressed.toast == "set to 6"
    assert said is not None
    assert said.screen == page.screen
