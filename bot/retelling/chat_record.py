"""What a chat would have got, written down instead of sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.outcomes import Sent
from storage import stories
from storage.model import Trust, to_iso

if TYPE_CHECKING:
    from datetime import datetime

    from bot.outcomes import Outcome
    from bot.render import Message
    from monitors.clock import Clock
    from storage.database import Connection, Database
    from storage.model import Alert

MOST_POSTS = 1_000
"""Posts of a story that one line names: a story of ten thousand is told of three thousand times a day."""

CHAT = 1
"""The chat of a replay: one such as Telegram's are, not the terminal, in which nothing can be edited."""

CHAT_NAME = "replay"


class Action(StrEnum):
    """What happens in the chat: a message, one that is edited in its place, a reply that sounds again."""

    NEW = "new"
    EDIT = "edit"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that a chat would have seen; ``posts`` are the story's posts then, as ``source/key``."""

    at: datetime
    action: Action
    story: int
    trust: Trust
    posts: tuple[str, ...]
    message: Message

    def record(self) -> dict[str, Any]:
        """Return it as ``replay --json`` prints it."""
        return {
            "at": to_iso(self.at),
            "chat": CHAT_NAME,
            "story": self.story,
            "action": self.action.value,
            "trust": self.trust.word,
            "posts": list(self.posts),
            "text": self.message.as_text(),
        }


class ChatRecord:
    """Carries messages nowhere, and keeps what each of them shows until :meth:`take` is asked for it.

    A chat of this kind has no limits.
    """

    is_console = False

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._messages = 0
        self._shown: list[Shown] = []

    def take(self) -> list[Shown]:
        """Return what was shown since this was asked last, in order."""
        shown, self._shown = self._shown, []
        return shown

    def pause(self, peer: int, seconds: float) -> None:
        """Go on: nobody demands a pause."""

    async def ready(self, alert: Alert, *, edit: bool = False) -> Outcome | None:
        """Return at once."""

    async def send(self, alert: Alert, message: Message) -> Outcome:
        """Write down a message."""
        self._messages += 1
        await self._tell(Action.SOUND if alert.step else Action.NEW, alert, message)
        return Sent(self._messages)

    async def edit(self, alert: Alert, message: Message) -> Outcome:
        """Write down what a message shows from now on."""
        await self._tell(Action.EDIT, alert, message)
        return Sent(alert.message)

    async def _tell(self, action: Action, alert: Alert, message: Message) -> None:
        trust, posts = await self._database.read(_standing, alert.story)
        self._shown.append(Shown(self._clock.now(), action, alert.story, trust, posts, message))


def _standing(connection: Connection, story: int) -> tuple[Trust, tuple[str, ...]]:
    """Return how far a story is confirmed, and its posts."""
    found = stories.get(connection, story)
    keys = stories.keys_of(connection, story, MOST_POSTS)
    return found.trust if found else Trust.UNCONFIRMED, tuple(keys)
