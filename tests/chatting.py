"""A person who talks with a desk: types, presses, sends a place; all that is shown is looked through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.commands import ALIASES, COMMANDS
from bot.commands.desk import Answer, Asked, Manager
from bot.screens.running import Presser, heard, located, opened, pressed
from bot.texts import Texts
from bot.typed import split_command
from bot.zones import texts_here
from tests.desks import CHAT
from tests.fakes.bot_api_html import read_html, utf16_length

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from bot.commands.pressed import Reaction
    from bot.render import Button

LONGEST, LONGEST_CAPTION, LONGEST_TOAST = 4096, 1024, 200
MOST_BUTTONS, LONGEST_DATA, LONGEST_LABEL = 100, 64, 64


class Person:
    """Somebody in a chat, private unless said otherwise. :attr:`page` is the screen that they see."""

    def __init__(
        self,
        desk: Desk,
        language: str = "en",
        *,
        chat: int = CHAT,
        person: int = CHAT,
        operator: bool = False,
        admin: bool | None = True,
    ) -> None:
        self.desk = desk
        self.texts = Texts(language)
        self.chat = chat
        self.person = person
        self.operator = operator
        self.admin = admin
        self.page = Answer()

    async def say(self, text: str) -> Answer:
        """Type a command or words; return the answer. Words that no screen asked for have an empty one."""
        name, argument = split_command(text, "bot")
        asked = await self._asked(text if name is None else argument)
        if name is None:
            return self._see(await heard(self.desk, asked) or Answer())
        command = COMMANDS[ALIASES.get(name, name)]
        return self._see(await opened(self.desk, asked, await command.run(self.desk, asked)))

    async def locate(self, latitude: float, longitude: float) -> Answer:
        """Send a place, in degrees."""
        return self._see(await located(self.desk, await self._asked(""), latitude, longitude) or Answer())

    async def press(self, label: str, page: Answer | None = None) -> Reaction:
        """Press the button with this label, or whose label holds it, on a page, else on the last one."""
        return await self.press_data(button(page or self.page, label).data)

    async def press_data(self, data: str) -> Reaction:
        """Press a button with this data."""

        async def may() -> bool | None:
            return self.admin

        presser = Presser(self.person, may, is_operator=self.operator)
        reaction = await pressed(self.desk, replace(await self._asked(data), chat=self.chat), presser)
        assert utf16_length(reaction.toast) <= LONGEST_TOAST
        if reaction.answer is not None:
            look_through(reaction.answer)
        if reaction.page is not None:
            self._see(reaction.page)
        return reaction

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons of the screen, row by row."""
        return [one.text for row in self.page.rows for one in row]

    @property
    def text(self) -> str:
        """What is read on the screen."""
        return read_html(self.page.html).text

    async def _asked(self, argument: str) -> Asked:
        async def may(_: int) -> bool | None:
            return self.admin

        return Asked(
            self.chat,
            argument,
            await texts_here(self.texts, self.desk, self.chat),
            is_operator=self.operator,
            manager=Manager(self.person, may) if self.chat == self.person else None,
            person=self.person,
            bot="region_bot",
            language=self.texts.language,
        )

    def _see(self, answer: Answer) -> Answer:
        if answer != Answer():
            look_through(answer)
        if answer.screen is not None:
            self.page = answer
        return answer


def button(page: Answer, label: str) -> Button:
    """Return the button of a page with this label; else the first whose label holds it."""
    found = [one for row in page.rows for one in row]
    exact = [one for one in found if one.text == label]
    return (exact or [one for one in found if label in one.text])[0]


def look_through(answer: Answer) -> None:
    """Fail where Telegram would refuse an answer, or show it cut off."""
    reading = read_html(answer.html)
    assert reading.oddities == []
    longest = LONGEST_CAPTION if answer.picture or answer.file else LONGEST
    assert utf16_length(reading.text) <= longest
    assert reading.text.strip() or answer.file or answer.picture
    buttons = [one for row in answer.rows for one in row]
    assert len(buttons) <= MOST_BUTTONS
    assert all(len(row) <= 8 for row in answer.rows)
    for one in buttons:
        assert 1 <= utf16_length(one.text) <= LONGEST_LABEL, one.text
        assert one.url or 1 <= len(one.data.encode()) <= LONGEST_DATA
