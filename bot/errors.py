"""What can become of a request, as errors; and what Telegram's refusals mean.

The errors, all of them PTB's own kinds too::

    NetworkError
    ├── NotSent              nothing reached Telegram: it is safe to send again
    └── Unanswered           it may have been done: no answer, or none that can be read
        └── UnansweredInTime     (a TimedOut as well) the answer did not come in time
    RetryAfter
    └── TooManyRequests      429, with the wait as a timedelta and without PTB's warning
    InvalidToken 401 and 404, if it is the Bot API that says so; Forbidden 403, Conflict 409,
    BadRequest any other 4xx, ChatMigrated
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

UNSTATED_WAIT = timedelta(seconds=60)
"""How long a 429 counts that does not say how long: nothing is known, and early is worse than late."""

LONGEST_WAIT = 366 * 86_400
"""Seconds. Telegram has asked for three hours; what is longer than a year could not be counted to."""

MAX_DESCRIPTION = 300
"""Characters of a server's own words that an error repeats."""


class NotSent(NetworkError):
    """The request certainly did not reach Telegram."""


class Unanswered(NetworkError):
    """Telegram may have done what was asked: the answer is missing or cannot be read."""


class UnansweredInTime(Unanswered, TimedOut):
    """No answer in time. PTB asks for updates again at once after a TimedOut, not after the others."""


class TooManyRequests(RetryAfter):
    """A 429. ``whole`` is true when it was not said of one chat but of the bot as a whole."""

    def __init__(self, wait: timedelta, *, whole: bool = False) -> None:
        self._retry_after = wait
        self.whole = whole
        TelegramError.__init__(self, f"Too many requests, wait {wait.total_seconds():g} s")

    @property
    def retry_after(self) -> timedelta:
        """The wait. PTB's own property warns unless the environment sets PTB_TIMEDELTA."""
        return self._retry_after


def wait_of(error: RetryAfter) -> timedelta:
    """Return how long a 429 asks to wait, whatever PTB_TIMEDELTA says and without its warning."""
    return error._retry_after  # noqa: SLF001 - the public name warns, or is an int, or is a timedelta


def refusal_of(status: int, retry_after: str, body: bytes) -> TelegramError:
    """Return the error that an answer other than 200–299 stands for.

    ``retry_after`` is the header's text or empty; ``body`` may be anything. The kinds are those of
    https://core.telegram.org/bots/api#making-requests. Any 4xx means that nothing was done; other
    statuses (5xx, redirects) leave it open, and so does a 401 or 404 that is not in the Bot API's
    form: servers in between answer so too, and they know nothing of the token.
    """
    answer = object_in(body)
    parameters = answer.get("parameters")
    numbers = parameters if isinstance(parameters, dict) else {}
    if isinstance(new_chat := numbers.get("migrate_to_chat_id"), int):
        return ChatMigrated(new_chat)
    if isinstance(seconds := numbers.get("retry_after"), int):
        return TooManyRequests(timedelta(seconds=min(max(seconds, 1), LONGEST_WAIT)))
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TooManyRequests(_wait_in_header(retry_after), whole=True)
    text = str(answer.get("description") or f"status {status} without a description")[:MAX_DESCRIPTION]
    kind = _KINDS.get(status, BadRequest if 400 <= status <= 499 else Unanswered)  # noqa: PLR2004 - HTTP's
    return Unanswered(text) if kind is InvalidToken and answer.get("ok") is not False else kind(text)


_KINDS: dict[int, type[TelegramError]] = {
    HTTPStatus.UNAUTHORIZED: InvalidToken,
    HTTPStatus.FORBIDDEN: Forbidden,
    HTTPStatus.NOT_FOUND: InvalidToken,  # a malformed token, or an address that is not the Bot API's
    HTTPStatus.CONFLICT: Conflict,
}


def _wait_in_header(text: str) -> timedelta:
    return timedelta(seconds=int(text)) if re.fullmatch(r"[0-9]{1,6}", text) else UNSTATED_WAIT


def object_in(payload: bytes) -> dict[str, Any]:
    """Return the JSON object that an answer holds; an empty one where it holds something else."""
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}
