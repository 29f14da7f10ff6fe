"""``/admin``: for whom it is, where, and that no page leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.chatting import Person
from tests.desks import CHAT, desk_of
from tests.offices import TOPICS, opened, source_lines

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Database

PAGES = ["Sources", "Broken sources", "Topics", "Changes", "People", "Message to all"]
ONLY = "Only operators can do that."


async def test_it_is_for_operators(database: Database) -> None:
    """Nobody else sees anything of it."""
    person = Person(await desk_of(database))
    answer = await person.say("/admin")
    assert (answer.html, answer.rows) == (ONLY, ())


async def test_in_a_group_it_says_where_it_is(database: Database) -> None:
    """What operators look at is nothing for those who read along."""
    person = Person(await desk_of(database), chat=-100, person=CHAT, operator=True)
    assert "in our private chat" in (await person.say("/admin")).html


async def test_who_is_no_operator_any_more_can_press_nothing(database: Database) -> None:
    """With a screen that is open nothing more can be done, by buttons or by words."""
    person = Person(await desk_of(database), operator=True)
    await person.say("/admin")
    await person.press("Message to all")
    await person.press("Write one")
    person.operator = False
    assert (await person.press("Cancel")).toast == ONLY
    assert (await person.say("To everybody")).html == ONLY


async def test_a_button_is_of_no_use_to_somebody_else(database: Database) -> None:
    """Another operator opens a screen of their own, and in another chat the data means nothing."""
    desk = await desk_of(database)
    person, other = (Person(desk, chat=chat, person=chat, operator=True) for chat in (CHAT, 78))
    await person.say("/admin")
    data = person.page.rows[0][0].data
    assert (await other.press_data(data)).toast == "I do not know this button any more."
    other.chat = CHAT
    assert (await other.press_data(data)).toast == "Somebody else opened this. Type the command yourself."


@pytest.mark.parametrize("page", PAGES)
async def test_every_page_has_a_way_back(database: Database, tmp_path: Path, page: str) -> None:
    """From each of the first pages one press leads back to where all of them are."""
    office = await opened(database, tmp_path / "config.toml", source_lines("open_town") + TOPICS)
    operator = await office.open(page)
    assert operator.labels[-1] == "Back"
    await operator.press("Back")
    assert operator.labels == PAGES


async def test_long_lists_are_paged(database: Database, tmp_path: Path) -> None:
    """With 500 sources and 100 topics every page is one that Telegram takes."""
    names = source_lines(*(f"channel_number_{number:03}" for number in range(500)))
    topics = "".join(
        f'[[topics]]\nname = "topic {number}"\nrule = "слово{number}"\n' for number in range(100)
    )
    office = await opened(database, tmp_path / "config.toml", names + topics)
    operator = await office.open("Sources", "◀")
    assert "50/50" in operator.labels
    await operator.press("channel_number_499")
    await operator.press("Back")
    assert "50/50" in operator.labels
    await office.open("Topics", "▶")
    assert "2/10" in operator.labels
    await office.open("Broken sources", "▶")
    assert "2/100" in operator.labels
