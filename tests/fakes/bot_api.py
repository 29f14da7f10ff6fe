"""A Bot API on loopback: Telegram as the bot sees it, with what it accepted apart from what it answered.

It shares no code with the bot. Each request is read back by aiogram's models, and so is each reply;
what they object to is in ``violations``. A test that leaves any there fails (see tests/conftest.py); one
that provokes them says so by ``violations.clear()``.

It is a program as well, for trials that kill the bot: ``python -m tests.fakes.bot_api --port 0
--record FILE`` prints its address on the first line and appends one JSON object a line to FILE for
each message, before that is answered. What is wrong with a request goes to stderr, and to the ledger of the
tests that have started it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import aiogram.types
from aiohttp import web

from tests.fakes.bot_api_chats import Chats, Json, person
from tests.fakes.bot_api_endings import ended, reply
from tests.fakes.bot_api_ledger import LEDGER
from tests.fakes.bot_api_methods import carried_out
from tests.fakes.bot_api_reading import METHODS, Call, decode, faults, returned, understood
from tests.fakes.bot_api_troubles import NONE, ApiError, Limits, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Accepted:
    """A message that was sent or edited. ``text`` is as people see it, ``time`` seconds since 1970."""

    chat_id: int
    message_id: int
    text: str
    method: str
    params: Json
    time: float


@dataclass
class _Rule:
    trouble: Trouble
    chat: int | None
    method: str | None
    times: float

    def concerns(self, call: Call) -> bool:
        return (
            self.times > 0
            and self.chat in {None, call.chat}
            and (self.method or call.method).lower() == call.method.lower()
        )


class BotApi:
    """The server; ``async with BotApi() as api`` starts and stops it, ``api.url`` is its address.

    ``requests`` holds every call, ``accepted`` the messages that are in a chat now because of one,
    ``answered`` the callback queries answered, ``statuses`` what was answered (0: nothing).
    ``decide`` may be set to give trouble by a test's own rule. ``record`` is a file to append to,
    ``per_second`` what ``enforce_limits`` allows over all chats, where a broadcast is not paid for.
    """

    def __init__(
        self, *, enforce_limits: bool = False, record: Path | None = None, per_second: int = 30
    ) -> None:
        self.requests: list[Call] = []
        self.accepted: list[Accepted] = []
        self.answered: list[Json] = []
        self.statuses: list[int] = []
        self.violations: list[str] = []
        self.commands: list[Json] = []
        self.inline: list[Json] = []
        self.chats = Chats()
        self.decide: Callable[[Call], Trouble | None] = lambda _: None
        self.url = ""
        self._rules: list[_Rule] = []
        LEDGER.watch(self.violations)
        self._limits = Limits(per_second) if enforce_limits else None
        self._record = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if record else None
        self._updates: list[Json] = []
        self._allowed: list[str] = []
        self._polls = 0
        self._news = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; port 0 takes a free one."""
        application = web.Application(client_max_size=64 * 2**20)
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        application.router.add_get("/file/bot{token}/{path}", self._file)
        application.router.add_route("*", "/{rest:.*}", self._not_found)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stop listening, and end the polls that are waiting."""
        self._polls += 1
        self._news.set()
        runner, self._runner = self._runner, None
        if runner:
            await runner.cleanup()
        if self._record is not None:
            os.close(self._record)
            self._record = None

    # --- what a test says ---------------------------------------------------------------------

    def trouble(
        self, trouble: Trouble, *, chat: int | None = None, method: str | None = None, times: float = 1
    ) -> None:
        """Give trouble to the next ``times`` requests of a chat, of a method, or of both; in order."""
        self._rules.append(_Rule(trouble, chat, method, times))

    def calm(self) -> None:
        """End all trouble."""
        self._rules.clear()
        self.decide = lambda _: None

    def say(
        self, chat: int, text: str, *, user: int = 0, language: str = "en", kind: str = "", **fields: object
    ) -> None:
        """Let a person write to the bot; ``fields`` are further ones of the message."""
        self.chats.chat(chat, kind)
        self.push(self.chats.said(chat, text, user or abs(chat), language, fields))

    def press(self, chat: int, message_id: int, data: str, *, user: int = 0, language: str = "en") -> None:
        """Let a person press the button with this callback data under a message."""
        self.push(self.chats.pressed(chat, message_id, data, user or abs(chat), language))

    def join(self, chat: int, old: str, new: str, *, user: int = 1, kind: str = "") -> None:
        """Let the bot's membership of a chat change (in a private chat ``kicked`` means blocked)."""
        self.chats.chat(chat, kind)
        self.push(self.chats.joined(chat, old, new, user))

    def ask_inline(self, text: str, *, user: int = 1, language: str = "en", offset: str = "") -> str:
        """Let a person type the bot's name and some words somewhere; return the query's id."""
        query = {"id": str(user), "from": person(user, language), "query": text, "offset": offset}
        self.push(self.chats.update("inline_query", query))
        return str(query["id"])

    def push(self, update: Json) -> None:
        """Hand an update to whoever polls."""
        self._object(faults(aiogram.types.Update, update))
        self._updates.append(update)
        self._news.set()

    # --- how it is served ---------------------------------------------------------------------

    async def _not_found(self, _: web.Request) -> web.StreamResponse:
        return reply(404, ApiError(404, "Not Found").body)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        content = self.chats.files.get(request.match_info["path"])
        return await self._not_found(request) if content is None else web.Response(body=content)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method, token = request.match_info["method"], request.match_info["token"]
        params = await decode(request)
        if method.lower() not in METHODS:
            self.requests.append(Call(method, params, token))
            self._object([f"{method} is no method of the Bot API"])
            return await self._not_found(request)
        params, wrong = understood(method, params)
        LEDGER.read()
        self._object(wrong)
        self.requests.append(Call(method, params, token))
        return await self._answer(request, self.requests[-1], wrong)

    async def _answer(self, request: web.Request, call: Call, wrong: list[str]) -> web.StreamResponse:
        trouble = self._trouble_of(call)
        await asyncio.sleep(trouble.delay)
        try:
            if refusal := trouble.refusal or (ApiError(400, f"Bad Request: {wrong[0]}") if wrong else None):
                raise refusal
            result = await self._carry_out(call)
        except ApiError as error:
            self.statuses.append(error.code)
            return reply(error.code, error.body, error.content_type)
        self.statuses.append(200 if trouble.ending in {"whole", "half"} else 0)
        body = json.dumps({"ok": True, "result": result}).encode()
        return await ended(request, body, trouble.ending)

    def _object(self, wrong: list[str]) -> None:
        self.violations += wrong
        LEDGER.found(wrong)

    def _trouble_of(self, call: Call) -> Trouble:
        if decided := self.decide(call):
            return decided
        rule = next((rule for rule in self._rules if rule.concerns(call)), None)
        if rule is None:
            return NONE
        rule.times -= 1
        return rule.trouble

    async def _carry_out(self, call: Call) -> object:
        name = call.method.lower()
        if name == "getupdates":
            return await self._get_updates(call.params)
        if name.startswith("send") and name != "sendchataction":
            result: object = self._accept(call, self.chats.send)
        elif name.startswith("editmessage"):
            result = self._accept(call, self.chats.edit)
        else:
            result = carried_out(self, call)
        self._object(faults(returned(name), result))
        return result

    def _accept(self, call: Call, change: Callable[[int, Json], Json]) -> Json:
        chat = self.chats.there(call.chat)
        if self._limits:
            self._limits.check(call)
        message = change(chat, call.params)
        self._object([f"{call.method}: {oddity}" for oddity in self.chats.oddities])
        self.chats.oddities.clear()
        text = str(message.get("text", message.get("caption", "")))
        accepted = Accepted(chat, message["message_id"], text, call.method, call.params, time.time())
        self.accepted.append(accepted)
        if self._record is not None:
            os.write(self._record, json.dumps(asdict(accepted), default=_size).encode() + b"\n")
        return message

    async def _get_updates(self, params: Json) -> list[Json]:
        """Wait for updates as the real server does: what lies before ``offset`` is confirmed and gone."""
        offset = int(params.get("offset", 0))
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        self._allowed = list(params.get("allowed_updates", self._allowed))
        self._polls += 1
        mine = self._polls
        self._news.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(float(params.get("timeout", 0)) or 0.001):
                while mine == self._polls and not self._pending():
                    self._news.clear()
                    await self._news.wait()
        if mine != self._polls:
            words = "terminated by other getUpdates request; make sure that only one bot instance is running"
            raise ApiError(409, f"Conflict: {words}")
        return self._pending()[: int(params.get("limit", 100))]

    def _pending(self) -> list[Json]:
        allowed = set(self._allowed)
        return [u for u in self._updates if (allowed & set(u) if allowed else "chat_member" not in u)]


def _size(file: bytes) -> str:
    return f"a file of {len(file)} bytes"


async def main(arguments: argparse.Namespace) -> None:
    """Run until the program is stopped."""
    LEDGER.be_a_program()
    limits = {"enforce_limits": arguments.enforce_limits, "per_second": arguments.per_second}
    api = BotApi(record=arguments.record, **limits)
    await api.start(arguments.port)
    print(api.url, flush=True)  # noqa: T201 - whoever started the program reads it
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A Bot API on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--record", type=Path, help="append each accepted message to this file")
    parser.add_argument("--enforce-limits", action="store_true", help="answer 429 as Telegram does")
    parser.add_argument("--per-second", type=int, default=30, help="messages over all chats, before a 429")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(parser.parse_args()))
