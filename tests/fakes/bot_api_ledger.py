"""How many requests aiogram has read back in a whole run of tests, and what it objected to.

Programs that a test starts write it down in the folder that an environment variable names: a line with a
dot for each request, a line in words for each fault.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

FOLDER = "REGIONWATCH_TEST_LEDGER"
"""The environment variable."""

_READ = "."


class Ledger:
    """What became of the requests of this process, and of the programs that it started."""

    def __init__(self) -> None:
        self.requests = 0
        self.faults = 0
        self._watched: list[list[str]] = []
        self._seen: dict[Path, int] = {}
        self._file: int | None = None

    def watch(self, violations: list[str]) -> None:
        """Take notice of a server's violations, as they stand when the test ends."""
        self._watched.append(violations)

    def read(self) -> None:
        """Count a request that was read back."""
        self.requests += 1
        self._write(_READ)

    def found(self, faults: list[str]) -> None:
        """Write down what was wrong, where this is a program of its own."""
        for fault in faults if self._file is not None else ():
            print(fault, file=sys.stderr, flush=True)  # noqa: T201 - a trial's output
            self._write(" ".join(fault.split()))

    def be_a_program(self) -> None:
        """Write down from now on what happens, if the environment says where."""
        name = Path(os.environ[FOLDER]) / str(os.getpid()) if FOLDER in os.environ else os.devnull
        self._file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def faults_of_test(self, folder: Path) -> list[str]:
        """Return what was wrong in the test that has just ended, and begin with the next."""
        faults = [fault for violations in self._watched for fault in violations]
        self._watched.clear()
        for line in self._news(folder):
            if line == _READ:
                self.requests += 1
            else:
                faults.append(line)
        self.faults += len(faults)
        return faults

    def _news(self, folder: Path) -> list[str]:
        """Return the lines that programs have written since the last test."""
        lines = []
        for path in folder.iterdir():
            written = path.read_text(encoding="utf-8").splitlines()
            lines += written[self._seen.get(path, 0) :]
            self._seen[path] = len(written)
        return lines

    def _write(self, line: str) -> None:
        if self._file is not None:
            os.write(self._file, line.encode() + b"\n")


LEDGER = Ledger()
"""The one of this process."""
