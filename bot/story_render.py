"""A story as one message that grows, and the short replies that sound again: pure.

What matters most comes first, and is never folded: what and where, how sure that is, that it is denied,
deleted, doubted by its own source or over; then one passage. Who tells it, the newest facts and what few need
are folded. At most eight lines of a phone's screen before it is unfolded, whatever the posts hold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.buttons import story_rows
from bot.differing import edit_text
from bot.passage import plain, shortened
from bot.phone import laid_out
from bot.render import SYMBOLS, Message, asked_for, moment_of, when_of
from bot.story_words import (
    GONE,
    asked_targets,
    copies_text,
    headline,
    hedge_text,
    name_of,
    places_in_row,
    says_more,
    severity_name,
    teller_line,
    trust_lines,
    with_voice,
)
from storage.model import Severity, StepKind, Trust, Voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from bot.story_view import StoryView, Teller
    from bot.texts import Texts
    from storage.model import Alert

LONGEST = 1500
"""Code points of a message, unfolded: with any letters within Telegram's 4,096 units."""

_PASSAGE, _FACTS = 600, 220
"""Characters for a post, shown and folded, and of the newest facts."""

_SOURCES, _FORWARDED = 5, 60

_SEEN = {"photo", "video"}


def story_message(alert: Alert, view: StoryView, texts: Texts, now: datetime) -> Message:
    """Return the message of an alert: the story as it stands, or at a later step what has just changed."""
    writer = _Writer(alert, view, texts, now)
    return writer.sounding() if alert.step else writer.growing()


def most_telling(view: StoryView, alert: Alert) -> Teller:
    """Return the post whose passage is shown.

    The story's first, unless that was deleted or is not what this chat asked for while another is; then
    the newest of an official voice, else the first.
    """
    others = (one for one in view.reports if one is not view.lead)
    there = [one for one in (view.lead, *others) if not one.is_deleted]
    wanted = [one for one in there if asked_for(one.stored.hits, alert.targets)] or there or [view.lead]
    if view.lead in wanted:
        return view.lead
    official = [one for one in wanted if one.voice is Voice.OFFICIAL]
    return (official[::-1] or wanted)[0]


@dataclass(frozen=True, slots=True)
class _Writer:
    alert: Alert
    view: StoryView
    texts: Texts
    now: datetime

    def growing(self) -> Message:
        """Return the story as it stands."""
        shown = most_telling(self.view, self.alert)
        folded = [*self._tellers(), *self._newest(shown), *self._aside(), *self._about(shown)]
        message = replace(self._of(shown), notes=(*self._standing(), *self._grave(shown)))
        return self._with_post(replace(message, preview=_preview(shown)), folded, shown)

    def sounding(self) -> Message:
        """Return what has just changed, and the post that is the evidence of it."""
        kind, _, value = self.alert.occasion.partition(":")
        shown = self._evidence(kind, value)
        message = self._of(shown)
        sure = [] if kind == StepKind.TRUST else trust_lines(self.view, self.texts)
        notes = (message.headline, *sure, *self._grave(shown))
        changed = replace(message, headline=self._happened(kind, value, shown), notes=notes)
        return self._with_post(changed, [*self._about(shown)], shown)

    def _of(self, shown: Teller) -> Message:
        """Return a message about the story, under which one post can be opened; nothing of it yet."""
        link = plain(shown.stored.post.link)
        return Message(
            symbol=SYMBOLS[self._severity()],
            headline=headline(self.view.story, self.alert.targets, self.texts),
            source=with_voice(shown, self.texts),
            when=when_of(shown.stored, self.texts, self.now),
            passage=(),
            link=link,
            button=self.texts.say("Open"),
            buttons=story_rows(self.alert.story, link, self.texts, is_muted=self._muted is not None),
        )

    def _with_post(self, message: Message, folded: list[str], shown: Teller) -> Message:
        """Return a message with what is folded and the passage of one post."""
        asked = asked_for(shown.stored.hits, self.alert.targets)
        spans = [match for hit in asked for match in hit.matches]
        text = shown.stored.post.text
        if not text:
            text, spans = self.texts.say("(no text)"), []
        room = LONGEST - len(message.as_text()) - _PASSAGE
        return laid_out(replace(message, folded=_fitting(folded, room)), text, spans, self.texts)

    @property
    def _muted(self) -> datetime | None:
        """Until when the story is muted in this chat; None where it is not."""
        until = self.view.muted
        return until if until and until > self.now else None

    def _severity(self) -> Severity:
        """Return how grave the story is to this chat by now."""
        targets = self.view.story.targets
        asked = asked_targets(self.view.story, self.alert.targets)
        return max([self.alert.severity, *(targets[one] for one in asked)])

    # --- the head -----------------------------------------------------------------------------

    def _standing(self) -> Iterator[str]:
        """Yield whether the story is still its own and goes on, and how sure it is."""
        story, say = self.view.story, self.texts.say
        if story.into is not None:
            yield "↪️ " + say("became part of another message: /story {number}", number=story.into)
        elif story.ended:
            yield "🟢 " + say("over since {time}", time=self._at(story.ended))
        yield from trust_lines(self.view, self.texts)

    def _grave(self, shown: Teller) -> Iterator[str]:
        """Yield what casts doubt on the post that is shown, or on the story's first: caution, deletion."""
        say, lead = self.texts.say, self.view.lead
        if shown.hedge:
            yield hedge_text(shown, self.texts)
        if shown.stored.deleted:
            yield f"{GONE} " + say("deleted there, noticed {time}", time=self._at(shown.stored.deleted))
        elif lead.stored.deleted and shown is not lead:
            yield f"{GONE} " + say("first post deleted, noticed {time}", time=self._at(lead.stored.deleted))

    # --- what is folded -----------------------------------------------------------------------

    def _about(self, shown: Teller) -> Iterator[str]:
        """Yield what few need of the post that is shown, and of the chat: origin, changes, silence."""
        say, stored, edit = self.texts.say, shown.stored, self.view.edit
        if stored.post.forward:
            yield say("forwarded from {name}", name=shortened(stored.post.forward.name, _FORWARDED))
        if edit and shown is self.view.lead:
            yield edit_text(edit.before, stored.post.text, self._at(edit.at), self.texts)
        elif stored.post.edited or stored.revisions:
            yield say("edited")
        if self._muted:
            yield "🔕 " + say("muted here until {time}", time=self._at(self._muted))

    def _newest(self, shown: Teller) -> Iterator[str]:
        """Yield in short what the newest report says that the post shown does not."""
        begin = moment_of(shown.stored)
        later = [one for one in self.view.reports if moment_of(one.stored) > begin and not one.is_deleted]
        telling = [one for one in later if says_more(one, shown)]
        if telling:
            newest = max(telling, key=_moment)
            time = self._at(moment_of(newest.stored))
            text = shortened(newest.stored.post.text, _FACTS)
            yield self.texts.say("newest, {time}, {name}: {text}", time=time, name=name_of(newest), text=text)

    def _tellers(self) -> Iterator[str]:
        """Yield who tells it, each source once, its copies folded; nothing where there is but one post.

        The first ones are named, and those whose word counts most: official voices and denials.
        """
        by_source: dict[str, Teller] = {}
        for one in sorted(self.view.reports, key=_moment):
            first = by_source.get(one.stored.post.source, replace(one, copies=0))
            by_source[one.stored.post.source] = replace(first, copies=first.copies + one.copies)
        graver = sorted(by_source.values(), key=_is_ordinary)  # stable: the first of them stay first
        listed = sorted(graver[:_SOURCES], key=_moment)
        if self.view.story.posts > 1 and listed:
            yield from (teller_line(one, self.texts, self.now) for one in listed)
            yield from self._others(listed)

    def _others(self, listed: list[Teller]) -> Iterator[str]:
        """Yield how many reports and copies there are that no line stands for."""
        story, named = self.view.story, {one.stored.post.source for one in listed}
        theirs = [one for one in self.view.reports if one.stored.post.source in named]
        reports = story.posts - story.copies - len(theirs)
        copies = story.copies - sum(one.copies for one in listed)
        parts = []
        if reports > 0:
            parts.append(self.texts.count("and {number} more report", "and {number} more reports", reports))
        if copies > 0:
            parts.append(copies_text(copies, self.texts))
        if parts:
            yield " · ".join(parts)

    def _aside(self) -> Iterator[str]:
        """Yield what this message holds back, and that nothing is added to it any more."""
        story, view = self.view.story, self.view
        places = tuple(dict.fromkeys(place for one in view.folded for place in one.places))
        if view.folded:
            named = places_in_row(places) or str(len(view.folded))
            yield self.texts.say("No messages of their own, because of this one: {places}", places=named)
        if story.closed and not story.ended and story.into is None:
            yield self.texts.say("closed {time}: nothing new for long", time=self._at(story.closed))

    # --- what sounds again --------------------------------------------------------------------

    def _evidence(self, kind: str, value: str) -> Teller:
        """Return the post that brought what has changed; the newest one where it is not known any more."""
        if kind == StepKind.TRUST and value == Trust.OFFICIAL.word and self.view.official:
            return self.view.official
        known = kind in {StepKind.TRUST, StepKind.SEVERITY, StepKind.PLACE, StepKind.DISPUTED}
        told = self.view.told_by(StepKind(kind), value) if known else []
        later = [one for one in told if one.stored.id != self.view.lead.stored.id]
        return (later or told or [*self.view.reports] or [self.view.lead])[-1]

    def _happened(self, kind: str, value: str, shown: Teller) -> str:
        say = self.texts.say
        match kind, value:
            case StepKind.TRUST, Trust.OFFICIAL.word:
                return say("officially confirmed: {name}", name=name_of(shown))
            case StepKind.TRUST, _:
                return self._corroborated()
            case StepKind.SEVERITY, _:
                return say("graver now: {severity}", severity=severity_name(self._severity(), self.texts))
            case StepKind.PLACE, place:
                return say("now here too: {place}", place=shortened(place, _FORWARDED))
        return say("news of this")

    def _corroborated(self) -> str:
        return self.texts.count(
            "now told by {number} independent source",
            "now told by {number} independent sources",
            max(2, self.view.story.origins),
        )

    def _at(self, moment: datetime) -> str:
        return self.texts.moment(moment, self.now)


def _is_ordinary(one: Teller) -> bool:
    """Whether a post may be left to the number of others: no official voice, and no denial."""
    denies = one.membership is not None and one.membership.denies
    return one.voice is not Voice.OFFICIAL and not denies


def _preview(shown: Teller) -> str:
    """Return the address that is previewed below a story's message: its post's, if there is much to see.

    That is a photo or a video of a post that is still there. Everywhere else previews are off: a text says
    all that its preview would, and a reply that sounds again stands below the story's own message.
    """
    post = shown.stored.post
    has_pictures = any(one.kind in _SEEN for one in post.media)
    return plain(post.link) if has_pictures and not shown.is_deleted else ""


def _moment(one: Teller) -> datetime:
    return moment_of(one.stored)


def _fitting(below: Iterable[str], room: int) -> tuple[str, ...]:
    """Return as many lines as find room, an ellipsis for the others."""
    kept: list[str] = []
    room -= len("\n…\n")
    for line in below:
        room -= len(line) + 1
        if room < 0:
            return (*kept, "…")
        kept.append(line)
    return tuple(kept)
