"""Messages per second of CPU to a Bot API on loopback: PTB's default transport beside ours.

Both send the same alert, in turns and within one run, to a responder in another process that does
next to nothing: once as a bare request, once through PTB's ``send_message``, whose own work on the
message and the answer is the same for both. Only this process's CPU counts (time.process_time), so
the figure says what one message costs the bot; take the ratio, since the machine differs.

    python -m benchmarks.sending [--rounds 7] [--json]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import contextmanager
from typing import TYPE_CHECKING

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import BaseRequest, HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.request import AiohttpRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "1:benchmark"  # noqa: S105 - it opens nothing
TOGETHER = 16
"""Messages under way at once."""

ALERT = (
    "<b>shelling</b> · critical\nOpen Belgorod (channel) · 12:04\n\n"
    + "Под <b>обстрел</b> попало село, повреждены три дома и линия электропередачи. " * 5
)
BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Open the post", url="https://t.me/example/1")]])

ANSWER = json.dumps(
    {
        "ok": True,
        "result": {
            "message_id": 1,
            "date": 1684742640,
            "chat": {"id": 5, "type": "private", "first_name": "Somebody"},
            "from": {"id": 1, "is_bot": True, "first_name": "Region Watch", "username": "example_bot"},
            "text": ALERT,
        },
    }
).encode()
HTTP_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(ANSWER) + ANSWER
)


class Responder(asyncio.Protocol):
    """Answers every request of a connection with the same message."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a connection."""
        self._transport = transport
        self._received = b""

    def data_received(self, data: bytes) -> None:
        """Answer each request that has arrived whole."""
        self._received += data
        while (end := request_end(self._received)) is not None:
            self._received = self._received[end:]
            if isinstance(self._transport, asyncio.WriteTransport):
                self._transport.write(HTTP_ANSWER)


def request_end(received: bytes) -> int | None:
    """Return where the first request ends in what was received, or None while it is not whole."""
    head, found, _ = received.partition(b"\r\n\r\n")
    if not found:
        return None
    _, _, after = head.lower().partition(b"content-length:")
    end = len(head) + 4 + int(after.split(b"\r\n")[0] or 0)
    return end if len(received) >= end else None


async def serve() -> None:
    """Print the address and answer until the process ends."""
    server = await asyncio.get_running_loop().create_server(Responder, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot", flush=True)
    await server.serve_forever()


async def rate(url: str, request: Callable[[], BaseRequest], way: Way, messages: int) -> float:
    """Send so many messages and return how many a second of CPU that were."""
    # Only the transport is opened: Bot.initialize would ask for getMe, which the responder does not know.
    async with request() as sending, request() as polling:
        bot = Bot(TOKEN, base_url=url, request=sending, get_updates_request=polling)
        await way(bot, TOGETHER)  # the connections are open before the clock starts
        begun = time.process_time()
        await asyncio.gather(*(way(bot, messages // TOGETHER) for _ in range(TOGETHER)))
        return messages // TOGETHER * TOGETHER / (time.process_time() - begun)


async def send_message(bot: Bot, messages: int) -> None:
    """Send alerts one after the other, as delivery does."""
    for _ in range(messages):
        await bot.send_message(5, ALERT, parse_mode="HTML", reply_markup=BUTTON)


async def bare_request(bot: Bot, messages: int) -> None:
    """Make the same requests without PTB's work on the message and its answer."""
    fields = {"chat_id": 5, "text": ALERT, "parse_mode": "HTML", "reply_markup": BUTTON}
    data = RequestData([RequestParameter.from_input(name, value) for name, value in fields.items()])
    for _ in range(messages):
        await bot.request.post(f"{bot.base_url}/sendMessage", data)


Way = Callable[[Bot, int], Coroutine[None, None, None]]
WAYS: dict[str, Way] = {"bare request": bare_request, "send_message": send_message}


def rounds(url: str, way: Way, number: int) -> Iterator[tuple[float, float]]:
    """Yield the rates of PTB's default and of ours, measured right after each other."""
    for _ in range(number):
        default = asyncio.run(rate(url, lambda: HTTPXRequest(connection_pool_size=64), way, 320))
        yield default, asyncio.run(rate(url, AiohttpRequest, way, 2400))


def figures(values: list[float]) -> dict[str, float]:
    """Return the least, the median and the greatest value."""
    return {"min": min(values), "median": statistics.median(values), "max": max(values)}


@contextmanager
def responder() -> Iterator[str]:
    """Run the responder as a process of its own; give the address of its Bot API."""
    program = [sys.executable, "-m", "benchmarks.sending", "--serve"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - this very file
        try:
            yield server.stdout.readline().strip() if server.stdout else ""
        finally:
            server.kill()


def measured(number: int) -> dict[str, dict[str, dict[str, float]]]:
    """Run the rounds; return the figures by way of sending and by name."""
    with responder() as url:
        return {name: compared(list(rounds(url, way, number))) for name, way in WAYS.items()}


def compared(pairs: list[tuple[float, float]]) -> dict[str, dict[str, float]]:
    """Return the figures of both transports and of their ratio."""
    return {
        "ptb_default": figures([default for default, _ in pairs]),
        "ours": figures([ours for _, ours in pairs]),
        "ratio": figures([ours / default for default, ours in pairs]),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Messages per second of CPU, PTB's transport beside ours.")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        return asyncio.run(serve())
    logging.getLogger("httpx").setLevel(logging.WARNING)
    results = measured(arguments.rounds)
    if arguments.json:
        return print(json.dumps({"sending": results}))
    print(f"messages per second of CPU, {arguments.rounds} rounds     min  median     max")
    for way, transports in results.items():
        for name, values in transports.items():
            shown = "".join(f"{value:8.1f}" for value in values.values())
            print(f"{way + ', ' + name:<38}{shown}")
    return None


if __name__ == "__main__":
    main()
