"""A whole story in chat, and which there were lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import stories
from storage.model import Bond, BondKind, Role, Severity, Step, StepKind, Trust, rule_target
from tests.conftest import MORNING
from tests.desks import CHAT, ask, desk_of
from tests.storing import MESSAGE, STORY, desk_of_shelling, join, put_post, put_story

if TYPE_CHECKING:
    from storage.database import Connection, Database

TIMELINE = [
    "Story 12 · shelling: Козинка",
    "✅ officially confirmed: Region",
    "4 posts, 1 copy and 3 independent sources",
    "",
    "06:00 Ashes (channel)",
    "Обстрел Козинки, разрушен дом",
    "06:00 ✅ confirmed by an official voice (Region)",
    "06:06 Open Belgorod (media)",
    "Обстрел: разрушены 5 домов",
    "06:20 Region (official)",
    "Обстрел Козинки подтверждаем",
    "06:21 Ashes (channel): copy of Ashes",
]


@pytest.mark.parametrize(
    ("argument", "reply_to"), [("12", None), ("#12", None), ("t.me/ashes/1", None), ("", MESSAGE)]
)
async def test_a_story_is_told_in_its_order(database: Database, argument: str, reply_to: int | None) -> None:
    """By its number, by the link of any of its posts, or in reply to its alert."""
    desk = await desk_of_shelling(database)
    assert (await ask(desk, "story", argument, reply_to=reply_to)).splitlines() == TIMELINE


def _change(connection: Connection) -> None:
    revision = "INSERT INTO revisions (post, text, replaced) VALUES (1, ?, ?)"
    for minute, text in ((30, "Обстрел, разрушен сарай"), (35, "Обстрел Козинки, разрушен")):
        connection.conn.execute(revision, [text, f"2023-05-22T06:{minute}:00.000Z"])
    connection.conn.execute("UPDATE posts SET deleted = '2023-05-22T06:40:00.000Z' WHERE id = 2")
    join(connection, 2, hedge="якобы", denies=True)


async def test_edits_and_deletions_are_in_it(database: Database) -> None:
    """What was and what is, each at the time at which it was noticed; and a source's caution."""
    desk = await desk_of_shelling(database)
    await database.write(_change)
    told = (await ask(desk, "story", "12")).splitlines()
    assert told[-3:] == [
        "06:30 Ashes: edited, was «Обстрел, разрушен сарай», now «Обстрел Козинки, разрушен»",
        "06:35 Ashes: edited, added «дом»",
        "06:40 Open Belgorod: deleted there (noticed then)",
    ]
    assert "06:06 Open Belgorod (media), not sure itself: «якобы», denies it" in told


def _repeat(connection: Connection) -> None:
    join(connection, 3, role=Role.COPY, copied=999)
    details = '{"forward": {"name": "Elsewhere", "link": null}}'
    connection.conn.execute("UPDATE posts SET details = ? WHERE id IN (2, 4)", [details])
    join(connection, 2, role=Role.COPY)


async def test_whom_a_copy_repeats_is_told_as_far_as_it_is_known(database: Database) -> None:
    """A post that was read, what a forward names, or something that was never seen."""
    desk = await desk_of_shelling(database)
    await database.write(_repeat)
    assert (await ask(desk, "story", "12")).splitlines()[-3:] == [
        "06:06 Open Belgorod (media): forwarded from Elsewhere",
        "06:20 Region (official): copy of a post that I have not seen",
        "06:21 Ashes (channel): forwarded from Ashes",
    ]


def _oddly(connection: Connection) -> None:
    odd = "</a><b>&amp;\u202e😀\"' \n"
    connection.conn.execute(
        "UPDATE posts SET text = ?, link = ?", [odd * 50, f"https://t.me/a/{odd.strip()}"]
    )
    connection.conn.execute("UPDATE sources SET title = ?", [odd])
    connection.conn.execute(
        "INSERT INTO revisions (post, text, replaced) VALUES (1, ?, '2023-05-22T06:30:00.000Z')", [odd * 3]
    )
    join(connection, 1, hedge=odd, denies=True, why=(Bond(BondKind.WORDS, odd),))
    put_story(connection, places=(odd,) * 9, posts=4, trust=Trust.OFFICIAL, is_disputed=True)
    stories.note(connection, [Step(STORY, MORNING, kind, odd, (1, 2)) for kind in StepKind])


async def test_nothing_in_a_story_becomes_markup(database: Database) -> None:
    """Neither of posts, names, links and places, nor of what happened to it."""
    desk = await desk_of_shelling(database)
    await database.write(_oddly)
    assert "</a><b>&amp;" in await ask(desk, "story", "12")
    assert "</a><b>&amp;" in await ask(desk, "story")
    assert "</a><b>&amp;" in await ask(desk, "why", reply_to=MESSAGE)


STEPS = [
    (StepKind.TRUST, "corroborated", "👥 told by several independent sources (Ashes and Open Belgorod)"),
    (StepKind.TRUST, "unconfirmed", "❔ unconfirmed again (Ashes and Open Belgorod)"),
    (StepKind.DISPUTED, "", "⚠️ it is denied (Ashes and Open Belgorod)"),
    (StepKind.UNDISPUTED, "", "it is not denied any more (Ashes and Open Belgorod)"),
    (StepKind.SEVERITY, "critical", "graver now: critical (Ashes and Open Belgorod)"),
    (StepKind.PLACE, "<Графовка>", "now here too: <Графовка> (Ashes and Open Belgorod)"),
    (StepKind.MERGED, "11", "merged with story 11"),
    (StepKind.SPLIT, "", "parted from another story"),
    (StepKind.ENDED, "", "🟢 it is over (Ashes and Open Belgorod)"),
    (StepKind.CLOSED, "", "closed: nothing new for long"),
]


async def test_what_happened_to_it_is_in_it(database: Database) -> None:
    """Each change with those who are the evidence; edits and deletions are told with the posts."""
    desk = await desk_of_shelling(database)
    steps = [Step(STORY, MORNING.replace(hour=7), kind, detail, (1, 2)) for kind, detail, _ in STEPS]
    posts_tell = Step(STORY, MORNING.replace(hour=7), StepKind.EDITED, "", (1,))
    await database.write(stories.note, [*steps, posts_tell])
    told = (await ask(desk, "story", "12")).splitlines()
    assert told[len(TIMELINE) :] == [f"07:00 {words}" for _, _, words in STEPS]


def _flood(connection: Connection) -> None:
    for number in range(130):
        text = f"Обстрел Козинки {'очень ' * 30}{number}"
        post = put_post(connection, "ashes", text, 30 + number / 10)
        role = Role.COPY if number % 3 == 0 else Role.REPORT
        join(connection, post, role=role, copied=1 if role is Role.COPY else None)
    put_story(connection, posts=134, copies=45, origins=3, lead=1)


async def test_a_long_story_is_cut_copies_first(database: Database) -> None:
    """The first post, every voice and the newest reports stay, and how much is left out is said."""
    desk = await desk_of_shelling(database)
    await database.write(_flood)
    told = (await ask(desk, "story", "12")).splitlines()
    assert told[4] == "06:00 Ashes (channel)"
    assert not any("copy of" in line for line in told)
    posts = sum("(channel)" in line or "(media)" in line or "(official)" in line for line in told)
    assert told[-1] == f"{134 - posts} posts are left out, copies first: an answer holds no more."
    assert {"06:20 Region (official)", "06:42 Ashes (channel)"} <= set(told)


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("abc", "neither a story's number nor a post's link"),
        ("99", "Of story 99 nothing is kept"),
        ("9" * 19, "neither a story's number nor a post's link"),
        ("-1", "neither a story's number nor a post's link"),
        ("https://t.me/open_belgorod/99", "I do not have this post stored."),
        ("https://t.me/ashes/5", "This post belongs to no story"),
    ],
)
async def test_what_is_no_story_is_said(database: Database, argument: str, words: str) -> None:
    """With what can be typed instead."""
    desk = await desk_of_shelling(database)
    await database.write(put_post, "ashes", "Тихо", 1)
    assert words in await ask(desk, "story", argument)


async def test_a_story_that_became_part_of_another_leads_there(database: Database) -> None:
    """Whoever knows the old number sees all of it."""
    desk = await desk_of_shelling(database)
    await database.write(lambda connection: put_story(connection, 11, into=STORY))
    assert (await ask(desk, "story", "11")).splitlines() == [
        "Story 11 became part of story 12.",
        *TIMELINE,
    ]


async def test_the_newest_stories_are_listed(database: Database) -> None:
    """Those that concern the chat, with how sure they are."""
    desk = await desk_of_shelling(database)
    assert "12. 🔴 shelling: Козинка, just now, 4 posts ✅" in await ask(desk, "story")
    await ask(desk, "follow", "power cut", chat=CHAT + 1)
    assert "Nothing that concerns you" in await ask(desk, "story", chat=CHAT + 1)
    await database.write(lambda connection: put_story(connection, is_disputed=True, trust=Trust.UNCONFIRMED))
    assert "1 post ⚠️" in await ask(desk, "story")


async def test_a_story_is_never_called_what_another_chat_looks_for(database: Database) -> None:
    """Nor what the asking chat follows, where the story is not that."""
    desk = await desk_of_shelling(database)
    await ask(desk, "follow", "power cut", chat=CHAT + 1)
    assert (await ask(desk, "story", "12", chat=CHAT + 1)).startswith("Story 12 · shelling: Козинка")
    rule = {rule_target("secret"): Severity.INFO}
    await database.write(lambda connection: put_story(connection, targets=rule, places=()))
    assert (await ask(desk, "story", "12", chat=CHAT + 1)).startswith("Story 12 · an event\n")


async def test_of_many_stories_the_newest_are_listed(database: Database) -> None:
    """A page of them, the others on further pages."""
    desk = await desk_of(database)
    await database.write(lambda connection: [put_story(connection, number) for number in range(1, 16)])
    told = (await ask(desk, "story")).splitlines()
    assert told[0].startswith("15 stories of the last two days")
    assert [line.partition(".")[0] for line in told[2:7]] == ["15", "14", "13", "12", "11"]


async def test_a_reply_to_what_is_no_alert_is_told(database: Database) -> None:
    """With what can be typed."""
    desk = await desk_of_shelling(database)
    assert "no alert that I still know" in await ask(desk, "story", reply_to=1)
