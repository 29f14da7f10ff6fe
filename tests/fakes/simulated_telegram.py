"""A Bot API without a network, on simulated time: what is asked of it, and what it refuses by a rule."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from bot.errors import refusal_of
from bot.request import AiohttpRequest
from tests.fakes.bot_api_chats import BOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram.request import RequestData

    from tests.fakes.bot_api_troubles import ApiError
    from tests.fakes.simulated_time import SimulatedTime

LATENCY = 0.1
"""Seconds from a request to its answer."""


@dataclass
class Asked:
    """A message that was to be sent: when that was asked and answered, in seconds, and how it was refused."""

    chat: int
    text: str
    at: float
    answered: float = 0.0
    refusal: ApiError | None = None

    @property
    def wait(self) -> float:
        """The seconds that a 429 demands, 0 without one."""
        if self.refusal is None or self.refusal.code != 429:
            return 0.0
        body: dict[str, Any] = json.loads(self.refusal.body) if self.refusal.body.startswith(b"{") else {}
        return float(body.get("parameters", {}).get("retry_after", 60.0))


class SimulatedTelegram(AiohttpRequest):
    """Carries PTB's requests nowhere. ``decide`` says how a message is refused, None for not at all.

    ``asked`` are the messages that were to be sent, in the order of asking, those in it that were refused
    too. An answer is read, and an error made of it, as the program's own transport does it.
    """

    def __init__(self, time: SimulatedTime) -> None:
        super().__init__()
        self.asked: list[Asked] = []
        self.decide: Callable[[Asked], ApiError | None] = lambda _: None
        self._time = time
        self._ids = count(1)

    @property
    def accepted(self) -> list[Asked]:
        """The messages that are in their chats."""
        return [one for one in self.asked if one.answered and one.refusal is None]

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_: Any,  # noqa: ANN401 - timeouts
        **__: Any,  # noqa: ANN401 - timeouts
    ) -> tuple[int, bytes]:
        """Answer one request; raises the errors of the program's own transport."""
        del method
        fields = request_data.json_parameters if request_data else {}
        if not url.endswith("/sendMessage"):
            return _answer(BOT if url.endswith("/getMe") else True)
        one = Asked(int(fields["chat_id"]), fields["text"], self._time.now)
        self.asked.append(one)
        await self._time.sleep(LATENCY)
        one.refusal = self.decide(one)
        one.answered = self._time.now
        if one.refusal is not None:
            raise refusal_of(one.refusal.code, "", one.refusal.body)
        kind = "private" if one.chat > 0 else "supergroup"
        chat = {"id": one.chat, "type": kind}
        return _answer({"message_id": next(self._ids), "date": 1, "chat": chat, "text": one.text})


def _answer(result: object) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": result}).encode()
