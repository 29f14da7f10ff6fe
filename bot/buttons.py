"""The buttons under the bot's messages, and what pressing one hands to the bot: pure.

Under a story's message data is ``ACT:STORY`` or ``m:STORY:SPAN``, under a list of chats ``c:CHAT``, always
below Telegram's 64 bytes. It can be pressed by anybody who sees the message, and be forged: :func:`read` and
:func:`read_chat` take nothing else, and whoever carries a press out has to look whether the chat was ever
told of that story, or the person may manage that chat.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.render import Button
from bot.spans import LONGEST

if TYPE_CHECKING:
    from bot.render import Row, Rows
    from bot.texts import Texts

SPANS = {"1h": timedelta(hours=1), "6h": timedelta(hours=6), "end": LONGEST}
"""For how long a story can be muted by a button; the last is longer than any story lives."""

_DATA = re.compile(r"(?P<act>[swmub]):(?P<story>[1-9][0-9]{0,17})(?::(?P<span>1h|6h|end))?", re.ASCII)
"""A story's number has at most 18 digits: more would not fit into SQLite's integers."""

_CHAT = re.compile(r"c:(?P<chat>0|-[1-9][0-9]{0,17})", re.ASCII)
"""Groups, channels and topics have ids below 0; 0 is the chat with the button itself."""


class Act(StrEnum):
    """What a button does. The value is what stands in its data."""

    SOURCES = "s"
    WHY = "w"
    MUTE = "m"
    UNMUTE = "u"
    BACK = "b"


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed; ``span`` is one of :data:`SPANS`, empty where none was chosen yet."""

    act: Act
    story: int
    span: str = ""


def read(data: str) -> Press | None:
    """Return what a button's data asks for, or None where it is none of ours."""
    found = _DATA.fullmatch(data)
    if found is None or (found["span"] and found["act"] != Act.MUTE):
        return None
    return Press(Act(found["act"]), int(found["story"]), found["span"] or "")


def write(act: Act, story: int, span: str = "") -> str:
    """Return the data of a button."""
    return f"{act}:{story}:{span}" if span else f"{act}:{story}"


def read_chat(data: str) -> int | None:
    """Return the chat that a button chooses, 0 for the one where it stands; None where it chooses none."""
    found = _CHAT.fullmatch(data)
    return int(found["chat"]) if found else None


def write_chat(chat: int) -> str:
    """Return the data of a button that chooses a chat, 0 for the one where it is pressed."""
    return f"c:{chat}"


def story_rows(story: int, link: str, texts: Texts, *, is_muted: bool = False) -> Rows:
    """Return the one row of buttons under a story's message; ``link`` is its post's address, if any."""
    opening = (Button(texts.say("Open"), url=link),) if link else ()
    return ((*opening, *about_row(story, texts, is_muted=is_muted)),)


def about_row(story: int, texts: Texts, *, is_muted: bool = False) -> Row:
    """Return the buttons that ask the bot about a story, or mute it."""
    act, name = (Act.UNMUTE, texts.say("Unmute")) if is_muted else (Act.MUTE, texts.say("Mute"))
    return (
        Button(texts.say("Sources"), data=write(Act.SOURCES, story)),
        Button(texts.say("Why"), data=write(Act.WHY, story)),
        Button(name, data=write(act, story)),
    )


def mute_rows(story: int, texts: Texts) -> Rows:
    """Return the buttons that ask for how long a story is to be muted."""
    names = {"1h": texts.say("1 hour"), "6h": texts.say("6 hours"), "end": texts.say("Until it is over")}
    spans = tuple(Button(names[span], data=write(Act.MUTE, story, span)) for span in SPANS)
    return (spans, (Button(texts.say("Back"), data=write(Act.BACK, story)),))
