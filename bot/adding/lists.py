"""Sources to lists of subscriptions and back: what a list has that is new, and why the rest is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from bot.adding.addresses import candidates
from bot.adding.opml import Outline
from bot.adding.writing import fields_of, made, suggested
from bot.addresses import same_place
from bot.config_sections import SourceEntry
from monitors.sources import KINDS, feed
from monitors.sources.html import web_address
from storage.model import Voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.setup import Setup
    from storage.model import Source

_LONGEST_NAME = 40


class Listed(NamedTuple):
    """One subscription of a list: as it can be added, or why it is left out."""

    what: str
    entry: SourceEntry | None = None
    why_not: str = ""


def outlines(setup: Setup, titles: Mapping[str, str]) -> Iterator[Outline]:
    """Give the sources as subscriptions; ``titles`` are the networks' own, by the sources' keys."""
    for entry in setup.config.sources:
        if entry is not None:
            source = made(entry, setup)
            page, own = (source.urls or ("",))[0], fields_of(entry)
            text = titles.get(source.key) or entry.name
            is_feed = entry.kind == feed.KIND
            yield Outline(text, feed=page if is_feed else "", page="" if is_feed else page, own=own)


def listed(found: Iterable[Outline], setup: Setup, voice: Voice = Voice.CHANNEL) -> Iterator[Listed]:
    """Give what each subscription comes to; one that is watched, or stands there twice, is left out."""
    there = _There(setup.sources)
    for outline in found:
        what = outline.text or outline.feed or outline.page
        try:
            entry = _entry(outline, there, voice)
            source = made(entry, setup)
        except ValidationError as error:
            yield Listed(what, None, _first(error))
        except ValueError as error:
            yield Listed(what, None, str(error))
        else:
            known = there.add(source)
            yield Listed(source.key, None if known else entry, f"{known} is watched already" if known else "")


class _There:
    """The sources that there are or will be, by key and address."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.keys: dict[str, str] = {}
        self._places: dict[str, str] = {}
        for source in sources:
            self.add(source)

    def add(self, source: Source) -> str:
        """Add a source; return the key of the one that is there already, empty where there is none."""
        places = [same_place(url) for url in source.urls]
        known = self.keys.get(source.key.casefold(), "")
        known = next((self._places[place] for place in places if place in self._places), known)
        if not known:
            self.keys[source.key.casefold()] = source.key
            self._places |= dict.fromkeys(places, source.key)
        return known


def _entry(outline: Outline, there: _There, voice: Voice) -> SourceEntry:
    """Return the entry that a subscription asks for; raises :exc:`ValueError` where it asks for none."""
    if outline.own is not None:
        return SourceEntry.model_validate(dict(outline.own))
    for address in (outline.feed, outline.page):
        meant = next((one for one in candidates(address, KINDS) if one.is_sure), None) if address else None
        if meant is not None:
            return SourceEntry(kind=meant.kind, name=meant.name, url=meant.url, voice=voice)
    if not outline.feed:
        raise ValueError("it names no feed")
    url = web_address(outline.feed)
    if not url:
        raise ValueError(f"expected an http(s) address, got {outline.feed[:_LONGEST_NAME]!r}")
    name = suggested(url, feed.KIND, there.keys, outline.text)
    return SourceEntry(kind=feed.KIND, name=name, url=url, voice=voice)


def _first(error: ValidationError) -> str:
    problem: Mapping[str, Any] = dict(error.errors()[0])
    place = ".".join(map(str, problem["loc"]))
    return f"{place}: {str(problem['msg']).removeprefix('Value error, ')}"
