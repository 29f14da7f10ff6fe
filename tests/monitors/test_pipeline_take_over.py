"""Polls while what is watched for is replaced: each is of one set-up from its beginning to its end."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.demo.shown import Shown
from monitors import rules
from monitors.watchlist import Watchlist
from storage import chats, sources
from storage.model import Severity, Topic, rule_target
from tests.conftest import MORNING
from tests.exactly import vocabulary
from tests.fakes.preview_server import FakePreviews, FakeTrouble
from tests.monitors.watching import (
    NAME,
    POLICY,
    READER,
    RHYTHM,
    TOPICS,
    VOCABULARY,
    Messages,
    preview_source,
    watching,
)

if TYPE_CHECKING:
    from storage.database import Database
    from tests.monitors.watching import Watch

RULE = rules.parse("паводок", rules.Known())
FLOODS = Watchlist((Topic("flood", Severity.INFO, RULE),), vocabulary(rules.Known({"flood": RULE})))
TEXT = "обстрел, паводок и вертолёт"


async def hits(watch: Watch) -> list[list[str]]:
    """Return what each stored post was found to be, in order."""
    return [sorted(hit.target for hit in post.hits) for post in (await watch.stored()).values()]


async def test_a_poll_under_way_ends_as_it_began(database: Database) -> None:
    """Even where its source is watched no more; the next one goes by what was taken over."""
    async with FakePreviews() as server, watching(database, preview_source(server.url)) as watch:
        server.shelf.put(NAME, [Shown(1, watch.clock.now(), TEXT)])
        server.trouble[NAME] = FakeTrouble("slow", delay=0.3)
        polling = asyncio.create_task(watch.poll())
        while not server.requests[f"/s/{NAME}"]:  # noqa: ASYNC110 - what is waited for is a server's count
            await asyncio.sleep(0.01)
        watch.pipeline.take_over(FLOODS, POLICY, {}, 0)
        assert (await polling).saved.matched == 1
        watch.pipeline.take_over(FLOODS, POLICY, {watch.source.key: RHYTHM}, 0)
        server.shelf.put(NAME, [Shown(2, watch.clock.now(), TEXT)])
        await watch.poll()
        assert await hits(watch) == [["topic:shelling"], ["topic:flood"]]


async def test_own_rules_are_of_the_set_up_that_was_taken_over(database: Database) -> None:
    """A rule that is newer than the version that was compiled joins at the next poll."""
    async with FakePreviews() as server, watching(database, preview_source(server.url)) as watch:
        target = rule_target("вертолёт AND topic:flood")
        await database.write(chats.follow, READER, target, watch.clock.now())
        version = await database.read(chats.rules_version)
        watch.pipeline.take_over(FLOODS, POLICY, {watch.source.key: RHYTHM}, version - 1)
        server.shelf.put(NAME, [Shown(1, watch.clock.now(), TEXT)])
        await watch.poll()
        assert await hits(watch) == [[target, "topic:flood"]]


async def test_a_source_that_was_left_out_for_a_while_begins_anew(database: Database) -> None:
    """What it published meanwhile is stored, and told only as far as a new source's posts would be."""
    async with FakePreviews() as server, watching(database, preview_source(server.url)) as watch:
        messages = Messages(watch.clock, "Обстрел")
        server.shelf.put(NAME, messages(1, 3))
        await watch.poll()
        owed = await watch.owed()
        for rhythms in ({}, {watch.source.key: RHYTHM}):
            await database.write(sources.configure, [watch.source] if rhythms else [])
            watch.pipeline.take_over(Watchlist(TOPICS, VOCABULARY), POLICY, rhythms, 0)
        server.shelf.put(
            NAME, [replace(one, published=MORNING - timedelta(hours=5)) for one in messages(4, 5)]
        )
        assert (await watch.poll()).saved.new == 2
        assert await watch.owed() == owed
