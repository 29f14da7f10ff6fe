"""What happened to a story, in words: pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.passage import shortened
from bot.story_words import CERTAIN, DENIED, DOUBTFUL, SEVERAL, severity_name
from storage.model import Severity, StepKind, Trust

if TYPE_CHECKING:
    from bot.texts import Texts
    from storage.model import Step

_DETAIL = 60


def step_text(step: Step, texts: Texts) -> str:
    """Return what happened, without the names of those that are the evidence."""
    say = texts.say
    match step.kind:
        case StepKind.TRUST:
            return _trust(step.detail, texts)
        case StepKind.SEVERITY:
            return say("graver now: {severity}", severity=_severity(step.detail, texts))
        case StepKind.PLACE:
            return say("now here too: {place}", place=shortened(step.detail, _DETAIL))
        case StepKind.MERGED | StepKind.SPLIT:
            return _moved(step, texts)
    return _plain(texts)[step.kind]


def _plain(texts: Texts) -> dict[StepKind, str]:
    say = texts.say
    return {
        StepKind.DISPUTED: f"{DENIED} {say('it is denied')}",
        StepKind.UNDISPUTED: say("it is not denied any more"),
        StepKind.EDITED: say("edited"),
        StepKind.DELETED: say("deleted there (noticed then)"),
        StepKind.ENDED: f"🟢 {say('it is over')}",
        StepKind.CLOSED: say("closed: nothing new for long"),
    }


def _trust(word: str, texts: Texts) -> str:
    match word:
        case Trust.OFFICIAL.word:
            return f"{CERTAIN} {texts.say('confirmed by an official voice')}"
        case Trust.CORROBORATED.word:
            return f"{SEVERAL} {texts.say('told by several independent sources')}"
    return f"{DOUBTFUL} {texts.say('unconfirmed again')}"


def _severity(word: str, texts: Texts) -> str:
    known = {one.word: one for one in Severity}
    return severity_name(known[word], texts) if word in known else shortened(word, _DETAIL)


def _moved(step: Step, texts: Texts) -> str:
    """Return what was merged or split, with the other story's number where that is known."""
    say, number = texts.say, step.detail if step.detail.isdecimal() else ""
    if step.kind is StepKind.MERGED:
        return (
            say("merged with story {number}", number=number) if number else say("merged with another story")
        )
    return say("parted from story {number}", number=number) if number else say("parted from another story")
