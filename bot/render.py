"""An alert as people see it: pure, from a stored post to a message.

Nothing of a post can change the message's shape: text is escaped, and the characters that would
turn the direction of what follows them are left out.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from storage.model import CONSOLE, EVERY_TOPIC, Match, Severity, to_iso

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.texts import Texts
    from storage.model import Alert, Hit, StoredPost, Voice

PASSAGE = 700
"""Characters of a post that an alert shows: about a phone's screen, far below Telegram's 4,096."""

_BEFORE_MATCH = 150
"""Characters shown before the first match where a post is cut at its beginning."""

_LINES = 14
_OLD = timedelta(minutes=10)
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SYMBOLS = {Severity.CRITICAL: "🔴", Severity.WARNING: "🟠", Severity.INFO: "🔵"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage, and whether it is what was matched."""

    text: str
    is_match: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """An alert, ready to be written in whatever way its chat shows text."""

    symbol: str
    headline: str
    source: str
    when: str
    passage: tuple[Piece, ...]
    link: str
    button: str
    notes: tuple[str, ...] = ()

    def as_html(self) -> str:
        """Return the message in Telegram's HTML."""
        head = [f"{self.symbol} <b>{escape(self.headline)}</b>", escape(self.source), escape(self.when)]
        return "\n".join([*head, *map(escape, self.notes), "", html_of(self.passage)])

    def as_text(self) -> str:
        """Return the message without markup, for when Telegram cannot read ours."""
        passage = "".join(piece.text for piece in self.passage)
        return "\n".join([f"{self.symbol} {self.headline}", self.source, self.when, *self.notes, "", passage])


def alert_message(
    alert: Alert, stored: StoredPost, title: str, voice: Voice, texts: Texts, now: datetime
) -> Message:
    """Return the message for one alert; ``title`` is what the source calls itself."""
    hits = asked_for(stored.hits, alert.targets)
    matches = [match for hit in hits for match in hit.matches]
    return Message(
        symbol=_SYMBOLS[alert.severity],
        headline=_plain(_headline(alert, hits, texts)),
        source=_plain(texts.say("{title} ({voice})", title=title, voice=voice_name(voice, texts))),
        when=_when(stored, texts, now),
        passage=passage(stored.post.text, matches) or (Piece(texts.say("(no text)")),),
        link=stored.post.link,
        button=texts.say("Open the post"),
        notes=tuple(map(_plain, _notes(stored, texts))),
    )


def asked_for(hits: Iterable[Hit], targets: Iterable[str]) -> list[Hit]:
    """Return the hits that a chat with these subscriptions asked for; ``all`` asks for every topic."""
    wanted = set(targets)
    return [
        hit
        for hit in hits
        if hit.target in wanted or (EVERY_TOPIC in wanted and hit.target.startswith("topic:"))
    ]


def voice_name(voice: Voice, texts: Texts) -> str:
    """Return whose word a source is, in the reader's language."""
    match voice.value:
        case "official":
            return texts.say("official")
        case "media":
            return texts.say("media")
        case "channel":
            return texts.say("channel")
        case _:
            return texts.say("person")


def target_name(target: str, texts: Texts) -> str:
    """Return a subscription's target as people say it."""
    kind, _, value = target.partition(":")
    if target == EVERY_TOPIC:
        return texts.say("every topic")
    return value if kind == "topic" else texts.say("rule {rule}", rule=value)


def _headline(alert: Alert, hits: list[Hit], texts: Texts) -> str:
    targets = [hit.target for hit in hits] or list(alert.targets)
    return " · ".join(target_name(target, texts) for target in targets)


def _when(stored: StoredPost, texts: Texts, now: datetime) -> str:
    published = stored.post.published
    if published is None:
        return texts.say("time unknown, seen {time}", time=texts.moment(stored.seen, now))
    time = texts.moment(published, now)
    age = now - published
    return texts.say("{time} ({age})", time=time, age=texts.age(age)) if age > _OLD else time


def _notes(stored: StoredPost, texts: Texts) -> list[str]:
    post = stored.post
    notes = []
    if post.forward:
        notes.append(texts.say("forwarded from {name}", name=post.forward.name))
    if post.edited or stored.revisions:
        notes.append(texts.say("edited"))
    return notes


# --- the passage ------------------------------------------------------------------------------


def passage(text: str, matches: Iterable[Match], limit: int = PASSAGE) -> tuple[Piece, ...]:
    """Return the part of a text that an alert shows, cut at words, its matches told apart."""
    spans = _merged(matches)
    start, end = _window(text, spans, limit)
    pieces = [Piece("…")] if start > 0 else []
    here = start
    for span_start, span_end in spans:
        if start <= span_start and span_end <= end:
            pieces += [
                Piece(_plain(text[here:span_start])),
                Piece(_plain(text[span_start:span_end]), is_match=True),
            ]
            here = span_end
    pieces.append(Piece(_plain(text[here:end])))
    pieces += [Piece("…")] if end < len(text) else []
    return tuple(piece for piece in pieces if piece.text)


def _merged(matches: Iterable[Match]) -> list[tuple[int, int]]:
    """Return the spans of matches in order, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((match.start, match.end) for match in matches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, spans: list[tuple[int, int]], limit: int) -> tuple[int, int]:
    """Return where the shown part begins and ends: with the first match in it, whole words only."""
    first_end = spans[0][1] if spans else 0
    start = 0
    if first_end > limit:
        start = _word_start(text, max(0, spans[0][0] - _BEFORE_MATCH), spans[0][0])
    end = _line_end(text, start, min(len(text), start + limit))
    return start, end if end == len(text) else _word_end(text, start, end)


def _line_end(text: str, start: int, end: int) -> int:
    """Return where so many lines end that a message stays a message."""
    position = start
    for _ in range(_LINES):
        position = text.find("\n", position, end) + 1
        if position == 0:
            return end
    return position - 1


def _word_start(text: str, position: int, latest: int) -> int:
    """Return the beginning of the next word, at the latest where a match begins."""
    space = re.compile(r"\s").search(text, position, latest)
    return space.end() if space else position


def _word_end(text: str, start: int, end: int) -> int:
    """Return the end of the last whole word, or the given end where one word fills everything."""
    if text[end : end + 1].isspace():
        return end
    spaces = [match.start() for match in re.finditer(r"\s", text[start:end])]
    return start + spaces[-1] if spaces and spaces[-1] > 0 else end


def _plain(text: str) -> str:
    return _TURNS.sub("", text)


def html_of(pieces: Iterable[Piece]) -> str:
    """Return a passage in Telegram's HTML, its matches in bold."""
    return "".join(
        f"<b>{escape(piece.text)}</b>" if piece.is_match else escape(piece.text) for piece in pieces
    )


def escape(text: str) -> str:
    """Return text that Telegram's HTML shows as it is."""
    return html.escape(text, quote=False)


# --- for machines -----------------------------------------------------------------------------


def alert_record(alert: Alert, stored: StoredPost) -> dict[str, Any]:
    """Return one sent alert as ``--json`` prints it: times UTC, positions in the post's text."""
    post = stored.post
    matches = {match: None for hit in asked_for(stored.hits, alert.targets) for match in hit.matches}
    return {
        "alert": alert.id,
        "chat": "console" if alert.chat == CONSOLE else alert.chat,
        "story": alert.story,
        "source": post.source,
        "post": post.link,
        "published": to_iso(post.published) if post.published else None,
        "seen": to_iso(stored.seen),
        "topics": list(stored.topics),
        "places": [],
        "matches": [match_record(match) for match in sorted(matches, key=lambda match: match.start)],
        "text": post.text,
    }


def match_record(match: Match) -> dict[str, Any]:
    """Return a match as JSON shows it."""
    return {"term": match.term, "form": match.form, "start": match.start, "end": match.end}
