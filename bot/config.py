"""The configuration: a TOML file, read into plain values, with every problem said at once.

Each part is checked by itself, so that a typo in one does not hide what is wrong in another. A
problem names its place as ``sources[2].name`` (counted from 0), what was expected and what was
found. Lower rooms never see these classes: the program is wired from them in :mod:`bot.app`.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.config_sections import (
    Canary,
    Console,
    Delivery,
    Fetch,
    Metrics,
    NetworkEntry,
    PlaceEntry,
    Polling,
    Region,
    SourceEntry,
    Storage,
    Telegram,
    TopicEntry,
)
from storage.errors import StorageError
from storage.model.seals import UNSEALED, BadKeyError, seals_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_settings import PydanticBaseSettingsSource

    from storage.model.seals import Seals


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the configuration, and where; without a place, with the whole file."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


class KeyFileError(StorageError):
    """The key to the numbers of chats cannot be read; the text names its file and nothing of the key."""


class ConfigError(Exception):
    """The configuration cannot be used; ``problems`` are all that is wrong with it, one a line."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        super().__init__("\n".join([f"{path} cannot be used:", *map(str, problems)]))
        self.problems = problems


@dataclass(frozen=True)
class Config:
    """The configuration as it was read; ``folder`` is where its relative paths begin.

    An entry of a list that lacks something is None, so that the others keep their numbers.
    """

    folder: Path = Path()
    telegram: Telegram = field(default_factory=Telegram)
    console: Console = field(default_factory=Console)
    storage: Storage = field(default_factory=Storage)
    fetch: Fetch = field(default_factory=Fetch)
    region: Region = field(default_factory=Region)
    polling: Polling = field(default_factory=Polling)
    delivery: Delivery = field(default_factory=Delivery)
    canary: Canary = field(default_factory=Canary)
    metrics: Metrics = field(default_factory=Metrics)
    networks: tuple[NetworkEntry | None, ...] = ()
    places: tuple[PlaceEntry | None, ...] = ()
    sources: tuple[SourceEntry | None, ...] = ()
    topics: tuple[TopicEntry | None, ...] = ()

    @property
    def database(self) -> Path:
        """The database file."""
        return self.folder / self.storage.path

    def token(self, environment: Mapping[str, str] = os.environ) -> SecretStr | None:
        """Return the bot's token, None where there is none.

        It is looked for in ``REGIONWATCH_TOKEN``, then in the credential ``regionwatch_token`` (the
        folder is named by ``CREDENTIALS_DIRECTORY``, as systemd does), then in ``token_file``. What
        is blank counts as absent. Raises :exc:`OSError` where a file is there but cannot be read or
        holds something else; its text never holds the token.
        """
        given = _Credentials.load(environment)
        if not given and self.telegram.token_file is not None:
            given = first_line(self.folder / self.telegram.token_file)
        return SecretStr(given) if given else None

    @property
    def key_file(self) -> Path | None:
        """The file with the key to the numbers of chats, None where they are kept in the clear."""
        return None if self.storage.key_file is None else self.folder / self.storage.key_file

    def seals(self) -> Seals:
        """Return what seals the numbers of chats and people; raises :exc:`KeyFileError`."""
        return UNSEALED if self.key_file is None else read_key(self.key_file)


class _Credentials(BaseSettings):
    """What is handed to the program: ``REGIONWATCH_TOKEN``, or a file of that name among credentials."""

    model_config = SettingsConfigDict(env_prefix="REGIONWATCH_", extra="ignore")

    token: SecretStr = SecretStr("")

    @classmethod
    def load(cls, environment: Mapping[str, str]) -> str:
        """Return the token, or an empty text."""
        given = environment.get("REGIONWATCH_TOKEN", "").strip()
        folder = environment.get("CREDENTIALS_DIRECTORY", "")
        if given or not Path(folder).is_dir():
            return given
        found = cls(_secrets_dir=folder)  # type: ignore[call-arg] # pydantic-settings' own, not in its types
        return found.token.get_secret_value().strip()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is pydantic-settings'
        init_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read credential files only: the environment is the one that :meth:`load` was given."""
        return (file_secret_settings,)


def read_key(path: Path) -> Seals:
    """Return the seals of a key's file; raises :exc:`KeyFileError`."""
    try:
        return seals_of(path.read_bytes().decode("ascii", "replace"))
    except OSError as error:
        raise KeyFileError(f"{path}: the key cannot be read ({error.strerror})") from None
    except BadKeyError as error:
        raise KeyFileError(f"{path}: {error}") from None


def first_line(path: Path) -> str:
    """Return the one line of a token file, empty where it is blank or not there."""
    if not path.exists():
        return ""
    text = path.read_bytes().decode("utf-8-sig", "replace").strip()
    if not text.isascii() or not text.isprintable() or " " in text:
        raise OSError(errno.EINVAL, "it holds something else than one token")
    return text
