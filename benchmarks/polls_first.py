"""Two bots as one writes them first, for the benchmark of polls."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from tempfile import TemporaryDirectory

import aiohttp
import httpx
import lxml.html  # type: ignore[import-untyped] # carries no types
from bs4 import BeautifulSoup

from benchmarks.polls_served import CHANNELS, TERM_WORDS, turns

ANY_TERM = re.compile("|".join(map(re.escape, TERM_WORDS)))

Read = Callable[[str], Iterator[tuple[str, str]]]
"""Reads a page: the key and the text of each message."""


async def with_soup(base: str, polls: int) -> tuple[int, float]:
    """Take httpx, BeautifulSoup and ``in``."""
    async with httpx.AsyncClient() as client:

        async def fetch(url: str) -> str:
            return (await client.get(url)).text

        return await _polled(base, polls, fetch, _soup, lambda text: any(term in text for term in TERM_WORDS))


def _soup(page: str) -> Iterator[tuple[str, str]]:
    for message in BeautifulSoup(page, "html.parser").select(".tgme_widget_message[data-post]"):
        body = message.select_one(".js-message_text")
        yield str(message["data-post"]), body.get_text("\n") if body else ""


async def with_lxml(base: str, polls: int) -> tuple[int, float]:
    """Take aiohttp, lxml and a regular expression."""
    async with aiohttp.ClientSession() as session:

        async def fetch(url: str) -> str:
            async with session.get(url) as response:
                return await response.text()

        return await _polled(base, polls, fetch, _lxml, lambda text: ANY_TERM.search(text) is not None)


def _lxml(page: str) -> Iterator[tuple[str, str]]:
    for message in lxml.html.document_fromstring(page).find_class("tgme_widget_message"):
        text = "".join(node.text_content() for node in message.find_class("js-message_text"))
        yield message.get("data-post") or "", text


async def _polled(
    base: str, polls: int, fetch: Callable[[str], Awaitable[str]], read: Read, matches: Callable[[str], bool]
) -> tuple[int, float]:
    """Poll, and commit each message that is new; return how many there are, and the CPU seconds."""
    with TemporaryDirectory() as folder, closing(sqlite3.connect(f"{folder}/posts.db")) as database:
        database.execute("CREATE TABLE posts (key TEXT PRIMARY KEY, text TEXT, alert INTEGER)")
        begun = 0.0
        for number, channel in enumerate(turns(polls + CHANNELS)):
            begun = begun if number != CHANNELS else time.process_time()
            for key, text in read(await fetch(f"{base}/s/channel{channel}")):
                known = database.execute("SELECT 1 FROM posts WHERE key = ?", [key]).fetchone()
                if known is None:
                    with database:
                        row = [key, text, matches(text.lower())]
                        database.execute("INSERT INTO posts VALUES (?, ?, ?)", row)
        taken = time.process_time() - begun
        return int(database.execute("SELECT count(*) FROM posts").fetchone()[0]), taken
