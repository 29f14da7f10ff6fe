"""The pages of the first talk; :mod:`bot.screens.greeting` tells what leads from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.pause import pause_stands
from bot.commands.subscriptions import listed
from bot.passage import escape, shortened
from bot.place_choice import above, inside, told
from bot.screens.screen import Choice, Page, paged, turning
from bot.topic_icons import with_icon
from storage import chats, pausing
from storage.model import Mode, Severity, Trust

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from bot.commands.desk import Asked, Desk
    from bot.render import Button
    from bot.screens.screen import Choices, State
    from bot.texts import Texts

    Rows = list[tuple[Choice | Button, ...]]

PLACES, TOPICS, LOUD, DONE, HAVE, LINK, NEAR = "places", "topics", "loud", "done", "have", "link", "near"
"""The steps."""

ROWS = 8
"""Places on a page, and rows of topics."""

RADII = (5, 10, 25, 50)
"""Kilometres around somebody that can be chosen."""

MOST_PLACES = 30
"""Places that one talk can choose; a region above them all is one."""

_NAMES = 30
_NEAREST = 5
_LABEL = 28


def sensible(desk: Desk) -> list[str]:
    """Return the topics that are ready: those that warn of something; all where none does."""
    known = desk.setup.topics
    return [one.name for one in known if one.severity >= Severity.WARNING] or [one.name for one in known]


def chosen_topics(desk: Desk, state: State) -> list[str]:
    """Return the topics chosen so far, as far as they are known still."""
    wanted = state.get("topics")
    ready = set(sensible(desk) if wanted is None else wanted)
    found = [one.name for one in desk.setup.topics if one.name in ready]
    return found or sensible(desk)  # a new configuration may know none of them


def known(desk: Desk, state: State) -> dict[str, Any]:
    """Return the state as far as the configuration, which may be a new one, knows what it names.

    Where none of the places is left, and none was chosen for everywhere, the talk asks for places again;
    where there are no places at all it begins with topics.
    """
    keys = desk.setup.vocabulary.gazetteer.keys
    step, wanted = state.get("step", PLACES), state.get("places", [])
    kept = [key for key in wanted if key in keys]
    at = state.get("at", "")
    if wanted and not kept:
        step = PLACES
    if step == PLACES and not keys:
        step = TOPICS
    return {**state, "step": step, "places": kept, "at": at if at in keys else ""}


def _greeting(texts: Texts) -> str:
    does = texts.say("I watch public channels and tell you what concerns you, once and quickly.")
    keeps = texts.say("I keep the number of this chat and what you choose. /privacy tells more.")
    return f"<b>{does}</b>\n{keeps}"


def places(desk: Desk, texts: Texts, state: State) -> Page:
    """Ask where; or show what was found of what was typed."""
    say, at = texts.say, state.get("at", "")
    found = state.get("found")
    keys = inside(desk.setup, at) if found is None else found
    shown, number, pages = paged(
        _place_rows(desk, keys, _short if found is None else _label), state.get("page", 0), ROWS
    )
    rows: Rows = [*shown, turning(number, pages)]
    if at:
        rows.insert(0, (Choice(say("All of {place}", place=_short(at)), "place", at),))
    if at or found is not None:
        rows.append((Choice("⬅ " + say("Back"), "open", above(desk.setup, at)),))
    else:
        rows.insert(0, (Choice("🌍 " + say("Everywhere"), "everywhere"),))
        rows.append(_back_from_top(texts, state))
    lines = [_greeting(texts), "", say("Which place do you want to hear about?")]
    if state.get("unknown_link"):
        lines.insert(1, _unknown_link(texts))
    if state.get("typed") and found == []:
        lines.append(say("I know no place {name} here.", name=f"«{escape(state['typed'][:_NAMES])}»"))
    lines.append(say("You can also type its name, in any spelling, or send me your location."))
    return Page("\n".join(lines), tuple(rows), asks=True)


def _unknown_link(texts: Texts) -> str:
    return texts.say("The place of that link is not known here any more.")


def _back_from_top(texts: Texts, state: State) -> tuple[Choice, ...]:
    """Return the way back to where another place was asked for, if there is one."""
    to = TOPICS if state.get("adding") else state.get("came", "")
    return (Choice("⬅ " + texts.say("Back"), "step", to),) if to else ()


def _place_rows(desk: Desk, keys: list[str], name: Callable[[str], str]) -> Choices:
    gazetteer = desk.setup.vocabulary.gazetteer
    numbers, over = {key: i for i, key in enumerate(gazetteer.keys)}, set(gazetteer.parents)
    return tuple(
        (Choice(name(key), "place", key), Choice("▸", "open", key))
        if numbers[key] in over
        else (Choice(name(key), "place", key),)
        for key in keys
        if key in numbers
    )


def near(desk: Desk, texts: Texts, state: State) -> Page:
    """Ask how far around, with how many places lie there."""
    del desk
    say = texts.say
    counts = zip(RADII, state["counts"], strict=True)
    rows: Rows = [(_radius(texts, km, found),) for km, found in counts if found]
    rows.append((Choice("⬅ " + say("Back"), "open", ""),))
    if len(rows) == 1:
        return Page(say("I know no place within {km} km of there.", km=RADII[-1]), tuple(rows), asks=True)
    names = texts.listed([escape(_label(key)) for key in state["near"][:_NEAREST]])
    lines = [
        say("How far around you? The nearest places come first."),
        say("Nearest: {places}", places=f"<b>{names}</b>"),
    ]
    return Page("\n".join(lines), tuple(rows), asks=True)


def _radius(texts: Texts, km: int, found: int) -> Choice:
    """Return the button of a radius, with how many places it chooses."""
    if found > MOST_PLACES:
        label = texts.say("{km} km: the {number} nearest", km=km, number=MOST_PLACES)
    else:
        label = texts.count("{km} km: {number} place", "{km} km: {number} places", found, km=km)
    return Choice(label, "radius", str(min(found, MOST_PLACES)))


def topics(desk: Desk, texts: Texts, state: State) -> Page:
    """Ask what of it, with the set that is ready."""
    say, chosen = texts.say, chosen_topics(desk, state)
    buttons = [
        Choice(f"✓ {with_icon(name, texts, _LABEL)}", "drop", name)
        if name in chosen
        else Choice(with_icon(name, texts, _LABEL), "take", name)
        for name in (topic.name for topic in desk.setup.topics)
    ]
    pairs = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    shown, number, pages = paged(pairs, state.get("topic_page", 0), ROWS)
    rows: Rows = [*shown, turning(number, pages)]
    if len(chosen) < len(buttons):
        rows.append((Choice(say("Take all"), "all"),))
    on = Choice(say("Next") + " ▸", "step", LOUD)
    if desk.setup.places:
        rows.append((Choice("➕ " + say("Another place"), "more"),))
        rows.append((Choice("⬅ " + say("Back"), "step", PLACES), on))
        head = say("Where: {places}", places=f"<b>{escape(where(state, texts))}</b>")
    else:
        rows.append((*_back_from_top(texts, state), on))
        head = f"{_greeting(texts)}\n"
    lines = [
        head,
        say("What do you want to hear of? What matters most is chosen already."),
    ]
    return Page("\n".join(lines), tuple(rows))


async def loud(desk: Desk, asked: Asked, state: State) -> Page:
    """Ask how sure it must be, and how it is told; what holds for the chat is marked."""
    say = asked.texts.say
    chat = await desk.database.read(chats.get, asked.chat)
    trust = state.get("trust", chat.heard_from if chat else Trust.UNCONFIRMED)
    mode = state.get("mode", chat.wishes.mode if chat else Mode.AT_ONCE)
    trusts = (
        (Trust.UNCONFIRMED, say("Everything")),
        (Trust.CORROBORATED, say("Confirmed")),
        (Trust.OFFICIAL, say("Official only")),
    )
    modes = (
        (Mode.AT_ONCE, "🔔 " + say("At once")),
        (Mode.SILENT, "🔕 " + say("Silently")),
        (Mode.DIGEST, "🗞 " + say("Digest")),
    )
    rows = (
        tuple(Choice(_marked(name, one == trust), "trust", str(int(one))) for one, name in trusts),
        tuple(Choice(_marked(name, one == mode), "mode", str(int(one))) for one, name in modes),
        (Choice("⬅ " + say("Back"), "step", TOPICS), Choice("✅ " + say("Done"), "done")),
    )
    lines = [
        say("How sure must it be, and how loud?"),
        "",
        say("Everything: also what one source alone tells. Every message says how sure it is."),
        say("Confirmed: two independent sources tell it, or an official one. Copies do not count."),
        say("Official only: an official voice tells or confirms it."),
    ]
    return Page("\n".join(lines), rows)


async def have(desk: Desk, asked: Asked, state: State) -> Page:
    """Show one who follows something already what that is, instead of beginning anew."""
    say = asked.texts.say
    held = await desk.database.read(chats.following, asked.chat)
    if not held:
        return (places if desk.setup.places else topics)(desk, asked.texts, {**state, "came": ""})
    more = max(0, len(held) - _NAMES)
    now = desk.clock.now()
    pause = await desk.database.read(pausing.now_on, asked.chat, now)
    lines = [
        *([_unknown_link(asked.texts), ""] if state.get("unknown_link") else []),
        f"<b>{say('Welcome back. You follow:')}</b>",
        *listed(held[:_NAMES], asked.texts),
        *([asked.texts.count("… and {number} more", "… and {number} more", more)] if more else []),
        *([pause_stands(pause, now, asked.texts)] if pause else []),
        "",
        say("/following changes single things, /settings all the rest."),
    ]
    return Page("\n".join(lines), ((Choice("➕ " + say("Add something"), "open", ""),),))


def linked(desk: Desk, texts: Texts, state: State) -> Page:
    """Ask whether what a link stands for is to be followed."""
    del desk
    say = texts.say
    rows = (
        (Choice("✅ " + say("Yes, tell me"), "done"),),
        (Choice(say("Choose more closely"), "step", TOPICS),),
        (Choice("⬅ " + say("Another place"), "open", ""),),
    )
    place = f"<b>{escape(where(state, texts))}</b>"
    return Page(f"{_greeting(texts)}\n\n{say('Do you want to hear about {place}?', place=place)}", rows)


def where(state: State, texts: Texts) -> str:
    """Return the places that were chosen, in words."""
    named = [_label(key) for key in state.get("places", ())]
    if not named:
        return texts.say("everywhere")
    more = len(named) - ROWS
    rest = [texts.count("{number} more", "{number} more", more)] if more > 0 else []
    return texts.listed([*named[:ROWS], *rest])


def _short(key: str) -> str:
    """Return a place's name without what it lies in, as it fits on a button."""
    return _cut(key.partition(",")[0])


def _label(key: str) -> str:
    """Return a place's name beside others, as it fits on a button: of namesakes also where they lie."""
    return _cut(told(key))


def _cut(name: str) -> str:
    return shortened(name, _LABEL)


def _marked(name: str, is_chosen: bool) -> str:  # noqa: FBT001 - what stands on a button
    return f"✓ {name}" if is_chosen else name
