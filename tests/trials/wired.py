"""The program wired as the command line does it, but less patient or more talkative, for trials.

``python -m tests.trials.wired CONFIG [--resend-after SECONDS] [--look-every SECONDS] [--debug]``
prints ``ready at`` and the seconds since 1970 once it has recovered what the run before it left behind.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import time
from datetime import timedelta
from pathlib import Path

from bot.app import App
from bot.clock import SystemClock
from bot.logs import set_up_logging
from bot.running import Output
from bot.settle import Patience
from bot.setup import load


async def main(words: argparse.Namespace) -> None:
    """Run until told to stop."""
    setup = load(words.config)
    token = setup.config.token()
    set_up_logging(token, logging.DEBUG if words.debug else logging.INFO)
    if words.debug:
        for name in logging.root.manager.loggerDict:
            logging.getLogger(name).setLevel(logging.DEBUG)
    rest = timedelta(seconds=words.resend_after)
    app = App(setup, token, SystemClock(), Output(), tick=0.1, patience=Patience(rest, rest))
    app.watch(words.config, words.look_every)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, app.ask_reload)
    async with app:
        await app.delivery.recover()
        print(f"ready at {time.time():.3f}", flush=True)  # noqa: T201 - a trial reads it
        await app.run(stop)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="The program, wired for a trial.")
    parser.add_argument("config", type=Path)
    parser.add_argument("--resend-after", type=float, default=60.0)
    parser.add_argument("--look-every", type=float, default=2.0)
    parser.add_argument("--debug", action="store_true")
    asyncio.run(main(parser.parse_args()))
