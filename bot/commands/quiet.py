"""Quiet hours: what happens in them comes in one message when they are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened, lines
from bot.commands.typed_schedules import OFF, quiet_of
from bot.commands.wishing import comes_now, critical_comes, quiet_comes, stand_of, zone_counts
from bot.config_values import nearest
from bot.passage import escape
from storage import wishes

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.commands.wishing import Stand
    from bot.texts import Texts
    from storage.model.schedules import Quiet

_EXAMPLES = ("/quiet 23:00-07:00", "/quiet off", "/quiet critical off", "/quiet critical on")
CRITICAL = {"critical on": True, "critical off": False}
_TYPED = 60


async def quiet(desk: Desk, asked: Asked) -> Answer:
    """Set a chat's quiet hours, or whether what is critical disturbs them; without an argument, offer it."""
    typed = " ".join(asked.argument.casefold().split())
    if not typed:
        return Answer(opens=Opened("quiet"))
    hours = quiet_of(typed)
    if typed in CRITICAL:
        let_go = await set_critical(desk, asked, through=CRITICAL[typed])
    elif hours is not None or typed in OFF:
        let_go = await set_quiet(desk, asked, hours)
    else:
        return unclear_quiet(typed, asked.texts)
    return lines(*quiet_stands(await stand_of(desk, asked)), *comes_now(let_go, asked.texts))


async def set_quiet(desk: Desk, asked: Asked, hours: Quiet | None) -> int:
    """Set a chat's quiet hours, None for none; return how many alerts were held until now and come."""
    zone = desk.setup.config.region.timezone
    return await desk.database.write(wishes.set_quiet, asked.chat, hours, desk.clock.now(), zone)


async def set_critical(desk: Desk, asked: Asked, *, through: bool) -> int:
    """Let what is critical come at once, or wait; return how many alerts were held until now and come."""
    zone = desk.setup.config.region.timezone
    return await desk.database.write(
        wishes.set_critical_through, asked.chat, desk.clock.now(), zone, through=through
    )


def quiet_stands(stand: Stand) -> list[str]:
    """Return which hours are quiet, and whether what is critical waits too."""
    hours = quiet_comes(stand)
    if hours:
        return [*hours, critical_comes(stand), zone_counts(stand)]
    none = stand.texts.say("There are no quiet hours: alerts come by day and night.")
    waits = not stand.chat.wishes.critical_through
    return [none, *([critical_comes(stand)] if waits else [])]


def unclear_quiet(typed: str, texts: Texts) -> Answer:
    """Return what is said of what means no quiet hours, with what would."""
    near = nearest(typed, [*CRITICAL, "off"])
    return lines(
        texts.say("{typed} are no quiet hours that I know.", typed=f"«{escape(typed[:_TYPED])}»"),
        *([texts.say("Did you mean {name}?", name=f"<code>/quiet {near}</code>")] if near else []),
        texts.say("These can be typed:"),
        *_examples(),
    )


def _examples() -> list[str]:
    return [f"<code>{example}</code>" for example in _EXAMPLES]
