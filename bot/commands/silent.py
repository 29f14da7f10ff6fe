"""Alerts without a sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened, lines
from bot.commands.wishing import comes_now, digest_comes, how_alerts_come, stand_of
from bot.config_values import nearest
from bot.passage import escape
from storage import wishes
from storage.model import Mode

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.commands.wishing import Stand
    from bot.texts import Texts

_WORDS = ("on", "off")
_TYPED = 60


async def silent(desk: Desk, asked: Asked) -> Answer:
    """Let a chat's alerts come without a sound, or with one again; without an argument, offer both.

    A digest ends where alerts are to come one by one and silently; where they are to sound, it stays.
    """
    word = asked.argument.casefold().strip()
    if not word:
        return Answer(opens=Opened("silent"))
    stand = await stand_of(desk, asked)
    if word not in _WORDS:
        return _unclear(asked.argument, asked.texts)
    let_go = 0
    if word == "on" or stand.mode is Mode.SILENT:
        mode = Mode.SILENT if word == "on" else Mode.AT_ONCE
        zone = desk.setup.config.region.timezone
        let_go = await desk.database.write(wishes.set_mode, asked.chat, mode, stand.now, zone)
    return lines(*silent_stands(await stand_of(desk, asked)), *comes_now(let_go, asked.texts))


def silent_stands(stand: Stand) -> list[str]:
    """Return how alerts come, and when the digest does."""
    return [*how_alerts_come(stand), *digest_comes(stand)]


def _unclear(typed: str, texts: Texts) -> Answer:
    near = nearest(typed, _WORDS)
    return lines(
        texts.say("{typed} is not understood here.", typed=f"«{escape(typed[:_TYPED])}»"),
        *([texts.say("Did you mean {name}?", name=f"<code>/silent {near}</code>")] if near else []),
        texts.say("These can be typed:"),
        *_examples(),
    )


def _examples() -> list[str]:
    return [f"<code>/silent {word}</code>" for word in _WORDS]
