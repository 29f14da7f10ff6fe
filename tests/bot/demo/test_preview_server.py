"""The fake of t.me that tests and trials use."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.demo.shown import Shown
from tests.fakes.preview_server import FakePreviews, FakeTrouble, TroubleKind, read_posts

AT = datetime(2023, 5, 22, 6, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[3]


@pytest.fixture
async def fake() -> AsyncIterator[FakePreviews]:
    """Serve one channel of three posts."""
    async with FakePreviews() as server:
        server.shelf.put("fake_one", [Shown(number, AT, text=f"Пост {number}") for number in (1, 2, 3)])
        yield server


async def answer(fake: FakePreviews, path: str = "/s/fake_one") -> tuple[int, str, dict[str, str]]:
    """Return status, body and headers."""
    async with ClientSession() as web, web.get(fake.url + path, allow_redirects=False) as got:
        return got.status, await got.text(), dict(got.headers)


async def test_posts_can_change_while_it_runs(fake: FakePreviews) -> None:
    """An added, an edited and a removed post show at the next request."""
    await answer(fake)
    fake.shelf.put("fake_one", [Shown(4, AT, text="Пост 4")])
    fake.shelf.edit("FAKE_ONE", 2, "Другое")
    fake.shelf.remove("fake_one", 1)
    _, body, _ = await answer(fake)
    assert "Пост 1" not in body
    assert all(text in body for text in ("Другое", "Пост 3", "Пост 4", "edited &nbsp;"))


async def test_posts_are_served_as_a_feed_too(fake: FakePreviews) -> None:
    """The same posts are at /feeds/<name>.rss."""
    status, body, _ = await answer(fake, "/feeds/fake_one.rss")
    assert (status, body.count("<item>")) == (200, 3)


@pytest.mark.parametrize(
    ("kind", "status", "header", "part"),
    [
        ("rate_limited", 429, ("Retry-After", "30"), ""),
        ("no_preview", 302, ("Location", "/fake_one"), ""),
        ("empty", 200, None, "tme_no_messages_found"),
        ("captcha", 200, None, "Are you human?"),
        ("server_error", 502, None, ""),
        ("renamed", 200, None, "web_widget_message_text"),
        ("slow", 200, None, "Пост 3"),
    ],
)
async def test_each_trouble_shows(
    fake: FakePreviews, kind: TroubleKind, status: int, header: tuple[str, str] | None, part: str
) -> None:
    """A channel in trouble answers as t.me does, and is well again once the trouble is gone."""
    fake.trouble["fake_one"] = FakeTrouble(kind)
    got, body, headers = await answer(fake)
    assert got == status
    assert part in body
    assert header is None or headers[header[0]] == header[1]
    del fake.trouble["fake_one"]
    assert "tgme_widget_message_text" in (await answer(fake))[1]


async def test_a_delay_is_kept(fake: FakePreviews) -> None:
    """The answer comes after it."""
    fake.trouble["fake_one"] = FakeTrouble("slow", delay=0.1)
    begun = asyncio.get_running_loop().time()
    await answer(fake)
    assert asyncio.get_running_loop().time() - begun >= 0.1


def test_posts_are_read_from_json_lines(tmp_path: Path) -> None:
    """Ids and dates are taken where there are any, and made up where not."""
    path = tmp_path / "posts.jsonl"
    rows = [
        {"text": "а", "id": "x9"},
        {"text": "б", "id": 7, "published": "2023-05-22T06:00:00Z"},
        {"text": "в"},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    posts = read_posts(path, AT, timedelta(minutes=1))
    assert [(post.id, post.text) for post in posts] == [(1, "а"), (3, "в"), (7, "б")]
    assert [post.published for post in posts] == [AT - timedelta(minutes=2), AT, AT]


async def test_it_runs_by_itself_and_prints_its_address(tmp_path: Path) -> None:
    """A trial starts it as a program, reads the first line and finds the channel there."""
    path = tmp_path / "posts.jsonl"
    path.write_text(json.dumps({"text": "Единственный"}), encoding="utf-8")
    words = ["-m", "tests.fakes.preview_server", "--posts", str(path), "--channel", "one_demo"]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert process.stdout is not None
    try:
        url = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().strip()
        async with ClientSession() as web, web.get(f"{url}/s/one_demo") as got:
            assert "Единственный" in await got.text()
    finally:
        process.terminate()
        await process.wait()
