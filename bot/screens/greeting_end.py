"""What the first talk comes to: subscriptions, and a page that says what they bring, with a real example."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.commands.subscribing import MOST_SUBSCRIPTIONS
from bot.finding import find
from bot.passage import escape, html_of, passage
from bot.place_choice import told
from bot.render import asked_for, moment_of
from bot.screens.screen import Choice, Page
from bot.topic_icons import with_icon
from bot.within_reach import within_reach
from monitors import rules
from monitors.rule_text import MOST_CHARACTERS
from storage import catching_up, chats, posts, wishes
from storage.model import EVERY_TOPIC, And, Field, Mode, Or, Rule, Trust, rule_target, topic_target

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import State
    from bot.texts import Texts
    from storage.database import Connection
    from storage.model import Match, Node, StoredPost

MOST_APART = 5
"""So many places become a subscription each, which can be ended by itself; more of them share one."""

LOOKED_AT = 5_000
"""Stored posts, the newest, among which an example is looked for."""

LATELY = timedelta(days=7)
"""How old an example may be: what is older says nothing of what is to come."""

_PASSAGE, _TOPICS = 200, 20


def targets_of(desk: Desk, places: Sequence[str], topics: Sequence[str]) -> list[str]:
    """Return what is followed: topics everywhere, or the posts of some topics that name a place."""
    every = len(topics) == len(desk.setup.topics)
    if not places:
        return [EVERY_TOPIC] if every else [topic_target(name) for name in topics]
    fields: list[Node] = [Field("place", key) for key in places]
    grounds: list[Node] = fields if len(fields) <= MOST_APART else [Or(tuple(fields))]
    wanted: tuple[Node, ...] = tuple(Field("topic", name) for name in topics)
    if not wanted:
        return [rule_target(rules.write(ground)) for ground in grounds]
    return [rule_target(text) for ground in grounds for text in _rules(ground, wanted)]


def _rules(ground: Node, wanted: tuple[Node, ...]) -> list[str]:
    """Return the rule of some topics at a place; several, where one would be longer than a rule may be."""
    text = rules.write(And((ground, wanted[0] if len(wanted) == 1 else Or(wanted))))
    if len(wanted) == 1 or len(text) <= MOST_CHARACTERS:
        return [text]
    half = len(wanted) // 2
    return [*_rules(ground, wanted[:half]), *_rules(ground, wanted[half:])]


async def settle(desk: Desk, asked: Asked, state: State, topics: Sequence[str]) -> bool:
    """Follow what was chosen, as loud as was chosen; False, and nothing done, where it is too much."""
    targets = targets_of(desk, state.get("places", ()), topics)
    held = [one.target for one in await desk.database.read(chats.following, asked.chat)]
    if len({*held, *targets}) > max(MOST_SUBSCRIPTIONS, len(held)):
        return False
    new = [target for target in targets if target not in held]
    open_now = await desk.database.read(_open_now, desk, new)
    trust = Trust(state["trust"]) if "trust" in state else None
    mode = Mode(state["mode"]) if "mode" in state else None
    zone = desk.setup.config.region.timezone
    await desk.database.write(_set_loudness, asked.chat, trust, mode, desk.clock.now(), zone)
    await desk.database.write(_follow, asked.chat, new, open_now, desk.clock.now())
    return True


def _open_now(connection: Connection, desk: Desk, targets: Sequence[str]) -> frozenset[int]:
    """Return the stories still open that new rules find; of topics the store knows them itself."""
    rule = _rule_of(desk, targets)
    if rule is None:
        return frozenset()
    return within_reach(connection, rule, desk.setup.vocabulary, desk.setup.watched, desk.clock.now())


def _set_loudness(
    connection: Connection, chat: int, trust: Trust | None, mode: Mode | None, now: datetime, zone: ZoneInfo
) -> None:
    if trust is not None:
        chats.set_heard_from(connection, chat, trust)
    if mode is Mode.DIGEST:
        wishes.set_digest(connection, chat, wishes.UNNAMED, now, zone)
    elif mode is not None:
        wishes.set_mode(connection, chat, mode, now, zone)


def _follow(
    connection: Connection, chat: int, targets: Sequence[str], open_now: Collection[int], now: datetime
) -> None:
    chats.wake(connection, chat)
    new = [target for target in targets if chats.follow(connection, chat, target, now)]
    catching_up.welcome(connection, chat, new, now, open_now)


async def page(desk: Desk, asked: Asked, state: State, topics: Sequence[str]) -> Page:
    """Return what will be heard of, with an example of the last days, and how that can be changed."""
    texts, say = asked.texts, asked.texts.say
    places = [told(key) for key in state.get("places", ())]
    lines = [
        f"✅ <b>{say('You will hear about:')}</b>",
        *(f"📍 {escape(name)}" for name in places[:MOST_APART]),
        *([_more(places, texts, MOST_APART)] if len(places) > MOST_APART else []),
        *([] if places else ["🌍 " + escape(say("everywhere"))]),
        " · ".join(escape(with_icon(name, texts)) for name in topics[:_TOPICS]),
        *([_more(topics, texts, _TOPICS)] if len(topics) > _TOPICS else []),
        "",
        *await _example(desk, asked, targets_of(desk, state.get("places", ()), topics)),
        "",
        say("/following shows and changes it, /settings all the rest, /help what else I can do."),
    ]
    return Page("\n".join(lines), ((Choice("➕ " + say("Add something"), "open", ""),),))


def _more(named: Sequence[str], texts: Texts, shown: int) -> str:
    return texts.count("… and {number} more", "… and {number} more", len(named) - shown)


async def _example(desk: Desk, asked: Asked, targets: Sequence[str]) -> list[str]:
    """Return the newest stored post that would have been told, or that there was none."""
    say = asked.texts.say
    found = await desk.database.read(_newest, desk, targets)
    if found is None or desk.clock.now() - moment_of(found[0]) > LATELY:
        return [say("Nothing of that happened in the last days. I speak up as soon as something does.")]
    stored, matches = found
    post = stored.post
    name = escape(post.source.partition(":")[2])
    head = f'<a href="{escape(post.link)}">{name}</a>' if post.link else name
    age = escape(asked.texts.age(desk.clock.now() - moment_of(stored)))
    return [
        say("The latest of that kind:"),
        f"<blockquote>{head}, {age}\n{html_of(passage(post.text, matches, _PASSAGE))}</blockquote>",
    ]


def _newest(
    connection: Connection, desk: Desk, targets: Sequence[str]
) -> tuple[StoredPost, Sequence[Match]] | None:
    """Return the newest stored post that targets ask for, with what matches in it."""
    rule = _rule_of(desk, targets)
    if rule is None:
        found = posts.latest_matched(connection, list(targets), 1)
        return (
            (found[0], [m for hit in asked_for(found[0].hits, targets) for m in hit.matches])
            if found
            else None
        )
    hits = find(connection, rule, desk.setup.vocabulary, desk.setup.watched, 1, LOOKED_AT)
    return hits[0] if hits else None


def _rule_of(desk: Desk, targets: Sequence[str]) -> Rule | None:
    """Return one rule for targets that are rules of the talk's own; None where they are topics, or none."""
    texts = [one.removeprefix(rule_target("")) for one in targets]
    if not targets or texts[0] == targets[0]:
        return None
    parts = [rules.parse(text, desk.setup.known) for text in texts]
    return Rule(texts[0], Or(tuple(part.root for part in parts))) if len(parts) > 1 else parts[0]
