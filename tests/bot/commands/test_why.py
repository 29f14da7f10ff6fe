"""Why an alert came, and why another post raised none."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import outbox
from storage.model import Bond, BondKind, Role
from tests.conftest import MORNING
from tests.desks import CHAT, ask, desk_of, store
from tests.storing import MESSAGE as SHELLING_MESSAGE
from tests.storing import desk_of_shelling, join, put_post, shelling
from tests.talking import answers, listening, send_in, until

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Connection, Database

PLACES = [{"name": "Область"}, {"name": "Козинка", "within": "Область"}]
TOPICS = [
    {"name": "shelling", "severity": "critical", "rule": "(обстрел OR прилёт) AND place:region NOT учения"},
    {"name": "power cut", "rule": '"без света"'},
]
LINK = "https://t.me/open_belgorod/1"
MESSAGE = 500


def _send(connection: Connection) -> None:
    for i, alert in enumerate(outbox.due(connection, MORNING + timedelta(minutes=1), 9, (), console=False)):
        outbox.sent(connection, alert.id, MESSAGE + i, MORNING)


async def alerted(database: Database, text: str, *follows: str, **more: object) -> Desk:
    """Return a desk whose chat follows something and was sent an alert about a post."""
    desk = await desk_of(database, places=PLACES, topics=TOPICS, **more)
    for one in follows:
        await ask(desk, "follow", one)
    await store(desk, text, own_rules=tuple(f"rule:{one}" for one in follows))
    await desk.database.write(_send)
    return desk


async def test_the_words_of_an_alert_are_named(database: Database) -> None:
    """The topic, each of its terms with the forms that stand there, and the place."""
    desk = await alerted(database, "Обстрел! Козинка, обстрел", "shelling")
    assert (await ask(desk, "why", reply_to=MESSAGE)).splitlines() == [
        "shelling",
        "• обстрел: «Обстрел», «обстрел»",
        "• place Козинка: «Козинка»",
    ]


async def test_only_what_this_chat_follows_is_told(database: Database) -> None:
    """Of a post that fits more, the chat's own rule is named and no topic."""
    desk = await alerted(database, "Обстрел: Козинка без света", "Козинк* AND света")
    assert (await ask(desk, "why", reply_to=MESSAGE)).splitlines() == [
        "rule Козинк* AND света",
        "• Козинк*: «Козинка»",
        "• света: «света»",
    ]
    told = await ask(desk, "why", chat=CHAT + 1, reply_to=MESSAGE)
    assert told.startswith("That message is no alert that I still know.")


async def test_a_rule_of_fields_alone_has_no_words(database: Database) -> None:
    """It is said that its source was asked for."""
    desk = await alerted(database, "Тихо", "voice:channel")
    told = await ask(desk, "why", reply_to=MESSAGE)
    assert told.splitlines()[1] == "• its source and kind are asked for, no words"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Прилёт", ["shelling", "• missing: place:region"]),
        ("Прилёт: Козинка, учения", ["shelling", "• excluded: учения"]),
        ("Козинка", ["shelling", "• missing: обстрел OR прилёт"]),
    ],
)
async def test_a_post_that_does_not_fit_says_what_was_missing(
    database: Database, text: str, lines: list[str]
) -> None:
    """A link asks after any stored post, as far as the chat's subscriptions go."""
    desk = await alerted(database, text, "shelling")
    told = await ask(desk, "why", LINK)
    assert told.splitlines() == ["This post does not fit what is followed here.", *lines]


async def test_a_link_to_a_post_that_fits_says_why(database: Database) -> None:
    """Also to those who follow nothing: of every topic."""
    desk = await alerted(database, "Грайворон без света")
    assert (await ask(desk, "why", "t.me/open_belgorod/1")).splitlines()[0] == "power cut"
    told = await ask(desk, "why", "https://t.me/open_belgorod/2")
    assert told.startswith("I do not have this post stored.\nAs of 06:00, 1 of 2 sources were read")


async def test_an_alert_whose_post_was_changed_says_so(database: Database) -> None:
    """And what the new text lacks."""
    desk = await alerted(database, "Тихо", "shelling", "voice:channel")
    await ask(desk, "unfollow", "2")
    await database.write(lambda connection: connection.conn.execute("UPDATE posts SET hits = '[]'") and None)
    told = await ask(desk, "why", reply_to=MESSAGE)
    assert told.splitlines()[0].startswith("The post was changed since this alert.")


@pytest.mark.parametrize(("argument", "reply_to"), [("", None), ("shelling", None), ("", 1)])
async def test_without_an_alert_it_is_said_how_to_ask(
    database: Database, argument: str, reply_to: int | None
) -> None:
    """A reply to anything else is no alert."""
    desk = await alerted(database, "Прилёт: Козинка", "shelling")
    told = await ask(desk, "why", argument, reply_to=reply_to)
    assert "Reply to an alert with /why" in told


async def test_nothing_of_a_post_or_rule_becomes_markup(database: Database) -> None:
    """The answer is read as Telegram reads it."""
    desk = await alerted(database, "<b>обстрел</i> &amp; \u202eКозинка", '"<b>" OR обстрел', "shelling")
    assert "«обстрел»" in await ask(desk, "why", reply_to=MESSAGE)
    assert "«обстрел»" in await ask(desk, "why", LINK)


async def test_telegram_says_which_alert_is_replied_to(database: Database) -> None:
    """From the message that people reply to, to the words of its post."""
    async with listening(database) as api:
        api.say(CHAT, "/help")
        await until(lambda: answers(api, CHAT))
        alert = next(
            message for (_, _), message in api.chats.messages.items() if "/follow" in message["text"]
        )
        await database.write(shelling)
        send_in(api, CHAT, text="/why", reply_to_message=alert | {"message_id": SHELLING_MESSAGE})
        await until(lambda: len(answers(api, CHAT)) == 2)
    assert answers(api, CHAT)[1].splitlines()[:2] == ["shelling", "• обстрел: «Обстрел»"]


async def test_why_the_others_belong_to_the_story_is_said(database: Database) -> None:
    """In words, for each of them; a copy of which nothing is known is one all the same."""
    desk = await desk_of_shelling(database)
    why = tuple(Bond(kind, detail) for kind, detail, _ in BONDS)
    await database.write(lambda connection: join(connection, 2, why=why))
    await database.write(lambda connection: join(connection, 3, why=()))
    await database.write(lambda connection: join(connection, 4, why=(), role=Role.COPY))
    told = (await ask(desk, "why", reply_to=SHELLING_MESSAGE)).splitlines()
    assert told[2:] == [
        "",
        "The others of story 12 belong to it because of this:",
        f"• 06:06 Open Belgorod: {', '.join(words for _, _, words in BONDS)}",
        "• 06:20 Region: it was the first",
        "• 06:21 Ashes: a copy",
    ]


BONDS = [
    (BondKind.PLACES, "Козинка, Графовка", "the same place (Козинка, Графовка)"),
    (BondKind.NEAR_TEXT, "0.93", "nearly the same text (93%)"),
    (BondKind.NEAR_TEXT, "shortened", "nearly the same text (shortened)"),
    (BondKind.TOPICS, "topic:shelling, rule:secret", "the same topic (shelling)"),
    (BondKind.UPDATE, "telegram:x", "the same source goes on"),
    (BondKind.FORWARD, "", "a forward"),
]


def _tell_six_times_more(connection: Connection) -> None:
    for _ in range(6):
        join(connection, put_post(connection, "ashes", "Обстрел"))


async def test_of_a_long_story_a_few_reasons_are_given(database: Database) -> None:
    """And where all of it is."""
    desk = await desk_of_shelling(database)
    await database.write(_tell_six_times_more)
    told = (await ask(desk, "why", reply_to=SHELLING_MESSAGE)).splitlines()
    assert told[-1] == "All of them: /story 12"
    assert len(told) == 2 + 2 + 6 + 1


async def test_a_link_says_to_which_story_a_post_belongs(database: Database) -> None:
    """And why; the first of a story has nothing before it."""
    desk = await desk_of_shelling(database)
    told = await ask(desk, "why", "t.me/region/3")
    assert told.endswith("It belongs to story 12: the same place (Козинка)")
    await database.write(lambda connection: join(connection, 1, why=()))
    assert (await ask(desk, "why", "t.me/ashes/1")).endswith("It is the first of story 12.")
