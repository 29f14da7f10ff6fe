"""A story as ``stories --json`` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage import posts, stories
from storage.model import to_iso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Step, Story, StoryPost


def story_record(connection: Connection, story: Story) -> dict[str, Any]:
    """Return a story with all its posts and all that happened to it; times in UTC, null for none.

    ``origins`` counts independent tellings, ``copies`` the posts that repeat another. Posts are named by
    their addresses: ``copied`` is the one that a copy repeats, null where that was not seen.
    """
    members = stories.posts_of(connection, story.id)
    link = _Links(connection, members)
    return {
        "story": story.id,
        "opened": to_iso(story.opened),
        "last": to_iso(story.last),
        "closed": _iso(story.closed),
        "trust": story.trust.word,
        "disputed": story.is_disputed,
        "severity": story.severity.word,
        "topics": topics_of(story),
        "places": list(story.places),
        "origins": story.origins,
        "copies": story.copies,
        "posts": [_post(one, link) for one in members],
        "steps": [_step(step, link) for step in stories.steps_of(connection, story.id)],
    }


def topics_of(story: Story) -> list[str]:
    """Return the topics that a story's posts satisfied; chats' own rules are nobody else's business."""
    kinds = (target.partition(":") for target in story.targets)
    return [name for kind, _, name in kinds if kind == "topic"]


class _Links:
    """Names posts by their addresses; a post that is kept no longer has none."""

    def __init__(self, connection: Connection, members: Iterable[StoryPost]) -> None:
        self._connection = connection
        self._known: dict[int, str | None] = {one.stored.id: one.stored.post.link for one in members}

    def __call__(self, post: int) -> str | None:
        if post not in self._known:
            found = posts.get(self._connection, post)
            self._known[post] = found.post.link if found else None
        return self._known[post]


def _post(one: StoryPost, link: Callable[[int], str | None]) -> dict[str, Any]:
    post, member = one.stored.post, one.membership
    return {
        "source": post.source,
        "post": post.link,
        "published": _iso(post.published),
        "role": member.role.value,
        "copied": None if member.copied is None else link(member.copied),
        "origin": member.origin,
        "why": [{"kind": bond.kind.value, "detail": bond.detail} for bond in member.why],
        "hedge": member.hedge,
        "denies": member.denies,
        "deleted": _iso(one.stored.deleted),
        "text": post.text,
    }


def _step(step: Step, link: Callable[[int], str | None]) -> dict[str, Any]:
    evidence = [address for post in step.posts if (address := link(post)) is not None]
    return {"at": to_iso(step.at), "kind": step.kind.value, "detail": step.detail, "posts": evidence}


def _iso(moment: datetime | None) -> str | None:
    return to_iso(moment) if moment else None
