"""The pure heart: what is new, what changed, who is told, and how the source stands now.

No clock, no chance, no socket and no SQL: values in, one :class:`~storage.model.Verdict` out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitors.exchange import Refused
from monitors.schedule import next_poll
from monitors.sources.text import digest
from storage.model import Entry, SourceState, Trouble, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from monitors.rhythm.timetable import Pace
    from monitors.schedule import Rhythm
    from monitors.visit import Policy, Visit
    from storage.model import Recollection, Sighting

_MASS = 0.8
"""The share of unseen posts with known words from which on the keys have changed at large."""

_MASS_AT_LEAST = 5
"""Fewer posts than this may repeat themselves, or lose their words, without the source having changed."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a verdict is made of, apart from the sightings themselves.

    Without a ``pace``, the source is polled at the interval of its ``rhythm``.
    """

    visit: Visit
    recollection: Recollection
    stable_keys: bool
    policy: Policy
    rhythm: Rhythm
    now: datetime
    pace: Pace | None = None


def content_of(search_text: str) -> bytes:
    """Return the digest by which a post is found again under another key; empty without words."""
    return digest(search_text.encode()) if search_text else b""


def verdict(scene: Scene, sightings: Sequence[Sighting]) -> Verdict:
    """Say what one poll changes, given its unseen and changed posts, oldest first.

    A page on which many posts have lost all their words changes nothing: it is read wrongly.
    """
    if _has_lost_words(scene, sightings):
        refusal = Refused(Trouble.LAYOUT, "posts that had words are shown without")
        return Verdict(_failed(replace(scene, visit=replace(scene.visit, refusal=refusal))))
    unseen = [s for s in sightings if s.post.key not in scene.recollection.by_key]
    changed = [s for s in sightings if s.post.key in scene.recollection.by_key]
    renamed = _renamed(scene, unseen)
    renamed_keys = {s.post.key for s in renamed}
    new = [s for s in unseen if s.post.key not in renamed_keys]
    revised = [s for s in changed if _is_edit(scene, s)]
    edited_keys = {s.post.key for s in revised}
    return Verdict(
        state=state_after(scene, sightings, new),
        new=tuple(Entry(s, announce=_is_told(scene, s)) for s in new),
        revised=tuple(Entry(s, announce=_says_more(scene, s)) for s in revised),
        fingerprints=(*renamed, *(s for s in changed if s.post.key not in edited_keys)),
        shown=scene.visit.stale,
        vanished=scene.visit.vanished if scene.stable_keys else (),
        duplicates=len(renamed),
    )


def _has_lost_words(scene: Scene, sightings: Sequence[Sighting]) -> bool:
    """Tell whether so many known posts stand without text, and no unseen or changed one with any.

    One post may lose its words by an edit; many at once do so because the layout has changed.
    """
    emptied = sum(
        bool(kept and kept.text) for s in sightings if (kept := scene.recollection.kept.get(s.post.key))
    )
    return emptied >= _MASS_AT_LEAST and not any(s.post.text for s in sightings)


def _is_told(scene: Scene, sighting: Sighting) -> bool:
    """Tell whether a new post is announced: of what a source had before it was watched, only what is young.

    So it is at the first poll, and later with what came into view behind all that was known: because others
    were deleted, or because their page could not be read at first. Everything else is announced, however old
    it says it is. A date that lies further ahead than that says nothing of a post's age.
    """
    published, first_success = sighting.post.published, scene.visit.state.first_success
    is_young = published is not None and abs(scene.now - published) <= scene.policy.alert_backlog
    if first_success is None:
        return is_young
    was_there = published is not None and published < first_success
    return is_young or not (was_there and sighting.post.key in scene.visit.behind)


def _is_edit(scene: Scene, sighting: Sighting) -> bool:
    """Tell whether a known post says something else now, rather than looking different.

    A post whose text was dropped long ago cannot be compared: only its fingerprint is kept.
    """
    kept = scene.recollection.kept.get(sighting.post.key)
    return kept is not None and kept.text != sighting.post.text


def _says_more(scene: Scene, sighting: Sighting) -> bool:
    """Tell whether an edit brings a post into a rule that it did not satisfy before.

    Who follows the others was told already, or it was a new source's backlog that nobody was told of. So
    is a text that the post had before: a page that was unreadable for a while and is well again is no news.
    """
    kept = scene.recollection.kept[sighting.post.key]
    if sighting.post.text in kept.earlier:
        return False
    return any(hit.target not in kept.targets for hit in sighting.hits)


def _renamed(scene: Scene, unseen: Sequence[Sighting]) -> list[Sighting]:
    """Return the unseen posts that are old ones under another key.

    Where a network's keys never change there are none. Elsewhere a post whose words are known
    from a key that is no longer on show is an old one if it was published before that key was
    last seen, or if nearly the whole page is like that: then the source has changed its keys.
    Within one page, the same words at the same time under two keys are one post.
    """
    if scene.stable_keys:
        return []
    orphans = [s for s in unseen if _has_vanished_twin(scene, s)]
    if _is_mass(scene, unseen, orphans):
        return orphans
    return [s for s in orphans if _is_older_than_twin(scene, s)] + _repeated(unseen)


def _has_vanished_twin(scene: Scene, sighting: Sighting) -> bool:
    twin = scene.recollection.by_content.get(sighting.content)
    return bool(sighting.content) and twin is not None and twin.key not in scene.visit.on_show


def _is_older_than_twin(scene: Scene, sighting: Sighting) -> bool:
    published = sighting.post.published
    return published is not None and published <= scene.recollection.by_content[sighting.content].shown


def _is_mass(scene: Scene, unseen: Sequence[Sighting], orphans: Sequence[Sighting]) -> bool:
    """Tell whether the keys have changed at large: a whole page, or most of many unseen posts."""
    if not orphans or len(orphans) < _MASS * len(unseen):
        return False
    return len(unseen) == len(scene.visit.on_show) or len(orphans) >= _MASS_AT_LEAST


def _repeated(unseen: Sequence[Sighting]) -> list[Sighting]:
    """Return those of which an earlier one in this list has the same words and time."""
    first: dict[tuple[bytes, datetime], str] = {}
    repeated = []
    for sighting in unseen:
        published = sighting.post.published
        if sighting.content and published:
            key = first.setdefault((sighting.content, published), sighting.post.key)
            if key != sighting.post.key:
                repeated.append(sighting)
    return repeated


def state_after(
    scene: Scene, sightings: Sequence[Sighting] = (), new: Sequence[Sighting] = ()
) -> SourceState:
    """Return the source's cursor and health after this visit, and when to come again.

    ``new`` are those of the sightings that were not known.

    A visit that was not made, because the host wants silence, changes nothing but the time of the
    next. One that was refused for asking too often comes after those that only waited.
    """
    visit, now = scene.visit, scene.now
    if visit.refusal and not visit.refusal.asked:
        latest = now + scene.rhythm.longest
        return replace(visit.state, next_poll=min(visit.refusal.retry_at or latest, latest))
    return _failed(scene) if visit.refusal else _succeeded(scene, sightings, new)


def _failed(scene: Scene) -> SourceState:
    state, refusal, now = scene.visit.state, scene.visit.refusal, scene.now
    assert refusal is not None  # noqa: S101 - asked just before
    not_before = refusal.retry_at + scene.rhythm.interval if refusal.retry_at else None
    return replace(
        state,
        last_attempt=now,
        gap=scene.visit.gap,
        failures=state.failures + 1,
        trouble=refusal.trouble,
        trouble_detail=refusal.detail,
        trouble_since=state.trouble_since if state.trouble else now,
        next_poll=next_poll(state.failures + 1, scene.rhythm, now, not_before),
    )


def _succeeded(scene: Scene, sightings: Sequence[Sighting], new: Sequence[Sighting]) -> SourceState:
    visit, state, now = scene.visit, scene.visit.state, scene.now
    pulse, interval = _learnt(scene, new)
    page = visit.first_page
    times = [min(s.post.published, now) for s in sightings if s.post.published]  # or a wrong date would stay
    return replace(
        state,
        last_attempt=now,
        gap=visit.gap,
        title=visit.title or state.title,
        etag=page.etag if page else state.etag,
        last_modified=page.last_modified if page else state.last_modified,
        body=digest(page.body) if page else state.body,
        identity=visit.identity or state.identity,
        hub=visit.hub if visit.read_whole and page else state.hub,
        last_whole=now if visit.read_whole else state.last_whole,
        newest=visit.newest or state.newest,
        first_success=state.first_success or now,
        last_success=now,
        last_post=max([*times, *([state.last_post] if state.last_post else [])], default=None),
        way=state.way + state.failures,
        failures=0,
        trouble=None,
        trouble_detail="",
        trouble_since=None,
        pulse=pulse,
        next_poll=now + interval,
    )


def _learnt(scene: Scene, new: Sequence[Sighting]) -> tuple[object, timedelta]:
    """Return what is known of a source's rhythm after a poll, and how long to wait for the next."""
    pace, now = scene.pace, scene.now
    if pace is None:
        return scene.visit.state.pulse, scene.rhythm.interval
    published = [sighting.post.published or now for sighting in new]
    known = pace.after(published, sum(bool(sighting.hits) for sighting in new), now)
    return known, pace.interval(known, now)
