"""What the values of the model are called in the reader's language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.passage import shortened
from storage.model import EVERY_TOPIC, Health, Mode, Reason, Trouble, Voice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.texts import Texts

_INSIDE = r'(?:[^"\\]|\\.)*'
_VALUE = re.compile(rf'(?:place|topic):(?:"({_INSIDE})"|(\S+?)(?=[\s)]|$))')
_PLACE = rf'place:(?:"{_INSIDE}"|[^\s()]+)'
_TOPIC = _PLACE.replace("place", "topic")
_PLACE_AND_TOPICS = re.compile(
    rf"({_PLACE}|\({_PLACE}(?: OR {_PLACE})*\))(?: AND ({_TOPIC}|\({_TOPIC}(?: OR {_TOPIC})*\)))?"
)
"""What the first talk makes of the choice of places and topics: no rule to who never wrote one."""

LONGEST_NAME = 60
"""Characters of a rule that stand for all of it: fifty such names fit into one message."""


def target_name(target: str, texts: Texts) -> str:
    """Return what a subscription asks for, on one line; a long rule by its beginning."""
    if target == EVERY_TOPIC:
        return texts.say("every topic")
    if chosen := places_and_topics(target):
        places, topics = chosen
        told = ", ".join(topic_name(name, texts) for name in topics)
        named = ", ".join(places) + (f": {told}" if told else "")
        return shortened(named, LONGEST_NAME)
    kind, _, value = target.partition(":")
    if kind == "topic":
        return shortened(topic_name(value, texts), LONGEST_NAME)
    return texts.say("rule {rule}", rule=shortened(value, LONGEST_NAME))


def topic_name(name: str, texts: Texts) -> str:
    """Return what a topic that ships is called in the reader's language; others as they were named."""
    return _shipped(texts).get(name, name)


@lru_cache(16)
def _shipped(texts: Texts) -> Mapping[str, str]:
    say = texts.say
    return {
        "shelling": say("shelling"),
        "drone": say("drone"),
        "airraid": say("airraid"),
        "casualties": say("casualties"),
        "fire": say("fire"),
        "outage": say("outage"),
        "evacuation": say("evacuation"),
        "border": say("border"),
        "road": say("road"),
        "communication": say("communication"),
    }


def places_and_topics(target: str) -> tuple[list[str], list[str]] | None:
    """Return the places and topics of a subscription that was chosen with buttons; None of any other."""
    kind, _, value = target.partition(":")
    plain = _PLACE_AND_TOPICS.fullmatch(value) if kind == "rule" else None
    if plain is None:
        return None
    places, topics = (fields_of(part) for part in plain.groups(""))
    return places, topics


def fields_of(rule: str) -> list[str]:
    """Return the places and topics that a rule names, without the marks that quote them there."""
    return [re.sub(r"\\(.)", r"\1", quoted) or plain for quoted, plain in _VALUE.findall(rule)]


def mode_name(mode: Mode, texts: Texts) -> str:
    """Return how something is told, in few words."""
    match mode:
        case Mode.AT_ONCE:
            return texts.say("at once")
        case Mode.SILENT:
            return texts.say("without a sound")
        case Mode.DIGEST:
            return texts.say("in the digest")


def voice_name(voice: Voice, texts: Texts) -> str:
    """Return whose word a source is."""
    match voice:
        case Voice.OFFICIAL:
            return texts.say("official")
        case Voice.MEDIA:
            return texts.say("media")
        case Voice.CHANNEL:
            return texts.say("channel")
        case Voice.PERSON:
            return texts.say("person")


def health_name(health: Health, texts: Texts) -> str:
    """Return how a source stands."""
    match health:
        case Health.FRESH:
            return texts.say("fresh")
        case Health.LATE:
            return texts.say("late")
        case Health.BROKEN:
            return texts.say("broken")
        case Health.GONE:
            return texts.say("gone")


def reason_name(reason: Trouble | Reason, texts: Texts) -> str:
    """Return why a source stands as it does, as people say it who do not run the bot."""
    return _reasons(texts)[reason] if isinstance(reason, Reason) else _troubles(texts)[reason]


def _reasons(texts: Texts) -> dict[Reason, str]:
    return {
        Reason.NEVER_READ: texts.say("it was never read yet"),
        Reason.UNREAD: texts.say("it was not read in its time"),
        Reason.SILENT: texts.say("it is read, but has shown nothing new for longer than is likely"),
        Reason.PREVIEW_OFF: texts.say("its public preview was switched off"),
        Reason.PAUSED: texts.say("the operators have paused it"),
        Reason.WENT_PRIVATE: texts.say("it has become private"),
    }


def _troubles(texts: Texts) -> dict[Trouble, str]:
    return {
        Trouble.NO_PREVIEW: texts.say("it has no public preview"),
        Trouble.NOT_FOUND: texts.say("there is no such source"),
        Trouble.GONE: texts.say("there is no such source any more"),
        Trouble.PRIVATE: texts.say("it is private"),
        Trouble.RENAMED: texts.say("it was renamed"),
        Trouble.NO_TOKEN: texts.say("its server wants a token"),
        Trouble.FORBIDDEN: texts.say("its server does not let the bot in"),
        Trouble.CHALLENGE: texts.say("it shows a login or a test against programs instead"),
        Trouble.RATE_LIMITED: texts.say("its server wants to be asked less"),
        Trouble.SERVER_ERROR: texts.say("its server has a fault"),
        Trouble.HTTP_ERROR: texts.say("its server gives an odd answer"),
        Trouble.TIMEOUT: texts.say("its server does not answer in time"),
        Trouble.TLS: texts.say("its certificate cannot be trusted"),
        Trouble.DNS: texts.say("its server's name is not found"),
        Trouble.CONNECTION: texts.say("its server cannot be reached"),
        Trouble.PRIVATE_ADDRESS: texts.say("it leads into a private network"),
        Trouble.REDIRECT: texts.say("it leads somewhere else without end"),
        Trouble.TOO_LARGE: texts.say("it is too large"),
        Trouble.EMPTY: texts.say("its page is empty"),
        Trouble.LAYOUT: texts.say("its pages are not built as they were"),
        Trouble.NOT_A_FEED: texts.say("it is no feed"),
        Trouble.BAD_ANSWER: texts.say("what it sends cannot be read"),
    }
