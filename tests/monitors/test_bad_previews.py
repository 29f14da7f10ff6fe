"""A channel's preview with something wrong: named for what it is, nothing lost, nothing told that is none.

Pages without end and messages of a stranger's making:
sources/test_telegram_hostile.py.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.demo.pages import empty_page, landing_page, preview_page
from storage.model import Trouble
from tests.fakes.hostile_server import reply
from tests.fakes.preview_server import CAPTCHA
from tests.monitors.enduring import CHANNEL, GOOD, PREVIEW, TOLD, Row, bench, endure, preview, shown
from tests.monitors.watching import NAME

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

    from bot.demo.shown import Shown
    from storage.database import Database
    from tests.fakes.hostile_server import Behaviour, HostileServer

LOGIN = b"<!DOCTYPE html><html><body><form><input type=password></form></body></html>"
NEWS = shown(9, "Обстрел")
BLOCK = re.compile(
    rb'<div class="tgme_widget_message_wrap.*?(?=<div class="tgme_widget_message_wrap|</section)', re.DOTALL
)


def page(*more: Shown, **replaced: str) -> bytes:
    """Return the page with more posts, and with words in it replaced."""
    body = preview((*GOOD, *more))
    for old, new in replaced.items():
        body = body.replace(old.encode(), new.encode())
    return body


def sub(pattern: bytes, new: bytes, *more: Shown) -> bytes:
    """Return the page with more posts, in which a pattern is replaced."""
    return re.sub(pattern, new, preview((*GOOD, *more)))


def backwards(body: bytes) -> bytes:
    """Return a page with its messages from newest to oldest."""
    blocks = iter(BLOCK.findall(body)[::-1])
    return BLOCK.sub(lambda _: next(blocks), body)


def leads_to(*, exists: bool) -> Row:
    """Return a redirect to the channel's bare name, where a page says whether there is such a channel."""
    landing = reply(200, body=landing_page(NAME, exists=exists))
    trouble = Trouble.NO_PREVIEW if exists else Trouble.NOT_FOUND
    return Row(reply(302, [f"Location: /{NAME}"]), trouble, others={f"/{NAME}": landing})


def answers(body: bytes, trouble: Trouble | None = None, **outcome: Any) -> Row:  # noqa: ANN401 - a row's
    """Return a page with status 200, and what must come of it."""
    return Row(reply(200, body=body), trouble, **outcome)


ROWS = {
    "302 to the bare name": leads_to(exists=True),
    "302 to the bare name of nothing": leads_to(exists=False),
    "empty page": answers(empty_page(CHANNEL), Trouble.EMPTY),
    "nothing at all": answers(b"", Trouble.CHALLENGE),
    "login page": answers(LOGIN, Trouble.CHALLENGE),
    "captcha": answers(CAPTCHA, Trouble.CHALLENGE),
    "every class renamed": answers(sub(rb"tgme_widget_message", b"tgme_widget_post"), Trouble.LAYOUT),
    "text's class renamed": answers(
        sub(rb"js-message_text", b"js-post_text", NEWS), Trouble.LAYOUT, more=(NEWS,), late=1
    ),
    "no ids": answers(sub(rb' data-post="[^"]*"', b"", NEWS), Trouble.LAYOUT, more=(NEWS,), late=1),
    "one without id": answers(
        sub(rb' data-post="[^"]*/9"', b"", NEWS), trace="1 posts without an id", more=(NEWS,), late=1
    ),
    "equal ids": answers(
        sub(rb'(data-post="[^"]*/)\d+"', rb'\g<1>8"', NEWS),
        revised=1,
        alerts=1,
        trace="8 posts without an id",
    ),
    "date in 2199": answers(sub(rb'datetime="2023([^"]*)"', rb'datetime="2199\1"', NEWS), new=1, alerts=1),
    "no date": answers(sub(rb'datetime="[^"]*"', b"", NEWS), new=1, alerts=1),
    "out of order": answers(backwards(page(NEWS)), new=1, alerts=1),
    "edited into a match": answers(page(**{"Тихо 5": "Обстрел"}), revised=1, alerts=1),
    "windows-1251": answers(
        page(NEWS).decode().encode("cp1251", "xmlcharrefreplace"), revised=8, new=1, more=(NEWS,), late=1
    ),
    "deep nesting": answers(sub(rb"<b>", b"<i>" * 100_000, NEWS), new=1, alerts=1),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
async def test_a_bad_page_is_survived(database: Database, row: Row, caplog: pytest.LogCaptureFixture) -> None:
    """It is named for what it is or read for what it shows, and the next good post is told, once."""
    await endure(database, PREVIEW, row, caplog)


def paging(server: HostileServer, posts: Sequence[Shown]) -> Behaviour:
    """Return a server that shows the posts before and after a number, as it is asked."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        asked = {name: int(value) for name, value in parse_qsl(urlsplit(server.asked[-1].path).query)}
        page = preview_page(CHANNEL, posts, before=asked.get("before"), after=asked.get("after"))
        await reply(200, body=page)(writer)

    return behave


async def test_a_gap_of_200_posts_is_named(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """What cannot be reached stands in the state and in the log; what was reached is told, and what comes."""
    many = (*GOOD, *(shown(number) for number in range(100, 299)), shown(299, "Обстрел"))
    async with bench(database, PREVIEW) as it:
        await it.poll(reply(200, body=preview()))
        tally = await it.poll(paging(it.server, many))
        gap = (await it.state()).gap
        assert (tally.new, tally.alerts, gap and (gap.after, gap.before)) == (108, TOLD + 1, ("8", "200"))
        assert "posts between 8 and 200 are missing" in caplog.text
        tally = await it.poll(paging(it.server, (*many, shown(900, "Обстрел"))))
        assert (tally.new, tally.alerts, (await it.state()).gap) == (109, TOLD + 2, gap)
