"""Quiet hours: what happens in them comes in one message when they are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.commands.typed_schedules import OFF, quiet_of
from bot.commands.wishing import comes_now, critical_comes, quiet_comes, stand_of, zone_counts
from bot.config_values import nearest
from bot.passage import escape
from storage import wishes

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.commands.wishing import Stand
    from bot.texts import Texts

_EXAMPLES = ("/quiet 23:00-07:00", "/quiet off", "/quiet critical off", "/quiet critical on")
_CRITICAL = {"critical on": True, "critical off": False}
_TYPED = 60


async def quiet(desk: Desk, asked: Asked) -> Answer:
    """Set a chat's quiet hours, or whether what is critical disturbs them; or show how that stands."""
    typed = " ".join(asked.argument.casefold().split())
    if not typed:
        shown = _standing(await stand_of(desk, asked))
        return lines(*shown, "", asked.texts.say("To change that:"), *_examples())
    now, zone = desk.clock.now(), desk.setup.config.region.timezone
    hours = quiet_of(typed)
    if typed in _CRITICAL:
        through = _CRITICAL[typed]
        let_go = await desk.database.write(
            wishes.set_critical_through, asked.chat, now, zone, through=through
        )
    elif hours is not None or typed in OFF:
        let_go = await desk.database.write(wishes.set_quiet, asked.chat, hours, now, zone)
    else:
        return _unclear(typed, asked.texts)
    return lines(*_standing(await stand_of(desk, asked)), *comes_now(let_go, asked.texts))


def _standing(stand: Stand) -> list[str]:
    hours = quiet_comes(stand)
    if hours:
        return [*hours, critical_comes(stand), zone_counts(stand)]
    none = stand.texts.say("There are no quiet hours: alerts come by day and night.")
    waits = not stand.chat.wishes.critical_through
    return [none, *([critical_comes(stand)] if waits else [])]


def _unclear(typed: str, texts: Texts) -> Answer:
    near = nearest(typed, [*_CRITICAL, "off"])
    return lines(
        texts.say("{typed} are no quiet hours that I know.", typed=f"«{escape(typed[:_TYPED])}»"),
        *([texts.say("Did you mean {name}?", name=f"<code>/quiet {near}</code>")] if near else []),
        texts.say("These can be typed:"),
        *_examples(),
    )


def _examples() -> list[str]:
    return [f"<code>{example}</code>" for example in _EXAMPLES]
