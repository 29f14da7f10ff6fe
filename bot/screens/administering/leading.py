"""How the pages for operators hang together: a state names one, buttons hold the state they lead to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.screens.screen import Choice, Page, Turn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import State

GO = "go"
"""The act that leads to another page; its value is the state, as JSON."""


@dataclass(frozen=True, slots=True)
class Part:
    """One page: its name in the state (``page``), and its functions as those of a screen."""

    name: str
    show: Callable[[Desk, Asked, State], Awaitable[Page]]
    press: Callable[[Desk, Asked, State, Choice], Awaitable[Turn]] | None = None
    hear: Callable[[Desk, Asked, State, str], Awaitable[Turn]] | None = None


def go(text: str, page: str, **more: Any) -> Choice:  # noqa: ANN401 - anything that JSON holds
    """Return a button that leads to a page."""
    return Choice(text, GO, json.dumps({"page": page, **more}, ensure_ascii=False))


def back(asked: Asked, page: str, **more: Any) -> tuple[Choice, ...]:  # noqa: ANN401 - the same
    """Return the last row of every page: the way back."""
    return (go(asked.texts.say("Back"), page, **more),)


def came_of(html: str, page: str, **more: Any) -> Turn:  # noqa: ANN401 - the same
    """Return the page that tells what something came to, with the way back to another.

    What the operator looked at may be different now; the next press works by what there is then.
    """
    return Turn({"page": OUTCOME.name, "html": html, "back": {"page": page, **more}})


async def _outcome(desk: Desk, asked: Asked, state: State) -> Page:
    del desk
    return Page(state["html"], (back(asked, **state["back"]),))


OUTCOME = Part("outcome", _outcome)
"""What something came to."""
