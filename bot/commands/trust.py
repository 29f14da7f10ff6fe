"""From which trust a chat hears of a story, and at which it wants to hear a sound again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened, lines
from bot.config_values import nearest
from bot.passage import escape
from storage import chats
from storage.model import Chat, Trust

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts

_SOUND, NEVER = "sound", "never"
TRUSTS = {trust.word: trust for trust in Trust}
_EXAMPLES = ("/trust corroborated", "/trust unconfirmed", "/trust sound corroborated", "/trust sound never")


async def trust(desk: Desk, asked: Asked) -> Answer:
    """Set from which trust a chat hears, or when it sounds again; without an argument, offer both."""
    first, *rest = asked.argument.casefold().split() or [""]
    if not first:
        return Answer(opens=Opened("trust"))
    if first == _SOUND:
        return await _set_sound(desk, asked, " ".join(rest))
    if rest or first not in TRUSTS:
        return _unknown(asked.argument, [*TRUSTS, _SOUND], asked.texts)
    await desk.database.write(chats.set_heard_from, asked.chat, TRUSTS[first])
    return await _shown(desk, asked)


async def _set_sound(desk: Desk, asked: Asked, word: str) -> Answer:
    known = {Trust.CORROBORATED.word, Trust.OFFICIAL.word, NEVER}
    if word not in known:
        return _unknown(word, [f"{_SOUND} {one}" for one in sorted(known)], asked.texts, _SOUND)
    await desk.database.write(chats.set_told_at, asked.chat, TRUSTS.get(word))
    return await _shown(desk, asked)


async def _shown(desk: Desk, asked: Asked) -> Answer:
    chat = await desk.database.read(chats.get, asked.chat) or Chat(asked.chat)
    return lines(*trust_stands(chat, asked.texts))


def trust_stands(chat: Chat, texts: Texts) -> list[str]:
    """Return from which trust a chat hears, and when a message sounds again."""
    return [_heard(chat.heard_from, texts), _sounds(chat.told_at, texts)]


def _heard(heard_from: Trust, texts: Texts) -> str:
    match heard_from:
        case Trust.UNCONFIRMED:
            return texts.say("You hear of everything at once, also of what one source alone tells.")
        case Trust.CORROBORATED:
            return texts.say(
                "You hear of something when two independent sources tell it, or an official one."
            )
        case Trust.OFFICIAL:
            return texts.say("You hear of something when an official voice confirms it.")


def _sounds(told_at: Trust | None, texts: Texts) -> str:
    match told_at:
        case None:
            return texts.say("How sure something is shows in its message; no sound tells when that changes.")
        case Trust.OFFICIAL:
            return texts.say("A reply sounds when an official voice confirms it.")
        case _:
            return texts.say("A reply sounds when a second independent source tells it.")


def _unknown(typed: str, known: list[str], texts: Texts, before: str = "") -> Answer:
    """Return what can be typed instead; the nearest first, where something is like it."""
    say, whole = texts.say, f"{before} {typed}".strip()
    near = nearest(whole, known)
    return lines(
        say("{typed} is no trust that I know.", typed=f"«{escape(typed[:60])}»"),
        *([say("Did you mean {name}?", name=f"<code>/trust {near}</code>")] if near else []),
        say("These can be typed:"),
        *(f"<code>{example}</code>" for example in _EXAMPLES),
    )
