"""How fresh the picture is: every source, and what the outbox still owes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.health import delivery_proof
from bot.health.proof_texts import proved
from bot.health.standings import picture, stored
from bot.health.texts import SIGNS, as_of, pace
from bot.names import health_name, reason_name
from bot.passage import escape, shortened
from monitors.health import newest_post
from storage import chats, outbox
from storage.model import AlertState, Health

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.health.standings import Stands
    from bot.texts import Texts

_FURTHER = (
    AlertState.HELD,
    AlertState.WAITING,
    AlertState.UNCERTAIN,
    AlertState.FOLDED,
    AlertState.MUTED,
)
_NAME, _DETAIL = 60, 120


async def status(desk: Desk, asked: Asked) -> Answer:
    """Show every source with its state, the worst first; to operators the outbox, proofs and more detail."""
    stand = await _standings(desk)
    order = list(Health)
    ranked = sorted(stand, key=lambda one: -order.index(one.health))
    operators = await _for_operators(desk, asked.texts) if asked.is_operator else []
    return lines(
        await how_old(desk, asked.texts),
        *operators,
        "",
        *("\n".join(_lines(desk, one, asked)) for one in ranked),
    )


async def how_old(desk: Desk, texts: Texts) -> str:
    """Say of which time the picture is and what is missing from it: what silence is worth."""
    return escape(as_of(picture(await _standings(desk), desk.clock.now()), texts))


async def _standings(desk: Desk) -> list[Stands]:
    return await desk.database.read(stored, desk.setup, desk.clock.now(), desk.usually)


def _lines(desk: Desk, one: Stands, asked: Asked) -> list[str]:
    """Return what there is to say of one source, beginning with how it stands."""
    say, now, state = asked.texts.say, desk.clock.now(), one.state
    told = [_summary(desk, one, asked.texts), *_news(desk, one, asked.texts)]
    if why := one.standing.reason:
        reason = reason_name(why, asked.texts)
        since = one.standing.since and asked.texts.moment(one.standing.since, now)
        told.append(say("Since {time}: {reason}.", time=since, reason=reason) if since else f"{reason}.")
    if state.trouble and asked.is_operator:
        told.append(f"<code>{escape(shortened(_detail(one), _DETAIL))}</code>")
    if state.gap:
        noticed = asked.texts.moment(state.gap.noticed, now)
        told.append(say("Some posts from before {time} are missing.", time=noticed))
    return told


def _summary(desk: Desk, one: Stands, texts: Texts) -> str:
    state = one.state
    name = escape(shortened(state.title, _NAME) or state.source.partition(":")[2])
    named = {"sign": SIGNS[one.health], "name": f"<b>{name}</b>", "state": health_name(one.health, texts)}
    if state.last_success is None:
        return texts.say("{sign} {name}: {state}, never read", **named)
    age = texts.age(desk.clock.now() - state.last_success)
    return texts.say("{sign} {name}: {state}, read {age}", **named, age=age)


def _news(desk: Desk, one: Stands, texts: Texts) -> list[str]:
    """Return when a source had something new, and how often that is usual."""
    told = []
    if newest := newest_post(one.state, desk.clock.now()):
        told.append(texts.say("newest post {age}", age=texts.age(desk.clock.now() - newest)))
    if one.usual and (usual := pace(one.usual.per_day, texts)):
        told.append(usual)
    return [", ".join(told)] if told else []


def _detail(one: Stands) -> str:
    return f"{one.state.trouble}: {one.state.trouble_detail}"


async def _for_operators(desk: Desk, texts: Texts) -> list[str]:
    now = desk.clock.now()
    totals = await desk.database.read(outbox.totals)
    people, paused = await desk.database.read(chats.counts)
    proofs = await desk.database.read(delivery_proof.read, desk.setup, now)
    return [
        texts.say(
            "Alerts: {sent} sent, {owed} owed, {gone} given up. Chats: {chats}, {paused} of them paused.",
            sent=totals[AlertState.SENT],
            owed=sum(totals[state] for state in outbox.OWED),
            gone=totals[AlertState.GONE],
            chats=people,
            paused=paused,
        ),
        texts.say(
            "Held: {held}, waiting: {waiting}, uncertain: {uncertain}, folded: {folded}, muted: {muted}.",
            **{state.value: totals[state] for state in _FURTHER},
        ),
        *map(escape, proved(proofs, desk.setup, now, texts)),
    ]
