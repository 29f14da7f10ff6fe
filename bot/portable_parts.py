"""The parts of a chat's file, each taken as far as it is right: what is wrong with one costs no other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from bot.commands.muting import silence_name
from bot.commands.subscribing import MOST_SUBSCRIPTIONS
from bot.languages import understood
from bot.names import target_name
from bot.passage import escape, shortened
from bot.spans import LONGEST
from bot.zones import is_zone
from monitors import rules
from storage.model import (
    EVERY_TOPIC,
    Field,
    Mode,
    SilenceKind,
    Trust,
    Wishes,
    rule_target,
    topic_target,
)
from storage.model.schedules import Digest, Quiet
from storage.portability import Followed, Muted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bot.texts import Texts
    from monitors.rules import Known

T = TypeVar("T")

MOST_SILENCES = 50
_MOST_VALUE, _SHOWN = 200, 60
_MOST_ENTRIES = 4 * MOST_SUBSCRIPTIONS
"""So many are looked at: a file of nothing but mistakes must not keep others waiting."""
_OF_STORY = SilenceKind.STORY
_FIELDS = {SilenceKind.TOPIC: "topic", SilenceKind.PLACE: "place", SilenceKind.SOURCE: "source"}


class Parts:
    """Reads the parts of a file; :attr:`left_out` says what could not be taken, a line each, as HTML."""

    def __init__(self, values: Mapping[str, Any], known: Known, now: datetime, texts: Texts) -> None:
        self._values = values
        self._known = known
        self._now = now
        self._texts = texts
        self.left_out: list[str] = []

    def language(self) -> str:
        """Return the language, empty where none is set, or none that is spoken here."""
        return self._taken("language", self._values.get("language", ""), _language, "")

    def heard_from(self) -> Trust:
        """Return from which trust the chat hears."""
        usual = Trust.UNCONFIRMED
        given = self._within("trust").get("heard_from", usual.word)
        return self._taken("trust.heard_from", given, _trust, usual)

    def told_at(self) -> Trust | None:
        """Return at which trust the chat hears a sound, None for never."""
        given = self._within("trust").get("sound_at", Trust.OFFICIAL.word)
        return None if given is None else self._taken("trust.sound_at", given, _sound, Trust.OFFICIAL)

    def wishes(self) -> Wishes:
        """Return when the chat wants to be told."""
        given = self._within("times")
        return Wishes(
            self._taken("times.mode", given.get("mode", Mode.AT_ONCE.word), _mode, Mode.AT_ONCE),
            self._taken("times.digest", given.get("digest", ""), _digest, ""),
            self._taken("times.quiet", given.get("quiet", ""), _quiet, ""),
            self._taken("times.zone", given.get("zone", ""), _zone, ""),
            self._taken(
                "times.critical_through", given.get("critical_through", True), _switch, otherwise=True
            ),
        )

    def followed(self) -> tuple[Followed, ...]:
        """Return what is followed, as far as it can be here; each target once."""
        found: dict[str, Followed] = {}
        for entry in self._entries("following"):
            one = self._followed(entry)
            if one is None or one.target in found:
                continue
            if len(found) == MOST_SUBSCRIPTIONS:
                said = self._texts.say("More than {count} things cannot be followed.", count=len(found))
                self.left_out.append(said)
                break
            found[one.target] = one
        return tuple(found.values())

    def muted(self, *, is_same_store: bool) -> tuple[Muted, ...]:
        """Return what is muted and still runs; stories are known by number in their own store alone."""
        found: dict[tuple[SilenceKind, str], Muted] = {}
        for entry in self._entries("muted"):
            one = self._muted(entry, is_same_store=is_same_store)
            if one is not None and len(found) < MOST_SILENCES:
                found[one.kind, one.value] = one
        return tuple(found.values())

    def _followed(self, entry: Mapping[str, Any]) -> Followed | None:
        target = entry.get("target")
        if not isinstance(target, str) or not _is_text(target):
            self._broken("following")
            return None
        kind, _, name = target.partition(":")
        shown = escape(target_name(target, self._texts))
        if target != EVERY_TOPIC and target not in {topic_target(name), rule_target(name)}:
            self._broken("following")
            return None
        if kind == "topic" and name not in self._known.topics:
            self.left_out.append(self._texts.say("There is no such topic here: {name}", name=shown))
            return None
        if kind == "rule" and not self._is_rule(name, shown):
            return None
        usual: Mode | None = None
        mode = entry.get("mode")
        since = min(_moment(entry.get("since")) or self._now, self._now)
        return Followed(target, since, None if mode is None else self._taken("mode", mode, _mode, usual))

    def _is_rule(self, text: str, shown: str) -> bool:
        try:
            rules.parse(text, self._known)
        except rules.RuleError as error:
            why = escape(shortened(str(error), _MOST_VALUE))
            said = self._texts.say("This cannot be understood here: {name} ({why})", name=shown, why=why)
            self.left_out.append(said)
            return False
        return True

    def _muted(self, entry: Mapping[str, Any], *, is_same_store: bool) -> Muted | None:
        kind = _kinds().get(str(entry.get("kind")))
        value, until = entry.get("value"), _moment(entry.get("until"))
        if kind is None or not isinstance(value, str) or not _is_text(value) or until is None:
            self._broken("muted")
            return None
        if until <= self._now:
            return None
        if not self._is_there(kind, value, is_same_store=is_same_store):
            name = escape(shortened(silence_name(kind, value, self._texts), _SHOWN))
            self.left_out.append(self._texts.say("That cannot be muted here: {name}", name=name))
            return None
        since = min(_moment(entry.get("since")) or self._now, self._now)
        return Muted(kind, value, since, min(until, self._now + LONGEST))

    def _is_there(self, kind: SilenceKind, value: str, *, is_same_store: bool) -> bool:
        if kind is _OF_STORY:
            return is_same_store and value.isdecimal()
        field = _FIELDS.get(kind)
        return field is None or self._known.value(Field(field, value)) == value

    def _taken(self, name: str, value: object, reading: Callable[[object], T], otherwise: T) -> T:
        try:
            return reading(value)
        except (ValueError, TypeError, KeyError):
            self._broken(name)
            return otherwise

    def _broken(self, name: str) -> None:
        self.left_out.append(self._texts.say("This part is broken: {name}", name=f"<code>{name}</code>"))

    def _within(self, name: str) -> Mapping[str, Any]:
        value = self._values.get(name, {})
        if isinstance(value, dict):
            return value
        self._broken(name)
        return {}

    def _entries(self, name: str) -> Iterator[Mapping[str, Any]]:
        value = self._values.get(name, [])
        if not isinstance(value, list):
            self._broken(name)
            return
        for one in value[:_MOST_ENTRIES]:
            if isinstance(one, dict):
                yield one
            else:
                self._broken(name)


def _language(value: object) -> str:
    if value == "":
        return ""
    if isinstance(value, str) and understood(value) == value:
        return value
    raise ValueError


def _trust(value: object) -> Trust:
    return {trust.word: trust for trust in Trust}[str(value)]


def _sound(value: object) -> Trust:
    return {trust.word: trust for trust in (Trust.CORROBORATED, Trust.OFFICIAL)}[str(value)]


def _mode(value: object) -> Mode:
    return {mode.word: mode for mode in Mode}[str(value)]


def _digest(value: object) -> str:
    return "" if value == "" else Digest.parse(_text(value)).text


def _quiet(value: object) -> str:
    return "" if value == "" else Quiet.parse(_text(value)).text


def _zone(value: object) -> str:
    if value == "" or is_zone(_text(value)):
        return _text(value)
    raise ValueError


def _switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError


def _kinds() -> dict[str, SilenceKind]:
    return {kind.value: kind for kind in SilenceKind}


def _is_text(text: str) -> bool:
    """Whether a text can be stored: half a character, which JSON can write, cannot be."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(_text(value))
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None
