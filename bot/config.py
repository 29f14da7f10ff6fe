"""The configuration: a TOML file, read into plain values, with every problem said at once.

Each part is checked by itself, so that a typo in one does not hide what is wrong in another. A
problem names its place as ``sources[2].name`` (counted from 0), what was expected and what was
found. Lower rooms never see these classes: the program is wired from them in :mod:`bot.app`.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping  # noqa: TC003 - pydantic reads it
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StrictBool,
    StrictInt,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import config_values as values
from storage.model import Voice

if TYPE_CHECKING:
    from pydantic_settings import PydanticBaseSettingsSource

Duration = Annotated[timedelta, BeforeValidator(values.duration)]
PositiveDuration = Annotated[timedelta, BeforeValidator(values.positive_duration)]
Rate = Annotated[float, BeforeValidator(values.rate)]
Address = Annotated[str, BeforeValidator(values.address)]
Proxy = Annotated[str, BeforeValidator(values.proxy)]
FileName = Annotated[Path, BeforeValidator(values.file_name)]
Zone = Annotated[ZoneInfo, BeforeValidator(values.zone)]
Language = Annotated[str, BeforeValidator(values.language)]
PlaceName = Annotated[str, BeforeValidator(values.place_name)]
FurtherName = Annotated[str, BeforeValidator(values.further_name)]
Coordinates = Annotated[tuple[float, float], BeforeValidator(values.coordinates)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Telegram(_Section):
    """How the bot speaks to Telegram.

    ``admins`` are the ids of the operators: they see more in ``/status``, may change topics, and hear
    what becomes of a changed configuration. ``per_second`` is how many messages
    go out over all chats; ``proxy`` is the proxy on the way to Telegram, and to nothing else.
    """

    token_file: FileName | None = None
    api_url: Address = "https://api.telegram.org"
    admins: tuple[StrictInt, ...] = ()
    per_second: Annotated[float, Field(gt=0, le=1000)] = 30.0
    proxy: Proxy = ""


class Console(_Section):
    """What the terminal follows while there is no token."""

    follow: tuple[str, ...] = ("all",)


class Storage(_Section):
    """Where posts are kept, and how long: those that matched a rule, and the others."""

    path: FileName = Path("regionwatch.db")
    keep_matched: PositiveDuration = timedelta(days=30)
    keep_other: PositiveDuration = timedelta(hours=72)


class Fetch(_Section):
    """How sources are asked; ``per_host`` is in requests per second, ``proxy`` for all networks."""

    telegram_hosts: Annotated[tuple[Address, ...], Field(min_length=1)] = (
        "https://t.me",
        "https://telegram.me",
    )
    proxy: Proxy = ""
    allow_private: tuple[str, ...] = ()
    per_host: Rate = 0.5
    backlog_pages: Annotated[StrictInt, Field(ge=1)] = 5
    alert_backlog: Duration = timedelta(hours=1)


class Region(_Section):
    """What is watched; ``timezone`` is the one in which people read times.

    ``languages`` are those in whose forms words and places are looked for, by their ISO 639-1 codes;
    ``extends`` names the catalogues of topics that are taken over.
    """

    name: str = ""
    languages: Annotated[tuple[Language, ...], AfterValidator(values.some)] = ("ru", "uk", "nl", "en")
    timezone: Zone = ZoneInfo("UTC")
    extends: tuple[str, ...] = ()


class Polling(_Section):
    """How often sources are asked; without ``requests_per_minute`` as often as their hosts allow."""

    min_interval: PositiveDuration = timedelta(seconds=10)
    max_interval: PositiveDuration = timedelta(minutes=10)
    requests_per_minute: Annotated[StrictInt, Field(ge=1)] | None = None


class Canary(_Section):
    """The source of the program's own that proves that the way from wire to store works; "0s" is none."""

    every: Duration = timedelta(minutes=10)


class NetworkEntry(_Section):
    """What is different about one network, or about one server of it.

    ``hosts`` are base addresses in the place of the network's own; ``server`` narrows the entry to the
    sources of one server, as ``mastodon.social``; ``proxy`` counts instead of ``fetch.proxy``, an empty
    one means none.
    """

    kind: str
    server: str = ""
    hosts: tuple[Address, ...] = ()
    token_file: FileName | None = None
    proxy: Proxy | None = None


class SourceEntry(_Section):
    """One source that is watched. What its kind asks of the name and the url is checked there.

    ``home`` is the place that it writes about: there a name of the region counts without other evidence.
    ``select`` are the selectors of a web page. Sources of one ``owner`` are one voice: what several of them
    tell confirms nothing.
    """

    kind: str
    name: Annotated[str, BeforeValidator(values.source_name)]
    voice: Voice = Voice.CHANNEL
    url: str = ""
    home: str = ""
    owner: Annotated[str, BeforeValidator(values.owner)] = ""
    select: Mapping[str, str] = Field(default_factory=dict)


class PlaceEntry(_Section):
    """One place of the region. How places lie within one another is checked in :mod:`bot.setup_places`."""

    name: PlaceName
    within: str = ""
    at: Coordinates | None = None
    also: tuple[FurtherName, ...] = ()
    ambiguous: StrictBool | None = None


class TopicEntry(_Section):
    """One named rule, or what is to be different about a topic that ``extends`` brings.

    What is None is that topic's; of a topic of one's own the severity is ``warning`` then, and a story of
    it closes after 3 hours of silence. What fits ``ends`` says that it is over.
    """

    name: Annotated[str, BeforeValidator(values.topic_name)]
    severity: Literal["info", "warning", "critical"] | None = None
    rule: str | None = None
    closes_after: PositiveDuration | None = None
    ends: str | None = None
    enabled: StrictBool = True


SECTIONS: Mapping[str, type[BaseModel]] = {
    "telegram": Telegram,
    "console": Console,
    "storage": Storage,
    "fetch": Fetch,
    "region": Region,
    "polling": Polling,
    "canary": Canary,
}
"""The tables of the file, by name."""

LISTS: Mapping[str, type[BaseModel]] = {
    "networks": NetworkEntry,
    "sources": SourceEntry,
    "places": PlaceEntry,
    "topics": TopicEntry,
}
"""The lists of tables, by name."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the configuration, and where; without a place, with the whole file."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


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
    canary: Canary = field(default_factory=Canary)
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


def first_line(path: Path) -> str:
    """Return the one line of a token file, empty where it is blank or not there."""
    if not path.exists():
        return ""
    text = path.read_bytes().decode("utf-8-sig", "replace").strip()
    if not text.isascii() or not text.isprintable() or " " in text:
        raise OSError(errno.EINVAL, "it holds something else than one token")
    return text
