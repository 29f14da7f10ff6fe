"""How sure something must be before a chat hears of it, and when it wants to hear a sound again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import lines
from bot.commands.trust import NEVER, TRUSTS, trust_stands
from bot.screens.choosing import in_rows, one_of
from bot.screens.screen import Page, Screen, Turn
from storage import chats
from storage.model import Chat, Trust

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import Choice, State


async def _show(desk: Desk, asked: Asked, state: State) -> Page:
    del state
    chat = await desk.database.read(chats.get, asked.chat) or Chat(asked.chat)
    say = asked.texts.say
    from_trust = {
        Trust.UNCONFIRMED: say("Everything"),
        Trust.CORROBORATED: say("Two sources"),
        Trust.OFFICIAL: say("Official only"),
    }
    sounds = {
        Trust.CORROBORATED.word: say("Sound: two sources"),
        Trust.OFFICIAL.word: say("Sound: official"),
        NEVER: say("Sound: never"),
    }
    now = NEVER if chat.told_at is None else chat.told_at.word
    stands = trust_stands(chat, asked.texts)
    heard = [one_of("heard", one.word, text, chat.heard_from.word) for one, text in from_trust.items()]
    sound = [one_of("sound", word, text, now) for word, text in sounds.items()]
    return Page(lines(*stands).html, (*in_rows(heard, 3), *in_rows(sound)))


async def _press(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    del state
    if choice.act == "sound":
        await desk.database.write(chats.set_told_at, asked.chat, TRUSTS.get(choice.value))
    elif choice.value in TRUSTS:
        await desk.database.write(chats.set_heard_from, asked.chat, TRUSTS[choice.value])
    return Turn()


SCREENS: tuple[Screen, ...] = (Screen("trust", _show, _press, changes=True),)
