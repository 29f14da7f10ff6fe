"""Answers of Mastodon and Bluesky with fields missing, spoilt or unheard of, from the wire to the outbox.

Whatever can stand in whatever field: sources/test_social_hostile.py.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from monitors.sources import bluesky
from storage.model import Trouble
from tests.fakes.bluesky_server import FakeBluesky
from tests.fakes.hostile_server import reply
from tests.fakes.instant_clock import InstantClock
from tests.fakes.mastodon_server import FakeMastodon
from tests.monitors.enduring import GOOD, Network, Row, endure, shown
from tests.monitors.watching import NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.demo.shown import Shown
    from storage.database import Database

NEWS = shown(9, "Обстрел")
DID = "did:plc:newsroomnewsroomnewsro22"
LOOK_UP = f"/api/v1/accounts/lookup?acct={NAME}"
ACCOUNT = {"id": "109", "username": NAME, "acct": NAME}
STRANGE = {"unheard_of": {"of": [None, {"deep": [1e308, "\u202e"]}]}, "": 1}

Entry = dict[str, Any]


def statuses(posts: Sequence[Shown]) -> list[Entry]:
    """Return posts as a Mastodon server lists them."""
    fake = FakeMastodon(InstantClock().now)
    fake.join(NAME)
    listed = [fake.post(NAME, one.id, one.text, created_at=one.published.isoformat()) for one in posts]
    return listed[::-1]


def feed(posts: Sequence[Shown]) -> Entry:
    """Return posts as Bluesky's AppView gives them."""
    fake = FakeBluesky(InstantClock().now)
    fake.join("newsroom.example", DID)
    for one in posts:
        fake.post(DID, f"3k{one.id:04}", one.text, createdAt=one.published.isoformat())
    return {"feed": fake.feeds[DID], "cursor": ""}


def packed(value: object) -> bytes:
    """Return a value as JSON."""
    return json.dumps(value).encode()


MASTODON = Network(
    "mastodon",
    LOOK_UP,
    lambda posts: packed(statuses(posts)),
    {LOOK_UP: reply(200, body=packed(ACCOUNT))},
)
BLUESKY = Network(
    "bluesky",
    bluesky.urls(DID, "", ("http://host",))[0].removeprefix("http://host"),
    lambda posts: packed(feed(posts)),
)


def status(change: Callable[[Entry], object], **outcome: Any) -> Row:  # noqa: ANN401 - a row's
    """Return an answer of Mastodon's whose newest status is changed so."""
    listed = statuses((*GOOD, NEWS))
    change(listed[0])
    return Row(reply(200, body=packed(listed)), more=(NEWS,), **outcome)


def post(change: Callable[[Entry], object], **outcome: Any) -> Row:  # noqa: ANN401 - the same
    """Return an answer of Bluesky's whose newest post is changed so."""
    answer = feed((*GOOD, NEWS))
    change(answer["feed"][0]["post"])
    return Row(reply(200, body=packed(answer)), more=(NEWS,), **outcome)


def bad(value: object) -> Row:
    """Return an answer that is none."""
    return Row(reply(200, body=packed(value)), Trouble.BAD_ANSWER)


STATUSES = {
    "extra fields": status(
        lambda it: it.update(STRANGE, account={**it["account"], **STRANGE}), new=1, alerts=1
    ),
    "no text": status(lambda it: it.pop("content"), new=1, late=1),
    "a number for a text": status(lambda it: it.update(content=5), new=1, late=1),
    "no time": status(lambda it: it.pop("created_at"), new=1, alerts=1),
    "a time in 2199": status(lambda it: it.update(created_at="2199-01-01T00:00:00Z"), new=1, alerts=1),
    "no account": status(lambda it: it.pop("account"), new=1, alerts=1),
    "no id": status(lambda it: it.pop("id"), late=1, trace="1 posts without an id"),
    "nulls": status(
        lambda it: it.update(dict.fromkeys(it.keys() - {"id", "content", "visibility"})), new=1, alerts=1
    ),
    "no list": bad({"statuses": []}),
    "a list of something else": bad([1, "two", None]),
    "an error with status 200": bad({"error": "Something is wrong"}),
    "a web page": Row(reply(200, body=b"<html>Log in</html>"), Trouble.CHALLENGE),
}

POSTS = {
    "extra fields": post(lambda it: it.update(STRANGE, record={**it["record"], **STRANGE}), new=1, alerts=1),
    "no text": post(lambda it: it["record"].pop("text"), new=1, late=1),
    "no record": post(lambda it: it.pop("record"), new=1, late=1),
    "no time": post(lambda it: (it["record"].pop("createdAt"), it.pop("indexedAt")), new=1, alerts=1),
    "no author": post(lambda it: it.pop("author"), new=1, alerts=1),
    "no address": post(lambda it: it.pop("uri"), late=1, trace="1 posts without an id"),
    "no feed": bad({"cursor": "3"}),
    "a feed of something else": bad({"feed": [1, "two", None]}),
    "no object": bad([]),
}


@pytest.mark.parametrize("row", STATUSES.values(), ids=STATUSES)
async def test_a_bad_answer_of_mastodons_is_survived(
    database: Database, row: Row, caplog: pytest.LogCaptureFixture
) -> None:
    """What a status lacks is told of when it comes; what carries no id is counted."""
    await endure(database, MASTODON, row, caplog)


@pytest.mark.parametrize("row", POSTS.values(), ids=POSTS)
async def test_a_bad_answer_of_blueskys_is_survived(
    database: Database, row: Row, caplog: pytest.LogCaptureFixture
) -> None:
    """What a post lacks is told of when it comes; what carries no address is counted."""
    await endure(database, BLUESKY, row, caplog)
