"""From the lines of a recording to posts of sources, in the order in which they came."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.retelling.recorded_lines import BadRecording
from bot.tuning.source_names import SourceNames
from monitors.sources import telegram
from storage.model import Forward, Post, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.retelling.recorded_lines import Line

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_ADDRESS = re.compile(r"""https?://[^\s<>"']+""")
_AFTER_ADDRESS = ".,;:!?…)]}»"
"""What a sentence puts behind an address."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A post as it stood at a time: when it was published, or at an edit."""

    at: datetime
    source: Source
    post: Post


@dataclass(frozen=True, slots=True)
class Recording:
    """Posts in the order of their times; ``strangers`` are their sources that are not configured."""

    posts: tuple[Recorded, ...]
    strangers: tuple[Source, ...]


def recording_of(lines: Iterable[Line], watched: Sequence[Source], name: str) -> Recording:
    """Return what the lines of a recording come to, for these configured sources.

    ``name`` is what it is called. Raises :exc:`BadRecording` where lines contradict each other.
    """
    joiner = _Joiner(watched)
    # An edit can bear the time of the post itself: whoever recorded it may know no other.
    in_order = sorted(lines, key=lambda line: (line.published, bool(line.edited_of)))
    recorded = [one for line in in_order if (one := joiner.recorded(line)) is not None]
    if joiner.problems:
        raise BadRecording(name, joiner.problems)
    return Recording(tuple(recorded), joiner.strangers)


class _Joiner:
    """Gives each line, earliest first, the source and the post that it is of."""

    def __init__(self, watched: Sequence[Source]) -> None:
        self._names = SourceNames(watched)
        self._watched = frozenset(watched)
        self._named: dict[str, Source] = {}
        self._strangers: dict[str, Source] = {}
        self._first: dict[tuple[str, str], tuple[Line, Post]] = {}
        self._edits: dict[tuple[str, str], str] = {}
        self.problems: dict[int, str] = {}

    @property
    def strangers(self) -> tuple[Source, ...]:
        return tuple(self._strangers[key] for key in sorted(self._strangers))

    def recorded(self, line: Line) -> Recorded | None:
        source = self._source(line.source)
        if source not in self._watched:
            self._strangers[source.key] = source
        if line.edited_of:
            return Recorded(line.published, source, self._edited(source, line))
        known, _ = self._first.get((source.key, line.key), (None, None))
        if known is None:
            return Recorded(line.published, source, self._post(source, line, line.key))
        if known.text != line.text:
            there = f"{source.key}/{line.key} is on line {known.number} already, with another text"
            self.problems[line.number] = f'{there} (an edit says so by "edited_of")'
        return None

    def _source(self, name: str) -> Source:
        """Return the source of a name; one that is not configured is a channel of Telegram's."""
        found = self._named.get(name)
        if found is None:
            found = self._names.named(name)
            if found not in self._watched and found.kind in {"", telegram.KIND}:
                found = Source(telegram.KIND, found.name.lower())  # its capitals have no meaning
            self._named[name] = found
        return found

    def _edited(self, source: Source, line: Line) -> Post:
        """Return a post after its edit; what it was first may be missing from the recording."""
        key = self._edits.get((source.key, line.edited_of), line.edited_of)
        if (source.key, line.key) not in self._first:
            self._edits[source.key, line.key] = key  # an edit of this edit is one of that post
        if (source.key, key) not in self._first:
            self._post(source, line, key)
        _, post = self._first[source.key, key]
        return replace(post, text=line.text, links=_links(line.text), edited=True)

    def _post(self, source: Source, line: Line, key: str) -> Post:
        post = Post(
            source.key,
            key,
            link_of(source, key),
            line.text,
            published=line.published,
            forward=self._forward(line.forward_of) if line.forward_of else None,
            links=_links(line.text),
        )
        self._first[source.key, key] = line, post
        return post

    def _forward(self, of: str) -> Forward:
        if _SCHEME.match(of):
            return Forward(_name_in(of), of)
        name, slash, key = of.partition("/")
        if not slash:
            return Forward(name)
        source = self._source(name)
        return Forward(source.name, link_of(source, key))


def link_of(source: Source, key: str) -> str:
    """Return the address of a post, or ``kind:name/key`` where its network's form is not known."""
    if "://" in key:
        return key
    return f"https://t.me/{source.name}/{key}" if source.kind == telegram.KIND else f"{source.key}/{key}"


def _links(text: str) -> tuple[str, ...]:
    found = (address.rstrip(_AFTER_ADDRESS) for address in _ADDRESS.findall(text))
    return tuple(dict.fromkeys(found))


def _name_in(address: str) -> str:
    """Return whose post an address is of, as far as it tells: the part before the last."""
    _, _, rest = address.partition("://")
    parts = [part for part in rest.split("/") if part]
    return parts[-2] if len(parts) > 1 else rest
