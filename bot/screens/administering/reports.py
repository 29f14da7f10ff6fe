"""The sources that cannot be read, or are silent: what operators are told of, the newest first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.health.texts import reason
from bot.passage import escape, shortened
from bot.screens.administering.leading import Part, back, go
from bot.screens.administering.sources import all_stands, sign
from bot.screens.screen import Page, paged, turning
from storage.model import Health, Reason

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.health.standings import Stands
    from bot.screens.screen import Choice, State

_ON_PAGE = 5
_NAME = 40
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


async def _show(desk: Desk, asked: Asked, state: State) -> Page:
    say = asked.texts.say
    found = [one for one in await all_stands(desk) if _is_reported(one)]
    found.sort(key=lambda one: one.standing.since or _LONG_AGO, reverse=True)
    rows = tuple((_look(one, asked, state.get("number", 0)),) for one in found)
    shown, number, pages = paged(rows, state.get("number", 0), _ON_PAGE)
    here = found[number * _ON_PAGE :][:_ON_PAGE]
    told = [_line(one, desk, asked) for one in here] or [say("All sources are in order.")]
    heading = f"<b>{say('Broken sources')}</b>"
    return Page("\n\n".join([heading, *told]), (*shown, turning(number, pages), back(asked, "home")))


def _is_reported(one: Stands) -> bool:
    """Whether operators are told of a source that stands so; they know what they paused themselves."""
    return one.health is not Health.FRESH and one.standing.reason is not Reason.PAUSED


def _look(one: Stands, asked: Asked, number: int) -> Choice:
    label = asked.texts.say("Look: {name}", name=shortened(one.state.source, _NAME))
    return go(label, "source", source=one.state.source, number=number, of="reports")


def _line(one: Stands, desk: Desk, asked: Asked) -> str:
    say, name = asked.texts.say, f"<b>{escape(one.state.source)}</b>"
    why = escape(reason(one, asked.texts))
    if one.standing.since is None:
        return say("{sign} {name}: {reason}", sign=sign(one), name=name, reason=why)
    time = asked.texts.moment(one.standing.since, desk.clock.now())
    return say("{sign} {name}, since {time}: {reason}", sign=sign(one), name=name, time=time, reason=why)


PARTS = (Part("reports", _show),)
"""The page of reports."""
