"""Muting, what is muted, and what was kept from a chat meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import holding_back, silences
from storage.model import SilenceKind
from tests.conftest import MORNING
from tests.desks import CHAT, ask, desk_of
from tests.stories import send, stand, tell

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Connection, Database

PLACES = [{"name": "Область"}, {"name": "Козинка", "within": "Область"}]


@pytest.fixture
async def desk(database: Database) -> Desk:
    """Return a desk whose region has two places, over a store with one story."""
    await database.write(lambda connection: stand(connection, 12))
    return await desk_of(database, places=PLACES)


async def held(desk: Desk) -> list[tuple[SilenceKind, str, timedelta]]:
    """Return what the chat muted and for how long."""
    found = await desk.database.read(silences.held, CHAT, MORNING)
    return [(one.kind, one.value, one.until - MORNING) for one in found]


@pytest.mark.parametrize(
    ("argument", "kind", "value", "hours"),
    [
        ("shelling 2h", SilenceKind.TOPIC, "shelling", 2),
        ("Power Cut 1d", SilenceKind.TOPIC, "power cut", 24),
        ("козинка 6ч", SilenceKind.PLACE, "Козинка", 6),
        ("place Козинка 6h", SilenceKind.PLACE, "Козинка", 6),
        ("telegram:open_belgorod 1d", SilenceKind.SOURCE, "telegram:open_belgorod", 24),
        ("@Open_Belgorod 1d", SilenceKind.SOURCE, "telegram:open_belgorod", 24),
        ("https://t.me/open_belgorod 1d", SilenceKind.SOURCE, "telegram:open_belgorod", 24),
        ("source wire 1d", SilenceKind.SOURCE, "feed:wire", 24),
        ("story 12 3h", SilenceKind.STORY, "12", 3),
        ("#12 3h", SilenceKind.STORY, "12", 3),
    ],
)
async def test_what_is_named_is_muted(
    desk: Desk, argument: str, kind: SilenceKind, value: str, hours: int
) -> None:
    """A topic, a place, a source or a story, by any of its names, for a time."""
    assert (await ask(desk, "mute", argument)).startswith("Muted until ")
    assert await held(desk) == [(kind, value, timedelta(hours=hours))]


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("shelling", "For how long? Put it behind, for example:\n/mute shelling 2h"),
        ("12", "For how long?"),
        ("shelling 2weeks", "«2weeks» is no length of time"),
        (f"shelling 2{'x' * 3900}", "is no length of time"),
        (f"{'x' * 3900} 2h", "is no topic, place or source"),
        ("shelling 1 год", "«1 год» is no length of time"),
        ("shelling 9m", "10 minutes (10m) at least"),
        ("shelling 31d", "30 days (30d) at most"),
        ("shelling 999999d", "30 days (30d) at most"),
        ("2h", "What? Put it before the time"),
        ("sheling 2h", "Did you mean /mute shelling 2h?"),
        ("<b>x</b> 2h", "«<b>x</b>» is no topic, place or source"),
        ("topic Козинка 2h", "is no topic, place or source"),
        ("story 99 2h", "Of story 99 nothing is kept"),
        ("story 99999999999999999999 2h", "is no topic, place or source"),
    ],
)
async def test_a_mistake_is_named(desk: Desk, argument: str, words: str) -> None:
    """What is missing or not known, with what would be right; nothing is muted."""
    assert words in await ask(desk, "mute", argument)
    assert await held(desk) == []


async def test_a_story_that_became_part_of_another_is_muted_as_that(desk: Desk) -> None:
    """By the number that people know."""
    await desk.database.write(lambda connection: stand(connection, 11, into=12))
    await ask(desk, "mute", "story 11 2h")
    assert await held(desk) == [(SilenceKind.STORY, "12", timedelta(hours=2))]


async def test_in_reply_to_an_alert_the_time_is_enough(desk: Desk) -> None:
    """Its story is muted; what is no alert is told."""
    (alert,) = await desk.database.write(send, MORNING, CHAT, story=12)
    told = await ask(desk, "mute", "3h", reply_to=100 * alert.id)
    assert told.startswith("Muted until 09:00: story 12")
    assert "no alert that I still know" in await ask(desk, "mute", "3h", reply_to=1)


async def test_what_is_muted_is_listed_and_ended(desk: Desk) -> None:
    """By number, by name, or all of it."""
    assert (await ask(desk, "mute")).startswith("Nothing is muted here.")
    for one in ("shelling 2h", "Козинка 1d", "story 12 3h"):
        await ask(desk, "mute", one)
    assert "1. topic shelling, until 08:00\n2. place Козинка, until 23 May, 06:00" in await ask(desk, "mute")
    assert "1. topic shelling" in await ask(desk, "unmute")
    assert "That is not muted." in await ask(desk, "unmute", "4")
    assert await ask(desk, "unmute", "2") == "You hear again of:\n• place Козинка"
    assert await ask(desk, "unmute", "shelling") == "You hear again of:\n• topic shelling"
    assert await ask(desk, "unmute", "all") == "You hear again of:\n• story 12"
    assert await ask(desk, "unmute", "all") == "Nothing is muted here."


def _hold_back(connection: Connection) -> None:
    (muted,) = tell(connection, MORNING, CHAT, story=12)
    holding_back.mute(connection, muted.id, "topic:shelling", MORNING)
    stand(connection, 13, places=("Область",))
    stand(connection, 14, places=("Козинка",))
    tell(connection, MORNING, CHAT, story=13)
    tell(connection, MORNING, CHAT, story=14)
    holding_back.fold(connection, 14, [13], MORNING)


async def test_what_was_held_back_is_shown_with_why(desk: Desk) -> None:
    """What a silence covers, and what a wider story tells."""
    await desk.database.write(_hold_back)
    assert "Held back lately:" in await ask(desk, "mute")
    assert sorted((await ask(desk, "mute")).splitlines()[3:5]) == [
        "• 06:00 shelling (story 12), muted: topic shelling",
        "• 06:00 shelling: Козинка (story 14), told within story 13",
    ]


async def test_a_chat_cannot_mute_without_end(desk: Desk) -> None:
    """Fifty silences are the most; one that is there can be made longer."""
    for number in range(50):
        end = MORNING + timedelta(days=1)
        await desk.database.write(silences.add, CHAT, SilenceKind.STORY, f"{number}", MORNING, end)
    assert "which is the most" in await ask(desk, "mute", "shelling 2h")
    assert (await ask(desk, "mute", "story 12 2h")).startswith("Muted until")
