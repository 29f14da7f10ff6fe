"""The forms of words between two starts: a file beside the database, made anew when it does not fit.

Working out the forms of a region's places takes seconds, reading them a tenth of one. The file holds
nothing that could not be worked out again; whoever deletes it loses a few seconds. It is written in
Python's marshal format, which holds plain values and runs no code when it is read.
"""

from __future__ import annotations

import logging
import marshal
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from sys import implementation
from typing import Any

import monitors
from bot import gazetteer
from bot.reloading.files import replace_file
from monitors import language
from monitors.language.memory import Memory

logger = logging.getLogger(__name__)

_LIBRARIES = ("pymorphy3", "pymorphy3-dicts-ru", "pymorphy3-dicts-uk", "PyStemmer")

MOST = 200_000
"""Results that are kept at the most: some 500 MB."""


class KeptForms:
    """What earlier starts of the program worked out, for one database."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}-forms")
        self.memory = Memory(_read(self._path))

    def save(self) -> None:
        """Write what is known now, if that is news; where the folder cannot be written, nothing is kept."""
        kept = self.memory.news(MOST)
        if kept is None or not self._path.parent.is_dir():
            return
        try:
            replace_file(self._path, marshal.dumps((_fitting(), dict(kept))))
        except OSError as error:
            logger.debug("forms are not kept: %s", error)


def _read(path: Path) -> dict[Any, Any]:
    try:
        fitting, kept = marshal.loads(path.read_bytes())  # noqa: S302 - plain values; the folder is the operator's
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return kept if fitting == _fitting() and isinstance(kept, dict) else {}


@cache
def _fitting() -> bytes:
    """Return a digest of all that forms depend on: our rules, the dictionaries, Python's format."""
    folders = (*language.__path__, *monitors.__path__, *gazetteer.__path__)
    parts = [path.read_bytes() for folder in folders for path in sorted(Path(folder).glob("*.py"))]
    versions = [f"{name} {version(name)}" for name in _LIBRARIES] + [str(implementation.cache_tag)]
    return blake2b(b"\0".join([*parts, *map(str.encode, versions)]), digest_size=16).digest()
