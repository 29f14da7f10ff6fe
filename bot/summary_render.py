"""Several alerts as one message: the stories by place, each on one line, the gravest and newest first. Pure.

What one message cannot hold is left out, the least grave and oldest first, and counted. The first stories are
numbered, and a button for each opens all that is known of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.buttons import Act, write
from bot.digest_bars import bars_of
from bot.digest_picture import picture
from bot.passage import Piece, shortened
from bot.render import SYMBOLS, Button, Message
from bot.story_words import CERTAIN, DENIED, DOUBTFUL, SEVERAL, headline
from storage.model import Severity, SummaryKind, Trust, to_iso

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.render import Rows
    from bot.summary_view import Line, SummaryView
    from bot.texts import Texts
    from storage.model import Story

LONGEST, LONGEST_CAPTION = 4096, 1024
"""UTF-16 units that Telegram takes after entities are parsed: of a message, and of a text under a picture.

https://core.telegram.org/bots/api#sendmessage, https://core.telegram.org/bots/api#sendphoto
"""

MOST_LINES = 60
"""Stories that are shown: with as many places, whose names are bold, fewer than 100 entities."""

MOST_BUTTONS, _IN_ROW = 16, 8

_HEADLINE, _PLACE = 90, 40
"""The most characters of a story's headline, and of a place over its stories."""

_NUMBER = "16. "
_TWO = 2
"""Stories of which a digest shows a picture, and sources that are independent."""

_ABOUT_A_DAY = timedelta(hours=25)
"""A summary of less names the days of its stories in its headline: digests come when they come."""


def summary_message(view: SummaryView, texts: Texts, now: datetime) -> Message:
    """Return a summary as it stands, with times in the chat's zone where that has one of its own."""
    return _Writer(view, _in_zone(texts, view.zone), now).message()


def summary_record(view: SummaryView) -> dict[str, Any]:
    """Return a summary as ``--json`` prints it: why it gathers, of what time, and its stories."""
    return {
        "summary": view.kind.value,
        "since": to_iso(view.since),
        "until": to_iso(view.until),
        "stories": [
            {
                "story": line.story.id,
                "severity": line.severity.word,
                "trust": line.story.trust.word,
                "posts": line.story.posts,
                "copies": line.story.copies,
                "late": line.is_late,
            }
            for line in sorted(view.lines, key=_gravest_newest)
        ],
    }


def proof_message(texts: Texts, now: datetime) -> Message:
    """Return the one line that tells whoever runs the program that its alerts arrive."""
    time = texts.moment(now, now)
    return Message("🟢", texts.say("Alerts arrive, {time}", time=time), "", "", (), "")


class _Writer:
    def __init__(self, view: SummaryView, texts: Texts, now: datetime) -> None:
        self._view = view
        self._texts = texts
        self._now = now
        lines = sorted(view.lines, key=_gravest_newest)
        self._lines = [line for line in lines if not line.muted or line.muted <= now]
        self._muted = len(lines) - len(self._lines)
        self._written: dict[tuple[int, bool], str] = {}

    def message(self) -> Message:
        """Return the whole message; with short lines where not all stories find room in long ones."""
        drawn = self._picture()
        bare = self._bare(drawn)
        room = (LONGEST_CAPTION if drawn else LONGEST) - _units(bare.as_text())
        brief = sum(map(len, self._fitting(room).values())) < min(MOST_LINES, len(self._lines))
        groups = self._fitting(room, brief=brief)
        shown = [line for lines in groups.values() for line in lines]
        return replace(
            bare,
            passage=tuple(self._passage(groups, brief=brief)),
            tail=tuple(self._tail(len(self._lines) - len(shown))),
            buttons=_buttons(shown),
        )

    def _bare(self, drawn: bytes) -> Message:
        """Return the message without its stories, as if most of them were left out."""
        severity = max((line.severity for line in self._lines), default=Severity.INFO)
        return Message(
            symbol=SYMBOLS[severity],
            headline=self._headline(),
            source="",
            when="",
            passage=(),
            link="",
            notes=tuple(self._counted()),
            tail=tuple(self._tail(len(self._lines))),
            picture=drawn,
        )

    def _picture(self) -> bytes:
        """Return the picture of the time that a digest tells of; none where there is nothing to see."""
        if self._view.kind is not SummaryKind.DIGEST or len(self._lines) < _TWO:
            return b""
        severities = {line.story.id: line.severity for line in self._lines}
        bars = bars_of(self._view.told, severities, self._view.since, self._view.until, self._texts.zone)
        return picture(bars) if any(map(any, bars.counts)) else b""

    # --- the head -----------------------------------------------------------------------------

    def _headline(self) -> str:
        what = _kind_name(self._view.kind, self._texts)
        if self._view.kind is SummaryKind.OPEN:
            return what
        since, until = self._view.since, self._view.until
        begin, end = self._texts.moment(since, self._now), self._texts.moment(until, since)
        if end == self._texts.moment(since, until):
            return self._texts.say("{what}, {time}", what=what, time=begin)
        return self._texts.say("{what}, {begin} to {end}", what=what, begin=begin, end=end)

    def _counted(self) -> Iterator[str]:
        texts, stories = self._texts, [line.story for line in self._lines]
        if stories:
            events = texts.count("{number} event", "{number} events", len(stories))
            posts = _posts(sum(one.posts for one in stories), sum(one.copies for one in stories), texts)
            yield texts.listed([events, posts])
        if not self._view.lines:
            yield texts.say("Nothing of it is kept any more.")

    # --- the stories --------------------------------------------------------------------------

    def _fitting(self, room: int, *, brief: bool = False) -> dict[str, list[Line]]:
        """Return by place the gravest and newest stories that find room, those without a place last."""
        groups: dict[str, list[Line]] = {}
        for line in self._lines[:MOST_LINES]:
            room -= _units(f"\n{_NUMBER}{self._line(line, brief=brief)}")
            room -= 0 if line.place in groups else _units(f"\n\n{self._place(line.place)}")
            if room < 0:
                break
            groups.setdefault(line.place, []).append(line)
        return dict(sorted(groups.items(), key=lambda group: not group[0]))

    def _passage(self, groups: dict[str, list[Line]], *, brief: bool) -> Iterator[Piece]:
        """Yield the stories under their places, which stand out as in other messages what was matched."""
        number = 0
        for place, lines in groups.items():
            yield from [Piece("\n\n")] if number else []
            yield Piece(self._place(place), is_match=True)
            for line in lines:
                number += 1
                before = f"{number}. " if number <= MOST_BUTTONS else ""
                yield Piece(f"\n{before}{self._line(line, brief=brief)}")

    def _place(self, place: str) -> str:
        return shortened(place, _PLACE) or self._texts.say("In the region")

    def _line(self, line: Line, *, brief: bool) -> str:
        """Return a story as a line, written once however often it is asked whether it fits."""
        key = (line.number, brief)
        if key not in self._written:
            self._written[key] = self._anew(line, brief=brief)
        return self._written[key]

    def _anew(self, line: Line, *, brief: bool) -> str:
        """Return a story: how grave, what, where besides, since when, how sure, how often told, and marks.

        In a brief line a symbol alone says how sure it is.
        """
        texts, story = self._texts, line.story
        elsewhere = tuple(place for place in story.places if place != line.place)
        what = shortened(headline(replace(story, places=elsewhere), line.targets, texts), _HEADLINE)
        sign, sure = _sure(story, texts)
        posts = _posts(story.posts, story.copies, texts)
        parts = [f"{SYMBOLS[line.severity]} {what}, {self._at(story.opened)}"]
        parts += [f"{sign} {posts}"] if brief else [f"{sign} {sure}", posts]
        parts += [f"🟢 {texts.say('over')}"] if story.ended else []
        parts += [f"🕓 {texts.say('told late')}"] if line.is_late else []
        return " · ".join(parts)

    def _at(self, moment: datetime) -> str:
        """Return a time, without the day where the headline says which it is."""
        since, until = self._view.since, self._view.until
        is_told = self._view.kind is not SummaryKind.OPEN and until - since < _ABOUT_A_DAY
        return self._texts.moment(moment, moment if is_told and since <= moment <= until else self._now)

    # --- below --------------------------------------------------------------------------------

    def _tail(self, more: int) -> Iterator[str]:
        texts, lost = self._texts, self._view.lost
        if more:
            yield texts.count("and {number} more: /story", "and {number} more: /story", more)
        if self._muted:
            yield "🔕 " + texts.count("{number} is muted here", "{number} are muted here", self._muted)
        if lost and self._view.lines:
            yield texts.count("{number} is kept no longer", "{number} are kept no longer", lost)


def _in_zone(texts: Texts, zone: str) -> Texts:
    """Return texts that tell times in a zone; a name that no zone has any more leaves them as they are."""
    try:
        return replace(texts, zone=ZoneInfo(zone)) if zone else texts
    except (KeyError, ValueError, OSError):
        return texts


def _gravest_newest(line: Line) -> tuple[int, float, int]:
    return -line.severity, -line.story.last.timestamp(), -line.story.id


def _kind_name(kind: SummaryKind, texts: Texts) -> str:
    match kind:
        case SummaryKind.DIGEST:
            return texts.say("Digest")
        case SummaryKind.QUIET:
            return texts.say("While it was quiet")
        case SummaryKind.FLOOD:
            return texts.say("Many events at once")
        case SummaryKind.CATCH_UP:
            return texts.say("What was missed")
        case SummaryKind.OPEN:
            return texts.say("Still going on")


def _sure(story: Story, texts: Texts) -> tuple[str, str]:
    """Return how sure a story is: by a symbol, and in a word or two."""
    if story.is_disputed:
        return DENIED, texts.say("disputed")
    if story.trust is Trust.OFFICIAL:
        return CERTAIN, texts.say("officially confirmed")
    if story.trust is Trust.CORROBORATED:
        return SEVERAL, texts.count("{number} source", "{number} sources", max(_TWO, story.origins))
    return DOUBTFUL, texts.say("unconfirmed")


def _posts(posts: int, copies: int, texts: Texts) -> str:
    """Return how many posts there are, and how many of them are copies."""
    told = texts.count("{number} post", "{number} posts", posts)
    repeated = texts.count("{number} copy", "{number} copies", copies)
    return texts.say("{posts} ({copies})", posts=told, copies=repeated) if copies else told


def _buttons(shown: list[Line]) -> Rows:
    made = [
        Button(str(number), data=write(Act.SOURCES, line.number))
        for number, line in enumerate(shown[:MOST_BUTTONS], start=1)
    ]
    return tuple(tuple(made[begin : begin + _IN_ROW]) for begin in range(0, len(made), _IN_ROW))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
