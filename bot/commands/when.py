"""How each of the things that a chat follows is told: at once, silently, or in the digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened, lines
from bot.commands.subscriptions import listed_with_modes, meant, nothing_followed
from bot.commands.wishing import comes_now, digest_comes, stand_of
from bot.config_values import nearest
from bot.names import mode_name, target_name
from bot.passage import escape
from storage import wishes
from storage.model import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.commands.desk import Asked, Desk
    from bot.commands.wishing import Stand
    from storage.database import Connection
    from storage.model import Subscription

_EXAMPLES = ("/when 1 digest", "/when shelling at once", "/when all silent", "/when 1 default")
_MODES: dict[str, Mode | None] = {
    "at once": Mode.AT_ONCE,
    "now": Mode.AT_ONCE,
    "silent": Mode.SILENT,
    "silently": Mode.SILENT,
    "digest": Mode.DIGEST,
    "in a digest": Mode.DIGEST,
    "in the digest": Mode.DIGEST,
    "default": None,
}
_MOST_WORDS = max(len(way.split()) for way in _MODES)
_TYPED = 60


async def when(desk: Desk, asked: Asked) -> Answer:
    """Set how a chat is told of one thing that it follows, or of all; without an argument, offer each.

    ``default`` lets it be told as the chat is of all else.
    """
    stand = await stand_of(desk, asked)
    if not stand.held:
        return nothing_followed(asked.texts)
    if not asked.argument:
        return Answer(opens=Opened("following"))
    name, way = _parted(asked.argument)
    if way not in _MODES:
        return _unclear(stand, name, way, asked.argument)
    chosen = meant(stand.held, name, asked.texts) if name else []
    if not chosen:
        which = asked.texts.say("You do not follow that. You follow:") if name else _which(stand)
        return lines(which, *_listed(stand))
    zone = desk.setup.config.region.timezone
    let_go = await desk.database.write(_set, chosen, _MODES[way], stand.now, zone)
    changed = _changed(await stand_of(desk, asked), {one.target for one in chosen})
    return lines(*changed, *comes_now(let_go, asked.texts))


def _set(
    connection: Connection,
    chosen: Iterable[Subscription],
    mode: Mode | None,
    now: datetime,
    zone: ZoneInfo,
) -> int:
    return sum(
        wishes.set_subscription_mode(connection, one.chat, one.target, mode, now, zone) for one in chosen
    )


def _parted(argument: str) -> tuple[str, str]:
    """Return a name and the way that stands behind it; where none is known, the last word."""
    words = argument.casefold().split()
    for count in (_MOST_WORDS, 2, 1):
        way = " ".join(words[-count:])
        if way in _MODES:
            break
    return argument.rsplit(None, count)[0] if len(words) > count else "", way


def _changed(stand: Stand, targets: set[str]) -> list[str]:
    """Return how the chosen subscriptions are told from now on."""
    chosen = [one for one in stand.held if one.target in targets]
    digest = digest_comes(stand)
    return [
        stand.texts.say("From now on:"),
        *(
            stand.texts.say(
                "• {name}: {how}",
                name=escape(target_name(one.target, stand.texts)),
                how=mode_name(stand.mode if one.mode is None else one.mode, stand.texts),
            )
            for one in chosen
        ),
        *digest,
        *([stand.texts.say("/digest changes its time.")] if digest else []),
    ]


def _unclear(stand: Stand, name: str, way: str, typed: str) -> Answer:
    """Return what can be typed where the way is missing or unknown; the nearest first."""
    say = stand.texts.say
    if meant(stand.held, typed, stand.texts):
        head = say("How? Put it behind, for example:")
        return lines(head, f"<code>/when {escape(typed[:_TYPED])} digest</code>", *_ways(stand))
    near = nearest(way, _MODES)
    command = f"<code>/when {escape(name[:_TYPED])} {near}</code>"
    return lines(
        say("{typed} is no way to be told that I know.", typed=f"«{escape(way[:_TYPED])}»"),
        *([say("Did you mean {name}?", name=command)] if near and name else []),
        *_ways(stand),
    )


def _ways(stand: Stand) -> list[str]:
    return [
        stand.texts.say("These can be typed:"),
        *(f"<code>{example}</code>" for example in _EXAMPLES),
    ]


def _which(stand: Stand) -> str:
    return stand.texts.say("Which one? Put its number or its name before it. You follow:")


def _listed(stand: Stand) -> list[str]:
    return listed_with_modes(stand.held, stand.mode, stand.texts)
