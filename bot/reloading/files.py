"""Files that the program writes: whole, or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Give a file new content in one step, on the disk when this returns; raises :exc:`OSError`.

    What a crash leaves of an unfinished step is written over by the next one; there must be no second
    writer.
    """
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the new name is on the disk only when its folder is
    finally:
        os.close(folder)
