"""What a screen is: a message whose text and buttons follow from a state, and change in place.

A screen is three functions of plain values. ``show`` writes the page of a state, ``press`` returns what a
choice comes to, ``hear`` the same of words that were typed (``locate``: of a place that was sent) while the
page asks for them. None of them knows Telegram, or how buttons are signed: :mod:`bot.screens.running` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from typing import Any

    from bot.commands.desk import Answer, Asked, Desk
    from bot.render import Button

    State = Mapping[str, Any]
    """What a screen remembers, as JSON holds it."""

    Choices = tuple[tuple["Choice | Button", ...], ...]
    """Rows of choices, and of buttons that open an address."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button of a screen: what stands on it, and the act with its value that :attr:`Screen.press` gets.

    It says what to make of the state ("place 12 is chosen"), not how to change it ("turn it over"): then
    pressing twice is like pressing once.
    """

    text: str
    act: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a screen shows: Telegram's HTML, the rows below it, and a picture (PNG) above it.

    One that ``asks`` gets what its person types next in a private chat.
    """

    html: str
    rows: Choices = ()
    picture: bytes = b""
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What a choice, or words, came to.

    ``state`` is the next one, None for the same. ``toast`` is shown for a moment to who pressed, at most 200
    characters of plain text; ``answer`` is a message of its own, beside the screen.
    """

    state: State | None = None
    toast: str = ""
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """A kind of screen. ``name`` stands in the store and never changes.

    One that ``changes`` something for its chat may be pressed in groups by admins alone, one
    ``for_operators`` by operators alone: both are looked at for every press.
    """

    name: str
    show: Callable[[Desk, Asked, State], Awaitable[Page]]
    press: Callable[[Desk, Asked, State, Choice], Awaitable[Turn]]
    hear: Callable[[Desk, Asked, State, str], Awaitable[Turn]] | None = None
    locate: Callable[[Desk, Asked, State, float, float], Awaitable[Turn]] | None = None
    changes: bool = False
    for_operators: bool = False


def paged(rows: Choices, page: int, most: int) -> tuple[Choices, int, int]:
    """Return the rows of one page (the nearest there is), its number from 0, and how many pages there are."""
    pages = max(1, -(-len(rows) // most))
    page = min(max(page, 0), pages - 1)
    return rows[page * most : (page + 1) * most], page, pages


def turning(page: int, pages: int) -> tuple[Choice, ...]:
    """Return the row that turns pages: act ``page`` with the number; none where there is one page."""
    if pages == 1:
        return ()
    back, on = Choice("◀", "page", str((page - 1) % pages)), Choice("▶", "page", str((page + 1) % pages))
    return back, Choice(f"{page + 1}/{pages}", "page", str(page)), on
