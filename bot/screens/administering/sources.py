"""The sources: all of them with how they stand, one of them, and what can be done to it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.adding.writing import entry_of
from bot.commands.changing import change
from bot.config import ConfigError
from bot.health import standings
from bot.health.texts import SIGNS, as_of, pace
from bot.names import health_name, reason_name, voice_name
from bot.passage import escape, shortened
from bot.reloading.overrides import remove
from bot.screens.administering.leading import Part, back, came_of, go
from bot.screens.screen import Choice, Page, Turn, paged, turning
from monitors.health import newest_post, own_interval
from storage import sources
from storage.model import Health, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.commands.desk import Asked, Desk
    from bot.health.standings import Stands
    from bot.screens.screen import Choices, State
    from storage.model import Source

PAUSED = "⏸"
A_DAY = timedelta(days=1)

_ON_PAGE = 10
_LABEL, _TITLE, _DETAIL = 40, 80, 300
_PAUSE, _RESUME, _POLL, _REMOVE = "pause", "resume", "poll", "remove"
_DAY, _LASTING = "day", "lasting"


def sign(one: Stands) -> str:
    """Return the symbol of how a source stands."""
    return PAUSED if one.standing.reason is Reason.PAUSED else SIGNS[one.health]


async def all_stands(desk: Desk) -> list[Stands]:
    """Return how all sources stand, the worst first."""
    found = await desk.database.read(standings.stored, desk.setup, desk.clock.now(), desk.usually)
    order = list(Health)
    return sorted(found, key=lambda one: (-order.index(one.health), one.state.source))


# --- all of them ------------------------------------------------------------------------------


async def _show_all(desk: Desk, asked: Asked, state: State) -> Page:
    say, everything = asked.texts.say, await all_stands(desk)
    rows = tuple((_leads(one, state.get("number", 0)),) for one in everything)
    shown, number, pages = paged(rows, state.get("number", 0), _ON_PAGE)
    told = as_of(standings.picture(everything, desk.clock.now()), asked.texts)
    return Page(
        f"<b>{say('Sources')}</b>\n{escape(told)}",
        (*shown, turning(number, pages), (go(say("Add by link"), "add"),), back(asked, "home")),
    )


def _leads(one: Stands, number: int) -> Choice:
    name = shortened(one.state.title, _LABEL) or shortened(one.state.source, _LABEL)
    return go(f"{sign(one)} {name}", "source", source=one.state.source, number=number)


# --- one of them ------------------------------------------------------------------------------


async def _show_one(desk: Desk, asked: Asked, state: State) -> Page:
    one, source = await _known(desk, state), desk.setup.watched.get(state["source"])
    if one is None or source is None:
        gone = asked.texts.say("There is no source {name}.", name=escape(state["source"]))
        return Page(gone, (_back(asked, state),))
    told = [*_described(one, source, desk, asked), "", *await _origin(desk, asked, source)]
    return Page("\n".join(told), (*_rows(one, source, asked, state), _back(asked, state)))


async def _known(desk: Desk, state: State) -> Stands | None:
    everything = await all_stands(desk)
    return next((one for one in everything if one.state.source == state["source"]), None)


def _described(one: Stands, source: Source, desk: Desk, asked: Asked) -> Iterator[str]:
    say, texts, now = asked.texts.say, asked.texts, desk.clock.now()
    yield f"<b>{escape(source.key)}</b>"
    if one.state.title:
        yield escape(shortened(one.state.title, _TITLE))
    yield say("voice: {voice}", voice=voice_name(source.voice, texts))
    yield f"{sign(one)} {escape(_standing(one, asked, desk))}"
    if one.standing.detail:
        yield f"<code>{escape(shortened(one.standing.detail, _DETAIL))}</code>"
    if (until := one.state.paused) and now < until < sources.LASTING:
        yield say("It is paused until {time}.", time=texts.moment(until, now))
    if newest := newest_post(one.state, now):
        yield say("newest post {age}", age=texts.age(now - newest))
    if one.usual and (usual := pace(one.usual.per_day, texts)):
        yield usual
    if source.urls:
        interval = own_interval(one.state, desk.setup.rhythms[source.key])
        yield say("It is asked every {span}.", span=texts.lasting(interval))


def _standing(one: Stands, asked: Asked, desk: Desk) -> str:
    texts, why, since = asked.texts, one.standing.reason, one.standing.since
    health = health_name(one.health, texts)
    if why is None:
        return health
    reason = reason_name(why, texts)
    if since is None:
        return texts.say("{state}: {reason}", state=health, reason=reason)
    time = texts.moment(since, desk.clock.now())
    return texts.say("{state} since {time}: {reason}", state=health, time=time, reason=reason)


async def _origin(desk: Desk, asked: Asked, source: Source) -> list[str]:
    """Return where a source stands, where that is known."""
    say = asked.texts.say
    if desk.reload is None:
        return []
    file = escape(desk.reload.path.name)
    try:
        is_added = await _is_added(desk, source)
    except ConfigError:
        return [say("{file} cannot be read just now.", file=file)]
    if is_added:
        return [say("It was added from chat or by a command.")]
    return [say("It stands in {file}: it can be taken out there.", file=file)]


async def _is_added(desk: Desk, source: Source) -> bool:
    """Whether a source was added from chat or by a command; raises :exc:`ConfigError`."""
    entry = entry_of(source.key, desk.setup)
    if entry is None or desk.reload is None:
        return False
    below, above = await desk.reload.entries("sources", kind=entry.kind, name=entry.name)
    return above is not None and below is None


def _rows(one: Stands, source: Source, asked: Asked, state: State) -> Choices:
    say = asked.texts.say
    leads = (go(say("Remove"), **{**state, "page": "remove"}),)
    if not source.urls:  # it hands its posts over by itself
        return (leads,)
    if one.standing.reason is Reason.PAUSED:
        return ((Choice(say("Resume"), _RESUME),), leads)
    pauses = (Choice(say("Pause for a day"), _PAUSE, _DAY), Choice(say("Pause"), _PAUSE, _LASTING))
    return (pauses, (Choice(say("Poll now"), _POLL),), leads)


def _back(asked: Asked, state: State) -> tuple[Choice, ...]:
    return back(asked, state.get("of", "sources"), number=state.get("number", 0))


async def _press_one(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    say, now, name = asked.texts.say, desk.clock.now(), state["source"]
    if choice.act == _PAUSE:
        until = now + A_DAY if choice.value == _DAY else sources.LASTING
        await desk.database.write(sources.pause, name, until)
        return Turn(toast=say("It is paused."))
    if choice.act == _RESUME:
        await desk.database.write(sources.resume, name, now)
        return Turn(toast=say("It is polled again."))
    await desk.database.write(sources.hasten, {name: now})
    return Turn(toast=say("It is polled as soon as its server may be asked."))


# --- taking one out ---------------------------------------------------------------------------


async def _show_removal(desk: Desk, asked: Asked, state: State) -> Page:
    say, source = asked.texts.say, desk.setup.watched.get(state["source"])
    leads = go(say("Back"), **{**state, "page": "source"})
    if source is None or desk.reload is None:
        return Page(say("There is no file in which a change could be kept."), ((leads,),))
    file = escape(desk.reload.path.name)
    try:
        if not await _is_added(desk, source):
            return Page(say("It stands in {file}: it can be taken out there.", file=file), ((leads,),))
    except ConfigError:
        return Page(say("{file} cannot be read just now.", file=file), ((leads,),))
    asks = say(
        "Take {source} out? What is stored of it stays as long as all posts do.", source=escape(source.key)
    )
    return Page(asks, ((Choice(say("Yes, remove it"), _REMOVE),), (leads,)))


async def _press_removal(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    del choice
    entry = entry_of(state["source"], desk.setup)
    if entry is None or desk.reload is None:
        return Turn()
    outcome = await change(remove("sources", kind=entry.kind, name=entry.name), desk.reload, asked)
    return came_of(outcome.html, "sources")


PARTS = (
    Part("sources", _show_all),
    Part("source", _show_one, _press_one),
    Part("remove", _show_removal, _press_removal),
)
"""The pages about sources."""
