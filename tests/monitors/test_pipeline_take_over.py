"""Polls while what is watched for is replaced: each is of one set-up from its beginning to its end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.demo.shown import Shown
from monitors import rules
from monitors.watchlist import Watchlist
from storage import chats
from storage.model import Severity, Topic, rule_target
from tests.exactly import vocabulary
from tests.fakes.preview_server import FakePreviews, FakeTrouble
from tests.monitors.watching import NAME, POLICY, READER, RHYTHM, preview_source, watching

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
