"""How fresh the picture is: every source, and what the outbox still owes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.names import health_name, trouble_name
from bot.passage import escape, shortened
from monitors.schedule import health
from storage import chats, outbox, sources
from storage.model import AlertState, Health

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts
    from storage.model import SourceState

_SIGNS = {Health.FRESH: "🟢", Health.LATE: "🟡", Health.BROKEN: "🔴", Health.GONE: "⚫"}
_OWED = (AlertState.QUEUED, AlertState.ATTEMPTING, AlertState.WAITING, AlertState.UNCERTAIN)
_NAME, _DETAIL = 60, 120


async def status(desk: Desk, asked: Asked) -> Answer:
    """Show every source with its state, the worst first, and to operators the outbox and more detail."""
    states = await _states(desk)
    order = list(Health)
    ranked = sorted(states, key=lambda state: -order.index(_health(desk, state)))
    operators = await _for_operators(desk, asked.texts) if asked.is_operator else []
    return lines(
        await how_old(desk, asked.texts),
        *operators,
        "",
        *("\n".join(_lines(desk, state, asked)) for state in ranked),
    )


async def how_old(desk: Desk, texts: Texts) -> str:
    """Say how many sources are fresh and when one was last read: what silence is worth."""
    states = await _states(desk)
    fresh = sum(_health(desk, state) is Health.FRESH for state in states)
    looks = [state.last_success for state in states if state.last_success]
    if not looks:
        return texts.say("No source has been read yet.")
    return texts.count(
        "{fresh} of {number} source is fresh, the last look was {age}.",
        "{fresh} of {number} sources are fresh, the last look was {age}.",
        len(states),
        fresh=fresh,
        age=texts.age(desk.clock.now() - max(looks)),
    )


async def _states(desk: Desk) -> list[SourceState]:
    """Return how the sources stand that are watched; the store may know of a new set-up a moment earlier."""
    states = await desk.database.read(sources.states)
    return [state for state in states if state.source in desk.setup.rhythms]


def _health(desk: Desk, state: SourceState) -> Health:
    return health(state, desk.setup.rhythms[state.source], desk.clock.now())


def _lines(desk: Desk, state: SourceState, asked: Asked) -> list[str]:
    """Return what there is to say of one source, beginning with how it stands."""
    say, now = asked.texts.say, desk.clock.now()
    told = [_summary(desk, state, asked.texts)]
    if state.trouble and state.trouble_since:
        since = asked.texts.moment(state.trouble_since, now)
        reason = trouble_name(state.trouble, asked.texts)
        told.append(say("Since {time}: {reason}.", time=since, reason=reason))
        if asked.is_operator:
            told.append(f"<code>{escape(shortened(_detail(state), _DETAIL))}</code>")
    if state.gap:
        noticed = asked.texts.moment(state.gap.noticed, now)
        told.append(say("Some posts from before {time} are missing.", time=noticed))
    return told


def _summary(desk: Desk, state: SourceState, texts: Texts) -> str:
    stands = _health(desk, state)
    name = escape(shortened(state.title, _NAME) or state.source.partition(":")[2])
    named = {"sign": _SIGNS[stands], "name": f"<b>{name}</b>", "state": health_name(stands, texts)}
    if state.last_success is None:
        return texts.say("{sign} {name}: {state}, never read", **named)
    age = texts.age(desk.clock.now() - state.last_success)
    return texts.say("{sign} {name}: {state}, read {age}", **named, age=age)


def _detail(state: SourceState) -> str:
    return f"{state.trouble}: {state.trouble_detail}"


async def _for_operators(desk: Desk, texts: Texts) -> list[str]:
    totals = await desk.database.read(outbox.totals)
    people, paused = await desk.database.read(chats.counts)
    return [
        texts.say(
            "Alerts: {sent} sent, {owed} owed, {gone} given up. Chats: {chats}, {paused} of them paused.",
            sent=totals[AlertState.SENT],
            owed=sum(totals[state] for state in _OWED),
            gone=totals[AlertState.GONE],
            chats=people,
            paused=paused,
        )
    ]
