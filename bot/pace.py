"""Telegram's limits, kept before it has to remind us: the place where every request waits its turn.

A request first waits in the lane of its chat, then in that of the bot as a whole, which spreads requests
evenly. In each, whoever is most urgent goes next: answers to people, then alerts by severity and age, then
edits of what was sent. What passes between its turn and the wire (a disk that stalls, say) can make many
go at once; so all pass a last lane at the wire, where no second ever sees more than the limit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.errors import TooManyRequests, wait_of
from bot.lanes import PATIENCE, Even, Lane, Limit, Rank

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

CHATS_IN_A_ROW = 3
"""After so many chats were refused in a row, it is the bot that must wait (issue threads on 429)."""

IDLE_CHATS = 1024
"""Chats remembered before the first look for idle ones."""

SLACK = 1.02
"""How much longer than its second a limit is kept: requests sent apart may arrive closer together."""

WIRE_SLACK = 1.01
"""The same at the wire. It is smaller, so that what keeps to the schedule does not wait there again."""

TOLERANCE = 0.1
"""Seconds that a request may go before its time: so much of a sender's own delays costs nothing."""

SPARED = 0.5
"""The part of a chat's limits that edits leave to new messages: a group's 20 a minute count both."""


@dataclass(frozen=True, slots=True)
class AlertTurn:
    """Marks a request as an alert, in ``rate_limit_args``; a request without it is an answer.

    An ``edit`` goes after all that are none. Among themselves, the greater ``severity`` goes first, then
    the earlier ``since`` (any number that grows with time). With ``taken`` the turn was waited for before,
    with :meth:`Pace.turn`: delivery commits that a send begins between the two, and what only waits in
    line must not count as begun. It still passes the wire, where it may wait a little.
    """

    severity: int = 0
    since: float = 0.0
    taken: bool = False
    edit: bool = False


TURN_TAKEN = AlertTurn(taken=True)
"""For an alert whose turn has come."""


PRIVATE = (Limit(3, 3.0 * SLACK),)
"""One message a second, in short bursts (https://core.telegram.org/bots/faq#broadcasting-to-users)."""

GROUP = (*PRIVATE, Limit(20, 60.0 * SLACK))
"""Groups and channels: also 20 a minute (the same page)."""


def overall(per_second: float) -> Even:
    """Return how the requests of the whole bot are spread: a second's over :data:`SLACK` seconds."""
    return Even(SLACK / per_second, TOLERANCE)


def at_the_wire(per_second: float) -> Limit:
    """Return what no second may exceed, however late those come whose turn it was."""
    most = max(1, int(per_second))
    return Limit(most, most / per_second * WIRE_SLACK)


class Pace(BaseRateLimiter[AlertTurn]):
    """All lanes of one bot, for every request of PTB's except getUpdates, which PTB keeps out.

    ``per_second`` is the limit of the whole bot; ``tick`` is the step of the clock in seconds where it has
    one (``time.get_clock_info("monotonic").resolution``). A 429 pauses its chat, and everything after
    :data:`CHATS_IN_A_ROW` chats; alerts get the error, answers try once more if the wait is short.
    Where alerts are sent concurrently, the sender keeps the order within a chat.
    """

    def __init__(
        self,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        *,
        per_second: float = 30.0,
        tick: float = 0.0,
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._tick = tick
        self._all = Lane((overall(per_second),), monotonic, sleep, whole=True, tick=tick)
        self._wire = Lane((at_the_wire(per_second),), monotonic, sleep, tick=tick)
        self._chats: dict[int | str, Lane] = {}
        self._sweep_at = IDLE_CHATS
        self._refused: dict[int | str, float] = {}
        self._arrivals = count()

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: who waits is cancelled by whoever started it."""

    def seconds_until(self, chat: int) -> float:
        """Return after how many seconds a chat may be sent to; 0 for now. Requests in line don't count."""
        lane = self._chats.get(chat)
        return max(self._all.seconds_paused(), lane.seconds_until_free() if lane else 0.0)

    def pause(self, chat: int | str, seconds: float) -> None:
        """Send nothing to a chat (0: to any) for so long: a wait from before a restart may be left."""
        lane = self._lane(chat) if chat else self._all
        lane.pause(seconds)

    async def turn(self, chat: int | str, turn: AlertTurn) -> None:
        """Wait until an alert may be sent, and take its turn.

        Raises :exc:`bot.errors.TooManyRequests` where that would take long, whether the chat is
        paused or has had its share: so many such chats do not keep a sender from all others. An edit
        does not wait for its chat at all, and leaves it room for what is new.
        """
        lane = self._chats.get(chat)
        spared, patience = (SPARED, 0.0) if turn.edit else (0.0, PATIENCE)
        if lane is not None and (seconds := lane.seconds_until_free(spared)) > patience:
            raise TooManyRequests(timedelta(seconds=math.ceil(seconds)))
        await self._turn(chat, (*rank_of(turn), next(self._arrivals)))

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401 - BaseRateLimiter's signature
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: AlertTurn | None,
    ) -> Any:  # noqa: ANN401 - whatever Telegram answered
        """Make a request when its turn has come; PTB calls this. What sets the bot up is no message."""
        if endpoint.startswith("setMy"):
            return await callback(*args, **kwargs)
        chat = chat_of(endpoint, data)
        rank = (*rank_of(rate_limit_args), next(self._arrivals))
        try:
            if rate_limit_args is None or not rate_limit_args.taken:
                await self._turn(chat, rank)
            return await self._make(callback, args, kwargs, chat, rank)
        except RetryAfter as error:
            if rate_limit_args is not None or wait_of(error).total_seconds() > PATIENCE:
                raise
        await self._turn(chat, rank)
        return await self._make(callback, args, kwargs, chat, rank)

    async def _make(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401 - the same
        kwargs: dict[str, Any],
        chat: int | str | None,
        rank: Rank,
    ) -> Any:  # noqa: ANN401 - the same
        await self._reach_the_wire(chat, rank)
        try:
            answer = await callback(*args, **kwargs)
        except RetryAfter as error:
            self._note(chat, error)
            raise
        if chat is not None:
            self._refused.clear()
        return answer

    async def _turn(self, chat: int | str | None, rank: Rank) -> None:
        if chat is None:
            return await self._all.turn(rank)
        await self._lane(chat).turn(rank)
        await self._all.turn(rank)
        while self._lane(chat).seconds_paused():  # another request to this chat was refused meanwhile
            await self._lane(chat).turn(rank)
            await self._all.turn(rank)
        return None

    async def _reach_the_wire(self, chat: int | str | None, rank: Rank) -> None:
        """Wait until a request whose turn has come may go: since then others may have been refused."""
        await self._wait_out_pauses(chat)
        await self._wire.turn(rank)
        while await self._wait_out_pauses(chat):
            await self._wire.turn(rank)

    async def _wait_out_pauses(self, chat: int | str | None) -> bool:
        there_was = False
        while (lane := self._paused_lane(chat)) is not None:
            there_was = await lane.wait_out_pause() or there_was
        return there_was

    def _paused_lane(self, chat: int | str | None) -> Lane | None:
        lanes = (self._all, self._chats.get(chat) if chat is not None else None)
        return next((lane for lane in lanes if lane is not None and lane.seconds_paused()), None)

    def _note(self, chat: int | str | None, error: RetryAfter) -> None:
        seconds = wait_of(error).total_seconds()
        if isinstance(error, TooManyRequests) and error.whole:
            self._all.pause(seconds)
        if chat is not None:
            self.pause(chat, seconds)
            self._refused.pop(chat, None)
            self._refused[chat] = seconds
            self._pause_all_after_several()

    def _pause_all_after_several(self) -> None:
        # When it is the bot that must wait, all of them are told the same; when it is not, the
        # longest wait is one chat's own, and that chat keeps it anyway.
        last = list(self._refused.values())[-CHATS_IN_A_ROW:]
        if len(last) == CHATS_IN_A_ROW:
            self._all.pause(min(last))
            self._refused.pop(next(iter(self._refused)))

    def _lane(self, chat: int | str) -> Lane:
        lane = self._chats.get(chat)
        if lane is None:
            self._forget_idle_chats()
            limits = PRIVATE if isinstance(chat, int) and chat > 0 else GROUP
            lane = self._chats[chat] = Lane(limits, self._monotonic, self._sleep, tick=self._tick)
        return lane

    def _forget_idle_chats(self) -> None:
        if len(self._chats) >= self._sweep_at:
            self._chats = {chat: lane for chat, lane in self._chats.items() if not lane.is_idle()}
            self._sweep_at = max(IDLE_CHATS, 2 * len(self._chats))


def chat_of(endpoint: str, data: dict[str, Any]) -> int | str | None:
    """Return the chat in which a request puts or changes something: its id, or a channel's @name."""
    chat = data.get("chat_id")
    if chat is None or endpoint.startswith("get"):
        return None
    try:
        return int(chat)
    except ValueError:
        return str(chat)


def rank_of(turn: AlertTurn | None) -> Rank:
    """Return how urgent a request is, without the number of its arrival."""
    return (0.0,) if turn is None else (1.0 + turn.edit, -turn.severity, turn.since)
