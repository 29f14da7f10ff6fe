"""What must hold between the recording's files, and within one beyond the form of its fields."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bot.setup import check

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.demo.entries import DayFile, OutletFile, PostEntry
    from bot.setup import Setup

INVENTED = "(demo)"
"""What stands in the title of every outlet, so that nobody takes it for a real one."""


def checked(head: DayFile, outlets: Sequence[OutletFile]) -> tuple[Setup, list[str]]:
    """Return the set-up of the day without its addresses, and every problem.

    A problem is told as ``open_border posts[3]: …`` (counted from 0).
    """
    sources = [
        {"kind": one.kind, "name": one.name, "home": one.home} | ({"url": one.site} if one.site else {})
        for one in outlets
    ]
    setup, problems = check({**head.watched, "sources": sources}, Path())
    known = {str(topic.get("name")) for topic in head.topics} | {topic.name for topic in setup.topics}
    posts = {f"{outlet.name}/{post.id}": post for outlet in outlets for post in outlet.posts}
    return setup, [
        *(f"day.toml {problem}" for problem in problems),
        *_head_problems(head),
        *(problem for outlet in outlets for problem in _outlet_problems(outlet)),
        *(
            f"{outlet.name} posts[{place}]: {problem}"
            for outlet in outlets
            for place, post in enumerate(outlet.posts)
            for problem in _post_problems(outlet, post, known, posts)
        ),
    ]


def _head_problems(head: DayFile) -> Iterator[str]:
    if head.end <= head.start:
        yield "day.toml end: expected a time after start"


def _outlet_problems(outlet: OutletFile) -> Iterator[str]:
    if INVENTED not in outlet.title:
        yield f"{outlet.name} title: expected {INVENTED} in it, got {outlet.title!r}"
    for place, (earlier, later) in enumerate(pairwise(outlet.posts), start=1):
        if later.id < earlier.ids.stop:
            yield f"{outlet.name} posts[{place}].id: expected more than {earlier.ids[-1]}, got {later.id}"
        if later.at < earlier.at:
            yield f"{outlet.name} posts[{place}].at: expected no earlier than the post before it"


def _post_problems(
    outlet: OutletFile, post: PostEntry, topics: set[str], posts: dict[str, PostEntry]
) -> Iterator[str]:
    for unknown in sorted((post.topics | (post.edited_topics or set())) - topics):
        yield f"no such topic: {unknown}"
    reply = f"{outlet.name}/{post.reply_to}" if post.reply_to else ""
    for reference in filter(None, (post.copy_of, post.forward, reply)):
        if reference not in posts:
            yield f"no such post: {reference}"
        elif posts[reference].at >= post.at:
            yield f"{reference} is not earlier"
    if post.origin in posts and posts[post.origin].origin:
        yield f"{post.origin} is a copy itself: name its original, {posts[post.origin].origin}"
    if not (post.text or post.origin or post.media or post.poll or post.service):
        yield "expected a text, media or a poll"
    if (post.edited_at is None) != (not post.edited_text):
        yield "edited_at and edited_text go together"
    for name, later in (("edited_at", post.edited_at), ("deleted_at", post.deleted_at)):
        if later is not None and later <= post.at:
            yield f"{name}: expected a time after at"
