"""A key's way: made, taken for a store, missed, mistaken, and lifted again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot.app import App
from bot.cli import main
from bot.config import KeyFileError
from bot.reloading.changes import usable
from bot.running import Output
from bot.setup import Setup, load
from storage import chats
from storage.database import Database
from storage.errors import StorageError
from tests.conftest import MORNING
from tests.fakes.instant_clock import InstantClock
from tests.storage.test_sealing import where

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

PERSON = 5_123_456_789


def told(*words: str) -> Result:
    """Return what a command of the command line comes to."""
    return CliRunner().invoke(main, list(words))


def configured(folder: Path, key: str) -> Path:
    """Write a configuration with a key's file, empty for none; return its path."""
    path = folder / "config.toml"
    storage = f'[storage]\nkey_file = "{key}"\n' if key else ""
    path.write_text(
        f"{storage}[telegram]\nadmins = [{PERSON}]\n[canary]\nchat = {PERSON}\n", encoding="utf-8"
    )
    return path


async def begin(folder: Path, key: str) -> tuple[Setup, set[str]]:
    """Start the program and stop it; return its set-up, and where the person's number stands."""
    async with App(load(configured(folder, key)), None, InstantClock(), Output(None)) as app:
        return app.setup, await app.database.read(where, PERSON)


def contents(folder: Path, pattern: str) -> list[bytes]:
    """Return what is in the files of a folder with such names."""
    return [path.read_bytes() for path in folder.glob(pattern)]


async def fill(folder: Path) -> None:
    """Let a person follow something, before there is a key."""
    with Database.open(folder / "regionwatch.db") as database:
        await database.write(chats.follow, PERSON, "all", MORNING)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """It may be the only one to a database."""
    file = tmp_path / "home.key"
    assert told("make-key", str(file)).exit_code == 0
    made = file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    again = told("make-key", str(file))
    assert again.exit_code == 1
    assert "home.key: it is there already" in again.output
    assert file.read_bytes() == made
    assert told("make-key", str(tmp_path / "nowhere" / "home.key")).exit_code == 1


async def test_the_first_start_with_a_key_carries_the_store_over(tmp_path: Path) -> None:
    """Operators and the canary's chat are known by their sealed numbers; without the key nothing begins."""
    await fill(tmp_path)
    told("make-key", str(tmp_path / "home.key"))
    setup, found = await begin(tmp_path, "home.key")
    assert found == set()
    assert setup.operators == (setup.canary_chat,) == (setup.seals.seal(PERSON),) != (PERSON,)
    with pytest.raises(StorageError, match=r"set storage\.key_file"):
        await begin(tmp_path, "")
    told("make-key", str(tmp_path / "other.key"))
    with pytest.raises(StorageError, match=r"other\.key: this is not the key"):
        await begin(tmp_path, "other.key")


@pytest.mark.parametrize(
    ("content", "said"), [(None, "cannot be read"), ("no key", "expected 32 random bytes")]
)
async def test_a_key_that_cannot_be_read_is_named(tmp_path: Path, content: str | None, said: str) -> None:
    """At the start and by `check`; no database is made."""
    if content is not None:
        (tmp_path / "home.key").write_text(content, encoding="utf-8")
    with pytest.raises(KeyFileError, match=rf"home\.key: .*{said}"):
        await begin(tmp_path, "home.key")
    assert not (tmp_path / "regionwatch.db").exists()
    checked = await asyncio.to_thread(told, "check", "--config", str(tmp_path / "config.toml"))
    assert checked.exit_code == 2
    assert said in checked.output


async def test_a_store_is_in_the_clear_again_when_that_is_asked_for(tmp_path: Path) -> None:
    """With the right key alone."""
    await fill(tmp_path)
    key, other = str(tmp_path / "home.key"), str(tmp_path / "other.key")
    for file in (key, other):
        told("make-key", file)
    await begin(tmp_path, "home.key")
    config = str(configured(tmp_path, ""))
    wrong = await asyncio.to_thread(told, "decrypt", other, "--config", config)
    assert (wrong.exit_code, "this is not the key" in wrong.output) == (1, True)
    lifted = await asyncio.to_thread(told, "decrypt", key, "--config", config)
    assert "in the clear again" in lifted.output
    _, found = await begin(tmp_path, "")
    assert found == {"chats", "subscriptions"}
    again = await asyncio.to_thread(told, "decrypt", key, "--config", config)
    assert "nothing was encrypted" in again.output


def test_another_key_waits_for_the_next_start(tmp_path: Path) -> None:
    """What runs goes on with its own: a new one would need the store to be carried over."""
    for name in ("home.key", "other.key"):
        told("make-key", str(tmp_path / name))
    old = load(configured(tmp_path, "home.key")).unlocked()
    taken = usable(old, load(configured(tmp_path, "other.key")))
    assert taken.seals is old.seals
    assert taken.config.key_file == old.config.key_file
    assert taken.operators == old.operators != (PERSON,)


async def test_the_file_itself_holds_no_number_after_it_was_sealed(tmp_path: Path) -> None:
    """Neither in a row nor in space that was freed, in the form in which SQLite writes it."""
    await fill(tmp_path)
    written = PERSON.to_bytes(6, "big")
    assert written in (tmp_path / "regionwatch.db").read_bytes()
    told("make-key", str(tmp_path / "home.key"))
    await begin(tmp_path, "home.key")
    files = contents(tmp_path, "regionwatch.db*")
    assert not any(written in content or str(PERSON).encode() in content for content in files)
