"""How a story stands, in plain words: what, where, who tells it, how sure that is. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.names import places_and_topics, target_name, voice_name
from bot.passage import shortened
from bot.render import HEADLINE, moment_of
from storage.model import EVERY_TOPIC, Severity, Trust

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.story_view import StoryView, Teller
    from bot.texts import Texts
    from storage.model import Story

_NAME, _PLACE, _HEDGE = 40, 40, 50
"""The most characters of what a source calls itself, of a place, and of a wording."""

_MOST_PLACES = 4

CERTAIN, SEVERAL, DOUBTFUL, DENIED = "✅", "👥", "❔", "⚠️"
"""What stands before how sure a story is: to be seen at a glance."""

CAUTIOUS, GONE = "💬", "🗑"
"""What stands before a source's own caution, and before what was deleted."""

_NUMBERS = re.compile(r"\d+(?:[.,:]\d+)*")


def asked_targets(story: Story, targets: Collection[str]) -> list[str]:
    """Return the targets of a story that a chat with these subscriptions asked for, the gravest first."""
    wanted = set(targets)
    every = EVERY_TOPIC in wanted
    found = [one for one in story.targets if one in wanted or (every and one.startswith("topic:"))]
    return sorted(found, key=lambda one: -story.targets[one])


def headline(story: Story, targets: Collection[str], texts: Texts) -> str:
    """Return what happened, as far as it was asked for, and where.

    Where nothing of it was asked for, by its topics: another chat's rule is nobody else's business.
    """
    asked = asked_targets(story, targets) or asked_targets(story, [EVERY_TOPIC]) or targets
    named = dict.fromkeys(name for one in asked for name in _happened(story, one, texts))
    what = shortened(" · ".join(named), HEADLINE)
    where = places_in_row(story.places)
    if what and where:
        return texts.say("{what}: {where}", what=what, where=where)
    return what or where or texts.say("an event")


def _happened(story: Story, target: str, texts: Texts) -> list[str]:
    """Return what a target says of a story: of a place with some topics, those that the story is about."""
    chosen = places_and_topics(target)
    if chosen is None:
        return [target_name(target, texts)]
    wanted = {name.casefold() for name in chosen[1]}
    about = asked_targets(story, [EVERY_TOPIC])
    meant = (one for one in about if not wanted or one.partition(":")[2].casefold() in wanted)
    return [target_name(one, texts) for one in meant]


def places_in_row(places: Sequence[str]) -> str:
    """Return the first few places on one line, an ellipsis for the others."""
    named = " · ".join(shortened(place, _PLACE) for place in places[:_MOST_PLACES])
    return named + ("…" if len(places) > _MOST_PLACES else "")


def name_of(one: Teller) -> str:
    """Return what a source calls itself, cut where it is long."""
    return shortened(one.title, _NAME)


def with_voice(one: Teller, texts: Texts) -> str:
    """Return what a source calls itself, and whose word it is."""
    return texts.say("{title} ({voice})", title=name_of(one), voice=voice_name(one.voice, texts))


def trust_lines(view: StoryView, texts: Texts) -> list[str]:
    """Return how sure a story is, and by whose word; that it is denied comes first."""
    denied = [f"{DENIED} {_denial(view.denier, texts)}"] if view.story.is_disputed else []
    official = name_of(view.official) if view.official else shortened(view.vouching, _NAME)
    return [*denied, trust_text(view.story, official, texts)]


def trust_text(story: Story, official: str, texts: Texts) -> str:
    """Return how far a story is confirmed; ``official`` is who did that, empty where it is not known."""
    if story.trust is Trust.OFFICIAL:
        return f"{CERTAIN} {_officially(story, official, texts)}"
    if story.trust is Trust.CORROBORATED:
        words = texts.count(
            "told by {number} independent source",
            "told by {number} independent sources",
            max(2, story.origins),
        )
        return f"{SEVERAL} {words}"
    return f"{DOUBTFUL} {_unconfirmed(story, texts)}"


def _unconfirmed(story: Story, texts: Texts) -> str:
    if story.origins == 0:
        return texts.say("unconfirmed: nobody tells it any more")
    if story.origins > 1:
        return texts.say("unconfirmed")
    if story.copies:
        return texts.count(
            "unconfirmed: one source, {number} copy", "unconfirmed: one source, {number} copies", story.copies
        )
    return texts.say("unconfirmed: one source")


def _officially(story: Story, official: str, texts: Texts) -> str:
    if not official:
        return texts.say("officially confirmed")
    if story.origins == 1:
        return texts.say("told officially: {name}", name=official)
    return texts.say("officially confirmed: {name}", name=official)


def _denial(denier: Teller | None, texts: Texts) -> str:
    return texts.say("disputed: {name} denies it", name=name_of(denier)) if denier else texts.say("disputed")


def hedge_text(one: Teller, texts: Texts) -> str:
    """Return a source's own caution in its own words; whose they are stands below."""
    return f"{CAUTIOUS} {texts.say('unsure: «{words}»', words=shortened(one.hedge, _HEDGE))}"


def teller_line(one: Teller, texts: Texts, now: datetime) -> str:
    """Return when who told it, how many copied it, and what has to be known of it."""
    time = texts.moment(moment_of(one.stored), now)
    line = texts.say("{time} {who}", time=time, who=with_voice(one, texts))
    marks = [copies_text(one.copies, texts)] if one.copies else []
    marks += [texts.say("not sure itself")] if one.hedge else []
    marks += [texts.say("denies it")] if one.membership and one.membership.denies else []
    marks += [texts.say("deleted")] if one.is_deleted else []
    return " · ".join([line, *marks])


def copies_text(number: int, texts: Texts) -> str:
    """Return how many copies there are besides."""
    return texts.count("+{number} copy", "+{number} copies", number)


def severity_name(severity: Severity, texts: Texts) -> str:
    """Return how grave something is."""
    match severity:
        case Severity.CRITICAL:
            return texts.say("critical")
        case Severity.WARNING:
            return texts.say("warning")
        case Severity.INFO:
            return texts.say("information")


def says_more(one: Teller, than: Teller) -> bool:
    """Tell whether a report names numbers or places that another does not: such is the news of an event."""
    numbers = set(_NUMBERS.findall(one.stored.post.text)) - set(_NUMBERS.findall(than.stored.post.text))
    return bool(numbers or set(one.stored.places) - set(than.stored.places))
