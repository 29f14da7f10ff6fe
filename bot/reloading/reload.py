"""Taking a changed configuration over while the program runs: all of it, or nothing.

The file and its override file are looked at every few seconds, and at once on request. What is new is
read and checked off the loop. A right one goes to the program in one piece; a broken one leaves the old
one at work, and whoever has to mend it is told, once.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, Protocol, TypeVar

from bot.config import ConfigError, Problem
from bot.reloading import history, overrides
from bot.reloading.changes import changes, usable
from bot.reloading.layers import override_path, read_layers
from bot.setup import load
from bot.texts import Texts
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.reloading.history import Change
    from bot.reloading.overrides import Edit, Values
    from bot.setup import Setup
    from monitors.clock import Clock

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds between looks. A change counts when two looks saw the same: a write in progress is left alone."""

MISSING_AFTER = timedelta(minutes=1)
"""How long the file may be away before that is told: editors move it away and put a new one there."""

_PROBLEMS = 3
"""Problems that a message to operators names; the log has all."""


class Program(Protocol):
    """What works by the configuration."""

    @property
    def setup(self) -> Setup:
        """The set-up that is at work."""

    async def take_over(self, setup: Setup) -> None:
        """Work by another set-up; raises :exc:`StorageError`, and goes on as before then."""

    def tell_operators(self, lines: Sequence[str], but: int | None = None) -> None:
        """Send plain lines to the operators, except to this one of them."""


class _File(NamedTuple):
    """One file as it was seen: when it was written (ns), how long it is (bytes), what is in it."""

    written: int
    size: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class _Look:
    """Both files as they were seen at one time; None where there is none."""

    config: _File | None
    override: _File | None

    @property
    def contents(self) -> tuple[bytes | None, ...]:
        """What tells whether anything has changed: a file that is saved again as it was has not."""
        return tuple(file and file.digest for file in (self.config, self.override))


class Reload:
    """Watches a configuration and hands it to the program; :attr:`asked` has it read at once when set."""

    def __init__(self, path: Path, program: Program, clock: Clock) -> None:
        self.path = path
        self.asked = asyncio.Event()
        self._program = program
        self._clock = clock
        self._texts = Texts()
        self._lock = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, "configuration")
        self._last: _Look | None = None
        self._judged: tuple[bytes | None, ...] = ()
        self._is_broken = False
        self._missing_since: datetime | None = None
        self._missing_told = False

    async def look(self) -> None:
        """Look whether the files have changed and are at rest; if so, take them over or say why not."""
        async with self._lock:
            seen = await self._off_loop(_look, self.path)
            is_at_rest, self._last = seen == self._last, seen
            if seen.config is None:
                self._note_missing()
                return
            self._note_there()
            if is_at_rest and seen.contents != self._judged:
                await self._judge(seen)

    async def answer(self) -> None:
        """Read the files whenever that is asked for, for ever; also where they have not changed."""
        while True:
            await self.asked.wait()
            self.asked.clear()
            async with self._lock:
                await self._judge(await self._off_loop(_look, self.path), asked=True)

    async def change(self, edit: Edit, by: int) -> list[str]:
        """Change the override file and take that over; return what is new now, a line each.

        The operator ``by`` is not told besides. Raises :exc:`ConfigError` where the outcome would not be
        right, :exc:`OSError` where the file cannot be written (nothing has changed then), and
        :exc:`StorageError` where the change is written but has to wait to be taken over.
        """
        async with self._lock:
            now = self._clock.now()
            found = await self._off_loop(overrides.change, self.path, edit, at=now, by=by)
            return await self._take_over(found, but=by)

    async def entries(self, part: str, **named: str) -> tuple[Values | None, Values | None]:
        """Return the entry of a list by its name, as each of the two files holds it.

        Raises :exc:`ConfigError` where the configuration cannot be read.
        """
        layers = await self._off_loop(read_layers, self.path)
        below, above = (overrides.held(values, part, **named) for values in (layers.base, layers.override))
        return below, above

    async def history(self) -> list[Change]:
        """Return what was changed in the override file, the newest first; raises :exc:`OSError`."""
        return await self._off_loop(history.read, self.path)

    async def _judge(self, seen: _Look, *, asked: bool = False) -> None:
        """Read the files, which were seen like this; where they have changed since, leave them to a look."""
        found = await self._off_loop(_loaded, self.path)
        if await self._off_loop(_look, self.path) != seen:
            return
        is_new, before = seen.contents != self._judged, self._judged
        self._judged = seen.contents
        if isinstance(found, ConfigError):
            self._refuse(found, tell=is_new)
            return
        try:
            lines = await self._take_over(found)
        except StorageError as error:
            self._judged = before  # the next look tries again
            logger.error("the changed configuration waits: %s", error)  # noqa: TRY400 - a plain reason
        except Exception as error:
            logger.exception("%s could not be taken over", self.path)
            self._refuse(_unforeseen(self.path, error), tell=is_new)
        else:
            if asked and not lines:
                logger.info("%s was read again: nothing has changed", self.path)

    async def _take_over(self, found: Setup, but: int | None = None) -> list[str]:
        """Hand over what can be; return and tell what is new."""
        old = self._program.setup
        new = usable(old, found)
        if new != old:
            await self._program.take_over(new)
        lines = changes(old, found, self._texts)
        if lines or self._is_broken:
            self._tell(self._heading(lines), lines, but)
        self._is_broken = False
        return lines

    def _heading(self, lines: Sequence[str]) -> str:
        say, name = self._texts.say, self.path.name
        if lines:
            return say("The configuration was taken over from {file}:", file=name)
        return say("{file} can be used again, nothing has changed.", file=name)

    def _tell(self, heading: str, lines: Sequence[str], but: int | None) -> None:
        for line in (heading, *lines):
            logger.info("%s", line)
        self._program.tell_operators([heading, *(f"• {line}" for line in lines)], but)

    def _refuse(self, error: ConfigError, *, tell: bool) -> None:
        """Say what is wrong: to the log all of it, to the operators the first things, once."""
        self._is_broken = True
        name, problems = self.path.name, [str(problem) for problem in error.problems]
        heading = self._texts.say("{file} cannot be used, the old one stays at work:", file=name)
        for line in (heading, *problems):
            logger.error("%s", line)
        if tell:
            lines = [heading, *(f"• {problem}" for problem in problems[:_PROBLEMS])]
            if (more := len(problems) - _PROBLEMS) > 0:
                lines.append(self._texts.count("… and {number} more", "… and {number} more", more))
            self._program.tell_operators(lines)

    def _note_missing(self) -> None:
        now = self._clock.now()
        self._missing_since = self._missing_since or now
        if not self._missing_told and now - self._missing_since > MISSING_AFTER:
            self._missing_told = True
            line = self._texts.say("{file} is gone, the old one stays at work.", file=self.path.name)
            logger.error("%s", line)
            self._program.tell_operators([line])

    def _note_there(self) -> None:
        self._missing_since = None
        if self._missing_told:
            self._missing_told = False
            logger.info("%s is there again", self.path)

    async def _off_loop(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run what reads, checks or writes files in a thread of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(work, *args, **kwargs))


def _loaded(path: Path) -> Setup | ConfigError:
    try:
        return load(path)
    except ConfigError as error:
        return error
    except Exception as error:
        logger.exception("%s could not be read", path)
        return _unforeseen(path, error)


def _unforeseen(path: Path, error: Exception) -> ConfigError:
    """Return what operators are told where the program makes a mistake: the log has its traceback."""
    return ConfigError(path, [Problem("", f"the program failed with it ({type(error).__name__})")])


def _look(path: Path) -> _Look:
    return _Look(_seen(path), _seen(override_path(path)))


def _seen(path: Path) -> _File | None:
    """Return what a file is like; one that cannot be read is like its error, which reading it will tell."""
    try:
        status = path.stat()
        return _File(status.st_mtime_ns, status.st_size, sha256(path.read_bytes()).digest())
    except FileNotFoundError:
        return None
    except OSError as error:
        return _File(0, 0, str(error.errno).encode())
