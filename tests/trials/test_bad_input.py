"""What bad input gets, through the real command line and real servers on loopback."""

from __future__ import annotations

import asyncio
import gc
import gzip
import resource
import sqlite3
import ssl
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.demo.shown import Shown
from storage.database import Database, connect
from storage.model import Trouble, from_iso
from tests.fakes.hostile_server import HostileServer, chunked, endless, gzip_bomb, head, reply
from tests.fakes.preview_server import FakePreviews, FakeTrouble
from tests.monitors.watching import feed_source as feed
from tests.monitors.watching import watching
from tests.trials.command import ROOT, command, configured, feed_source, said, telegram_source

if TYPE_CHECKING:
    from tests.trials.command import Ended

TLS = Path(__file__).parents[1] / "data" / "tls"
RSS = (
    b'<rss version="2.0"><channel><title>T</title><item><guid>1</guid><title>t</title></item></channel></rss>'
)


def shown(number: int, text: str = "Тихо") -> Shown:
    """Return a message that is a minute old."""
    return Shown(id=number, published=datetime.now(UTC) - timedelta(minutes=1), text=text)


def previews(*texts: str) -> FakePreviews:
    """Return a server of the channel *good_demo*, with these messages."""
    server = FakePreviews()
    server.shelf.put("good_demo", [shown(number, text) for number, text in enumerate(texts, 1)])
    return server


async def once(config: Path) -> Ended:
    """Poll each source once, beside the servers of this test."""
    return await asyncio.to_thread(said, "run", "--once", "--json", config)


async def states(config: Path) -> dict[str, dict[str, Any]]:
    """Return what ``sources --json`` says, by source."""
    ended = await asyncio.to_thread(said, "sources", "--json", config)
    assert ended.code == 0, ended.err
    return {record["source"]: record for record in ended.records}


TROUBLES = {
    "closed_demo": ("no_preview", FakeTrouble("no_preview")),
    "failing_demo": ("server_error", FakeTrouble("server_error")),
    "empty_demo": ("empty", FakeTrouble("empty")),
    "captcha_demo": ("challenge", FakeTrouble("captcha")),
}


async def test_troubled_channels_are_marked_and_the_others_go_on(tmp_path: Path) -> None:
    """Each has its reason and since when; after three in a row none of them counts as "no news"."""
    async with previews("Обстрел Грайворона") as server:
        for name, (_, trouble) in TROUBLES.items():
            server.shelf.put(name, [shown(1)])
            server.trouble[name] = trouble
        sources = map(telegram_source, ["good_demo", "unknown_demo", *TROUBLES])
        config = configured(tmp_path, *sources, telegram=server.url)
        began = datetime.now(UTC)
        ended = [await once(config) for _ in range(3)]
        found = await states(config)
    assert [(one.code, len(one.records)) for one in ended] == [(0, 1), (0, 0), (0, 0)]
    good, unknown = found.pop("telegram:good_demo"), found.pop("telegram:unknown_demo")
    assert (good["state"], good["trouble"], good["posts"]) == ("fresh", None, 1)
    assert (unknown["state"], unknown["trouble"]) == ("gone", "not_found")
    for name, (reason, _) in TROUBLES.items():
        record = found[f"telegram:{name}"]
        assert (record["state"], record["trouble"], record["failures"]) == ("broken", reason, 3)
        assert began - timedelta(milliseconds=1) < from_iso(record["since"]) < from_iso(record["next_poll"])
        assert record["detail"]


async def test_troubled_servers_are_marked_and_polled_again(tmp_path: Path) -> None:
    """What a server answers, and what the network does instead of an answer, each has its reason."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(TLS / "expired.pem")
    answers = {"/missing": reply(404), "/gone": reply(410), "/forbidden": reply(403), "/broken": reply(503)}
    async with (
        HostileServer({**answers, "/good": reply(200, body=RSS)}) as server,
        HostileServer({"/": reply(429, ["Retry-After: 900"])}) as busy,
        HostileServer({"/": reply(200)}, tls=tls) as secret,
    ):
        reasons = {
            "not_found": server.url("/missing"),
            "gone": server.url("/gone"),
            "forbidden": server.url("/forbidden"),
            "server_error": server.url("/broken"),
            "rate_limited": busy.url("/"),
            "tls": secret.url("/"),
            "dns": "http://feeds.invalid/rss",
            "connection": "http://127.0.0.1:1/rss",
            "good": server.url("/good"),
        }
        config = configured(tmp_path, *(feed_source(name, url) for name, url in reasons.items()))
        first, second = [await once(config) for _ in range(2)]
        found = await states(config)
    assert (first.code, second.code) == (0, 0)
    assert "9 sources polled (8 refused), 1 posts new" in first.err
    assert "8 sources polled (7 refused, 1 left alone), 0 posts new" in second.err
    assert len(busy.asked) == 1
    for reason in reasons.keys() - {"good"}:
        record = found[f"feed:{reason}"]
        assert (record["trouble"], record["failures"]) == (reason, 1 if reason == "rate_limited" else 2)
    waits = from_iso(found["feed:rate_limited"]["next_poll"]) - datetime.now(UTC)
    assert waits > timedelta(minutes=14)


async def test_what_never_ends_is_cut_off(tmp_path: Path) -> None:
    """Bombs, endless bodies, circles and ways into the private network end in a reason."""
    zeros, more = gzip_bomb(8)
    begin = head(200, ["Content-Encoding: gzip", "Transfer-Encoding: chunked"])
    packed = endless(begin + chunked(zeros, 65_536), chunked(more, 65_536))
    bomb = b'<!DOCTYPE r [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    async with HostileServer(
        {
            "/bomb": packed,
            "/endless": endless(head(200), bytes(65_536)),
            "/circle": reply(302, ["Location: /circle"]),
            "/private": reply(302, ["Location: http://10.0.0.1/rss"]),
            "/entities": reply(200, body=bomb + b"]><rss><channel><title>&j;</title></channel></rss>"),
            "/deep": reply(200, ["Content-Encoding: gzip"], gzip.compress(b"<rss>" + b"<a>" * 1_000_000)),
            "/good": reply(200, body=RSS),
        }
    ) as server:
        names = [path.strip("/") for path in server.behaviours]
        config = configured(tmp_path, *(feed_source(name, server.url(f"/{name}")) for name in names))
        ended = await once(config)
        found = await states(config)
    assert ended.code == 0
    reasons = {name: found[f"feed:{name}"]["trouble"] for name in names}
    assert reasons.pop("good") is None
    assert (reasons["bomb"], reasons["endless"]) == ("too_large", "too_large")
    assert (reasons["circle"], reasons["private"]) == ("redirect", "private_address")
    assert (reasons["deep"], found["feed:entities"]["title"]) == ("not_a_feed", "&j;")


NASTY = (
    "<b>обстрел</i> & &lt;script&gt; <a href='",
    "пожар \u202eтекст наоборот\u202c и \u2067ещё\u2069",
    "потоп\x00 с нулём и \ud800 половиной пары",
    "метель " + "длинно " * 1_430,
)
EVENTS = "".join(
    f'[[topics]]\nname = "{word}"\nseverity = "critical"\nrule = "{word}"\n'
    for word in ("обстрел", "пожар", "потоп", "метель")
)
"""Each of them tells of something else, so that each is told by itself."""


async def test_nasty_texts_are_delivered_as_text(tmp_path: Path) -> None:
    """Each arrives as it can be shown: no NUL, no half of a pair, everything else as it was."""
    server = FakePreviews()
    server.shelf.put("good_demo", [shown(n, text) for n, text in enumerate(NASTY, 1)])
    async with server:
        config = configured(tmp_path, telegram_source("good_demo"), telegram=server.url, topics=EVENTS)
        told = await once(config)
        found = await asyncio.to_thread(said, "search", "обстрел", config)
    texts = [record["text"] for record in sorted(told.records, key=lambda record: record["story"])]
    assert texts[:2] == list(NASTY[:2])
    assert texts[2].replace("\ufffd", "?") in {
        "потоп с нулём и ? половиной пары",
        "потоп? с нулём и ? половиной пары",
    }
    assert texts[3] == NASTY[3].strip()
    assert len(texts[3]) > 10_000
    assert (found.code, told.code) == (0, 0)


async def test_a_full_disk_is_said_plainly_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    """Exit 1; the file is whole, and with room again the same posts are stored and told."""
    async with previews(*(f"обстрел {number} " + "слово " * 600 for number in range(20))) as server:
        config = configured(tmp_path, telegram_source("good_demo"), telegram=server.url)
        Database.open(tmp_path / "regionwatch.db").close()
        room = (tmp_path / "regionwatch.db").stat().st_size + 20_000
        full = await command(
            *("run", "--once", "--json", "--config", config),
            limits=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        )
        assert (full.code, full.out) == (1, "")
        # The limit on a file's size is the nearest thing to a full disk that needs no rights.
        assert "regionwatch.db: the disk could not be read or written" in full.err
        assert "Traceback" not in full.err
        with closing(sqlite3.connect(tmp_path / "regionwatch.db")) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert file.execute("SELECT count(*) FROM posts").fetchone() == (0,)
        (told,) = (await once(config)).records
        assert (told["posts"], told["action"]) == (20, "new")


async def test_a_lock_is_waited_for(tmp_path: Path) -> None:
    """Another program that holds the database for a while delays the work and loses nothing."""
    async with previews("обстрел") as server:
        config = configured(tmp_path, telegram_source("good_demo"), telegram=server.url)
        Database.open(tmp_path / "regionwatch.db").close()
        with closing(connect(tmp_path / "regionwatch.db")) as holder:
            holder.conn.execute("BEGIN IMMEDIATE")
            running = asyncio.create_task(command("run", "--once", "--json", "--config", config))
            await asyncio.sleep(2.5)
            assert not running.done()
            holder.conn.execute("ROLLBACK")
            ended = await running
    assert (ended.code, len(ended.records)) == (0, 1)


LARGE = 2_000_000
ITEM = b"<item><guid>%d</guid><title>news %d</title></item>"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<rss><channel><title>T</title>" + b"<a>" * (LARGE // 3), None),
        (b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * LARGE, Trouble.NOT_A_FEED),
        (b'<rss version="2.0"><channel><item><guid>1</guid><title>' + b"&lt;" * (LARGE // 4), None),
        (b'<rss version="2.0"><channel>' + b"".join(ITEM % (n, n) for n in range(5_000)), None),
    ],
    ids=["nested tags", "nested JSON", "references", "thousands of items"],
)
async def test_the_loop_goes_on_while_a_large_body_is_read(
    tmp_path: Path, body: bytes, reason: Trouble | None
) -> None:
    """Nothing that a server sends holds up the others for more than a quarter of a second.

    Of up to three first polls the least disturbed one counts: the machine has other things to do too.
    """
    pauses: list[float] = []
    while len(pauses) < 3 and min(pauses, default=1.0) >= 0.25:
        with Database.open(tmp_path / f"{len(pauses)}.db") as database:
            pauses.append(await _pause_of_a_poll(database, body, reason))
    assert min(pauses) < 0.25


async def _pause_of_a_poll(database: Database, body: bytes, reason: Trouble | None) -> float:
    """Poll a feed of this body once; return how long the loop was held up at the most."""
    gc.freeze()  # what earlier tests left in memory is not looked through
    async with (
        HostileServer({"/rss": reply(200, body=body)}) as server,
        watching(database, feed(server.url("/rss"))) as watch,
    ):
        polling = asyncio.create_task(watch.poll())
        longest = await longest_pause(polling)
        refusal = (await polling).refusal
    assert (refusal.trouble if refusal else None) == reason
    return longest


async def longest_pause(task: asyncio.Task[Any]) -> float:
    """Return the longest time in seconds for which the loop let nobody else run until the task ended."""
    longest, before = 0.0, time.perf_counter()
    while not task.done():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, before = max(longest, now - before), now
    return longest


async def test_a_reader_that_has_enough_ends_a_run_quietly(tmp_path: Path) -> None:
    """``| head -n 1`` takes what it wants: no traceback, as records and as boxes."""
    async with previews(*(f"обстрел {number}" for number in range(20))) as server:
        config = configured(tmp_path, telegram_source("good_demo"), telegram=server.url)
        for words in ("--json", "--once"):
            line = f"timeout 20 '{sys.executable}' -m bot run {words} --config '{config}' | head -n 1"
            piped = await asyncio.create_subprocess_shell(
                line, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
            )
            out, err = await piped.communicate()
            assert (len(out.splitlines()), b"Traceback" in err) == (1, False), err.decode()
            for file in tmp_path.glob("regionwatch.db*"):  # noqa: ASYNC240 - three small files
                file.unlink()
