"""What the values of the model are called in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.passage import shortened
from storage.model import EVERY_TOPIC, Health, Trouble, Voice

if TYPE_CHECKING:
    from bot.texts import Texts

LONGEST_NAME = 60
"""Characters of a rule that stand for all of it: fifty such names fit into one message."""


def target_name(target: str, texts: Texts) -> str:
    """Return what a subscription asks for, on one line; a long rule by its beginning."""
    if target == EVERY_TOPIC:
        return texts.say("every topic")
    kind, _, value = target.partition(":")
    name = shortened(value, LONGEST_NAME)
    return name if kind == "topic" else texts.say("rule {rule}", rule=name)


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


def trouble_name(trouble: Trouble, texts: Texts) -> str:  # noqa: PLR0911 - a case, a sentence
    """Return why a source cannot be read, as people say it who do not run the bot."""
    match trouble:
        case Trouble.NO_PREVIEW:
            return texts.say("it has no public preview")
        case Trouble.NOT_FOUND | Trouble.GONE:
            return texts.say("there is no such source any more")
        case Trouble.FORBIDDEN | Trouble.RATE_LIMITED | Trouble.CHALLENGE:
            return texts.say("it does not let the bot in")
        case Trouble.TIMEOUT | Trouble.TLS | Trouble.DNS | Trouble.CONNECTION:
            return texts.say("it cannot be reached")
        case Trouble.SERVER_ERROR | Trouble.HTTP_ERROR:
            return texts.say("its server has a fault")
        case Trouble.PRIVATE_ADDRESS | Trouble.REDIRECT:
            return texts.say("it leads to where the bot does not go")
        case _:
            return texts.say("what it sends cannot be read")
