"""What a rule would have found of late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.trying_out import WITHIN, Lately, examples, try_lately
from monitors import rules
from tests.conftest import MORNING
from tests.desks import desk_of, store

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Database

DAY = timedelta(days=1)


async def tried(desk: Desk, rule: str, after: timedelta = timedelta(0), most: int = 99) -> Lately:
    """Return what a rule would have found, so long after the posts were stored."""
    parsed = rules.parse(rule, desk.setup.known)
    return await desk.database.read(try_lately, parsed, desk.setup, MORNING + after, most)


async def test_posts_and_stories_are_counted(database: Database) -> None:
    """Posts that satisfied nothing too, of which there is no story."""
    desk = await desk_of(database)
    await store(desk, "Прилёт, дым над лесом", "Дым", "Снег")
    assert await tried(desk, "дым") == Lately(2, 1, 2, is_all=True, newest=(2, 1))


async def test_so_many_a_day_are_by_what_is_stored(database: Database) -> None:
    """A store of an hour counts as one of a day; after three days nothing is lately any more."""
    desk = await desk_of(database)
    await store(desk, *(f"Дым, {number}" for number in range(4)))
    assert (await tried(desk, "дым", DAY / 24)).a_day == 4
    assert (await tried(desk, "дым", 2 * DAY)).a_day == 2
    assert (await tried(desk, "дым", WITHIN + DAY / 24)).posts == 0


async def test_only_the_newest_are_looked_at(database: Database) -> None:
    """And that is told; what is found among them is so much in so short a time."""
    desk = await desk_of(database)
    await store(desk, *(f"Дым, {number}" for number in range(4)))
    found = await tried(desk, "дым", most=3)
    assert (found.posts, found.is_all, found.a_day, found.is_noisy) == (3, False, 72, True)


async def test_what_the_network_says_of_a_channel_is_no_post(database: Database) -> None:
    """As when posts are matched."""
    desk = await desk_of(database)
    await store(desk, "Дым", service=True)
    assert (await tried(desk, "дым")).posts == 0


async def test_examples_are_found_again_with_their_words(database: Database) -> None:
    """Those that are gone, or are not what they were, are left out."""
    desk = await desk_of(database)
    await store(desk, "Дым", "Снег")
    rule = rules.parse("дым", desk.setup.known)
    ((stored, matches),) = await database.read(examples, rule, desk.setup, (1, 2, 3))
    assert (stored.post.text, [one.form for one in matches]) == ("Дым", ["Дым"])
