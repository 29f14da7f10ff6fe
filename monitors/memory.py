"""What is remembered of the last two days' posts and stories, and how it is read from the store again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

from monitors.matching import Reading
from monitors.stories.boilerplate import Boilerplate
from monitors.stories.owners import Owners, accounts_of
from monitors.stories.placing import Settings, Stories
from monitors.stories.telling import telling_of
from monitors.stories.trust import Ledger, Testimony
from storage import remembering, stories
from storage.model import Role, Source
from storage.yielding import rest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from monitors.stories.placing import Placement
    from monitors.stories.telling import Telling
    from storage.database import Connection
    from storage.model import Hit, Post, Sighting, StoryPost

WINDOW = timedelta(hours=48)
"""How far back posts are remembered, for copies of them."""

_MOST_LEDGERS = 10_000
_MOST_SPEAKERS = 100_000


@dataclass(frozen=True)
class Ground:
    """What stories are told apart by: the sources by key, and the settings of places and topics."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)

    def source_of(self, key: str) -> Source:
        """Return a source; one that is watched no longer is a channel."""
        kind, _, name = key.partition(":")
        return self.sources.get(key) or Source(kind, name)


class Memory:
    """What is remembered; ``changes`` says of which past (:func:`storage.remembering.changes`)."""

    def __init__(self, ground: Ground, next_story: int, changes: int) -> None:
        self.stories = Stories(ground.settings, next_story)
        self.owners = Owners(accounts_of(ground.sources.values()))
        self.ledgers: dict[int, Ledger] = {}
        self.changes = changes
        self._boilerplate = Boilerplate()
        self._speakers: dict[int, str] = {}

    @classmethod
    def of(cls, connection: Connection, ground: Ground, now: datetime) -> Memory:
        """Return what the store tells of the last two days."""
        memory = cls(ground, stories.next_id(connection), remembering.changes(connection))
        for one in remembering.remembered(connection, now - WINDOW):
            rest()
            stored, source = one.stored, ground.source_of(one.stored.post.source)
            text = memory._without_boilerplate(stored.post.source, stored.post.text)
            reading = Reading(stored.hits, _places_in(text, stored.hits, stored.places))
            telling = telling_of(stored.id, stored.post, one.words, reading, source, stored.seen, text=text)
            joined = one.joined.timestamp() if one.joined else None
            memory.stories.restore(telling, one.story, one.role, one.copied, joined)
            memory.note_telling(telling, one.story, one.copied if one.role is Role.COPY else None)
        return memory

    def telling(self, sighting: Sighting, post: int, ground: Ground, now: datetime) -> Telling:
        """Return what a post tells, without what its channel writes under every post."""
        source = ground.source_of(sighting.post.source)
        text = self._without_boilerplate(source.key, sighting.post.text)
        reading = Reading(sighting.hits, _places_in(text, sighting.hits, sighting.places))
        return telling_of(post, sighting.post, sighting.search_text, reading, source, now, text=text)

    def _without_boilerplate(self, source: str, text: str) -> str | None:
        """Return a text without its channel's boilerplate, None where it has none; and learn from it."""
        stripped = self._boilerplate.strip(source, text)
        self._boilerplate.learn(source, text)
        return None if stripped == text else stripped

    # --- trust --------------------------------------------------------------------------------

    def ledger(self, connection: Connection, story: int, ground: Ground) -> Ledger:
        """Return the ledger of a story, from the store where it is not remembered."""
        ledger = self.ledgers.pop(story, None)
        if ledger is None:
            ledger = Ledger(self.owners)
            for member in stories.posts_of(connection, story):
                ledger.add(self.testimony(member, ground))
        self.ledgers[story] = ledger
        if len(self.ledgers) > _MOST_LEDGERS:
            del self.ledgers[next(iter(self.ledgers))]
        return ledger

    def testimony(self, member: StoryPost, ground: Ground) -> Testimony:
        """Return what a stored post testifies."""
        post, membership = member.stored.post, member.membership
        source = ground.source_of(post.source)
        return Testimony(
            post=member.stored.id,
            speaker=source.speaker,
            voice=source.voice,
            role=membership.role,
            copied=membership.copied,
            forward=_forwarded(post),
            denies=membership.denies,
            hedge=membership.hedge,
            deleted=member.stored.deleted is not None,
        )

    def note_telling(self, telling: Telling, story: int | None, copied: int | None) -> None:
        """Note whom a post of a story copies, if anybody: who does so all day is of one hand."""
        if story is None:
            return
        self._speakers[telling.post] = telling.speaker
        if len(self._speakers) > _MOST_SPEAKERS:
            del self._speakers[next(iter(self._speakers))]
        if copied is None:
            self.owners.note(telling.speaker, telling.speaker, telling.moment, copies=False)
        elif speaker := self._speakers.get(copied):
            self.owners.note(telling.speaker, speaker, telling.moment, copies=True)


def _places_in(text: str | None, hits: Iterable[Hit], places: tuple[str, ...]) -> tuple[str, ...]:
    """Return the places that a text names besides what its channel writes under every post.

    None for a text is one of which nothing was left out. A place whose words nothing asked for is kept.
    """
    if text is None:
        return places
    forms: dict[str, list[str]] = {place: [] for place in places}
    for match in chain.from_iterable(hit.matches for hit in hits):
        if match.term in forms:
            forms[match.term].append(match.form)
    return tuple(p for p in places if not forms[p] or any(form in text for form in forms[p]))


def testimony_of(telling: Telling, post: Post, placement: Placement) -> Testimony:
    """Return what a post testifies where it was placed."""
    return Testimony(
        post=telling.post,
        speaker=telling.speaker,
        voice=telling.voice,
        role=placement.role,
        copied=placement.copied,
        forward=_forwarded(post),
        denies=telling.denies,
        hedge=telling.hedge,
    )


def _forwarded(post: Post) -> str:
    """Return what a post forwards: an address that the network gives, or a name, that looks like none."""
    if post.forward is None:
        return ""
    return post.forward.link or post.forward.name.replace("/", " ")
