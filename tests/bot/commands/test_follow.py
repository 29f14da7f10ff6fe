"""Following and unfollowing, over a real database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.commands.subscribing import MOST_SUBSCRIPTIONS
from storage import chats
from storage.model import EVERY_TOPIC, rule_target, topic_target
from tests.conftest import MORNING
from tests.desks import CHAT, ask, desk_of

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Database


async def held(desk: Desk) -> list[str]:
    """Return what the chat follows."""
    return [one.target for one in await desk.database.read(chats.following, CHAT)]


@pytest.mark.parametrize(
    ("argument", "target"),
    [
        ("all", EVERY_TOPIC),
        ("ALL", EVERY_TOPIC),
        ("shelling", topic_target("shelling")),
        ("Power CUT", topic_target("power cut")),
        ("дрон* AND Белгород", rule_target("дрон* AND Белгород")),
    ],
)
async def test_what_is_typed_is_followed(database: Database, argument: str, target: str) -> None:
    """Every topic, one by its name in any capitals, or a rule."""
    desk = await desk_of(database)
    assert "You will hear of" in await ask(desk, "follow", argument)
    assert await held(desk) == [target]


async def test_following_twice_is_said(database: Database) -> None:
    """Nothing is kept twice."""
    desk = await desk_of(database)
    await ask(desk, "follow", "shelling")
    assert await ask(desk, "follow", "Shelling") == "You follow that already: shelling"
    assert await held(desk) == [topic_target("shelling")]


async def test_without_an_argument_it_says_what_there_is(database: Database) -> None:
    """Topics stand on buttons; a place and a rule are shown as they can be typed."""
    told = await ask(await desk_of(database, places=[{"name": "Козинка"}]), "follow")
    assert told.startswith("What do you want to hear of?")
    assert told.splitlines()[-2:] == ["Козинка", '"Гора-Подол" AND (свет OR вода)']


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("дрон AND (", "the bracket is never closed, at character 10"),
        ('"', "the quotation mark is never closed, at character 1"),
        ("topic:sheling", "did you mean shelling?"),
        ("<b>дрон</b>", "comparisons (< and >) are not understood"),
        ("topic:" + "<" * 4000, "I cannot understand this rule"),
        ("(" * 5000, "a rule has at most 4,096 characters"),
    ],
)
async def test_a_wrong_rule_is_shown_with_an_example(database: Database, rule: str, told: str) -> None:
    """What is wrong and where; and nothing is followed."""
    desk = await desk_of(database)
    answer = await ask(desk, "follow", rule)
    assert told in answer
    assert "For example: /follow дрон* AND Белгород" in answer
    assert await held(desk) == []


async def test_the_place_of_a_mistake_is_marked(database: Database) -> None:
    """The mark stands under it."""
    answer = await ask(await desk_of(database), "follow", "дрон ~ дым")
    line, mark = answer.splitlines()[1:3]
    assert line[mark.index("^")] == "~"


async def test_a_mistyped_topic_is_suspected(database: Database) -> None:
    """A word like a topic's name is followed as a rule, and the topic is offered."""
    desk = await desk_of(database)
    assert "If you meant the topic, type /follow shelling" in await ask(desk, "follow", "sheling")
    assert "If you meant" not in await ask(desk, "follow", "самолёт")


async def test_there_is_a_most(database: Database) -> None:
    """One more subscription is refused, a known one is not."""
    desk = await desk_of(database)
    for number in range(MOST_SUBSCRIPTIONS):
        await database.write(chats.follow, CHAT, rule_target(f"слово{number}"), MORNING)
    assert "You follow 50 things, which is the most." in await ask(desk, "follow", "all")
    assert "already" in await ask(desk, "follow", "слово7")
    assert len(await held(desk)) == MOST_SUBSCRIPTIONS


async def test_fifty_long_rules_are_listed_in_one_message(database: Database) -> None:
    """Each by its beginning, with the number that ends it."""
    desk = await desk_of(database)
    for number in range(MOST_SUBSCRIPTIONS):
        target = rule_target(f"{'<&>' * 20} {'слово ' * 600}{number}")
        await database.write(chats.follow, CHAT, target, MORNING)
    told = await ask(desk, "following")
    assert told.splitlines()[0] == "You follow:"
    assert "50. rule <&><&>" in told


@pytest.mark.parametrize(
    "name", ["дрон* AND Белгород", "rule дрон* AND Белгород", "RULE ДРОН* and белгород", "2"]
)
async def test_unfollowing_by_whatever_is_listed(database: Database, name: str) -> None:
    """By the rule, by the listed name, in any capitals, or by the number."""
    desk = await desk_of(database)
    for target in ("shelling", "дрон* AND Белгород", "power cut"):
        await ask(desk, "follow", target)
        desk.clock.advance(1)  # type: ignore[attr-defined] # a test's clock
    assert "2. rule дрон* AND Белгород" in await ask(desk, "unfollow")
    assert await ask(desk, "unfollow", name) == "You will not hear any more of:\n• rule дрон* AND Белгород"
    assert await held(desk) == [topic_target("shelling"), topic_target("power cut")]


async def test_the_beginning_that_is_listed_ends_no_long_rule(database: Database) -> None:
    """Two rules can begin alike: their numbers tell them apart."""
    desk = await desk_of(database)
    for end in ("один", "два"):
        await database.write(chats.follow, CHAT, rule_target("слово " * 50 + end), MORNING)
    shown = (await ask(desk, "following")).splitlines()[1].partition(" ")[2]
    assert "You do not follow that" in await ask(desk, "unfollow", shown)
    await ask(desk, "unfollow", "1")
    assert len(await held(desk)) == 1


async def test_unfollow_all_ends_everything(database: Database) -> None:
    """Rules too, and then there is nothing to end."""
    desk = await desk_of(database)
    for target in ("all", "shelling", "дрон"):
        await ask(desk, "follow", target)
    assert (await ask(desk, "unfollow", "All")).count("•") == 3
    assert await held(desk) == []
    for command in ("unfollow", "following"):
        assert "You follow nothing yet" in await ask(desk, command)


@pytest.mark.parametrize("name", ["nothing like it", "9", "٣", "9" * 5000, "<b>"])
async def test_what_is_not_followed_cannot_be_ended(database: Database, name: str) -> None:
    """The list is shown instead."""
    desk = await desk_of(database)
    await ask(desk, "follow", "shelling")
    assert await ask(desk, "unfollow", name) == "You do not follow that. You follow:\n1. shelling"


async def test_a_rule_whose_topic_is_gone_can_be_ended(database: Database) -> None:
    """Although it cannot be understood any more."""
    desk = await desk_of(database)
    await database.write(chats.follow, CHAT, rule_target("topic:gone дым"), MORNING)
    assert "rule topic:gone дым" in await ask(desk, "unfollow", "topic:gone дым")
    assert await held(desk) == []


async def test_chats_do_not_see_each_other(database: Database) -> None:
    """What one chat follows is not listed in another."""
    desk = await desk_of(database)
    await ask(desk, "follow", "shelling", chat=1)
    assert "You follow nothing yet" in await ask(desk, "following", chat=2)


async def test_what_is_ended_in_a_group_fits_on_its_screen(database: Database) -> None:
    """However much that was; in private all of it is named."""
    desk = await desk_of(database)
    for chat in (-5, 5):
        for number in range(20):
            await ask(desk, "follow", f"слово{number}", chat=chat)
    told = [await ask(desk, "unfollow", "all", chat=chat) for chat in (-5, 5)]
    assert [len(one.splitlines()) for one in told] == [7, 21]
    assert told[0].endswith("… and 15 more")
