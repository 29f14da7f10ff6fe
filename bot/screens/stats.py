"""How much happened, as pictures: a chart by hour or day, and a map; the same numbers in words below each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.commands.desk import lines
from bot.names import topic_name
from bot.passage import escape
from bot.pictures import drawn
from bot.pictures.model import PALETTE, SEVERAL, SURE, UNSURE, Chart, Map, Series, Spot, Theme
from bot.screens.screen import Choice, Page, Screen, Turn
from storage import stories
from storage.model import Trust

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import State
    from bot.texts import Texts
    from storage.database import Connection
    from storage.model import Story

HOURS, DAYS = 24, 14
"""How many bars there are."""

_MOST_TOPICS = 5
_EVERY = {"hours": 6, "days": 3}
"""Every which bar has a label: more of them would not fit on a phone."""

_LONGEST = 900
"""Characters of the words below a picture; Telegram takes 1,024."""


def _since(connection: Connection, since: datetime) -> list[Story]:
    """Return the stories that began since a time and are their own still."""
    return [one for one in stories.since(connection, since) if one.opened >= since and one.into is None]


# --- by hour and day --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Bars:
    """When each bar begins and ends, and what is written below it."""

    edges: tuple[datetime, ...]
    labels: tuple[str, ...]

    def of(self, moment: datetime) -> int | None:
        """Return the number of the bar in which a time falls."""
        found = sum(edge <= moment for edge in self.edges) - 1
        return found if 0 <= found < len(self.labels) else None


def _bars(state: State, now: datetime, texts: Texts) -> _Bars:
    """Return the bars of the last hours or days, by the reader's clock."""
    by_hour = state.get("span", "hours") == "hours"
    local = now.astimezone(texts.zone)
    if by_hour:
        last = local.replace(minute=0, second=0, microsecond=0).astimezone(UTC)
        hours = (last - timedelta(hours=HOURS - 1 - number) for number in range(HOURS))
        begins = [hour.astimezone(texts.zone) for hour in hours]  # also where clocks change meanwhile
        labels = [f"{one:%H:%M}" for one in begins]
        end = last + timedelta(hours=1)
    else:
        last = local.replace(hour=0, minute=0, second=0, microsecond=0)
        begins = [last - timedelta(days=DAYS - 1 - number) for number in range(DAYS)]
        labels = [texts.day(one.date().isoformat()) for one in begins]
        end = last + timedelta(days=1)
    every = _EVERY["hours" if by_hour else "days"]
    shown = [label if number % every == 0 else "" for number, label in enumerate(labels)]
    return _Bars((*begins, end), tuple(shown))


async def _stats(desk: Desk, asked: Asked, state: State) -> Page:
    texts, now = asked.texts, desk.clock.now()
    bars = _bars(state, now, texts)
    found = await desk.database.read(_since, bars.edges[0])
    series = _by_trust(found, bars, texts) if state.get("by") == "trust" else _by_topic(found, bars, texts)
    title = _title(state, texts)
    chart = Chart(title, bars.labels, series, texts.say("Nothing happened in this time."), _theme(state))
    words = [f"<b>{escape(title)}</b>", _total(found, texts), *_parts(series)]
    return Page(lines(*words, limit=_LONGEST).html, _stats_rows(state, texts), await drawn(chart))


def _title(state: State, texts: Texts) -> str:
    if state.get("span", "hours") == "hours":
        return texts.say("Stories of the last 24 hours, by hour")
    return texts.say("Stories of the last 14 days, by day")


def _total(found: Sequence[Story], texts: Texts) -> str:
    return texts.count("{number} story in all", "{number} stories in all", len(found))


def _parts(series: Sequence[Series]) -> list[str]:
    return [f"• {escape(one.name)}: {sum(one.counts)}" for one in series if any(one.counts)]


def _by_topic(found: Sequence[Story], bars: _Bars, texts: Texts) -> tuple[Series, ...]:
    """Return a part for each of the most frequent topics; a story is counted once, by its gravest."""
    began: dict[str, list[datetime]] = {}
    for one in found:
        began.setdefault(_topic(one), []).append(one.opened)
    others = began.pop("", [])
    ordered = sorted(began, key=lambda name: (-len(began[name]), name))
    for name in ordered[_MOST_TOPICS:]:
        others += began[name]
    parts = [
        _series(topic_name(name, texts), colour, began[name], bars)
        for name, colour in zip(ordered[:_MOST_TOPICS], PALETTE, strict=False)
    ]
    rest = [_series(texts.say("others"), PALETTE[-1], others, bars)] if others or not parts else []
    return (*parts, *rest)


def _topic(one: Story) -> str:
    topics = [target for target in one.targets if target.startswith("topic:")]
    gravest = max(topics, key=lambda target: one.targets[target], default="")
    return gravest.removeprefix("topic:")


def _by_trust(found: Sequence[Story], bars: _Bars, texts: Texts) -> tuple[Series, ...]:
    return tuple(
        _series(name, colour, [one.opened for one in found if one.trust is trust], bars)
        for trust, name, colour in _trusts(texts)
    )


def _trusts(texts: Texts) -> tuple[tuple[Trust, str, str], ...]:
    return (
        (Trust.UNCONFIRMED, texts.say("unconfirmed"), UNSURE),
        (Trust.CORROBORATED, texts.say("told by several"), SEVERAL),
        (Trust.OFFICIAL, texts.say("official"), SURE),
    )


def _series(name: str, colour: str, began: Sequence[datetime], bars: _Bars) -> Series:
    counted = Counter(map(bars.of, began))
    return Series(name, colour, tuple(counted[number] for number in range(len(bars.labels))))


def _stats_rows(state: State, texts: Texts) -> tuple[tuple[Choice, ...], ...]:
    span, by = state.get("span", "hours"), state.get("by", "topic")
    return (
        (
            _choice(texts.say("By hour"), "span", "hours", span),
            _choice(texts.say("By day"), "span", "days", span),
        ),
        (
            _choice(texts.say("By topic"), "by", "topic", by),
            _choice(texts.say("By trust"), "by", "trust", by),
        ),
        _themes(state, texts),
    )


# --- on a map ---------------------------------------------------------------------------------


async def _where(desk: Desk, asked: Asked, state: State) -> Page:
    texts, say = asked.texts, asked.texts.say
    days = state.get("days", 1)
    begin = desk.clock.now().astimezone(texts.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    found = await desk.database.read(_since, begin - timedelta(days=days - 1))
    numbers = {key: number for number, key in enumerate(desk.setup.vocabulary.gazetteer.keys)}
    counted = Counter(place for one in found for place in _deepest(desk, one, numbers))
    title = say("Where it happened today") if days == 1 else say("Where it happened in the last 7 days")
    words = [
        f"<b>{escape(title)}</b>",
        _total(found, texts),
        *(f"• {escape(place.partition(',')[0])}: {number}" for place, number in counted.most_common()),
        *([] if found else [say("Nothing happened in this time.")]),
    ]
    spots = _spots(desk, found, counted)
    if not spots:
        words.append(say("The places here have no coordinates: there is no map."))
        return Page(lines(*words, limit=_LONGEST).html, _where_rows(state, texts))
    legend = tuple((name, colour) for _, name, colour in _trusts(texts))
    region = Map(title, spots, legend, say("Nothing happened in this time."), _theme(state))
    return Page(lines(*words, limit=_LONGEST).html, _where_rows(state, texts), await drawn(region))


def _deepest(desk: Desk, one: Story, numbers: Mapping[str, int]) -> list[str]:
    """Return the places of a story in which no other of them lies: a town, not its region too."""
    parents = desk.setup.vocabulary.gazetteer.parents
    known = [place for place in one.places if place in numbers]
    over = {parents[numbers[place]] for place in known}
    return [place for place in known if numbers[place] not in over]


def _spots(desk: Desk, found: Sequence[Story], counted: Counter[str]) -> tuple[Spot, ...]:
    """Return the places that have coordinates; a circle has the colour of the surest story there."""
    surest: dict[str, Trust] = {}
    for one in found:
        for place in one.places:
            surest[place] = max(surest.get(place, Trust.UNCONFIRMED), one.trust)
    colours = {Trust.UNCONFIRMED: UNSURE, Trust.CORROBORATED: SEVERAL, Trust.OFFICIAL: SURE}
    keys = desk.setup.vocabulary.gazetteer.keys
    return tuple(
        Spot(place.name, *place.at, counted[key], colours[surest[key]] if counted[key] else "")
        for place, key in zip(desk.setup.places, keys, strict=True)
        if place.at is not None
    )


def _where_rows(state: State, texts: Texts) -> tuple[tuple[Choice, ...], ...]:
    days = str(state.get("days", 1))
    return (
        (
            _choice(texts.say("Today"), "days", "1", days),
            _choice(texts.say("7 days"), "days", "7", days),
        ),
        _themes(state, texts),
    )


# --- both -------------------------------------------------------------------------------------


def _theme(state: State) -> Theme:
    return Theme.LIGHT if state.get("theme") == "light" else Theme.DARK


def _themes(state: State, texts: Texts) -> tuple[Choice, ...]:
    theme = state.get("theme", "dark")
    return (
        _choice("🌙 " + texts.say("Dark"), "theme", "dark", theme),
        _choice("☀ " + texts.say("Light"), "theme", "light", theme),
    )


def _choice(name: str, act: str, value: str, chosen: str) -> Choice:
    return Choice(f"✓ {name}" if value == chosen else name, act, value)


async def _press(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    del desk, asked
    value = int(choice.value) if choice.act == "days" else choice.value
    return Turn({**state, choice.act: value})


SCREENS: tuple[Screen, ...] = (Screen("stats", _stats, _press), Screen("where", _where, _press))
