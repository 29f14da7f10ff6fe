"""From an address to a source that can be read: what it may mean is tried in order, with few requests."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from bot.adding.addresses import Candidate, candidates, is_bare_host, named, pages, takes, tidy
from bot.adding.feed_links import feed_links, usual_places
from bot.adding.probing import probe
from bot.adding.writing import known, made, suggested
from monitors.exchange import Page, Refused, Request
from monitors.sources import KINDS, feed
from monitors.sources.contract import Listing
from storage.model import Source, Trouble

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.adding.feed_links import FeedLink
    from bot.adding.probing import Probe
    from bot.adding.writing import Wanted
    from bot.config_sections import SourceEntry
    from bot.setup import Setup
    from monitors.exchange import Answer
    from monitors.fetch import Fetcher

PATIENCE = 120.0
"""Seconds for all of it; with the usual pace of one request in two seconds, a dozen take half a minute."""

_MOST_TRIED = 3
"""Feeds of one page that are tried when the first ones cannot be read."""

_NO_FEED_THERE = frozenset(
    (Trouble.NOT_FOUND, Trouble.GONE, Trouble.FORBIDDEN, Trouble.HTTP_ERROR, Trouble.NOT_A_FEED)
).union((Trouble.EMPTY, Trouble.REDIRECT, Trouble.SERVER_ERROR))
"""Why the next usual place may still have one; after anything else the server is left alone."""

_UNREACHED = frozenset((Trouble.CONNECTION, Trouble.TLS, Trouble.TIMEOUT))
"""Why an address without a scheme is tried with the next one."""


class Refusal(NamedTuple):
    """What was tried, why it cannot be read, and as a source of which network it was tried."""

    what: str
    why: Refused
    kind: str = ""


@dataclass(frozen=True)
class Finding:
    """What came of an address.

    With a ``probe`` it can be added as ``entry``; ``already`` is a source that is watched and is the same.
    ``feeds`` are those that its page names, ``picked`` the one that was taken, from 1. ``page`` is a web
    page without any: selectors could still read it.
    """

    address: str
    probe: Probe | None = None
    entry: SourceEntry | None = None
    already: Source | None = None
    refusals: tuple[Refusal, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    picked: int = 0
    page: str = ""

    @property
    def is_over(self) -> bool:
        """Whether it is known what the address is."""
        return self.probe is not None or self.already is not None


class Scout:
    """Finds out what addresses are, over one fetcher; a page is asked for once."""

    def __init__(self, setup: Setup, fetcher: Fetcher) -> None:
        self._setup = setup
        self._fetcher = fetcher
        self._answers: dict[Request, Answer] = {}
        self._taken = {source.key.casefold() for source in setup.sources}

    async def ask(self, request: Request) -> Answer:
        """Fetch a page, or return what was fetched before."""
        if request not in self._answers:
            self._answers[request] = await self._fetcher.fetch(request)
        return self._answers[request]

    async def find_out(self, text: str, wanted: Wanted) -> Finding:
        """Return what an address is; raises :exc:`ValueError` where what is wanted cannot be right."""
        address = tidy(text)
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._find_out(address, wanted)
        except TimeoutError:
            late = Refused(Trouble.TIMEOUT, f"not finished within {PATIENCE:g} s")
            return Finding(address, refusals=(Refusal(address, late),))

    async def check(self, entry: SourceEntry) -> Probe | Refused:
        """Poll one source as it would be configured, and remember nothing; raises :exc:`ValueError`."""
        return await probe(made(entry, self._setup), self._fetcher.fetch)

    async def _find_out(self, address: str, wanted: Wanted) -> Finding:
        found = Finding(address)
        likely = candidates(address, KINDS, wanted.kind)
        if sure := next((one for one in likely if one.is_sure), None):
            return await self._try(found, sure, wanted)
        addresses = pages(address)
        if wanted.kind and KINDS[wanted.kind].SELECTS and addresses:
            return await self._try_at(found, wanted.kind, addresses[0], wanted)
        if wanted.kind and not KINDS[wanted.kind].NEEDS_URL:
            addresses = ()
        # A host's name alone is a site's first, even if there are accounts that are named like it.
        is_bare = is_bare_host(address) and bool(addresses)
        early, late = ((), likely) if is_bare else (likely, ())
        found = await self._try_all(found, early, wanted)
        if addresses and not found.is_over:
            found = await self._on_page(found, addresses, wanted)
        if is_bare and not found.page and not wanted.kind:
            others = {kind: KINDS[kind] for kind in KINDS if kind not in {one.kind for one in likely}}
            late = (*likely, *named(address, others))
        found = await self._try_all(found, late, wanted)
        if found.page and not found.is_over and not found.feeds:
            found = await self._guessed(found, wanted)
        return found

    async def _try_all(self, found: Finding, likely: Sequence[Candidate], wanted: Wanted) -> Finding:
        """Poll candidates until one can be read."""
        for candidate in likely:
            if not found.is_over:
                found = await self._try(found, candidate, wanted)
        return found

    async def _try(self, found: Finding, candidate: Candidate, wanted: Wanted) -> Finding:
        """Poll a candidate; say what came of it in the finding."""
        is_free = candidate.url and takes(KINDS[candidate.kind], wanted.name, candidate.url)
        entry = wanted.entry(candidate._replace(name=wanted.name) if wanted.name and is_free else candidate)
        source = made(entry, self._setup)
        if (there := known(source, self._setup.sources)) is not None:
            return replace(found, already=there)
        answer = await probe(source, self.ask)
        if isinstance(answer, Refused):
            return replace(found, refusals=(*found.refusals, Refusal(_shown(source), answer, source.kind)))
        there = known(source, self._setup.sources, answer.url)
        return replace(found, probe=None if there else answer, entry=entry, already=there)

    async def _try_at(self, found: Finding, kind: str, url: str, wanted: Wanted, name: str = "") -> Finding:
        name = wanted.name or suggested(name or url, kind, self._taken)
        return await self._try(found, Candidate(kind, name, url), wanted)

    async def _on_page(self, found: Finding, addresses: Sequence[str], wanted: Wanted) -> Finding:
        """Take a page for a feed, for one that names feeds, or for the way to a network."""
        if (there := known(Source("", "", urls=tuple(addresses)), self._setup.sources)) is not None:
            return replace(found, already=there)
        page = await self._first(addresses)
        if isinstance(page, Refused):
            return replace(found, refusals=(*found.refusals, Refusal(addresses[0], page)))
        asked, answer = page
        if await _is_feed(answer):
            return await self._try_at(found, feed.KIND, asked, wanted)
        if (led := led_to(asked, answer, wanted)) is not None:
            return await self._try(found, led, wanted)
        found = replace(found, page=answer.url, feeds=await asyncio.to_thread(feed_links, answer))
        return await self._one_of(found, asked, wanted) if found.feeds else found

    async def _first(self, addresses: Sequence[str]) -> tuple[str, Page] | Refused:
        """Ask for a page, with the other scheme where there is nobody at the first."""
        answer: Answer = Refused(Trouble.CONNECTION)
        for address in addresses:
            answer = await self.ask(self._request(address))
            if isinstance(answer, Page):
                return address, answer
            if isinstance(answer, Refused) and answer.trouble not in _UNREACHED:
                break
        return answer if isinstance(answer, Refused) else Refused(Trouble.BAD_ANSWER)

    async def _one_of(self, found: Finding, asked: str, wanted: Wanted) -> Finding:
        """Take the feed that was picked, or the first that can be read and is not one of comments."""
        if wanted.pick > len(found.feeds):
            raise ValueError(f"there are {len(found.feeds)} feeds, and no number {wanted.pick}")
        numbers = [wanted.pick] if wanted.pick else range(1, 1 + min(_MOST_TRIED, len(found.feeds)))
        for number in numbers:
            url = found.feeds[number - 1].url
            name = asked if number == 1 else url
            found = replace(await self._try_at(found, feed.KIND, url, wanted, name), picked=number)
            if found.is_over:
                break
        return found

    async def _guessed(self, found: Finding, wanted: Wanted) -> Finding:
        """Look for a feed where sites usually have one, until one is there or the server has had enough."""
        url = found.page
        async for place, answer in self._usual(url):
            if isinstance(answer, Page) and await _is_feed(answer):
                return await self._try_at(found, feed.KIND, place, wanted, url)
            if isinstance(answer, Refused) and answer.trouble not in _NO_FEED_THERE:
                return replace(found, refusals=(*found.refusals, Refusal(place, answer)))
        none = Refused(Trouble.NOT_A_FEED, "a web page that names no feed, and none at the usual places")
        return replace(found, refusals=(*found.refusals, Refusal(url, none)))

    async def _usual(self, url: str) -> AsyncIterator[tuple[str, Answer]]:
        for place in usual_places(url):
            yield place, await self.ask(self._request(place))

    def _request(self, url: str) -> Request:
        """Return the request for a page, equal to that of a feed at the same address."""
        host = urlsplit(url).netloc.lower()
        return Request(url, host, proxy=self._setup.config.fetch.proxy)


async def _is_feed(page: Page) -> bool:
    nobody = Source(feed.KIND, "")
    reading = await asyncio.to_thread(feed.listing, nobody, page)
    return isinstance(reading, Listing)


def led_to(asked: str, page: Page, wanted: Wanted) -> Candidate | None:
    """Return the source of a network to whose pages a site's address leads, as an account's own name may."""
    if page.url == asked:
        return None
    return next((one for one in candidates(page.url, KINDS, wanted.kind) if one.is_sure), None)


def _shown(source: Source) -> str:
    return source.urls[0] if KINDS[source.kind].NEEDS_URL and source.urls else source.key
