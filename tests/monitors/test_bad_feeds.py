"""A feed with something wrong: named for what it is, nothing lost, nothing told that is none.

Bodies that are hostile to parsers: sources/test_feed_hostile.py.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.demo.pages import rss
from monitors.looking import UNCONDITIONAL_AFTER
from storage.model import Trouble
from tests.fakes.hostile_server import reply
from tests.monitors.enduring import CHANNEL, FEED, GOOD, TOLD, Row, bench, endure, feed, shown

if TYPE_CHECKING:
    import asyncio

    from storage.database import Database
    from tests.fakes.hostile_server import Behaviour, HostileServer

NEWS = shown(9, "Обстрел")
LOGIN = b"<!DOCTYPE html><html><body><form><input type=password></form></body></html>"
UTF8 = ["Content-Type: application/rss+xml; charset=utf-8"]
ITEM = b"<item><guid>n%d</guid><title>n%d</title></item>"


def sub(pattern: bytes, new: bytes) -> bytes:
    """Return the feed with one new post that matters, in which a pattern is replaced."""
    return re.sub(pattern, new, feed((*GOOD, NEWS)))


def answers(body: bytes, trouble: Trouble | None = None, **outcome: Any) -> Row:  # noqa: ANN401 - a row's
    """Return a feed with status 200, and what must come of it."""
    return Row(reply(200, UTF8, body), trouble, **outcome)


def one_new(body: bytes, *, renamed: bool = False) -> Row:
    """Return a feed of which the one new post must be told, and the others known, if under new ids."""
    return answers(body, new=1, alerts=1, duplicates=len(GOOD) if renamed else 0)


def many(items: int, different: int) -> Row:
    """Return a feed of very many items, of which only so many are different."""
    more = b"".join(ITEM % (n % different, n % different) for n in range(items))
    return answers(sub(rb"</channel>", more + b"</channel>"), new=different + 1, alerts=1)


ROWS = {
    "login page": answers(LOGIN, Trouble.NOT_A_FEED),
    "nothing at all": answers(b"", Trouble.EMPTY),
    "no items": answers(rss(CHANNEL, (), changed=GOOD[0].published)),
    "ids all changed": one_new(sub(rb"<guid([^>]*)>", rb"<guid\1>other-"), renamed=True),
    "no ids": one_new(
        sub(rb"<guid.*?</guid>|(?<=</title>)<link>https://open.example/\d+</link>", b""), renamed=True
    ),
    "equal ids": one_new(sub(rb"<guid.*?</guid>", b"<guid>1</guid>"), renamed=True),
    "dates in 2199": one_new(sub(rb"\b2023\b", b"2199")),
    "no dates": one_new(sub(rb"<pubDate>.*?</pubDate>", b"")),
    "out of order": one_new(feed((NEWS, *GOOD[::2], *GOOD[1::2]))),
    "edited into a match": answers(sub("Тихо 5".encode(), "Обстрел".encode()), new=1, revised=1, alerts=2),
    "200 posts at once": answers(
        feed((*GOOD, *(shown(n) for n in range(100, 299)), NEWS)), new=200, alerts=1
    ),
    "windows-1251 labelled UTF-8": one_new(feed((*GOOD, NEWS)).decode().encode("cp1251")),
    "30,000 items": many(30_000, 300),
    "deep nesting": one_new(sub(rb"</channel>", b"<a>" * 100_000)),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
async def test_a_bad_feed_is_survived(database: Database, row: Row, caplog: pytest.LogCaptureFixture) -> None:
    """It is named for what it is or read for what it shows, and the next good post is told, once."""
    await endure(database, FEED, row, caplog)


@pytest.mark.long
async def test_a_feed_of_30_000_posts_is_stored_whole(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """All of them are new, and the one that matters is told."""
    await endure(database, FEED, many(30_000, 30_000), caplog)


def unchanged_for_ever(server: HostileServer, page: bytes) -> Behaviour:
    """Return a server that answers 304 whenever it is asked whether something has changed."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        is_conditional = "if-none-match" in server.asked[-1].headers
        await (reply(304) if is_conditional else reply(200, ['ETag: "1"'], page))(writer)

    return behave


async def test_304_for_ever_hides_nothing_longer_than_six_hours(database: Database) -> None:
    """Then the page is asked for without a condition, and what came meanwhile is told."""
    async with bench(database, FEED) as it:
        await it.poll(reply(200, ['ETag: "1"'], feed()))
        answer = unchanged_for_ever(it.server, feed((*GOOD, NEWS)))
        for _ in range(5):
            tally = await it.poll(answer, (UNCONDITIONAL_AFTER / 5 - timedelta(seconds=1)).total_seconds())
        assert (tally.alerts, tally.refused, len(it.server.asked)) == (TOLD, 0, 6)
        assert (await it.poll(answer)).alerts == TOLD + 1
        assert (await it.poll(answer)).alerts == TOLD + 1


async def test_304_to_a_question_without_condition_is_trouble(database: Database) -> None:
    """A server that says so of a page that it never gave is broken; once it gives one, all is well."""
    async with bench(database, FEED) as it:
        await it.poll(reply(304))
        assert (await it.state()).trouble is Trouble.BAD_ANSWER
        assert (await it.poll(reply(200, body=feed()))).alerts == TOLD


@pytest.mark.parametrize("year", [b"2199", b"1970"])
async def test_what_a_new_source_had_is_no_news_whatever_its_date(database: Database, year: bytes) -> None:
    """On a first poll an unbelievable date is as good as none."""
    async with bench(database, FEED) as it:
        tally = await it.poll(reply(200, UTF8, sub(rb"\b2023\b", year)))
        assert (tally.new, tally.matched, tally.alerts) == (len(GOOD) + 1, 3, 0)


async def test_a_clock_one_hour_back_and_forth_repeats_nothing(database: Database) -> None:
    """What is known stays known, what is new is told at once, and the next poll is soon by the new time."""
    async with bench(database, FEED) as it:
        await it.poll(reply(200, body=feed()))
        for hours, count in ((-1, 9), (1, 10)):
            news = (shown(n, "Обстрел") for n in range(9, count + 1))
            tally = await it.poll(reply(200, body=feed((*GOOD, *news))), hours * 3600)
            state = await it.state()
            assert (tally.alerts, tally.duplicates, tally.new) == (TOLD + count - 8, 0, count)
            assert state.next_poll is not None
            assert timedelta() < state.next_poll - it.clock.now() < timedelta(minutes=1)
