"""The commands ``make-key`` and ``decrypt``: a key to the numbers of chats, and a store without one again."""

from __future__ import annotations

import asyncio
import os
from base64 import b64encode
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

import click

from bot.config import read_key
from bot.tuning.command_line import FAILED, config_option, fail, loaded
from storage import sealing
from storage.database import Database
from storage.errors import StorageError
from storage.model.seals import KEY_BYTES

if TYPE_CHECKING:
    from storage.model.seals import Seals

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("make-key")
@click.argument("file", type=_FILE)
def make_key_command(file: Path) -> None:
    """Write a new random key to FILE, for storage.key_file; keep a copy apart from the database.

    A file that is there is left as it is.
    """
    try:
        written = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        fail(FAILED, f"{file}: it is there already, and may be the only key to a database")
    except OSError as error:
        fail(FAILED, f"{file}: it cannot be written ({error.strerror})")
    with open(written, "wb") as stream:  # noqa: PTH123 - it was opened for its owner alone
        stream.write(b64encode(token_bytes(KEY_BYTES)) + b"\n")
    click.echo(f"{file}: a new key, readable by its owner alone; set storage.key_file to it and start anew")


@click.command("decrypt")
@click.argument("file", type=_FILE)
@config_option
def decrypt_command(file: Path, config_path: Path) -> None:
    """Write the numbers of chats in the clear again with the key in FILE; the program must not be running."""
    setup = loaded(config_path)
    path = setup.config.database
    if not path.is_file():
        fail(FAILED, f"{path}: there is no database")
    try:
        was_sealed = asyncio.run(_lift(path, read_key(file), file))
    except StorageError as error:
        fail(FAILED, str(error))
    done = "the numbers of chats are in the clear again" if was_sealed else "nothing was encrypted"
    click.echo(f"{path}: {done}; without storage.key_file they stay so")


async def _lift(path: Path, seals: Seals, file: Path) -> bool:
    with Database.open(path) as database:
        return await database.write(sealing.lift, seals, file)
