"""Why an alert came, and why its story is one event; or why another post raised none."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from bot import story_view
from bot.commands.belonging import belonging, membership_line, others_of
from bot.commands.desk import Answer, lines
from bot.commands.status import how_old
from bot.finding import source_of
from bot.names import target_name
from bot.passage import escape, shortened
from bot.render import asked_for
from bot.story_render import most_telling
from bot.tuning.links import link_in
from monitors import rules
from monitors.explaining import Explainer
from monitors.lexicon import Target
from monitors.watchlist import OWN_RULE_SEVERITY
from storage import chats, outbox, posts, stories
from storage.model import EVERY_TOPIC, topic_target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts
    from monitors.explaining import Explanation
    from storage.model import Alert, Hit, Match, StoredPost

MOST_RULES, MOST_TERMS, MOST_FORMS = 5, 8, 3
"""How many rules, words of one and forms of one word an answer names: it is to be read on a phone."""

_PART = 80
_EXAMPLE = "/why https://t.me/open_belgorod/123"


class _Subject(NamedTuple):
    """A post, the targets of which is said why they fit it or not, and what there is to say of its story."""

    stored: StoredPost
    targets: Collection[str]
    is_alert: bool
    story: Sequence[str] = ()


async def why(desk: Desk, asked: Asked) -> Answer:
    """Say which words made a post fit what a chat follows, and why its story is one event.

    Where it does not fit, what was missing. The post is that of the alert which is replied to, or of a link.
    """
    subject = await _subject(desk, asked)
    if isinstance(subject, str):
        age = [await how_old(desk, asked.texts)] if asked.argument and link_in(asked.argument) else []
        return lines(*subject.splitlines(), *age)
    return lines(*await _explained(subject, desk, asked.texts), *subject.story)


async def why_alert(desk: Desk, asked: Asked, alert: Alert) -> Answer:
    """Say the same of an alert that this chat was sent."""
    subject = await _of_alert(desk, alert, asked.texts)
    if subject is None:
        return lines(asked.texts.say("Of this alert no post is kept any more."))
    return lines(*await _explained(subject, desk, asked.texts), *subject.story)


async def _explained(subject: _Subject, desk: Desk, texts: Texts) -> list[str]:
    hits = asked_for(subject.stored.hits, subject.targets)
    if hits:
        return [line for hit in hits[:MOST_RULES] for line in _because(hit, desk, texts)]
    head = (
        texts.say("The post was changed since this alert. As it is now, it does not fit any more.")
        if subject.is_alert
        else texts.say("This post does not fit what is followed here.")
    )
    return [head, *await asyncio.to_thread(_lacking, subject, desk, texts)]


async def _subject(desk: Desk, asked: Asked) -> _Subject | str:
    """Return what is asked about, or what is said where that cannot be told."""
    say = asked.texts.say
    if asked.argument:
        if not (link := link_in(asked.argument)):
            return _usage(asked.texts)
        stored = await desk.database.read(posts.linked, link)
        return await _of_post(desk, asked, stored) if stored else say("I do not have this post stored.")
    if asked.reply_to is None:
        return _usage(asked.texts)
    alert = await desk.database.read(outbox.told_in, asked.chat, asked.reply_to)
    told = await _of_alert(desk, alert, asked.texts) if alert else None
    return told or say("That message is no alert that I still know.") + "\n" + _usage(asked.texts)


async def _of_post(desk: Desk, asked: Asked, stored: StoredPost) -> _Subject:
    held = await desk.database.read(chats.following, asked.chat)
    targets = [one.target for one in held] or [EVERY_TOPIC]
    member = await desk.database.read(stories.post_of, stored.id)
    story = ["", membership_line(member.membership, asked.texts)] if member else []
    return _Subject(stored, targets, is_alert=False, story=story)


async def _of_alert(desk: Desk, alert: Alert, texts: Texts) -> _Subject | None:
    """Return the post that an alert shows, and why the others of its story belong to it."""
    view = await desk.database.read(story_view.load, alert, desk.setup.watched)
    if view is None:
        return None
    stored = most_telling(view, alert).stored
    others = await desk.database.read(others_of, alert.story, stored.id)
    story = belonging(others, alert.story, desk.setup.watched, texts, desk.clock.now())
    return _Subject(stored, alert.targets, is_alert=True, story=story)


def _usage(texts: Texts) -> str:
    example = f"<code>{_EXAMPLE}</code>"
    return texts.say("Reply to an alert with /why, or type it with a post's link: {example}", example=example)


# --- what fitted ------------------------------------------------------------------------------


def _because(hit: Hit, desk: Desk, texts: Texts) -> Iterator[str]:
    yield f"<b>{escape(target_name(hit.target, texts))}</b>"
    by_term: dict[str, list[Match]] = {}
    for match in hit.matches:
        by_term.setdefault(match.term, []).append(match)
    places = frozenset(desk.setup.vocabulary.gazetteer.keys)
    for term, matches in list(by_term.items())[:MOST_TERMS]:
        name = escape(shortened(term, _PART))
        yield f"• {texts.say('place {name}', name=name) if term in places else name}: {_forms(matches)}"
    if not by_term:
        yield "• " + texts.say("its source and kind are asked for, no words")


def _forms(matches: Iterable[Match]) -> str:
    forms = dict.fromkeys(match.form for match in matches)
    shown = ", ".join(f"«{escape(shortened(form, _PART))}»" for form in list(forms)[:MOST_FORMS])
    return shown + (" …" if len(forms) > MOST_FORMS else "")


# --- what did not -----------------------------------------------------------------------------


def _lacking(subject: _Subject, desk: Desk, texts: Texts) -> list[str]:
    """Return what the rules lack that came nearest."""
    stored = subject.stored
    if stored.post.service:
        return [texts.say("It is what the network says of the channel itself.")]
    explainer = Explainer(_targets(subject.targets, desk), desk.setup.vocabulary)
    source = source_of(stored.post.source, desk.setup.watched)
    reasons = explainer.explain(stored.post, source, stored.seen)
    ranked = sorted((one for one in reasons.rules), key=lambda one: -one[1].found)
    return [line for target, found in ranked[:MOST_RULES] for line in _missing(target, found, texts)]


def _targets(wanted: Collection[str], desk: Desk) -> Iterator[Target]:
    """Yield the topics and own rules that are followed; a rule that names what is gone rests."""
    for topic in desk.setup.topics:
        name = topic_target(topic.name)
        if name in wanted or EVERY_TOPIC in wanted:
            yield Target(name, topic.severity, topic.rule)
    for target in wanted:
        if target.startswith("rule:"):
            try:
                rule = rules.parse(target.removeprefix("rule:"), desk.setup.known)
            except rules.RuleError:
                continue
            yield Target(target, OWN_RULE_SEVERITY, rule)


def _missing(target: Target, why_not: Explanation, texts: Texts) -> Iterator[str]:
    yield f"<b>{escape(target_name(target.name, texts))}</b>"
    if why_not.holds:
        yield "• " + texts.say("fits now; it did not when the post was read")
    for part in why_not.lacking[:MOST_TERMS]:
        yield "• " + texts.say("missing: {part}", part=_named(part))
    for part in why_not.hindering[:MOST_TERMS]:
        yield "• " + texts.say("excluded: {part}", part=_named(part))


def _named(part: Explanation) -> str:
    return f"<code>{escape(shortened(part.text, _PART))}</code>"
