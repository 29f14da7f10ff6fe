"""A source that is not watched yet: made of what is wanted, compared with those there are, written down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from bot import config_values as values
from bot.addresses import same_place
from bot.config_sections import SourceEntry
from bot.reloading.overrides import held
from bot.setup_places import homes
from bot.setup_sources import source_of
from storage.model import Voice

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bot.adding.addresses import Candidate
    from bot.config import Problem
    from bot.reloading.overrides import Edit
    from bot.setup import Setup
    from storage.model import Source

_LONGEST_NAME = 40
"""Characters of a suggested name; people have to type it."""

_SAYS_NOTHING = frozenset(
    ("feed", "feeds", "rss", "rss2", "atom", "index", "xml", "news", "all", "en", "ru", "export", "videos")
)
"""Parts of a feed's address that tell nothing of whose it is."""

_SECRET = re.compile(r"(?=.*\d)[\w-]{20,}|.{33,}")
"""Parts of an address that may be the key to it; names are shown to everybody."""


class AlreadyThere(ValueError):
    """The source is watched already; ``source`` is that one."""

    def __init__(self, source: str) -> None:
        super().__init__(f"{source} is watched already")
        self.source = source


@dataclass(frozen=True)
class Wanted:
    """What is said of a new source besides its address; ``pick`` is which of a page's feeds, from 1."""

    kind: str = ""
    name: str = ""
    voice: Voice = Voice.CHANNEL
    home: str = ""
    select: Mapping[str, str] = field(default_factory=dict)
    pick: int = 0

    def entry(self, candidate: Candidate) -> SourceEntry:
        """Return a candidate as the configuration would hold it; raises :exc:`ValueError`."""
        return SourceEntry(
            kind=candidate.kind,
            name=values.source_name(candidate.name),
            voice=self.voice,
            url=candidate.url,
            home=self.home,
            select=self.select,
        )


def made(entry: SourceEntry, setup: Setup) -> Source:
    """Return an entry as the source that would be watched; raises :exc:`ValueError` with what is wrong."""
    problems: list[Problem] = []
    home = homes(replace(setup.config, sources=(entry,)), setup.places, problems)
    if problems:
        raise ValueError(f"home: {problems[0].text}")
    try:
        source = source_of(entry, setup.config)
    except ValueError as error:
        raise ValueError(f"{getattr(error, 'key', entry.kind)}: {error}") from None
    return replace(source, home=home.get(0, ""))


def known(source: Source, sources: Iterable[Source], *urls: str) -> Source | None:
    """Return the source that is watched and is this one: by its name, or by an address in any spelling."""
    places = {same_place(url) for url in (*source.urls, *urls) if url}
    for one in sources:
        if one.key.casefold() == source.key.casefold() or places & {*map(same_place, one.urls)}:
            return one
    return None


def entry_of(key: str, setup: Setup) -> SourceEntry | None:
    """Return the entry of the configuration that a source was made of, by the source's key."""
    name = key.partition(":")[2].casefold()
    alike = (entry for entry in setup.config.sources if entry and entry.name.casefold() == name)
    return next((entry for entry in alike if made(entry, setup).key == key), None)


def suggested(url: str, kind: str, taken: Collection[str], title: str = "") -> str:
    """Return a name for the source at an address: its host, and what in the path tells whose it is.

    Where only a query tells the sources of a server apart, that is the title.
    """
    parts = urlsplit(url)
    steps = [re.sub(r"\.[a-z]{2,5}$", "", unquote(step).lower()) for step in parts.path.split("/")]
    telling = [step for step in steps if step.strip("@~") and step not in _SAYS_NOTHING]
    telling = [step for step in telling if not _SECRET.fullmatch(step)]
    if parts.query and not telling:
        telling = [title.lower()]
    words = [(parts.hostname or "source").removeprefix("www."), *telling]
    name = re.sub(r"[^\w.]+", "-", "-".join(words)).strip("-.")[:_LONGEST_NAME].rstrip("-.")
    return _free(name, kind, taken)


def _free(name: str, kind: str, taken: Collection[str]) -> str:
    number, free = 1, name
    while f"{kind}:{free}".casefold() in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def fields_of(entry: SourceEntry) -> dict[str, Any]:
    """Return an entry as it is written: what it says that is not the default."""
    said = entry.model_dump(mode="json", exclude_defaults=True)
    return {"kind": entry.kind, "name": entry.name, **{key: said[key] for key in said if said[key]}}


def added(entries: Sequence[SourceEntry]) -> Edit:
    """Return the edit that adds these sources; it raises :exc:`AlreadyThere`."""

    def edit(override: dict[str, Any]) -> None:
        for entry in entries if len(entries) == 1 else ():
            if held(override, "sources", kind=entry.kind, name=entry.name):
                raise AlreadyThere(f"{entry.kind}:{entry.name}")
        if isinstance(override.setdefault("sources", []), list):
            override["sources"] += map(fields_of, entries)

    return edit
