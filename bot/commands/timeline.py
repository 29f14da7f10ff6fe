"""A story's timeline as people read it: pure, in Telegram's HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import LIMIT, length
from bot.differing import change_text
from bot.names import voice_name
from bot.passage import escape, shortened
from bot.render import moment_of
from bot.step_words import step_text
from bot.story_words import headline, name_of, trust_lines
from bot.timeline import Entry, Weight
from storage.model import Role, StepKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from bot.story_view import Teller
    from bot.texts import Texts
    from bot.timeline import Timeline
    from storage.model import Membership, Step

_PASSAGE, _ORIGIN, _NAMED = 140, 60, 3
_MOST_ENTRIES = 90
"""Lines of a timeline, each with a link: Telegram takes 100 entities a message at most."""

_OF_POSTS = {StepKind.EDITED, StepKind.DELETED}
"""What the posts themselves tell, with what changed."""


def timeline_html(of: Timeline, targets: Collection[str], texts: Texts, now: datetime) -> str:
    """Return the timeline for a chat with these subscriptions, cut to what one message holds.

    What is too much is left out from the oldest copies on, then from the oldest reports on; that is said.
    """
    head = [*_head(of, targets, texts, now), ""]
    writer = _Writer(of, texts, now)
    entries = sorted(writer.entries(), key=lambda one: one.at)
    room = LIMIT - sum(length(line) + 1 for line in head)
    kept = _fitting(entries, room - _length_of_note(texts))
    left = of.view.story.posts - sum(one.weight is not Weight.CHANGE for one in kept)
    note = ["", _left_out(left, texts)] if left > 0 else []
    return "\n".join([*head, *(one.html for one in kept), *note])


def _head(of: Timeline, targets: Collection[str], texts: Texts, now: datetime) -> Iterator[str]:
    story, say = of.view.story, texts.say
    yield say("Story {number}", number=story.id) + f" · <b>{escape(headline(story, targets, texts))}</b>"
    yield from map(escape, trust_lines(of.view, texts))
    counted = [texts.count("{number} post", "{number} posts", story.posts)]
    counted += [texts.count("{number} copy", "{number} copies", story.copies)] if story.copies else []
    counted += [texts.count("{number} independent source", "{number} independent sources", story.origins)]
    yield texts.listed(counted)
    if story.into is not None:
        yield say("It became part of another: /story {number}", number=story.into)
    elif story.ended:
        yield say("It is over since {time}.", time=texts.moment(story.ended, now))
    elif story.closed:
        yield say("Nothing joins it any more since {time}.", time=texts.moment(story.closed, now))


class _Writer:
    def __init__(self, of: Timeline, texts: Texts, now: datetime) -> None:
        self._of = of
        self._texts = texts
        self._now = now
        self._names = {one.stored.id: name_of(one) for one in of.tellers}
        self._names |= {post: name_of(one) for post, one in of.view.evidence.items()}

    def entries(self) -> Iterator[Entry]:
        """Yield what there is to tell, in no order."""
        heard = set[str]()
        for one in self._of.tellers:
            again = Weight.AGAIN if one.stored.post.source in heard else Weight.REPORT
            yield self._post(one, again if heard else Weight.FIRST)
            yield from self._changes(one)
            heard.add(one.stored.post.source)
        for step in self._of.steps:
            if step.kind not in _OF_POSTS:
                yield self._entry(step.at, escape(self._step(step)), Weight.CHANGE)

    def _entry(self, at: datetime, html: str, weight: Weight) -> Entry:
        return Entry(at, f"{escape(self._texts.moment(at, self._now))} {html}", weight)

    def _post(self, one: Teller, weight: Weight) -> Entry:
        at = moment_of(one.stored)
        html = f"{_linked(one)} ({escape(voice_name(one.voice, self._texts))})"
        if one.membership is not None and one.membership.role is Role.COPY:
            line = ", ".join([f"{html}: {escape(self._copied(one, one.membership))}", *self._marks(one)])
            return self._entry(at, line, weight if weight is Weight.FIRST else Weight.COPY)
        text = escape(shortened(one.stored.post.text, _PASSAGE)) or self._texts.say("(no text)")
        return self._entry(at, f"{', '.join([html, *self._marks(one)])}\n{text}", weight)

    def _marks(self, one: Teller) -> Iterator[str]:
        if one.hedge:
            yield self._texts.say("not sure itself: «{words}»", words=escape(shortened(one.hedge, _ORIGIN)))
        if one.membership and one.membership.denies:
            yield self._texts.say("denies it")

    def _copied(self, one: Teller, member: Membership) -> str:
        """Return whose post a copy repeats, as far as that is known."""
        say, forward = self._texts.say, one.stored.post.forward
        name = self._names.get(member.copied or 0, "")
        if forward:
            return say("forwarded from {name}", name=name or shortened(forward.name, _ORIGIN))
        return say("copy of {name}", name=name) if name else say("copy of a post that I have not seen")

    def _changes(self, one: Teller) -> Iterator[Entry]:
        """Yield the edits of a post and its deletion."""
        name = escape(name_of(one))
        edits = self._of.edits.get(one.stored.id, ())
        texts_after = [*(text for text, _ in edits[1:]), one.stored.post.text]
        for (before, at), after in zip(edits, texts_after, strict=False):
            said = self._texts.say("edited"), change_text(before, after, self._texts)
            yield self._entry(at, f"{name}: {escape(', '.join(filter(None, said)))}", Weight.CHANGE)
        if one.stored.deleted:
            gone = self._texts.say("deleted there (noticed then)")
            yield self._entry(one.stored.deleted, f"{name}: {gone}", Weight.CHANGE)

    def _step(self, step: Step) -> str:
        """Return what happened to the story, with the names of those that are the evidence."""
        happened = step_text(step, self._texts)
        names = dict.fromkeys(self._names[post] for post in step.posts if post in self._names)
        if not names or step.kind in {StepKind.MERGED, StepKind.SPLIT, StepKind.CLOSED}:
            return happened
        shown = self._texts.listed(list(names)[:_NAMED])
        return self._texts.say("{happened} ({names})", happened=happened, names=shown)


def _linked(one: Teller) -> str:
    """Return a source's name, with a link to its post where there is one."""
    name, link = escape(name_of(one)), one.stored.post.link
    return f'<a href="{escape(link)}">{name}</a>' if link else name


def _fitting(entries: Sequence[Entry], room: int) -> list[Entry]:
    """Return as much as finds room, in its order; the lightest go first, of them the oldest."""
    lengths = {number: length(entry.html) + 1 for number, entry in enumerate(entries)}
    excess, many = sum(lengths.values()) - room, len(entries) - _MOST_ENTRIES
    for number in sorted(lengths, key=lambda one: (entries[one].weight, one)):
        if excess <= 0 and many <= 0:
            break
        excess, many = excess - lengths.pop(number), many - 1
    return [entries[number] for number in sorted(lengths)]


def _left_out(number: int, texts: Texts) -> str:
    return texts.count(
        "{number} post is left out: an answer holds no more.",
        "{number} posts are left out, copies first: an answer holds no more.",
        number,
    )


def _length_of_note(texts: Texts) -> int:
    return length(_left_out(10**6, texts)) + 2
