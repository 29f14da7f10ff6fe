"""An alert as people see it: pure, from a stored post to a message; and as machines read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from bot.names import target_name, voice_name
from bot.passage import Piece, escape, html_of, plain, shortened
from bot.phone import laid_out
from storage.model import CONSOLE, EVERY_TOPIC, Severity, to_iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.texts import Texts
    from storage.model import Alert, Hit, Match, StoredPost, Voice

HEADLINE, _NAME = 200, 100
"""The most characters of a headline, and of what a source or an author calls itself."""

_MOST_PLACES = 5
"""How many of a post's places are named: a summary of the day goes through all of them."""

_OLD = timedelta(minutes=10)
"""From this age on it is said how old a post is."""

SYMBOLS = {Severity.CRITICAL: "🔴", Severity.WARNING: "🟠", Severity.INFO: "🔵"}


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: it opens an address, or hands ``data`` (1 to 64 bytes) to the bot."""

    text: str
    url: str = ""
    data: str = ""


Row = tuple[Button, ...]
Rows = tuple[Row, ...]
"""The buttons under a message, row by row."""


class Written(Protocol):
    """What can be sent to a chat: an alert's message, or one that gathers several.

    ``as_text`` says what people read of ``as_html``: its length is the one that counts at Telegram.
    ``link`` is an address that ``button`` opens, where ``buttons`` has no rows of its own. ``picture`` is a
    PNG above the text; empty: none.
    """

    def __hash__(self) -> int:
        """Return a number by which what many chats are told is written once."""

    @property
    def link(self) -> str:
        """The address that it leads to; empty: none."""

    @property
    def button(self) -> str:
        """What the button to it says."""

    @property
    def buttons(self) -> Rows:
        """The buttons under it, row by row."""

    @property
    def picture(self) -> bytes:
        """A PNG above the text."""

    @property
    def preview(self) -> str:
        """The address that is previewed below it; empty: none."""

    def as_html(self) -> str:
        """Return it in Telegram's HTML."""

    def as_text(self) -> str:
        """Return it without markup."""


@dataclass(frozen=True, slots=True)
class Message:
    """An alert, ready to be written in whatever way its chat shows text.

    ``notes`` stand under the headline: what matters most. Then come ``source`` and ``when`` on one line,
    the passage of theirs, and ``tail``, what there is besides. ``folded`` are lines of which Telegram shows
    three until the reader unfolds them. ``link`` is the post's address. ``picture`` is a PNG above the text;
    empty: none. ``preview`` is an address that is shown with its picture below the text; empty: none is.

    About a story, at most some 1,600 code points, so it fits into one message of Telegram's, whatever the
    posts hold; one that gathers several has neither ``source`` nor ``when``, and is cut to what fits.
    """

    symbol: str
    headline: str
    source: str
    when: str
    passage: tuple[Piece, ...]
    link: str
    button: str = ""
    notes: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    buttons: Rows = ()
    picture: bytes = b""
    folded: tuple[str, ...] = ()
    preview: str = ""

    @property
    def attribution(self) -> str:
        """Whose words the passage is, and of when."""
        return ", ".join(part for part in (self.source, self.when) if part)

    def as_html(self) -> str:
        """Return the message in Telegram's HTML."""
        head = [f"{self.symbol} <b>{escape(self.headline)}</b>", *map(escape, self.notes)]
        attribution = f"<i>{escape(self.attribution)}</i>" if self.attribution else ""
        folded = "\n".join(map(escape, self.folded))
        quote = f"<blockquote expandable>{folded}</blockquote>" if folded else ""
        return self._joined(head, attribution, html_of(self.passage), [*map(escape, self.tail)], quote)

    def as_text(self) -> str:
        """Return the message without markup."""
        head = [f"{self.symbol} {self.headline}", *self.notes]
        shown = "".join(piece.text for piece in self.passage)
        return self._joined(head, self.attribution, shown, [*self.tail], "\n".join(self.folded))

    def _joined(self, head: list[str], attribution: str, shown: str, tail: list[str], quote: str) -> str:
        """Return the parts: of a post without blank lines, since each takes one of the few that are seen."""
        told = [part for part in (attribution, shown) if part]
        parts = [[*head, *told]] if attribution else [head, told]
        whole = "\n\n".join("\n".join(part) for part in [*parts, tail] if part)
        return f"{whole}\n{quote}" if quote else whole


def alert_message(
    alert: Alert, stored: StoredPost, title: str, voice: Voice, texts: Texts, now: datetime
) -> Message:
    """Return the message for one alert; ``title`` is what the source calls itself."""
    hits = asked_for(stored.hits, alert.targets)
    matches = [match for hit in hits for match in hit.matches]
    name = shortened(title, _NAME)
    bare = Message(
        symbol=SYMBOLS[alert.severity],
        headline=_headline(alert, hits, texts),
        source=texts.say("{title} ({voice})", title=name, voice=voice_name(voice, texts)),
        when=when_of(stored, texts, now),
        passage=(),
        link=plain(stored.post.link),
        button=texts.say("Open"),
        notes=tuple(_notes(stored, texts, now)),
    )
    if not stored.post.text:
        return laid_out(bare, texts.say("(no text)"), [], texts)
    return laid_out(bare, stored.post.text, matches, texts)


def asked_for(hits: Iterable[Hit], targets: Iterable[str]) -> list[Hit]:
    """Return the hits that a chat with these subscriptions asked for; ``all`` asks for every topic."""
    wanted = set(targets)
    return [
        hit
        for hit in hits
        if hit.target in wanted or (EVERY_TOPIC in wanted and hit.target.startswith("topic:"))
    ]


def moment_of(stored: StoredPost) -> datetime:
    """Return when a post was published; where the source does not say or names a time to come, when seen."""
    published = stored.post.published
    return published if published and published <= stored.seen + _OLD else stored.seen


def _headline(alert: Alert, hits: list[Hit], texts: Texts) -> str:
    targets = [hit.target for hit in hits] or list(alert.targets)
    return shortened(" · ".join(target_name(target, texts) for target in targets), HEADLINE)


def when_of(stored: StoredPost, texts: Texts, now: datetime) -> str:
    """Return when a post was published, and how long ago where that is some time."""
    moment = moment_of(stored)
    time, age = texts.moment(moment, now), now - moment
    if moment != stored.post.published:
        return texts.say("time unknown, seen {time}", time=time)
    return texts.say("{time} ({age})", time=time, age=texts.age(age)) if age > _OLD else time


def _notes(stored: StoredPost, texts: Texts, now: datetime) -> list[str]:
    post = stored.post
    notes = [places_text(stored.places, texts)] if stored.places else []
    if post.forward:
        notes.append(texts.say("forwarded from {name}", name=shortened(post.forward.name, _NAME)))
    if post.edited or stored.revisions:
        notes.append(texts.say("edited"))
    if stored.deleted:
        notes.append(texts.say("deleted there, noticed {time}", time=texts.moment(stored.deleted, now)))
    return notes


def places_text(places: Sequence[str], texts: Texts) -> str:
    """Name the places of a post, each as configured, on one line."""
    named = [shortened(place, _NAME) for place in places[:_MOST_PLACES]]
    return texts.say("places: {places}", places=" · ".join(named) + ("…" if len(places) > len(named) else ""))


# --- for machines -----------------------------------------------------------------------------


def chat_record(alert: Alert) -> dict[str, Any]:
    """Return which alert it is, whose, and about which story; 0 stands for none, or several."""
    return {
        "alert": alert.id,
        "chat": "console" if alert.chat == CONSOLE else alert.chat,
        "story": alert.story,
    }


def alert_record(alert: Alert, stored: StoredPost) -> dict[str, Any]:
    """Return one sent alert as ``--json`` prints it; its matches are those that its chat asked for."""
    matches = {match: None for hit in asked_for(stored.hits, alert.targets) for match in hit.matches}
    return {
        **chat_record(alert),
        **post_record(stored, sorted(matches, key=lambda match: (match.start, match.end))),
    }


def post_record(stored: StoredPost, matches: Iterable[Match]) -> dict[str, Any]:
    """Return a stored post as JSON shows it: times UTC in ISO 8601.

    A match's ``start`` and ``end`` are code points of ``text``, end exclusive:
    ``text[start:end] == form``.
    """
    post = stored.post
    return {
        "source": post.source,
        "post": post.link,
        "published": to_iso(post.published) if post.published else None,
        "seen": to_iso(stored.seen),
        "topics": list(stored.topics),
        "places": list(stored.places),
        "matches": [{"term": m.term, "form": m.form, "start": m.start, "end": m.end} for m in matches],
        "text": post.text,
        **({"deleted": to_iso(stored.deleted)} if stored.deleted else {}),
    }
