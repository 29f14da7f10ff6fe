"""What is kept about a chat, and its deletion after one more question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.data import exported
from bot.screens.importing import IMPORTING
from bot.screens.kept import kept_about
from bot.screens.screen import Choice, Page, Screen, Turn
from storage import reachability

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import State
    from bot.texts import Texts

_STEP, _ASK, _GONE, _KEPT = "step", "ask", "gone", "kept"


async def _show_privacy(desk: Desk, asked: Asked, state: State) -> Page:
    """Show what is kept; in a group the deletion is left to a command of its own, which is for admins."""
    if state.get(_STEP):
        return await _show(desk, asked, state)
    say = asked.texts.say
    row = (Choice(say("Export"), "export"), Choice(say("Delete"), _ASK))
    return Page(kept_about(desk, asked), (row[: 2 if _is_private(asked) else 1],))


async def _show(desk: Desk, asked: Asked, state: State) -> Page:
    del desk
    match state.get(_STEP):
        case "gone":
            return Page(_gone(asked.texts))
        case "kept":
            return Page(asked.texts.say("Nothing was deleted."))
        case _:
            return _question(asked.texts)


async def _press_privacy(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    if choice.act == "export":
        return Turn(answer=await exported(desk, asked))
    if choice.act == _ASK and _is_private(asked):
        return Turn({_STEP: _ASK})
    return await _press(desk, asked, state, choice) if _is_private(asked) else Turn()


async def _press(desk: Desk, asked: Asked, _: State, choice: Choice) -> Turn:
    if choice.act == "delete":
        await desk.database.write(reachability.forget_chat, asked.chat)
        return Turn({_STEP: _GONE})
    return Turn({_STEP: _KEPT})


def _question(texts: Texts) -> Page:
    say = texts.say
    told = (
        say("Delete all that is kept about this chat, of a forum with its topics?"),
        say("You will get no more alerts. /export gives you a file first that can be taken back."),
    )
    row = (Choice(say("Delete all"), "delete"), Choice(say("Keep"), "keep"))
    return Page("\n".join(told), (row,))


def _gone(texts: Texts) -> str:
    told = (
        texts.say("All that was kept about this chat is deleted. You will get no more alerts."),
        texts.say("Only sums without a name are left, such as how many alerts were ever sent."),
        texts.say("Backups that the operator made before forget it when newer ones replace them."),
    )
    return "\n".join(told)


def _is_private(asked: Asked) -> bool:
    """Whether the chat is one person's: only groups, channels and topics have negative numbers."""
    return asked.chat > 0


DELETING = Screen("deleting", _show, _press, changes=True)
PRIVACY = Screen("privacy", _show_privacy, _press_privacy)

SCREENS: tuple[Screen, ...] = (PRIVACY, DELETING, IMPORTING)
