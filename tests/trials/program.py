"""The whole program as a process of its own, on loopback: how trials configure, start and stop it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.fakes.preview_server import FakePreviews

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.demo.shown import Shown

ROOT = Path(__file__).parents[2]
TOKEN = "100001:a-token-for-tests"  # noqa: S105 - it opens nothing
CHANNEL = "open_belgorod"


def write_config(folder: Path, previews: str, api: str, per_second: int = 30, topics: str = "") -> Path:
    """Write the configuration of a program that watches one channel on loopback; return its path.

    ``topics`` are the tables of further ones.
    """
    path = folder / "config.toml"
    path.write_text(
        f"""
        [telegram]
        api_url = "{api}"
        per_second = {per_second}
        [fetch]
        telegram_hosts = ["{previews}"]
        allow_private = ["127.0.0.1"]
        per_host = "50/s"
        [polling]
        min_interval = "1s"
        max_interval = "2s"
        [[sources]]
        kind = "telegram"
        name = "{CHANNEL}"
        [[topics]]
        name = "shelling"
        severity = "critical"
        rule = 'обстрел'
        [[topics]]
        name = "fire"
        severity = "critical"
        rule = 'пожар'
        {topics}
        """,
        encoding="utf-8",
    )
    return path


def channel_of(*posts: Shown) -> FakePreviews:
    """Return a server of the one channel with these posts."""
    previews = FakePreviews()
    previews.shelf.put(CHANNEL, posts)
    return previews


@dataclass
class Program:
    """One run of the program; ``async with`` starts it and, at the latest, kills it."""

    config: Path
    words: tuple[str, ...] = ()
    module: str = "bot"
    token: str = TOKEN
    code: int | None = None
    """What it exited with: negative for a signal."""
    _begun: int = 0
    _process: asyncio.subprocess.Process | None = field(default=None, repr=False)

    async def __aenter__(self) -> Self:
        environment = os.environ | {"REGIONWATCH_TOKEN": self.token, "PYTHONDONTWRITEBYTECODE": "1"}
        command = ("run", "--config", str(self.config)) if self.module == "bot" else (str(self.config),)
        with self._output.open("ab") as output:
            self._begun = output.tell()
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", self.module, *command, *self.words),
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=output,
            )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()

    @property
    def _output(self) -> Path:
        return self.config.with_name("output.txt")

    @property
    def output(self) -> str:
        """All that this run has printed so far; the file holds earlier runs of the same folder too."""
        return self._output.read_bytes()[self._begun :].decode()

    @property
    def process(self) -> asyncio.subprocess.Process:
        """The process, once it was started."""
        assert self._process is not None
        return self._process

    async def stop(self, seconds: float = 25.0) -> tuple[int, float]:
        """Ask it to stop; return its exit code and how many seconds that took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        return await self.wait(seconds), time.monotonic() - began

    async def wait(self, seconds: float = 25.0) -> int:
        """Wait for its end and return its exit code; raises :exc:`TimeoutError`."""
        self.code = await asyncio.wait_for(self.process.wait(), seconds)
        return self.code

    async def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self.process.returncode is None:
            self.process.kill()
        self.code = await self.process.wait()

    async def until(self, holds: Callable[[], object], what: str, seconds: float = 10.0) -> float:
        """Wait until something holds; return how long it took; fail with the output where it never does."""
        began = time.monotonic()
        while not holds():
            assert time.monotonic() - began < seconds, (
                f"{what} did not come; the program said:\n{self.output}"
            )
            assert self.process.returncode is None or holds(), f"it ended before {what}:\n{self.output}"
            await asyncio.sleep(0.02)
        return time.monotonic() - began
