"""How screens run: opened by a command, changed by presses and words, kept at every step.

Whatever a button says, what it may do is looked at when it is pressed: whether it was made here for this
chat, who opened the screen, who presses, and whether the page that shows it is still the one that counts.

``kinds`` are the screens that there are, by name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.commands.chats import for_chat, managed_now
from bot.commands.desk import Answer, Asked, not_allowed
from bot.commands.pressed import Reaction
from bot.render import Button
from bot.screens import SCREENS
from bot.screens.screen import Choice, Page, Turn
from bot.screens.signing import MOST_CHOICES, Token, read, write
from bot.zones import texts_here
from storage import screens
from storage.model.screens import StoredScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from bot.commands.desk import Desk
    from bot.render import Rows
    from bot.screens.screen import Choices, Screen, State
    from storage.database import Connection

WAITS = timedelta(days=1)
"""How long a screen waits for words: what is typed later is meant for nobody."""


@dataclass(frozen=True, slots=True)
class Presser:
    """Who presses: their id, and what tells whether they may decide for the chat (None: not known now)."""

    person: int
    may: Callable[[], Awaitable[bool | None]]
    is_operator: bool = False


async def opened(desk: Desk, asked: Asked, answer: Answer, kinds: Mapping[str, Screen] = SCREENS) -> Answer:
    """Return an answer with the screen that it opens, if any, as it is sent."""
    if answer.opens is None:
        return answer
    kept = StoredScreen(asked.here, asked.chat, asked.person, answer.opens.name, answer.opens.state)
    number = await desk.database.write(screens.begin, kept, desk.clock.now())
    return await _shown(desk, asked, replace(kept, id=number), kinds[kept.name])


async def pressed(
    desk: Desk, asked: Asked, presser: Presser, kinds: Mapping[str, Screen] = SCREENS
) -> Reaction:
    """Return what becomes of a press; ``asked.argument`` is the button's data, ``asked.chat`` where it is."""
    say = asked.texts.say
    token = read(asked.argument, asked.chat, await desk.database.read(screens.secret))
    if token is None:
        return Reaction(say("I do not know this button any more."))
    kept = await desk.database.read(screens.get, token.screen)
    if kept is None or kept.name not in kinds:
        return Reaction(say("This is from long ago. Please type the command again."))
    if kept.person is not None and kept.person != presser.person:
        return Reaction(say("Somebody else opened this. Type the command yourself."))
    screen = kinds[kept.name]
    asked, refused = await _about(desk, asked, kept, screen, presser)
    if refused:
        return Reaction(refused)
    if token.version != kept.version % 2**16 or token.choice >= len(kept.choices):
        return Reaction(say("This had changed meanwhile."), page=await _shown(desk, asked, kept, screen))
    turn = await screen.press(desk, asked, kept.state, Choice("", *kept.choices[token.choice]))
    return Reaction(turn.toast, turn.answer, page=await _after(desk, asked, kept, turn, screen))


async def heard(desk: Desk, asked: Asked, kinds: Mapping[str, Screen] = SCREENS) -> Answer | None:
    """Return the answer to words in a private chat that a screen asked for, None where none did."""

    def turn(screen: Screen, asked: Asked, state: State) -> Awaitable[Turn] | None:
        return screen.hear(desk, asked, state, asked.argument) if screen.hear else None

    return await _told(desk, asked, turn, kinds)


async def located(
    desk: Desk, asked: Asked, latitude: float, longitude: float, kinds: Mapping[str, Screen] = SCREENS
) -> Answer | None:
    """Return the answer to a location (in degrees) that a screen asked for, None where none did."""

    def turn(screen: Screen, asked: Asked, state: State) -> Awaitable[Turn] | None:
        return screen.locate(desk, asked, state, latitude, longitude) if screen.locate else None

    return await _told(desk, asked, turn, kinds)


async def _told(
    desk: Desk,
    asked: Asked,
    turn: Callable[[Screen, Asked, State], Awaitable[Turn] | None],
    kinds: Mapping[str, Screen],
) -> Answer | None:
    """Let the screen that waits have what was sent; None where none does, or not for that."""
    kept = await _asking(desk, asked)
    screen = kinds.get(kept.name) if kept else None
    if kept is None or screen is None:
        return None
    asked, refused = await _about(desk, asked, kept, screen, _person_of(asked))
    if refused:
        return Answer(refused)
    taken = turn(screen, asked, kept.state)
    return None if taken is None else await _answered(desk, asked, kept, await taken, screen)


async def _asking(desk: Desk, asked: Asked) -> StoredScreen | None:
    since = desk.clock.now() - WAITS
    return await desk.database.read(screens.asking, asked.here, asked.person, since)


def _person_of(asked: Asked) -> Presser:
    async def may() -> bool:
        return True

    return Presser(asked.person or 0, may, is_operator=asked.is_operator)


async def _about(
    desk: Desk, asked: Asked, kept: StoredScreen, screen: Screen, presser: Presser
) -> tuple[Asked, str]:
    """Return what is asked about the screen's chat, or why that may not be (plain text)."""
    asked = replace(asked, is_operator=presser.is_operator, person=presser.person)
    if screen.for_operators and not presser.is_operator:
        return asked, asked.texts.say("Only operators can do that.")
    if screen.changes and not (may := await presser.may()):
        return asked, not_allowed(may, asked.texts)
    if kept.about == kept.chat:
        return asked, ""
    managed = await managed_now(desk, asked.texts, asked.manager) if asked.manager else None
    if managed is None or isinstance(managed, Answer) or managed.chat.id != kept.about:
        return asked, asked.texts.say("What you type here concerns another chat now. Type the command again.")
    texts = await texts_here(asked.texts, desk, kept.about, kept.chat)
    return replace(asked, chat=kept.about, place=kept.chat, texts=texts), ""


async def _after(desk: Desk, asked: Asked, kept: StoredScreen, turn: Turn, screen: Screen) -> Answer:
    state = kept.state if turn.state is None else turn.state
    return await _shown(desk, asked, replace(kept, state=state), screen)


async def _answered(desk: Desk, asked: Asked, kept: StoredScreen, turn: Turn, screen: Screen) -> Answer:
    """Return the screen below what was typed; what stands beside it comes before it."""
    page = await _after(desk, asked, kept, turn, screen)
    return page if turn.answer is None else replace(page, html=f"{turn.answer.html}\n\n{page.html}")


async def _shown(desk: Desk, asked: Asked, kept: StoredScreen, screen: Screen) -> Answer:
    """Return a screen's page as it is sent, and keep what its buttons stand for."""
    page = await screen.show(desk, asked, kept.state)
    acts = [(one.act, one.value) for row in page.rows for one in row if isinstance(one, Choice)]
    secret, version = await desk.database.write(_keep, kept, page, acts[:MOST_CHOICES], desk.clock.now())
    rows = _signed(page.rows, kept, version, secret)
    answer = Answer(page.html, rows, picture=page.picture, screen=kept.id)
    if kept.about != kept.chat and asked.manager is not None:
        managed = await managed_now(desk, asked.texts, asked.manager)
        if managed is not None and not isinstance(managed, Answer):
            return for_chat(answer, managed, asked.texts)
    return answer


def _keep(
    connection: Connection, kept: StoredScreen, page: Page, acts: list[tuple[str, str]], now: datetime
) -> tuple[bytes, int]:
    version = screens.show(connection, kept.id, kept.state, acts, now, asks=page.asks)
    return screens.secret(connection), version


def _signed(rows: Choices, kept: StoredScreen, version: int, secret: bytes) -> Rows:
    """Return rows of buttons as they are sent."""
    signed: list[tuple[Button, ...]] = []
    number = 0
    for row in filter(None, rows):
        buttons: list[Button] = []
        for one in row:
            if isinstance(one, Button):
                buttons.append(one)
                continue
            data = write(Token(kept.id, version, number), kept.chat, secret)
            buttons.append(Button(one.text, data=data))
            number += 1
        signed.append(tuple(buttons))
    return tuple(signed)
