"""Telegram's public previews, ``https://t.me/s/<channel>``: which page, and what stands on it.

A page is cut into message blocks as raw bytes. Each block's digest leaves out what changes at
every visit (views, reactions, votes, media addresses), so only new and edited messages are parsed;
that is done in :mod:`monitors.sources.telegram_message`.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zlib import crc32

from selectolax.lexbor import LexborHTMLParser

from monitors.exchange import Page, Refused, Request
from monitors.sources import telegram_message, without
from monitors.sources.contract import Item, Listing, Meant
from monitors.sources.text import digest
from storage.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.model import Post, Source, SourceState

KIND = "telegram"
ABOUT = """\
Public channels, read from their preview pages at `t.me/s/<name>` and `telegram.me/s/<name>`: no account is
needed. Groups, and channels that have switched their preview off, cannot be read so."""
EXAMPLE = """\
[[sources]]
kind = "telegram"
name = "open_belgorod"
"""
HOSTS: tuple[str, ...] = ("https://t.me", "https://telegram.me")
SELECTS: tuple[str, ...] = ()
TAKES_TOKEN = False
NEEDS_URL = False
STABLE_KEYS = True

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:(?:www\.)?(?:t|telegram)\.me/(?:s/)?([A-Za-z]\w{3,31})|([A-Za-z]\w{3,31})\.t\.me)"
    r"(?:/\d+)?/?(?:[?#].*)?$",
    re.ASCII,
)
_NO_CHANNELS = frozenset({"joinchat", "addstickers", "addemoji", "share", "proxy", "socks", "addlist"})
"""First parts of Telegram's own addresses that name no channel."""

_BLOCK = b'<div class="tgme_widget_message_wrap'
_END_OF_BLOCKS = re.compile(rb'</section|<div class="tgme_widget_message_centered|</main')
_NUMBERED, _TEXT = b'data-post="', b"js-message_text"
_FURTHER = b'data-after="'
"""Stands in the link to newer messages."""

_SHOWN_AGAIN = 3
"""Messages known that a short answer shows again, so that an edit of the newest is seen at once."""

_FIRST_TAGS, _LONGEST_NUMBER = 600, 18
"""Bytes from a block's beginning in which its number stands, and digits that this has at most."""

_KEY = re.compile(rb'data-post="[^"/]+/(\d+)"')
_TITLES = (
    re.compile(rb'<meta property="og:title" content="([^"]*)"'),
    re.compile(rb"tgme_channel_info_header_title[^<>]*>(?:\s*<[a-z]+[^<>]*>)*([^<]*)"),
)
_LANDING_TITLE = re.compile(rb"<title>\s*Telegram: (View|Contact) @")
_PREVIOUS = (
    re.compile(rb'<link rel="prev" href="[^"]*[?&](?:amp;)?before=(\d+)'),
    re.compile(rb'class="tme_messages_more[^<>]{0,200}data-before="(\d+)"'),
)
_CONTENT = re.compile(
    rb"js-message_text|tgme_widget_message_(?:photo|video|roundvideo|voice|document|sticker|tgsticker|poll"
    rb"|location|contact|invoice|game)|media_supported_cont|js-videosticker|service_message"
)
_ENOUGH_BLOCKS = 5
"""So many messages without words or pictures are not chance: the page's layout has changed."""

_REACTIONS = (b'<div class="tgme_widget_message_reactions', b"</div>")
_REACTION = (b'<span class="tgme_reaction', b"</span>")
# No part of this can run past the next tag, so a page of a stranger's making cannot make it slow. One
# by one, because a search for one beginning is five times as fast as a search for any of several.
_VOLATILE = (
    re.compile(rb' data-view="[^"]*"'),
    re.compile(rb' class="tgme_widget_message_(?:views|voters|poll_option_percent|poll_votes)[^<>]*>[^<]*'),
    re.compile(rb'<div class="tgme_widget_message_poll_option_bar[^<>]*>'),
    re.compile(rb"<img [^<>]*>"),
    re.compile(rb'src(?:set)?="[^"]*"'),
    re.compile(rb'data-(?:webp|content)="[^"]*"'),
    re.compile(rb"url\('[^']*'\)"),
)

check_select = without.check_select


def urls(name: str, url: str, hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the preview's address on each of the network's hosts.

    Raises :exc:`ValueError` with what was expected: a public name as Telegram allows them, 4 to 32
    letters, digits and underscores, and no address.
    """
    if url:
        raise ValueError("expected no url, the name is enough")
    if not _NAME.fullmatch(name):
        raise ValueError(f"expected a public name like open_belgorod, got {name!r}")
    return tuple(f"{host.rstrip('/')}/s/{name}" for host in hosts)


def meant(address: str) -> Meant | None:
    """Take ``t.me/name``, with ``/s/``, a post's number or a query behind it, and ``name.t.me``."""
    found = _ADDRESS.match(address)
    name = found and (found[1] or found[2])
    return Meant(name) if name and name.lower() not in _NO_CHANNELS else None


def request(source: Source, state: SourceState) -> Request:
    """Ask for the newest posts; after a failure at the network's next host."""
    url = state.address(source)
    return Request(url, source.host, redirects=False)


def news(source: Source, state: SourceState, shown: Sequence[str]) -> Request | None:
    """Ask for the last few messages known and those behind them, ``?after=``.

    That t.me answers so has been seen, but is promised nowhere. A page that begins with a message known
    shows that it was understood; one that shows more is as good.
    """
    if len(shown) < _SHOWN_AGAIN or not shown[-_SHOWN_AGAIN].isdecimal():
        return None
    asked = request(source, state)
    return replace(asked, url=f"{asked.url}?after={int(shown[-_SHOWN_AGAIN]) - 1}")


def fresh(page: Page, marks: Mapping[str, int]) -> Listing | None:
    """Cut out the blocks of messages that are new or whose text is another one.

    None where the newest message known is not on the page, a new one stands before it, one that was
    between others is missing, or there are newer ones on a further page.
    """
    starts = _starts(page.body)
    now, known = _marks(page.body, starts), list(marks)
    if len(now) < len(starts) or not known or known[-1] not in now or _FURTHER in page.body:
        return None
    if not _follows_on(list(now), known):
        return None
    changed = [place for place, key in enumerate(now) if marks.get(key) != now[key]]
    blocks = (_blocks(page.body[starts[place] : (*starts, None)[place + 1]])[0] for place in changed)
    items = tuple(item for block in blocks if (item := _item(block)))
    return Listing(items, is_whole=False, marks=now) if len(items) == len(changed) else None


def _follows_on(now: list[str], known: list[str]) -> bool:
    """Tell whether a page shows known messages without a hole up to the newest, and behind it new ones."""
    there = set(now)
    still = [key for key in known if key in there]
    new = now[len(still) :]
    if still != known[-len(still) :] or still != now[: len(still)]:
        return False
    numbers = [int(known[-1]), *map(int, new)]
    return all(one < other for one, other in pairwise(numbers))


def _starts(body: bytes) -> list[int]:
    """Return where each message block begins."""
    found, here = [], body.find(_BLOCK)
    while here >= 0:
        found.append(here)
        here = body.find(_BLOCK, here + len(_BLOCK))
    return found


def _marks(body: bytes, starts: Sequence[int]) -> dict[str, int]:
    """Return the numbers of the messages whose blocks begin here, each with a checksum of its text."""
    marks = {}
    for start, end in pairwise((*starts, len(body))):
        here = body.find(_NUMBERED, start, start + _FIRST_TAGS)
        number = body[here + len(_NUMBERED) : body.find(b'"', here + len(_NUMBERED))].rpartition(b"/")[2]
        if here >= 0 and number.isdigit() and len(number) <= _LONGEST_NUMBER:
            text = body.find(_TEXT, start, end)
            marks[number.decode()] = crc32(body[text : body.find(b"</div>", text, end)]) if text >= 0 else 0
    return marks


def listing(source: Source, page: Page) -> Listing | Refused | Request:
    """Cut a preview page into message blocks; a redirect leads to the landing page, which says why."""
    if page.location:
        return _landing(source, page)
    blocks = _blocks(page.body)
    items = tuple(item for block in blocks if (item := _item(block)))
    if not items:
        return Refused(*_why_no_posts(page.body))
    if len(blocks) >= _ENOUGH_BLOCKS and not any(map(_CONTENT.search, blocks)):
        return Refused(Trouble.LAYOUT, "messages with neither text nor media")
    return Listing(
        _by_number(items),
        _title(page.body),
        _older(source, page, items),
        marks=_marks(page.body, _starts(page.body)),
        lost=len(blocks) - len(items),
    )


def parse(source: Source, item: Item) -> Post:
    """Read one message block."""
    return telegram_message.read(source.key, item.key, item.raw)


def _landing(source: Source, page: Page) -> Refused | Request:
    """Ask the page that a preview redirects to whether the channel exists at all."""
    path = urlsplit(page.location).path.strip("/").lower()
    if path != source.name.lower():
        return Refused(Trouble.REDIRECT, "the preview leads elsewhere")
    asked = urlsplit(page.url)
    return Request(f"{asked.scheme}://{asked.netloc}/{source.name}", source.host, redirects=False)


def _blocks(body: bytes) -> list[bytes]:
    """Return the raw message blocks of a page, the last one without the page's end."""
    _, *blocks = body.split(_BLOCK)
    if not blocks:
        return _parsed_blocks(body)
    if end := _END_OF_BLOCKS.search(blocks[-1]):
        blocks[-1] = blocks[-1][: end.start()]
    return [_BLOCK + block for block in blocks]


def _parsed_blocks(body: bytes) -> list[bytes]:
    """Find the messages the slow way, on a page that is not written as Telegram writes it today."""
    if b"tgme_widget_message" not in body or telegram_message.is_too_deep(body):
        return []
    nodes = LexborHTMLParser(body).css(".tgme_widget_message[data-post]")
    return [(node.html or "").encode() for node in nodes]


def _item(block: bytes) -> Item | None:
    found = _KEY.search(block)
    if found is None:
        return None
    return Item(found[1].decode(), digest(_lasting(block)), block)


def _lasting(block: bytes) -> bytes:
    """Return a block without what changes by itself: counters, votes, reactions, media addresses."""
    for opening, closing in (_REACTIONS, _REACTION):
        block = _without(block, opening, closing)
    for volatile in _VOLATILE:
        block = volatile.sub(b"", block)
    return block


def _without(block: bytes, opening: bytes, closing: bytes) -> bytes:
    """Return a block without the stretches between two marks, in one pass."""
    kept, here = [], 0
    while (start := block.find(opening, here)) >= 0 and (end := block.find(closing, start)) >= 0:
        kept.append(block[here:start])
        here = end
    return b"".join([*kept, block[here:]]) if kept else block


def _by_number(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: int(item.key)))


def _title(body: bytes) -> str:
    found = next((found for pattern in _TITLES if (found := pattern.search(body))), None)
    return html.unescape(found[1].decode(errors="replace")).strip() if found else ""


def _older(source: Source, page: Page, items: tuple[Item, ...]) -> Request | None:
    """Return the request for the page before: as the page names it, else from its lowest id.

    The page's own cursor sometimes vanishes in the middle of a history.
    """
    first = min(int(item.key) for item in items)
    named = (found for pattern in _PREVIOUS if (found := pattern.search(page.body)))
    before = next((int(found[1]) for found in named if 1 < int(found[1]) <= first), first)
    if before <= 1:
        return None
    return Request(f"{page.url.partition('?')[0]}?before={before}", source.host, redirects=False)


def _why_no_posts(body: bytes) -> tuple[Trouble, str]:
    """Tell apart the pages without posts that Telegram answers with status 200."""
    if landing := _LANDING_TITLE.search(body):
        if landing[1] == b"View":
            return Trouble.NO_PREVIEW, "the channel exists, but shows no preview"
        return Trouble.NOT_FOUND, "no channel of this name"
    if b"tme_no_messages_found" in body:
        return Trouble.EMPTY, "an empty page, which Telegram also shows when asked too often"
    if b"tgme_" in body:
        return Trouble.LAYOUT, "a channel page without messages that carry an id"
    return Trouble.CHALLENGE, "not a page of Telegram's previews"
