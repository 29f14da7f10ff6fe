"""One command of the program and what it printed: in this process, or in one of its own."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from bot.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]

TOPICS = """
[[topics]]
name = "shelling"
severity = "critical"
rule = "обстрел"
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """The JSON objects that were printed; raises :exc:`ValueError` where a line is none."""
        return [json.loads(line) for line in self.out.splitlines()]


async def command(
    *words: str | Path, limits: Callable[[], None] | None = None, seconds: float = 30, **environment: str
) -> Ended:
    """Run ``regionwatch`` with these words; ``limits`` is called in the process before it begins."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *map(str, words)),
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        preexec_fn=limits,
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    return Ended(process.returncode or 0, out.decode(), err.decode())


def said(*words: str | Path, given: bytes = b"") -> Ended:
    """Run a command in this process, which is quicker; its last word is the configuration.

    ``given`` is its standard input.
    """
    *before, config = map(str, words)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    ended = CliRunner().invoke(main, [*before, "--config", config], input=given)
    root.handlers[:] = handlers
    root.setLevel(level)
    assert ended.exception is None or isinstance(ended.exception, SystemExit), "it ended in a traceback"
    return Ended(ended.exit_code, ended.stdout, ended.stderr)


def configured(folder: Path, *parts: str, telegram: str = "http://127.0.0.1:9", topics: str = TOPICS) -> Path:
    """Write a configuration that asks servers on loopback alone; return its path."""
    path = folder / "config.toml"
    head = f"""
[fetch]
telegram_hosts = ["{telegram}"]
allow_private = ["127.0.0.1"]
per_host = "1000/s"
"""
    path.write_text(head + topics + "".join(parts), encoding="utf-8")
    return path


def telegram_source(name: str) -> str:
    """Return the lines that configure a channel."""
    return f'[[sources]]\nkind = "telegram"\nname = "{name}"\n'


def feed_source(name: str, url: str) -> str:
    """Return the lines that configure a feed."""
    return f'[[sources]]\nkind = "feed"\nname = "{name}"\nurl = "{url}"\nvoice = "media"\n'
