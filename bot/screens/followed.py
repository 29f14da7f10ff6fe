"""What a chat follows: a list, and of each thing how it comes, silence for a time, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import lines
from bot.commands.pause import pause_stands
from bot.commands.subscriptions import listed_with_modes
from bot.commands.wishing import comes_now, digest_comes, how_alerts_come, stand_of
from bot.names import mode_name, target_name
from bot.passage import escape, shortened
from bot.screens.choosing import in_rows, named, number, one_of
from bot.screens.muting import SPANS, muted, subjects_of, unmuted
from bot.screens.screen import Choice, Page, Turn, paged, turning
from storage import chats, pausing, silences, wishes
from storage.model import Mode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any
    from zoneinfo import ZoneInfo

    from bot.commands.desk import Asked, Desk
    from bot.commands.wishing import Stand
    from bot.screens.screen import Choices, State
    from storage.database import Connection
    from storage.model import Silence, SilenceKind, Subscription

_MOST, _MOST_IN_GROUP = 8, 3
_LONG = 400
"""Characters of a rule that are shown on its own page."""

_DEFAULT = "default"
_MODES = {"at once": Mode.AT_ONCE, "silent": Mode.SILENT, "digest": Mode.DIGEST}


# --- all of it --------------------------------------------------------------------------------


async def show_all(desk: Desk, asked: Asked, state: State) -> Page:
    """Return the list; with ``ends``, its buttons end what they name. What was just ended can be undone."""
    stand, say = await stand_of(desk, asked), asked.texts.say
    ends = bool(state.get("ends"))
    act, label = ("end", "✕ {name}") if ends else ("one", "{name}")
    rows = [(named(act, one.target, label.format(name=_name(one, asked))),) for one in stand.held]
    most = _MOST if asked.is_private else _MOST_IN_GROUP
    shown, page, pages = paged(tuple(rows), number(state.get("page")), most)
    turn = turning(page, pages)
    more = Choice(say("Follow more"), "view", "topics")
    ended = state.get("ended")
    undo = ((named("undo", ended["target"], say("Undo")),),) if ended else ()
    head = _ended(asked, ended["target"]) if ended else []
    pause = await desk.database.read(pausing.now_on, asked.chat, stand.now)
    head += [pause_stands(pause, stand.now, asked.texts)] if pause else []
    html = lines(*head, *_listed(stand, asked)).html
    return Page(html, (*undo, *shown, *([turn] if turn else []), (more,)))


def _listed(stand: Stand, asked: Asked) -> list[str]:
    say = asked.texts.say
    if not stand.held:
        return [say("You follow nothing yet.")]
    if not asked.is_private:
        return [
            asked.texts.count("You follow {number} thing.", "You follow {number} things.", len(stand.held))
        ]
    held = listed_with_modes(stand.held, stand.mode, asked.texts)
    return [say("You follow:"), *held, "", *how_alerts_come(stand)[:1], *digest_comes(stand)]


def _ended(asked: Asked, target: str) -> list[str]:
    name = f"<b>{escape(target_name(target, asked.texts))}</b>"
    told = asked.texts.say("You will not hear any more of: {name}", name=name)
    return [told, *([""] if asked.is_private else [])]


def _name(one: Subscription, asked: Asked) -> str:
    return target_name(one.target, asked.texts)


async def press_all(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    """Return what a choice of the list comes to."""
    here = {key: state[key] for key in ("view", "ends", "page") if key in state}
    match choice.act:
        case "page":
            return Turn({**here, "page": number(choice.value)})
        case "one":
            return Turn({"view": "one", "target": choice.value, "page": number(state.get("page"))})
        case "end":
            return Turn({**here, "ended": await _end(desk, asked, choice.value)})
        case "undo" if state.get("ended"):
            zone = desk.setup.config.region.timezone
            await desk.database.write(_again, asked.chat, state["ended"], desk.clock.now(), zone)
            return Turn(here, asked.texts.say("You hear of it again."))
        case _:
            return Turn(here)


async def _end(desk: Desk, asked: Asked, target: str) -> dict[str, Any]:
    """End a subscription; return what brings it back."""
    held = {one.target: one for one in await desk.database.read(chats.following, asked.chat)}
    mode = held[target].mode if target in held else None
    await desk.database.write(chats.unfollow, asked.chat, target)
    return {"target": target, "mode": None if mode is None else int(mode)}


def _again(
    connection: Connection, chat: int, ended: Mapping[str, Any], now: datetime, zone: ZoneInfo
) -> None:
    """Follow again what was ended, in the way in which it came."""
    mode = None if ended["mode"] is None else Mode(ended["mode"])
    chats.follow(connection, chat, ended["target"], now)
    wishes.set_subscription_mode(connection, chat, ended["target"], mode, now, zone)


# --- one of them ------------------------------------------------------------------------------


async def show_one(desk: Desk, asked: Asked, state: State) -> Page:
    """Return how one thing that is followed comes; the list, where it is not followed any more."""
    stand, target = await stand_of(desk, asked), str(state.get("target"))
    one = next((one for one in stand.held if one.target == target), None)
    if one is None:
        return await show_all(desk, asked, {})
    say = asked.texts.say
    mode = stand.mode if one.mode is None else one.mode
    silence = await _silence(desk, asked, target)
    name = _name(one, asked)
    if name.endswith("…"):
        name = shortened(target.partition(":")[2], _LONG)
    shown = [
        f"<b>{escape(name)}</b>",
        say("How it comes: {how}", how=mode_name(mode, asked.texts)),
        *(digest_comes(stand) if mode is Mode.DIGEST and asked.is_private else []),
    ]
    if silence is not None:
        time = asked.texts.moment(silence.until, stand.now)
        shown.append(say("Muted until {time}.", time=escape(time)))
    last = (Choice(say("Unfollow"), "end", target), Choice(say("Back"), "back"))
    rows = (*_ways(asked, one), *_silences(desk, asked, target, silence), last)
    return Page(lines(*shown).html, rows)


def _ways(asked: Asked, one: Subscription) -> Choices:
    say = asked.texts.say
    now = next((name for name, mode in _MODES.items() if mode is one.mode), _DEFAULT)
    names = {
        "at once": say("At once"),
        "silent": say("Without a sound"),
        "digest": say("In a digest"),
        _DEFAULT: say("As all else"),
    }
    return in_rows(one_of("way", name, text, now) for name, text in names.items())


def _silences(desk: Desk, asked: Asked, target: str, silence: Silence | None) -> Choices:
    """Return the choices that mute it, or end that; of what is no single topic or place, none."""
    say = asked.texts.say
    if _subject(desk, target) is None:
        return ()
    if silence is not None:
        return ((Choice(say("Unmute"), "unmute", str(silence.id)),),)
    spans = ((one, asked.texts.span(span)) for one, span in SPANS.items())
    return in_rows(Choice(say("Mute: {name}", name=span), "span", one) for one, span in spans)


def _subject(desk: Desk, target: str) -> tuple[SilenceKind, str] | None:
    found = list(subjects_of(target, tuple(desk.setup.known.topics)))
    return found[0] if len(found) == 1 else None


async def _silence(desk: Desk, asked: Asked, target: str) -> Silence | None:
    subject = _subject(desk, target)
    held = await desk.database.read(silences.held, asked.chat, desk.clock.now())
    return next((one for one in held if (one.kind, one.value) == subject), None)


async def press_one(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    """Return what a choice of that page comes to."""
    target = str(state.get("target"))
    match choice.act:
        case "way":
            zone = desk.setup.config.region.timezone
            mode = _MODES.get(choice.value)
            set_mode = wishes.set_subscription_mode
            let_go = await desk.database.write(set_mode, asked.chat, target, mode, desk.clock.now(), zone)
            return Turn(toast=" ".join(comes_now(let_go, asked.texts)))
        case "span":
            return Turn(toast=await muted(desk, asked, _subject(desk, target), choice.value))
        case "unmute":
            return Turn(toast=await unmuted(desk, asked, number(choice.value)))
        case "end":
            return Turn({"view": "mine", "ended": await _end(desk, asked, target)})
        case _:
            return Turn({"view": "mine", "page": number(state.get("page"))})
