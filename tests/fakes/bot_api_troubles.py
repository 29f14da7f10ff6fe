"""What can go wrong at the Bot API, as values that a test hands to the fake."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from tests.fakes.bot_api_reading import Call


class ApiError(Exception):
    """A refusal in the Bot API's form."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        answer: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
        self.body = json.dumps(answer | ({"parameters": parameters} if parameters else {})).encode()
        self.content_type = "application/json"


class PageError(ApiError):
    """A refusal by a server in front of the Bot API, which answers in HTML."""

    def __init__(self, code: int, title: str) -> None:
        super().__init__(code, title)
        self.body = f"<html><head><title>{code} {title}</title></head></html>".encode()
        self.content_type = "text/html"


@dataclass(frozen=True)
class Trouble:
    """What happens to one request.

    First it takes ``delay`` seconds; then it is refused, or accepted and answered as ``ending``
    says: ``whole``; ``lost``: the connection is closed without an answer; ``cut``: it is closed in
    the middle of one; ``half``: a complete answer with half of its JSON.
    """

    refusal: ApiError | None = None
    delay: float = 0.0
    ending: Literal["whole", "lost", "cut", "half"] = "whole"


NONE = Trouble()
LOST = Trouble(ending="lost")
CUT = Trouble(ending="cut")
HALF = Trouble(ending="half")
FLOOD_PAGE = Trouble(PageError(429, "Too Many Requests"))
BLOCKED = Trouble(ApiError(403, "Forbidden: bot was blocked by the user"))
DEACTIVATED = Trouble(ApiError(403, "Forbidden: user is deactivated"))
KICKED = Trouble(ApiError(403, "Forbidden: bot was kicked from the supergroup chat"))
NO_THREAD = Trouble(ApiError(400, "Bad Request: message thread not found"))
NO_CHAT = Trouble(ApiError(400, "Bad Request: chat not found"))
FIXED = Trouble(ApiError(400, "Bad Request: message can't be edited"))
NO_MESSAGE = Trouble(ApiError(400, "Bad Request: message to delete not found"))
UNAUTHORIZED = Trouble(ApiError(401, "Unauthorized"))
INTERNAL = Trouble(ApiError(500, "Internal Server Error"))
BAD_GATEWAY = Trouble(PageError(502, "Bad Gateway"))


def flood(seconds: int) -> Trouble:
    """Return the refusal of a chat, or the bot, that has been sent to too often."""
    words = f"Too Many Requests: retry after {seconds}"
    return Trouble(ApiError(429, words, retry_after=seconds))


def migrated(chat: int) -> Trouble:
    """Return the refusal of a group that has become a supergroup with another id."""
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    return Trouble(ApiError(400, words, migrate_to_chat_id=chat))


def slow(seconds: float) -> Trouble:
    """Return an answer that takes its time."""
    return Trouble(delay=seconds)


PAID = 1000
"""Messages a second with ``allow_paid_broadcast``."""


class Limits:
    """Telegram's limits: 30 messages in any second, 20 a minute to a group, one a second to a chat.

    The last is the average of ten seconds, with five more in a burst. A paid broadcast may be one of 1,000
    in its second.
    """

    def __init__(self, per_second: int = 30) -> None:
        self._per_second = per_second
        self._all = deque[float]()
        self._chats: defaultdict[object, deque[float]] = defaultdict(deque)

    def check(self, call: Call) -> None:
        """Count a message; raises the 429 that Telegram would answer."""
        chat = self._chats[call.chat]
        _drop(self._all, call.at - 1)
        _drop(chat, call.at - 60)
        lately = sum(at > call.at - 10 for at in chat)
        most = PAID if call.params.get("allow_paid_broadcast") else self._per_second
        if len(self._all) >= most or lately >= 15 or (_is_group(call.chat) and len(chat) >= 20):
            raise ApiError(429, "Too Many Requests: retry after 3", retry_after=3)
        self._all.append(call.at)
        chat.append(call.at)


def _is_group(chat: object) -> bool:
    return not isinstance(chat, int) or chat < 0


def _drop(log: deque[float], before: float) -> None:
    while log and log[0] <= before:
        log.popleft()
