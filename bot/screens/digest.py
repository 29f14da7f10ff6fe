"""When alerts come: the digest, quiet hours, with or without a sound. Usual choices; others can be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import lines
from bot.commands.digest import digest_stands, set_digest, unclear_digest
from bot.commands.quiet import CRITICAL, quiet_stands, set_critical, set_quiet, unclear_quiet
from bot.commands.silent import silent_stands
from bot.commands.typed_schedules import OFF, Unclear, digest_of, quiet_of
from bot.commands.wishing import comes_now, stand_of
from bot.screens.choosing import in_rows, offered, one_of
from bot.screens.screen import Page, Screen, Turn
from storage import wishes
from storage.model import Mode
from storage.model.schedules import Digest, Quiet

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import Choice, State
    from bot.texts import Texts

_NONE = "off"
_DIGESTS = ("hourly", "daily 08:00", "daily 20:00", "weekly mon 08:00")
_QUIET = ("22:00-07:00", "23:00-07:00", "00:00-08:00")
_WAYS = {"sound": Mode.AT_ONCE, "silent": Mode.SILENT, "digest": Mode.DIGEST}


async def _show_digest(desk: Desk, asked: Asked, state: State) -> Page:
    del state
    stand, say = await stand_of(desk, asked), asked.texts.say
    now = stand.chat.wishes.digest or _NONE
    choices = [one_of("digest", _NONE, say("No digest"), now)]
    choices += [
        one_of("digest", one, _digest_name(one, asked.texts), now) for one in offered(_DIGESTS, now, _NONE)
    ]
    hint = say("Another time can be typed: {example}", example="<code>daily 21:30</code>")
    return _page(asked, digest_stands(stand), hint, choices)


async def _press_digest(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    del state
    wanted = digest_of(choice.value)
    if isinstance(wanted, Unclear):
        return Turn()
    return _done(await set_digest(desk, asked, wanted), asked.texts)


async def _hear_digest(desk: Desk, asked: Asked, state: State, text: str) -> Turn:
    del state
    wanted = digest_of(text)
    if isinstance(wanted, Unclear):
        return Turn(answer=unclear_digest(wanted, text, asked.texts))
    return _said(await set_digest(desk, asked, wanted), asked.texts)


async def _show_quiet(desk: Desk, asked: Asked, state: State) -> Page:
    del state
    stand, say = await stand_of(desk, asked), asked.texts.say
    now = stand.chat.wishes.quiet or _NONE
    choices = [one_of("quiet", _NONE, say("No quiet hours"), now)]
    choices += [
        one_of("quiet", one, _quiet_name(one, asked.texts), now) for one in offered(_QUIET, now, _NONE)
    ]
    through = "on" if stand.chat.wishes.critical_through else "off"
    critical = (("on", say("Critical: at once")), ("off", say("Critical: waits")))
    choices += [one_of("critical", value, text, through) for value, text in critical]
    hint = say("Other hours can be typed: {example}", example="<code>21:30-06:00</code>")
    return _page(asked, quiet_stands(stand), hint, choices)


async def _press_quiet(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    del state
    if choice.act == "critical":
        return _done(await set_critical(desk, asked, through=choice.value == "on"), asked.texts)
    hours = quiet_of(choice.value)
    if hours is None and choice.value != _NONE:
        return Turn()
    return _done(await set_quiet(desk, asked, hours), asked.texts)


async def _hear_quiet(desk: Desk, asked: Asked, state: State, text: str) -> Turn:
    del state
    typed = " ".join(text.casefold().split())
    hours = quiet_of(typed)
    if typed in CRITICAL:
        return _said(await set_critical(desk, asked, through=CRITICAL[typed]), asked.texts)
    if hours is None and typed not in OFF:
        return Turn(answer=unclear_quiet(typed, asked.texts))
    return _said(await set_quiet(desk, asked, hours), asked.texts)


async def _show_silent(desk: Desk, asked: Asked, state: State) -> Page:
    del state
    stand, say = await stand_of(desk, asked), asked.texts.say
    now = next(name for name, mode in _WAYS.items() if mode is stand.mode)
    ways = {"sound": say("With a sound"), "silent": say("Without a sound"), "digest": say("In a digest")}
    choices = [one_of("way", name, text, now) for name, text in ways.items()]
    return _page(asked, silent_stands(stand), "", choices)


async def _press_silent(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    del state
    mode = _WAYS.get(choice.value)
    if mode is None:
        return Turn()
    zone = desk.setup.config.region.timezone
    let_go = await desk.database.write(wishes.set_mode, asked.chat, mode, desk.clock.now(), zone)
    return _done(let_go, asked.texts)


# --- what they have in common -----------------------------------------------------------------


def _page(asked: Asked, stands: list[str], hint: str, choices: list[Choice]) -> Page:
    """Return how something stands, with its choices; in a group, where nobody types, on two lines."""
    if not asked.is_private:
        return Page(lines(*stands[:2]).html, in_rows(choices))
    return Page(lines(*stands, *(["", hint] if hint else [])).html, in_rows(choices), asks=bool(hint))


def _done(let_go: int, texts: Texts) -> Turn:
    return Turn(toast=" ".join(comes_now(let_go, texts)))


def _said(let_go: int, texts: Texts) -> Turn:
    """Return the same of what was typed, where nothing can be shown for a moment."""
    told = comes_now(let_go, texts)
    return Turn(answer=lines(*told) if told else None)


def _digest_name(written: str, texts: Texts) -> str:
    digest = Digest.parse(written)
    time = f"{digest.at:%H:%M}"
    match digest.every:
        case "hourly":
            return texts.say("Every hour")
        case "daily":
            return texts.say("Every day, {time}", time=time)
        case _:
            return texts.say("{day}, {time}", day=texts.weekday(digest.day), time=time)


def _quiet_name(written: str, texts: Texts) -> str:
    hours = Quiet.parse(written)
    return texts.say("{begin} to {end}", begin=f"{hours.begin:%H:%M}", end=f"{hours.end:%H:%M}")


SCREENS: tuple[Screen, ...] = (
    Screen("digest", _show_digest, _press_digest, _hear_digest, changes=True),
    Screen("quiet", _show_quiet, _press_quiet, _hear_quiet, changes=True),
    Screen("silent", _show_silent, _press_silent, changes=True),
)
