"""What operators tell everybody, as it looks: their text as it was typed, and whose message it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.passage import Piece, plain
from bot.render import Message, chat_record

if TYPE_CHECKING:
    from datetime import datetime

    from bot.texts import Texts
    from storage.model import Alert

LONGEST = 3000
"""UTF-16 units of an operator's text: with what stands around it, it fits into one message (4,096)."""


def notice_message(text: str, texts: Texts) -> Message:
    """Return a notice as every chat gets it."""
    tail = (texts.say("A message from the operators of this bot."),)
    return Message("📣", texts.say("Notice"), "", "", (Piece(plain(text)),), "", tail=tail)


@dataclass(frozen=True, slots=True)
class AboutNotice:
    """An alert that tells what operators wrote."""

    alert: Alert
    text: str
    version: int = 0

    def message(self, texts: Texts, now: datetime) -> Message:
        """Return their text, the same at any time."""
        del now
        return notice_message(self.text, texts)

    def record(self, *, edit: bool) -> dict[str, Any]:
        """Return that it was a notice, and which."""
        name = self.alert.occasion.partition(":")[2]
        return {"action": "edit" if edit else "new", **chat_record(self.alert), "notice": int(name)}
