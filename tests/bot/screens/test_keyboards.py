"""Every keyboard, pressed in every state at random: no dead end, no exception, no button that lies."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.commands import COMMANDS
from bot.texts import languages
from storage.database import Database
from tests.chatting import Person
from tests.desks import desk_of, store
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.commands.desk import Answer

T = TypeVar("T")

PLACES = [
    {"name": "Белгородская область"},
    {"name": "Грайворон", "within": "Белгородская область", "at": [50.48, 35.68]},
    {"name": "Козинка", "within": "Грайворон", "at": [50.46, 35.6]},
    {"name": "Белгород", "within": "Белгородская область", "at": [50.6, 36.58]},
]
POSTS = ("Обстрел Грайворона", "Белгород без света", "Козинка: прилёт, дом разрушен", "Тихо")
ARGUMENTS = (
    "",
    "all",
    "shelling",
    "Козинка",
    "2h",
    "off",
    "1",
    "обстрел OR прилёт",
    "(",
    "story 1 1h",
    "x" * 300,
)
WORDS = ("Козинка", "kozinka", "обстрел AND (", "<b>&", "shelling\nКозинка\n((", "12", "😀" * 50, "off")


class Keyboards(RuleBasedStateMachine):
    """Somebody types, and presses buttons of this page and of earlier ones; the program is begun anew."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(mkdtemp())
        self.open = ExitStack()
        self.pages: list[Answer] = []
        self.clock = InstantClock()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Wait for something, and keep the page that it led to."""
        result = self.runner.run(coroutine)
        if self.person.page.rows and self.person.page not in self.pages:
            self.pages.append(self.person.page)
        return result

    @initialize(language=st.sampled_from(languages()), operator=st.booleans())
    def begin(self, language: str, operator: bool) -> None:  # noqa: FBT001 - hypothesis passes it
        """Open a store with a few stories, and let a person speak to it."""
        self.person = self.runner.run(self._person(language, operator=operator))
        self.run(store(self.person.desk, *POSTS))

    async def _person(self, language: str, *, operator: bool) -> Person:
        database = self.open.enter_context(Database.open(self.folder / "keyboards.db"))
        desk = replace(await desk_of(database, places=PLACES), clock=self.clock)
        return Person(desk, language, operator=operator)

    @rule(command=st.sampled_from(sorted(COMMANDS)), argument=st.sampled_from(ARGUMENTS))
    def type_command(self, command: str, argument: str) -> None:
        """Type a command with something behind it."""
        answer = self.run(self.person.say(f"/{command} {argument}"))
        assert answer.html or answer.file

    @rule(words=st.sampled_from(WORDS))
    def type_words(self, words: str) -> None:
        """Type what is no command."""
        self.run(self.person.say(words))

    @rule()
    def send_place(self) -> None:
        """Send a place."""
        self.run(self.person.locate(50.5, 35.7))

    @precondition(lambda self: any(one.data for row in self.person.page.rows for one in row))
    @rule(data=st.data())
    def press(self, data: st.DataObject) -> None:
        """Press a button of the page that is seen; it changes the page or says why not."""
        buttons = [one for row in self.person.page.rows for one in row if one.data]
        button = data.draw(st.sampled_from(buttons))
        before = self.person.page
        reaction = self.run(self.person.press_data(button.data))
        assert reaction.page is not None or reaction.toast
        again = self.run(self.person.press_data(button.data))
        assert again.toast, f"{button.text} pressed twice is taken twice on {before.html}"

    @precondition(lambda self: self.pages)
    @rule(data=st.data())
    def press_earlier(self, data: st.DataObject) -> None:
        """Press a button of an earlier page: nothing is done by it that is not shown."""
        page = data.draw(st.sampled_from(self.pages))
        buttons = [one for row in page.rows for one in row if one.data]
        if buttons:
            reaction = self.run(self.person.press_data(data.draw(st.sampled_from(buttons)).data))
            assert reaction.page is not None or reaction.toast

    @rule(hours=st.sampled_from([1, 30]))
    def wait(self, hours: int) -> None:
        """Let time pass."""
        self.clock.advance(3600 * hours)

    @rule()
    def begin_anew(self) -> None:
        """Stop the program and begin it anew on the same store: the page that is seen goes on."""
        self.open.close()
        before = self.person
        self.person = self.runner.run(self._person(before.texts.language, operator=before.operator))
        self.person.page = before.page

    def teardown(self) -> None:
        """Close the store."""
        self.open.close()
        self.runner.close()
        shutil.rmtree(self.folder)


Keyboards.TestCase.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestKeyboards = Keyboards.TestCase
