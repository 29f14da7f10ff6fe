"""A story as ``stories`` shows it to people: a tree of its reports, each with its copies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from rich.tree import Tree

from bot.passage import plain, shortened
from bot.render import moment_of
from bot.retelling.counting import counted
from bot.retelling.story_records import topics_of
from storage import stories
from storage.model import Role, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.texts import Texts
    from storage.database import Connection
    from storage.model import Step, Story, StoryPost

MOST_REPORTS, MOST_COPIES = 12, 3
"""Reports of a story, and copies of each, that are shown one by one; the others are counted."""

_COPIES_LOOKED_AT = 300
_TEXT, _DETAIL, _HEAD = 160, 80, 120

_COLOURS = {Severity.CRITICAL: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


@dataclass(frozen=True, slots=True)
class Branches:
    """What is shown of a story: its first reports, copies, how many there are of each post, its steps."""

    story: Story
    reports: Sequence[StoryPost]
    copies: Sequence[StoryPost]
    counts: Mapping[int, int]
    steps: Sequence[Step]


def branches(connection: Connection, story: Story) -> Branches:
    """Return what is shown of a stored story."""
    return Branches(
        story,
        stories.posts_of(connection, story.id, MOST_REPORTS, Role.REPORT),
        stories.posts_of(connection, story.id, _COPIES_LOOKED_AT, Role.COPY),
        stories.copies_of(connection, story.id),
        stories.steps_of(connection, story.id),
    )


def story_tree(told: Branches, texts: Texts, now: datetime) -> Tree:
    """Return a story for people: whose tellings it is made of, and what binds each to the others."""
    painter = _Painter(texts, now)
    tree = Tree(painter.head(told.story), guide_style="dim")
    shown = {report.stored.id for report in told.reports}
    for report in told.reports:
        of_it = [copy for copy in told.copies if copy.membership.copied == report.stored.id]
        _add_copies(tree.add(painter.post(report)), of_it, told.counts.get(report.stored.id, 0), painter)
    if (more := told.story.posts - told.story.copies - len(shown)) > 0:
        tree.add(Text(f"and {counted(more, 'more report')}", "dim"))
    if others := sum(count for post, count in told.counts.items() if post not in shown):
        of_others = [copy for copy in told.copies if copy.membership.copied not in shown]
        _add_copies(
            tree.add(Text("copies of posts that are not shown here", "dim")), of_others, others, painter
        )
    for step in told.steps:
        tree.add(painter.step(step))
    return tree


def _add_copies(branch: Tree, copies: Sequence[StoryPost], count: int, painter: _Painter) -> None:
    for copy in copies[:MOST_COPIES]:
        branch.add(painter.post(copy))
    if more := count - len(copies[:MOST_COPIES]):
        branch.add(Text(f"+{counted(more, 'more copy', 'more copies')}", "dim"))


class _Painter:
    """Writes the lines of a tree: in the region's time, and nothing of a post as markup."""

    def __init__(self, texts: Texts, now: datetime) -> None:
        self._texts = texts
        self._now = now

    def head(self, story: Story) -> Text:
        names = [*topics_of(story), *story.places] or ["somebody's own rule"]
        what = shortened(" · ".join(names), _HEAD)
        opened = self._time(story.opened)
        text = Text(f"{opened}  {what}  (story {story.id})\n", f"bold {_COLOURS[story.severity]}")
        text.append(f"{story.severity.word}, {story.trust.word}", "bold")
        if story.is_disputed:
            text.append(", disputed", "bold magenta")
        copies = counted(story.copies, "copy", "copies")
        text.append(
            f"; {counted(story.origins, 'origin')}, {counted(story.posts, 'post')}, {copies} among them"
        )
        return text.append(f"; {self._end(story)}", "dim")

    def _end(self, story: Story) -> str:
        ends = [f"over at {self._time(story.ended)}"] if story.ended else []
        ends.append(f"closed at {self._time(story.closed)}" if story.closed else "open")
        return ", ".join(ends)

    def post(self, one: StoryPost) -> Text:
        post, member = one.stored.post, one.membership
        text = Text(f"{self._time(moment_of(one.stored))} {member.role.value} ", "dim")
        text.append(plain(post.source), "bold")
        is_seen_copy = member.copied is not None  # it stands below what it says, and whose it is
        if member.origin not in {post.source, ""} and not is_seen_copy:
            text.append(f" (origin: {shortened(member.origin, _DETAIL)})")
        for mark in self._marks(one):
            text.append(f" {mark}", "magenta")
        if not is_seen_copy:
            text.append(f"\n{shortened(post.text, _TEXT) or '(no text)'}")
        if member.why:
            bonds = (f"{bond.kind.value.replace('_', ' ')} {bond.detail}".strip() for bond in member.why)
            text.append(f"\nbecause of: {shortened('; '.join(bonds), 2 * _DETAIL)}", "italic dim")
        return text

    def _marks(self, one: StoryPost) -> list[str]:
        marks = [f"hedged: {shortened(one.membership.hedge, _DETAIL)}"] if one.membership.hedge else []
        marks += ["denies it"] if one.membership.denies else []
        marks += ["edited"] if one.stored.revisions or one.stored.post.edited else []
        if one.stored.deleted:
            marks.append(f"deleted, noticed {self._time(one.stored.deleted)}")
        return marks

    def step(self, step: Step) -> Text:
        detail = f": {shortened(step.detail, _DETAIL)}" if step.detail else ""
        evidence = f" (by {counted(len(step.posts), 'post')})" if step.posts else ""
        return Text(f"{self._time(step.at)} {step.kind.value}{detail}{evidence}", "cyan")

    def _time(self, moment: datetime) -> str:
        return self._texts.moment(moment, self._now)
