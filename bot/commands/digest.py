"""A digest: one message at its time, instead of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened, lines
from bot.commands.typed_schedules import Unclear, digest_of
from bot.commands.wishing import (
    comes_now,
    critical_comes,
    digest_comes,
    how_alerts_come,
    stand_of,
    zone_counts,
)
from bot.passage import escape
from storage import wishes

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.commands.wishing import Stand
    from bot.texts import Texts
    from storage.model.schedules import Digest

_EXAMPLES = ("/digest hourly", "/digest daily 08:00", "/digest weekly mon 08:00", "/digest off")
_TYPED = 60


async def digest(desk: Desk, asked: Asked) -> Answer:
    """Let all that a chat follows come in a digest, or nothing of it; without an argument, offer both."""
    if not asked.argument:
        return Answer(opens=Opened("digest"))
    wanted = digest_of(asked.argument)
    if isinstance(wanted, Unclear):
        return unclear_digest(wanted, asked.argument, asked.texts)
    let_go = await set_digest(desk, asked, wanted)
    return lines(*digest_stands(await stand_of(desk, asked)), *comes_now(let_go, asked.texts))


async def set_digest(desk: Desk, asked: Asked, wanted: Digest | None) -> int:
    """Set a chat's digest, None for none; return how many alerts were held until now, and come now."""
    zone = desk.setup.config.region.timezone
    return await desk.database.write(wishes.set_digest, asked.chat, wanted, desk.clock.now(), zone)


def digest_stands(stand: Stand) -> list[str]:
    """Return how alerts come, and when the digest does."""
    comes = digest_comes(stand)
    return [*how_alerts_come(stand), *comes, *([critical_comes(stand), zone_counts(stand)] if comes else [])]


def unclear_digest(wanted: Unclear, typed: str, texts: Texts) -> Answer:
    """Return what is said of what means no digest, with what would."""
    near = f"<code>/digest {wanted.near}</code>"
    return lines(
        texts.say("{typed} is no digest that I know.", typed=f"«{escape(typed[:_TYPED])}»"),
        *([texts.say("Did you mean {name}?", name=near)] if wanted.near else []),
        texts.say("These can be typed:"),
        *_examples(),
    )


def _examples() -> list[str]:
    return [f"<code>{example}</code>" for example in _EXAMPLES]
