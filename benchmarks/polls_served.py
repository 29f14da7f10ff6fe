"""What the benchmark of polls reads: channels in t.me's format, served in a process of their own.

    python -m benchmarks.polls_served

prints its address and answers until it is ended.
"""

from __future__ import annotations

import asyncio
import gzip
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from random import Random
from string import ascii_letters
from typing import Any

from bot.demo.pages import preview_page
from bot.demo.shown import Attachment, Channel, Reply, Shown
from storage.model import Forward, LinkPreview

CHANNELS = 20
PAGE, VARIANTS = 20, 201
"""Messages a page, and different pages a channel: every fifth shows another message."""

NEWS_EVERY = 5
TERMS = 1_000
START = datetime(2023, 5, 22, 6, tzinfo=UTC)
SYLLABLES = ("ка", "ло", "ми", "не", "ро", "ту", "ши", "бе", "го", "да", "же", "за")
OTHER_SYLLABLES = ("вы", "гу", "ди", "жо", "зе", "ку", "ля", "мо", "ню", "пы", "ся", "фи")
FILE = 450
"""Characters of a picture's name in its address, as the network's are."""

PHOTO = Attachment("photo", url=f"https://cdn4.telesco.pe/file/{'a' * FILE}.jpg")
CARD = LinkPreview(
    "https://example.org/news/2023/05/22/1234567", "Example", "A title of a page", "A text. " * 20
)
VIDEO = Attachment("video", duration="0:42", url=PHOTO.url, thumbnail=PHOTO.url)
ORIGIN = Forward("Another channel", "https://t.me/another_channel/1234")
LOOKS: tuple[dict[str, Any], ...] = (
    {"reply": Reply(1, "Channel", "What was said before")},
    {"media": (PHOTO,), "author": "An editor"},
    {"preview": CARD, "forward": ORIGIN},
    {"media": (VIDEO,), "forward": ORIGIN},
)
"""What messages hold besides their text, in turns: a reply, a photo, a link with its card, a video."""


def words(count: int, seed: int, syllables: tuple[str, ...]) -> list[str]:
    """Return so many different words of three to five syllables."""
    random = Random(seed)  # noqa: S311 - texts for a measurement, nothing secret
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(random.choices(syllables, k=random.randint(3, 5)))] = None
    return list(found)


TEXT_WORDS, TERM_WORDS = words(3_000, 1, SYLLABLES), words(TERMS, 2, OTHER_SYLLABLES)


def posts(channel: int) -> list[Shown]:
    """Return a channel's messages, seeded; one in ten holds a term."""
    random = Random(channel)  # noqa: S311 - the same
    return [
        Shown(
            id=number,
            published=START + timedelta(minutes=number),
            text=" ".join(random.choices(TEXT_WORDS, k=55) + random.choices(TERM_WORDS, k=number % 10 == 0)),
            views=number,
            **LOOKS[number % len(LOOKS)],
        )
        for number in range(1, PAGE + VARIANTS // NEWS_EVERY + 2)
    ]


def pages(channel: int) -> list[bytes]:
    """Return the gzipped pages that a channel shows, one after the other."""
    head, told = Channel(f"channel{channel}", f"Channel {channel}"), posts(channel)
    shown = (
        [replace(post, views=post.id + turn) for post in told[:last]]
        for turn in range(VARIANTS)
        for last in [PAGE + turn // NEWS_EVERY]
    )
    return [gzip.compress(page_of(head, each), 6) for each in shown]


def page_of(head: Channel, shown: list[Shown], after: int | None = None) -> bytes:
    """Return a preview page with names of pictures that are as long as the network's."""
    name = random_letters(head.name)
    return preview_page(head, shown, after=after).replace(
        f"/{head.name}.jpg".encode(), f"/{name}.jpg".encode()
    )


def random_letters(seed: str) -> str:
    """Return a picture's name, which does not compress."""
    return "".join(Random(seed).choices(ascii_letters, k=FILE))  # noqa: S311 - nothing secret


class Responder(asyncio.Protocol):
    """Answers ``/<run>/s/channel<N>`` with the channel's next page, for each run from the first."""

    pages: list[list[bytes]]
    asked: Counter[bytes]
    short: dict[tuple[int, int, int], bytes]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a connection."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer a request; all of these clients send one at a time, whole."""
        path, _, query = data.split(b" ", 2)[1].partition(b"?")
        channel, turn = int(path.rpartition(b"channel")[2]), self.asked[path]
        self.asked[path] += 1
        turn = min(turn, VARIANTS - 1)
        body = self.pages[channel][turn]
        if b"/after/" in path and query.startswith(b"after="):
            body = self._short(channel, PAGE + turn // NEWS_EVERY, int(query[6:]))
        if isinstance(self._transport, asyncio.WriteTransport):
            head = (
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n"
                b"Content-Length: %d\r\n\r\n"
            )
            self._transport.write(head % len(body) + body)

    def _short(self, channel: int, last: int, after: int) -> bytes:
        if (channel, last, after) not in self.short:
            head = Channel(f"channel{channel}", f"Channel {channel}")
            page = page_of(head, posts(channel)[:last], after)
            self.short[channel, last, after] = gzip.compress(page, 6)
        return self.short[channel, last, after]


async def serve() -> None:
    """Print the address and answer until the process ends."""
    Responder.pages, Responder.asked = [pages(channel) for channel in range(CHANNELS)], Counter()
    Responder.short = {}
    server = await asyncio.get_running_loop().create_server(Responder, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def turns(polls: int) -> list[int]:
    """Return which channels are polled, in order."""
    return list(islice(cycle(range(CHANNELS)), polls))


if __name__ == "__main__":
    asyncio.run(serve())
