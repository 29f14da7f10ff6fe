"""The first steps of somebody who never used a bot, as pictures of what their chat shows.

    python -m bot.demo.first_steps docs/pictures

An invented town, watched by the program itself; the commands are typed and the buttons pressed as a person
does, and what is drawn is what was answered. The button that is pressed next has a frame.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.demo.gallery import in_both, write
from bot.demo.small_town import AFTER, BEFORE, BEGIN, MISSPELLED, TOWN
from bot.demo.walking import Town, Walk
from bot.texts import languages
from storage.scratch import ScratchDatabase

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.demo.bubbles import Shown, Typed

_SPEAKS = "en"
"""The language of the steps; the first of them is shown in the others too."""

_LOOKED_UP = {
    "latest": "/latest",
    "search": "/search fire",
    "settings": "/settings",
    "privacy": "/privacy",
}
"""What is typed later, by the name of its picture."""


@dataclass(frozen=True, slots=True)
class Step:
    """One picture: messages of a chat, after so many taps, and whether it is subscribed to anything then.

    ``tapped`` is the label of the button that is pressed next, empty where none is.
    """

    name: str
    messages: list[Shown | Typed]
    taps: int
    is_following: bool
    tapped: str = ""


async def steps() -> list[Step]:
    """Take the first steps, and return what is seen at each."""
    with (
        TemporaryDirectory(prefix="regionwatch-") as folder,
        ScratchDatabase.create(Path(folder) / "steps.db") as database,
    ):
        town = Town(database, Path(folder), BEFORE[0].at)
        await town.open()
        await town.publish(BEFORE)
        await town.pass_until(BEGIN)
        others = [name for name in languages() if name != _SPEAKS]
        greetings = [await _greeting(town, number, name) for number, name in enumerate(others, 10)]
        walk = Walk(town.desk, 1, _SPEAKS)
        return [
            *greetings,
            await _typing(town),
            *[step async for step in _subscribing(walk)],
            await _alerted(town, walk),
            *[step async for step in _looking(town, walk)],
        ]


async def _greeting(town: Town, chat: int, language: str) -> Step:
    """Return what ``/start`` shows to somebody who reads Telegram in a language."""
    return await _typed(Walk(town.desk, chat, language), f"start-{language}", "/start")


async def _typing(town: Town) -> Step:
    """Return what comes of a name that somebody types instead of tapping it."""
    walk = Walk(town.desk, 2, _SPEAKS)
    await walk.type("/start")
    return await _typed(walk, "typed", MISSPELLED)


async def _subscribing(walk: Walk) -> AsyncIterator[Step]:
    """Yield the steps from ``/start`` to what will be heard of."""
    messages = await walk.type("/start")
    for name, label in (("start", TOWN), ("topics", "Next"), ("loud", "Done")):
        taps, follows = walk.taps, await walk.is_following()
        tapped, after = await walk.tap(label)
        yield Step(name, messages, taps, follows, tapped)
        messages = after
    yield Step("done", messages, walk.taps, await walk.is_following())


async def _alerted(town: Town, walk: Walk) -> Step:
    """Return the first alert, as it comes; what is known of it grows."""
    first, *later = AFTER
    await town.publish([first])
    await town.pass_until(first.at + timedelta(minutes=1))
    messages = await town.delivered()
    await town.publish(later)
    return Step("alert", [*messages], walk.taps, await walk.is_following())


async def _looking(town: Town, walk: Walk) -> AsyncIterator[Step]:
    """Yield what somebody looks up later."""
    await town.pass_until(AFTER[-1].at + timedelta(minutes=4))
    for name, text in _LOOKED_UP.items():
        yield await _typed(walk, name, text)


async def _typed(walk: Walk, name: str, text: str) -> Step:
    """Return the step in which somebody types this."""
    return Step(name, await walk.type(text), walk.taps, await walk.is_following())


async def pictures() -> dict[str, str]:
    """Return all pictures by their files' names, as SVG."""
    made: dict[str, str] = {}
    for step in await steps():
        made |= in_both(f"step-{step.name}", step.messages, tapped=step.tapped)
    return made


def main(folder: Path, say: Callable[[str], object] = print) -> None:
    """Write the pictures into a folder, which is made where it is not there."""
    write(asyncio.run(pictures()), folder, say)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
