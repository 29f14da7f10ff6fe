"""The languages that the bot speaks, and which of them a person means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.texts import languages

if TYPE_CHECKING:
    from bot.texts import Texts


def understood(code: str | None) -> str:
    """Return the language of an IETF tag such as ``uk`` or ``nl-BE`` that there are texts in; else empty."""
    language = (code or "").partition("-")[0].casefold()
    return language if language in languages() else ""


def spoken(texts: Texts, code: str | None) -> Texts:
    """Return texts in the language of a tag, in their own where there are none."""
    return replace(texts, language=understood(code) or texts.language)
