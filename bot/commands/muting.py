"""What can be muted, as people name it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.config_values import nearest
from storage import stories, told
from storage.model import Field, SilenceKind

if TYPE_CHECKING:
    from bot.texts import Texts
    from monitors.rules import Known
    from storage.database import Connection

_STORY = re.compile(r"(?:story\s+|#)#?(?P<number>[1-9][0-9]{0,17})", re.IGNORECASE)
_OF_KIND = re.compile(r"(?P<kind>topic|place|source)(?:\s+|:\s*)(?P<name>.+)", re.IGNORECASE | re.DOTALL)
_CHANNEL = re.compile(r"(?:https?://)?t\.me/(?:s/)?(?P<name>\w+)/?|@(?P<at>\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NotFound:
    """What is muted cannot be told; ``near`` is a name like it, ``story`` the story that is not there."""

    near: str = ""
    story: str = ""


def subject_of(connection: Connection, text: str, known: Known) -> tuple[SilenceKind, str] | NotFound:
    """Return what a text means, with the value of its silence.

    ``story 12`` or ``#12`` is a story; anything else a topic, a place or a source, in this order, unless the
    word for one of them stands before it.
    """
    if found := _STORY.fullmatch(text):
        return _story(connection, int(found["number"]))
    asked = _OF_KIND.fullmatch(text)
    name = asked["name"] if asked else text
    for kind in (SilenceKind.TOPIC, SilenceKind.PLACE, SilenceKind.SOURCE):
        if asked is None or asked["kind"].casefold() == kind:
            value = _value(kind, name, known)
            if value is not None:
                return kind, value
    names = [*known.topics, *known.names["place"], *known.sources]
    return NotFound(nearest(name, names))


def silence_name(kind: SilenceKind, value: str, texts: Texts) -> str:
    """Return what is muted, as it is listed."""
    match kind:
        case SilenceKind.EVERYTHING:
            return texts.say("everything")
        case SilenceKind.STORY:
            return texts.say("story {number}", number=value)
        case SilenceKind.TOPIC:
            return texts.say("topic {name}", name=value)
        case SilenceKind.PLACE:
            return texts.say("place {name}", name=value)
        case SilenceKind.SOURCE:
            return texts.say("source {name}", name=value)


def held_reason(reason: str, texts: Texts) -> str:
    """Return why an alert was muted: the silence, which is stored as ``kind:value``."""
    kind, _, value = reason.partition(":")
    known = {one.value: one for one in SilenceKind}
    return silence_name(known[kind], value, texts) if kind in known else reason


def _story(connection: Connection, number: int) -> tuple[SilenceKind, str] | NotFound:
    *_, now_in = told.became(connection, number)
    if stories.get(connection, now_in) is None:
        return NotFound(story=str(number))
    return SilenceKind.STORY, str(now_in)


def _value(kind: SilenceKind, name: str, known: Known) -> str | None:
    """Return a name as configured; a source is known by its key, its name, or its address in Telegram."""
    if kind is not SilenceKind.SOURCE:
        return known.value(Field(kind, name))
    channel = _CHANNEL.fullmatch(name)
    found = known.value(Field("source", (channel["name"] or channel["at"]) if channel else name))
    if found is None or ":" in found:
        return found
    return next((key for key in sorted(known.sources) if key.partition(":")[2] == found), None)
