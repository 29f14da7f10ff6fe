"""All that a chat can set: one page that shows how it stands, and leads to the page of each.

These are screens of their own, shown within this message: its state says which, and what that remembers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import lines
from bot.commands.language import language_stands
from bot.commands.pause import pause_stands
from bot.commands.timezone import zone_stands
from bot.commands.trust import trust_stands
from bot.commands.wishing import digest_comes, how_alerts_come, quiet_comes, stand_of
from bot.screens import digest, following, language, muting, trusting
from bot.screens.choosing import anew, in_rows
from bot.screens.screen import Choice, Page, Screen, Turn
from storage import pausing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import State
    from bot.texts import Texts

_BACK, _OPEN = "settings", "open"

_PARTS: Mapping[str, Screen] = {
    screen.name: screen
    for theme in (following, trusting, digest, muting, language)
    for screen in theme.SCREENS
}


def _names(texts: Texts) -> dict[str, str]:
    return {
        "follow": texts.say("Follow more"),
        "following": texts.say("What I follow"),
        "trust": texts.say("How sure"),
        "silent": texts.say("Sound"),
        "digest": texts.say("Digest"),
        "quiet": texts.say("Quiet hours"),
        "pause": texts.say("Pause"),
        "mute": texts.say("Mute"),
        "language": texts.say("Language"),
        "timezone": texts.say("Time zone"),
    }


async def _show(desk: Desk, asked: Asked, state: State) -> Page:
    asked = await anew(desk, asked)
    part = _PARTS.get(str(state.get("part")))
    if part is None:
        return await _all(desk, asked)
    page = await part.show(desk, asked, state.get("state") or {})
    back = Choice(asked.texts.say("« Settings"), _BACK)
    return Page(page.html, (*page.rows, (back,)), page.picture, page.asks)


async def _press(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    if choice.act == _BACK:
        return Turn({})
    part = _PARTS.get(str(state.get("part")))
    if part is None:
        return Turn({"part": choice.value, "state": {}} if choice.act == _OPEN else None)
    return _within(state, await part.press(desk, asked, state.get("state") or {}, choice))


async def _hear(desk: Desk, asked: Asked, state: State, text: str) -> Turn:
    part = _PARTS.get(str(state.get("part")))
    if part is None or part.hear is None:
        return Turn()
    return _within(state, await part.hear(desk, asked, state.get("state") or {}, text))


def _within(state: State, turn: Turn) -> Turn:
    after = None if turn.state is None else {**state, "state": turn.state}
    return Turn(after, turn.toast, turn.answer)


async def _all(desk: Desk, asked: Asked) -> Page:
    """Return how everything stands on one page; in a group the buttons alone say what there is."""
    say = asked.texts.say
    rows = in_rows(Choice(text, _OPEN, name) for name, text in _names(asked.texts).items())
    if not asked.is_private:
        return Page(say("What should be otherwise here?"), rows)
    stand = await stand_of(desk, asked)
    pause = await desk.database.read(pausing.now_on, asked.chat, stand.now)
    many = len(stand.held)
    follows = asked.texts.count("You follow {number} thing.", "You follow {number} things.", many)
    shown = [
        follows if many else say("You follow nothing yet."),
        *trust_stands(stand.chat, asked.texts)[:1],
        *how_alerts_come(stand),
        *digest_comes(stand)[:1],
        *(quiet_comes(stand)[:1] or [say("There are no quiet hours: alerts come by day and night.")]),
        *([pause_stands(pause, stand.now, asked.texts)] if pause else []),
        language_stands(asked, stand.chat.language),
        zone_stands(stand),
    ]
    return Page(lines(*(f"• {one}" for one in shown)).html, rows)


SCREENS: tuple[Screen, ...] = (Screen("settings", _show, _press, _hear, changes=True), *trusting.SCREENS)
