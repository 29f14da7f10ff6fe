"""How fresh the picture is: every source, and what the outbox still owes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.render import escape
from monitors.schedule import health
from storage import chats, outbox, sources
from storage.model import AlertState, Health

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts
    from storage.model import SourceState

_SIGNS = {Health.FRESH: "🟢", Health.LATE: "🟡", Health.BROKEN: "🔴", Health.GONE: "⚫"}
_OWED = (AlertState.QUEUED, AlertState.ATTEMPTING, AlertState.WAITING, AlertState.UNCERTAIN)


async def status(desk: Desk, asked: Asked) -> Answer:
    """Show every source with its state, the worst first, and to operators the outbox."""
    states = await desk.database.read(sources.states)
    order = list(Health)
    ranked = sorted(states, key=lambda state: -order.index(_health(desk, state)))
    operators = await _for_operators(desk, asked.texts) if asked.is_operator else []
    return lines(
        await how_old(desk, asked.texts),
        *operators,
        "",
        *(_line(desk, state, asked.texts) for state in ranked),
    )


async def how_old(desk: Desk, texts: Texts) -> str:
    """Say how many sources are fresh and when one was last read: what silence is worth."""
    states = await desk.database.read(sources.states)
    fresh = sum(_health(desk, state) is Health.FRESH for state in states)
    looks = [state.last_success for state in states if state.last_success]
    if not looks:
        return texts.say("No source has been read yet.")
    return texts.say(
        "{fresh} of {all} sources are fresh, the last look was {age}.",
        fresh=fresh,
        all=len(states),
        age=texts.age(desk.clock.now() - max(looks)),
    )


def _health(desk: Desk, state: SourceState) -> Health:
    return health(state, desk.rhythms[state.source], desk.clock.now())


def _line(desk: Desk, state: SourceState, texts: Texts) -> str:
    stands = _health(desk, state)
    read = texts.say("never read")
    if state.last_success:
        read = texts.say("read {age}", age=texts.age(desk.clock.now() - state.last_success))
    name = escape(state.title or state.source.partition(":")[2])
    parts = [f"{_SIGNS[stands]} {name}: {health_name(stands, texts)}", read]
    if state.trouble and state.trouble_since:
        since = texts.moment(state.trouble_since, desk.clock.now())
        parts.append(texts.say("{reason} since {time}", reason=escape(_reason(state)), time=since))
    if state.gap:
        parts.append(
            texts.say(
                "posts before {time} are missing", time=texts.moment(state.gap.noticed, desk.clock.now())
            )
        )
    return ", ".join(parts)


def _reason(state: SourceState) -> str:
    return state.trouble_detail or (state.trouble.value if state.trouble else "")


def health_name(stands: Health, texts: Texts) -> str:
    """Return how a source stands, in the reader's language."""
    match stands:
        case Health.FRESH:
            return texts.say("fresh")
        case Health.LATE:
            return texts.say("late")
        case Health.BROKEN:
            return texts.say("broken")
        case Health.GONE:
            return texts.say("gone")


async def _for_operators(desk: Desk, texts: Texts) -> list[str]:
    totals = await desk.database.read(outbox.totals)
    people, paused = await desk.database.read(chats.counts)
    owed = sum(totals[state] for state in _OWED)
    return [
        texts.say(
            "Alerts: {sent} sent, {owed} owed, {gone} given up. Chats: {chats}, {paused} of them paused.",
            sent=totals[AlertState.SENT],
            owed=owed,
            gone=totals[AlertState.GONE],
            chats=people,
            paused=paused,
        )
    ]
