"""A screen that counts, for tests of how screens run: by buttons, words, and places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Asked, Manager, Opened
from bot.screens.running import Presser, heard, located, opened, pressed
from bot.screens.screen import Choice, Page, Screen, Turn
from bot.texts import Texts
from tests.desks import CHAT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.commands.desk import Desk
    from bot.commands.pressed import Reaction
    from bot.screens.screen import State


async def _show(_: Desk, asked: Asked, state: State) -> Page:
    number = state["number"]
    more = Choice("More", "set", str(number + 1)), Choice("Zero", "set", "0")
    return Page(f"{number} in {asked.chat}", (more,), asks=True)


async def _press(_: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    del asked, state
    assert choice.act == "set"
    return Turn({"number": int(choice.value)}, toast=f"set to {choice.value}")


async def _hear(_: Desk, asked: Asked, state: State, text: str) -> Turn:
    del asked, state
    return Turn({"number": len(text)}, answer=Answer("heard"))


async def _locate(_: Desk, asked: Asked, state: State, latitude: float, longitude: float) -> Turn:
    del asked, state
    return Turn({"number": int(latitude + longitude)})


COUNTER = Screen("counter", _show, _press, _hear, _locate)
KINDS: Mapping[str, Screen] = {
    one.name: one
    for one in (
        COUNTER,
        replace(COUNTER, name="changing", changes=True),
        replace(COUNTER, name="ruling", for_operators=True),
    )
}


@dataclass
class Teller:
    """Somebody with a desk; ``may`` is what Telegram says of their rights, ``kinds`` the screens known."""

    desk: Desk
    chat: int = CHAT
    person: int | None = CHAT
    may: bool | None = True
    is_operator: bool = False
    kinds: Mapping[str, Screen] | None = None

    def asked(self, argument: str = "") -> Asked:
        """Return what they ask."""
        private = self.person is not None and self.chat == self.person
        manager = Manager(self.person or 0, self._may_there) if private else None
        asked = Asked(self.chat, argument, Texts(), manager=manager, person=self.person)
        return replace(asked, is_operator=self.is_operator)

    async def open(self, name: str = "counter", about: int | None = None) -> Answer:
        """Open a screen at 5, about another chat where one is given."""
        answer, asked = Answer(opens=Opened(name, {"number": 5})), self.asked()
        if about is not None:
            asked = replace(asked, chat=about, place=self.chat)
        return await opened(self.desk, asked, answer, KINDS)

    async def press(self, data: str) -> Reaction:
        """Press a button with this data."""
        presser = Presser(self.person or 0, self._may_here, is_operator=self.is_operator)
        return await pressed(
            self.desk, self.asked(data), presser, KINDS if self.kinds is None else self.kinds
        )

    async def say(self, words: str) -> Answer | None:
        """Type words."""
        return await heard(self.desk, self.asked(words), KINDS if self.kinds is None else self.kinds)

    async def send_place(self, latitude: float, longitude: float) -> Answer | None:
        """Send a location."""
        return await located(self.desk, self.asked(), latitude, longitude, KINDS)

    async def _may_here(self) -> bool | None:
        return self.may

    async def _may_there(self, _: int) -> bool | None:
        return self.may


def data_of(page: Answer | None, number: int = 0) -> str:
    """Return what stands behind a button of a page."""
    assert page is not None
    return page.rows[0][number].data
