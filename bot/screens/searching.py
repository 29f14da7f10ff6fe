"""Looking for stored posts: pages that turn in place, newest or best first, narrowed down by buttons.

What a search found is kept in the state by its ids, so that turning pages shows every hit once whatever
comes in meanwhile; *Refresh* looks anew. The page asks: what is typed next is the next search.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.commands.status import how_old
from bot.commands.subscribing import MOST_SUBSCRIPTIONS
from bot.finding import source_of
from bot.names import voice_name
from bot.passage import escape, html_of, passage, shortened
from bot.render import moment_of
from bot.screens.screen import Choice, Page, Screen, Turn, paged, turning
from bot.searching import EXAMPLES, FILTERS, hits_of, looked_for, narrowed
from bot.setup import target_of
from bot.topic_icons import with_icon
from monitors import rules
from monitors.rule_matcher import RuleMatcher
from storage import catching_up, chats
from storage.model import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from typing import Any

    from bot.commands.desk import Asked, Desk
    from bot.render import Button
    from bot.screens.screen import State
    from bot.searching import Hit
    from bot.texts import Texts
    from storage.database import Connection
    from storage.model import StoredPost

    Rows = list[tuple[Choice | Button, ...]]

RESULTS = 5
"""Posts on one page: what a phone shows without much scrolling."""

_PASSAGE, _OPTIONS, _LABEL, _QUERY = 280, 12, 24, 100
# --- what is shown ----------------------------------------------------------------------------


async def _show(desk: Desk, asked: Asked, state: State) -> Page:
    say = asked.texts.say
    if not state.get("rule"):
        before = "" if asked.is_private else "/search "  # in groups only commands are heard
        shown = "\n".join(f"<code>{before}{escape(one)}</code>" for one in EXAMPLES)
        head = [state["error"], ""] if state.get("error") else []
        return Page("\n".join([*head, say("What do you look for? Type words or a rule:"), shown]), asks=True)
    if state.get("error"):
        back = (Choice("⬅ " + say("Back"), "menu", ""),)
        return Page(f"{state['error']}\n\n{say('Type it anew, or go back.')}", (back,), asks=True)
    found = await desk.database.read(hits_of, desk, state)
    if state.get("menu"):
        return _options(desk, asked.texts, state, found)
    return await _results(desk, asked, state, found)


async def _results(desk: Desk, asked: Asked, state: State, found: list[Hit]) -> Page:
    say, texts = asked.texts.say, asked.texts
    hits = narrowed(state, found, texts)
    pages = max(1, -(-len(hits) // RESULTS))
    number = min(max(state.get("page", 0), 0), pages - 1)
    shown = hits[number * RESULTS : (number + 1) * RESULTS]
    lines = [*_head(state, len(hits), texts), ""]
    if shown:
        lines += await desk.database.read(_entries, desk, state, shown, texts)
    else:
        lines += [say("No stored post fits."), ""]
    lines.append(await how_old(desk, texts))
    return Page("\n".join(lines), tuple(_buttons(asked, state, number, pages)), asks=True)


def _head(state: State, number: int, texts: Texts) -> Iterator[str]:
    query = f"<b>{escape(shortened(state['rule'], _QUERY))}</b>"
    yield texts.count("{query}: {number} post", "{query}: {number} posts", number, query=query)
    if state.get("bounded"):
        yield texts.say("There may be more: only the newest were looked through.")
    filters = [escape(_value_name(kind, state[kind], texts)) for kind in FILTERS if state.get(kind)]
    if filters:
        yield texts.say("Only: {filters}", filters=texts.listed(filters))


def _buttons(asked: Asked, state: State, number: int, pages: int) -> Iterator[tuple[Choice, ...]]:
    say = asked.texts.say
    yield turning(number, pages)
    is_best = state.get("order") == "best"
    newest, best = say("Newest"), say("Best")
    yield (
        Choice(newest if is_best else f"✓ {newest}", "order", "newest"),
        Choice(f"✓ {best}" if is_best else best, "order", "best"),
    )
    yield (
        Choice("📍 " + say("Place"), "menu", "place"),
        Choice("📌 " + say("Topic"), "menu", "topic"),
        Choice("🗣 " + say("Voice"), "menu", "voice"),
        Choice("📅 " + say("Day"), "menu", "day"),
    )
    if any(state.get(kind) for kind in FILTERS):
        yield (Choice("✖ " + say("No filters"), "clear"),)
    refresh = Choice("🔄 " + say("Refresh"), "refresh")
    follow = Choice("➕ " + say("Follow this"), "follow")
    yield (refresh, follow) if asked.manager is not None else (refresh,)


def _entries(
    connection: Connection, desk: Desk, state: State, shown: Sequence[Hit], texts: Texts
) -> list[str]:
    """Return posts as a few lines each, with the words that were found bold."""
    del connection
    matcher = RuleMatcher(rules.parse(state["rule"], desk.setup.known), desk.setup.vocabulary)
    return [_entry(hit.stored, matcher, desk, texts) for hit in shown]


def _entry(stored: StoredPost, matcher: RuleMatcher, desk: Desk, texts: Texts) -> str:
    post, now = stored.post, desk.clock.now()
    matches = matcher.matches(post, source_of(post.source, desk.setup.watched), stored.seen) or ()
    name = escape(post.source.partition(":")[2])
    head = f'<a href="{escape(post.link)}">{name}</a>' if post.link else name
    age = escape(texts.age(max(now - moment_of(stored), timedelta())))
    return f"{head}, {age}\n{html_of(passage(post.text, matches, _PASSAGE))}\n"


def _options(desk: Desk, texts: Texts, state: State, found: list[Hit]) -> Page:
    """Show by what a search can be narrowed down: what occurs in its hits, the most frequent first."""
    del desk
    kind, say = state["menu"], texts.say
    others = narrowed({**state, kind: ""}, found, texts)
    counted = Counter(value for hit in others for value in hit.values(kind, texts))
    ordered = (
        sorted(counted, reverse=True) if kind == "day" else [value for value, _ in counted.most_common()]
    )
    rows: Rows = [
        (Choice(f"{shortened(_value_name(kind, one, texts), _LABEL)} ({counted[one]})", kind, one),)
        for one in ordered
    ]
    shown, number, pages = paged(tuple(rows), state.get("menu_page", 0), _OPTIONS)
    every = (Choice(say("All"), kind, ""), Choice("⬅ " + say("Back"), "menu", ""))
    text = say("Show only which?") if ordered else say("There is nothing to choose from.")
    return Page(text, (*shown, turning(number, pages), every), asks=True)


def _value_name(kind: str, value: str, texts: Texts) -> str:
    match kind:
        case "voice" if value in [*Voice]:
            return voice_name(Voice(value), texts)
        case "topic":
            return with_icon(value, texts)
        case "day":
            return texts.day(value)
    return value


# --- what becomes of it -----------------------------------------------------------------------


async def _press(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    match choice.act:
        case "page":
            name = "menu_page" if state.get("menu") else "page"
            return Turn(_put(state, **{name: int(choice.value)}))
        case "order" | "menu":
            return Turn(_put(state, **{choice.act: choice.value}, page=0, menu_page=0, error=""))
        case "clear":
            return Turn(_put(state, **dict.fromkeys(FILTERS, ""), page=0))
        case "refresh":
            return Turn(await looked_for(desk, asked, state, state["rule"]))
        case "follow":
            return await _follow(desk, asked, state)
    return Turn(_put(state, **{choice.act: choice.value}, page=0, menu=""))


async def _hear(desk: Desk, asked: Asked, state: State, text: str) -> Turn:
    return Turn(await looked_for(desk, asked, {"order": state.get("order", "newest")}, text))


async def _follow(desk: Desk, asked: Asked, state: State) -> Turn:
    """Follow what is looked for, in a private chat: in a group that is for its admins, by /follow."""
    say = asked.texts.say
    if asked.manager is None:
        return Turn(toast=say("Only admins can do that here."))
    held = await desk.database.read(chats.following, asked.chat)
    if len(held) >= MOST_SUBSCRIPTIONS:
        return Turn(toast=say("You follow {count} things, which is the most.", count=len(held)))
    target = target_of(state["rule"], desk.setup.known)
    is_new = await desk.database.write(_begin, asked.chat, target, desk.clock.now())
    name = shortened(state["rule"], _QUERY)
    if is_new:
        return Turn(toast=say("You will hear of: {name}", name=name))
    return Turn(toast=say("You follow that already: {name}", name=name))


def _begin(connection: Connection, chat: int, target: str, now: datetime) -> bool:
    is_new = chats.follow(connection, chat, target, now)
    if is_new:
        catching_up.welcome(connection, chat, [target], now)
    return is_new


def _put(state: State, **changes: object) -> dict[str, Any]:
    return {**state, **changes}


SCREENS: tuple[Screen, ...] = (Screen("search", _show, _press, _hear),)
