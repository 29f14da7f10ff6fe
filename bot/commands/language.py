"""The language in which the bot speaks in a chat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from babel import Locale

from bot.commands.desk import Answer, Opened, lines
from bot.config_values import nearest
from bot.languages import spoken, understood
from bot.passage import escape
from bot.texts import languages
from storage import chats

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk

_ITS_OWN = frozenset({"off", "default", "telegram", "auto"})
_TYPED = 60


async def language(desk: Desk, asked: Asked) -> Answer:
    """Set the language of a chat by its name or code; without an argument, offer those that there are."""
    if not asked.argument:
        return Answer(opens=Opened("language"))
    code = language_meant(asked.argument)
    if code is None:
        return _unclear(asked)
    await desk.database.write(chats.set_language, asked.chat, code)
    texts = spoken(spoken(asked.texts, asked.language), code)
    return lines(language_stands(replace(asked, texts=texts), code))


def language_meant(typed: str) -> str | None:
    """Return the code of a language that a text means, empty for Telegram's; None where it means none."""
    wanted = typed.casefold().strip()
    if wanted in _ITS_OWN:
        return ""
    return understood(wanted) or next((code for code in languages() if wanted in _names(code)), None)


def language_stands(asked: Asked, code: str) -> str:
    """Return in which language the bot speaks here; ``code`` is the chat's own, empty where it has none."""
    if code:
        return asked.texts.say("I speak {language} here.", language=escape(own_name(code)))
    if asked.chat > 0:
        return asked.texts.say("I speak the language of your Telegram here.")
    return asked.texts.say("I speak here as I was set up.")


def own_name(code: str) -> str:
    """Return what a language calls itself, as on a button."""
    return str(Locale(code).get_display_name(code) or code).capitalize()


def _names(code: str) -> set[str]:
    """Return what a language is called in all the languages that there are texts in."""
    return {str(Locale(code).get_display_name(other)).casefold() for other in languages()}


def _unclear(asked: Asked) -> Answer:
    say, typed = asked.texts.say, asked.argument[:_TYPED]
    near = nearest(typed.casefold(), [name for code in languages() for name in _names(code)])
    return lines(
        say("{typed} is no language that I speak.", typed=f"«{escape(typed)}»"),
        *([say("Did you mean {name}?", name=f"<code>/language {escape(near)}</code>")] if near else []),
        say("These can be typed:"),
        *(f"<code>/language {code}</code>" for code in languages()),
    )
