"""3,822 real posts served as a channel and watched by the real program as a process of its own."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.demo.shown import Shown
from monitors.sources.text import clean
from tests.fakes.preview_server import FakePreviews, read_posts
from tests.trials.command import command, configured, telegram_source

if TYPE_CHECKING:
    from pathlib import Path

    from tests.trials.command import Ended

WHOLE = ("обстрел", "обстріл", "прилёт", "shelling")
BEGUN = ("дрон", "безпілотник", "беспилотник")
TOPICS = """
[[topics]]
name = "shelling"
severity = "critical"
rule = '=обстрел OR =обстріл OR =прилёт OR =shelling'
closes_after = "1s"
[[topics]]
name = "drone"
rule = 'дрон* OR безпілотник* OR беспилотник*'
closes_after = "1s"
"""
REST_OF_FETCH = """
backlog_pages = 500
alert_backlog = "1000d"
"""


@pytest.fixture(scope="module")
def shown(corpora: Path) -> list[Shown]:
    """Return the real posts as messages, a second apart."""
    posts = corpora / "telegram_posts" / "posts.jsonl"
    return read_posts(posts, datetime.now(UTC), timedelta(seconds=1))


def slowly(text: str) -> set[str]:
    """Return the topics that a post names, as a person would read it who knows nothing of the program."""
    words = re.findall(r"\w+", text.lower().replace("ё", "е"))
    whole = {word.replace("ё", "е") for word in WHOLE}
    found = {"shelling"} if whole & set(words) else set()
    return found | ({"drone"} if any(word.startswith(BEGUN) for word in words) else set())


def stored(folder: Path) -> dict[int, str]:
    """Return the texts in the database by their message's id."""
    with closing(sqlite3.connect(folder / "regionwatch.db")) as database:
        return {int(key): text for key, text in database.execute("SELECT key, text FROM posts")}


def by_message(ended: Ended) -> dict[int, dict[str, Any]]:
    """Return the alerts by the message's id."""
    return {int(record["post"].rpartition("/")[2]): record for record in ended.records}


def check_places(record: dict[str, Any]) -> None:
    """Fail unless every match stands where it says, and is what its topic asks for."""
    for match in record["matches"]:
        assert record["text"][match["start"] : match["end"]] == match["form"]
        word = match["form"].lower().replace("ё", "е")
        assert word in {one.replace("ё", "е") for one in WHOLE} or word.startswith(BEGUN)


def told_of(folder: Path) -> set[int]:
    """Return the posts, by their message's id, of the stories that somebody was told of."""
    with closing(sqlite3.connect(folder / "regionwatch.db")) as database:
        rows = database.execute(
            "SELECT key FROM posts JOIN story_posts ON post = posts.id"
            " WHERE story IN (SELECT story FROM alerts WHERE state = 'sent')"
        )
        return {int(key) for (key,) in rows}


async def test_real_posts_are_stored_whole_and_told_where_the_words_are(
    tmp_path: Path, shown: list[Shown]
) -> None:
    """All are stored with their text; alerts are what an independent reading finds; then only news."""
    async with FakePreviews() as server:
        server.shelf.put("real_posts", shown)
        config = configured(
            tmp_path, telegram_source("real_posts"), telegram=server.url, topics=REST_OF_FETCH + TOPICS
        )
        first = await command("run", "--once", "--json", "--config", config, seconds=60)
        assert (first.code, "3822 posts new" in first.err) == (0, True), first.err
        texts = {message.id: clean(message.text) for message in shown}
        assert stored(tmp_path) == texts
        told = by_message(first)
        wanted = {number: topics for number, text in texts.items() if (topics := slowly(text))}
        assert {number: set(record["topics"]) for number, record in told.items()} == {
            number: wanted[number] for number in told
        }
        assert wanted.keys() <= told_of(tmp_path)
        for record in told.values():
            check_places(record)
        await check_what_comes_after(server, config, len(shown))


async def check_what_comes_after(server: FakePreviews, config: Path, last: int) -> None:
    """Fail unless a second run is silent, and a third tells an edit and a new post."""
    again = await command("run", "--once", "--json", "--config", config)
    assert (again.code, again.out) == (0, "")
    assert "0 posts new, 0 changed" in again.err
    server.shelf.edit("real_posts", last, "Теперь это обстрел")
    server.shelf.put("real_posts", [Shown(last + 1, datetime.now(UTC), "Дрон над полем")])
    news = await command("run", "--once", "--json", "--config", config)
    assert "1 posts new, 1 changed" in news.err
    assert {number: record["topics"] for number, record in by_message(news).items()} == {
        last: ["shelling"],
        last + 1: ["drone"],
    }


def test_the_posts_are_all_there(corpora: Path, shown: list[Shown]) -> None:
    """What is measured is the whole corpus, in two languages."""
    lines = (corpora / "telegram_posts" / "posts.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(shown) == len(lines) == 3822
    assert {json.loads(line)["lang"] for line in lines} == {"uk", "ru"}
