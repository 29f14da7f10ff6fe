"""The configuration: a TOML file, read into plain values, with every problem said at once.

Each part is checked by itself, so that a typo in one does not hide what is wrong in another. A
problem names its place as ``sources[2].name`` (counted from 0), what was expected and what was
found. Lower rooms never see these classes: the program is wired from them in :mod:`bot.app`.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.model import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T", bound=BaseModel)

_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_DURATION = re.compile(r"(?:\d+[smhdw])+")
_RATE = re.compile(r"(\d+(?:\.\d+)?)/([smh])")


def _duration(value: object) -> timedelta:
    if not isinstance(value, str) or not _DURATION.fullmatch(value):
        raise ValueError('expected a time like "10s", "72h" or "1h30m"')
    pieces = re.findall(r"(\d+)([smhdw])", value)
    try:
        return timedelta(seconds=sum(int(number) * _UNITS[unit] for number, unit in pieces))
    except OverflowError:
        raise ValueError("expected a time that a calendar can hold") from None


def _positive_duration(value: object) -> timedelta:
    duration = _duration(value)
    if not duration:
        raise ValueError('expected a time longer than nothing, like "10s"')
    return duration


def _rate(value: object) -> float:
    found = _RATE.fullmatch(value) if isinstance(value, str) else None
    if found is None or float(found[1]) == 0:
        raise ValueError('expected a rate like "0.5/s" or "20/m"')
    return float(found[1]) / _UNITS[found[2]]


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (KeyError, ValueError, OSError):
        raise ValueError('expected a time zone like "Europe/Moscow"') from None


def _address(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError('expected an address like "https://example.org"')
    return value.rstrip("/")


Duration = Annotated[timedelta, BeforeValidator(_duration)]
PositiveDuration = Annotated[timedelta, BeforeValidator(_positive_duration)]
Rate = Annotated[float, BeforeValidator(_rate)]
Address = Annotated[str, BeforeValidator(_address)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Telegram(_Section):
    """How the bot speaks to Telegram."""

    token_file: Path | None = None
    api_url: Address = "https://api.telegram.org"
    admins: tuple[int, ...] = ()


class Console(_Section):
    """What the terminal follows while there is no token."""

    follow: tuple[str, ...] = ("all",)


class Storage(_Section):
    """Where posts are kept, and how long."""

    path: Path = Path("regionwatch.db")
    keep_matched: PositiveDuration = timedelta(days=30)
    keep_other: PositiveDuration = timedelta(hours=72)


class Fetch(_Section):
    """How sources are asked."""

    telegram_hosts: Annotated[tuple[Address, ...], Field(min_length=1)] = (
        "https://t.me",
        "https://telegram.me",
    )
    allow_private: tuple[str, ...] = ()
    per_host: Rate = 0.5
    backlog_pages: Annotated[int, Field(ge=1)] = 5
    alert_backlog: Duration = timedelta(hours=1)


class Region(_Section):
    """What is watched."""

    timezone: Annotated[ZoneInfo, BeforeValidator(_zone)] = ZoneInfo("UTC")


class Polling(_Section):
    """How often sources are asked."""

    min_interval: PositiveDuration = timedelta(seconds=10)
    max_interval: PositiveDuration = timedelta(minutes=10)


class SourceEntry(_Section):
    """One source that is watched."""

    kind: str
    name: Annotated[str, Field(min_length=1, pattern=r"^[^\s:]+$")]
    voice: Voice = Voice.CHANNEL
    url: str = ""


class TopicEntry(_Section):
    """One named rule."""

    name: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\s:]+( [^\s:]+)*$")]
    severity: Literal["info", "warning", "critical"] = "warning"
    rule: str


@dataclass(frozen=True)
class Config:
    """The configuration as it was read; ``folder`` is where its relative paths begin.

    An entry of a list that has a problem is None, so that the others keep their numbers.
    """

    folder: Path = Path()
    telegram: Telegram = field(default_factory=Telegram)
    console: Console = field(default_factory=Console)
    storage: Storage = field(default_factory=Storage)
    fetch: Fetch = field(default_factory=Fetch)
    region: Region = field(default_factory=Region)
    polling: Polling = field(default_factory=Polling)
    sources: tuple[SourceEntry | None, ...] = ()
    topics: tuple[TopicEntry | None, ...] = ()

    @property
    def database(self) -> Path:
        """The database file."""
        return self.folder / self.storage.path

    def token(self, environment: Mapping[str, str] = os.environ) -> SecretStr | None:
        """Return the bot's token from the environment or its file, None where there is neither."""
        given = _Credentials.load(environment).token
        if given is None and self.telegram.token_file is not None:
            path = self.folder / self.telegram.token_file
            given = SecretStr(path.read_text(encoding="utf-8").strip()) if path.exists() else None
        return given if given and given.get_secret_value() else None


class _Credentials(BaseSettings):
    """What the environment may hold: ``REGIONWATCH_TOKEN``, or a file of that name among credentials."""

    model_config = SettingsConfigDict(env_prefix="REGIONWATCH_", extra="ignore")

    token: SecretStr | None = None

    @classmethod
    def load(cls, environment: Mapping[str, str]) -> _Credentials:
        given = environment.get("REGIONWATCH_TOKEN")
        if given is not None:
            return cls(token=SecretStr(given.strip()))
        folder = environment.get("CREDENTIALS_DIRECTORY")
        return cls(_secrets_dir=folder)  # type: ignore[call-arg] # pydantic-settings' own, not in its types


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the configuration, and where."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


class ConfigError(Exception):
    """The configuration cannot be used; ``problems`` are all that is wrong with it."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        super().__init__("\n".join(f"{path}: {problem}" for problem in problems))
        self.problems = problems


_SECTIONS: Mapping[str, type[_Section]] = {
    "telegram": Telegram,
    "console": Console,
    "storage": Storage,
    "fetch": Fetch,
    "region": Region,
    "polling": Polling,
}
_LISTS: Mapping[str, type[_Section]] = {"sources": SourceEntry, "topics": TopicEntry}


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; raises :exc:`ConfigError` where it is missing or is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        hint = "there is no such file; copy config.example.toml and fill it in"
        raise ConfigError(path, [Problem("", hint)]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, [Problem("", f"cannot be read ({error})")]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(path, [Problem("", f"not TOML: {error}")]) from None


def parse(values: Mapping[str, Any], folder: Path) -> tuple[Config, list[Problem]]:
    """Return what could be read of a configuration, and every problem with its parts."""
    problems = [
        Problem(key, _unknown(key, [*_SECTIONS, *_LISTS]))
        for key in values
        if key not in {*_SECTIONS, *_LISTS}
    ]
    parts: dict[str, Any] = {}
    for name, model in _SECTIONS.items():
        parts[name] = _section(model, name, values.get(name, {}), problems) or model()
    for name, model in _LISTS.items():
        entries = values.get(name, [])
        if not isinstance(entries, list):
            problems.append(Problem(name, f"expected [[{name}]], got {entries!r}"))
            entries = []
        found = [_section(model, f"{name}[{i}]", entry, problems) for i, entry in enumerate(entries)]
        parts[name] = tuple(found)
    return Config(folder, **parts), problems


def _section(model: type[T], place: str, values: object, problems: list[Problem]) -> T | None:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        problems += [_problem(model, place, dict(item)) for item in error.errors()]
        return None


def _problem(model: type[BaseModel], place: str, error: Mapping[str, Any]) -> Problem:
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"])
    return Problem(place + where, _text(model, error))


def _text(model: type[BaseModel], error: Mapping[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        return _unknown(str(error["loc"][-1]), list(model.model_fields))
    if error["type"] == "missing":
        return "expected a value, got nothing"
    return f"{_expected(error)}, got {error['input']!r}"


def _expected(error: Mapping[str, Any]) -> str:
    match error["type"]:
        case "value_error":
            return str(error["ctx"]["error"])
        case "literal_error" | "enum":
            return f"expected {error['ctx']['expected']}"
        case "string_pattern_mismatch" | "string_too_short" | "string_too_long":
            return "expected a short name without colons, and without spaces at its ends"
        case "model_type" | "dict_type":
            return "expected a table"
        case _:
            return f"expected {error['msg'].removeprefix('Input should be ')}"


def _unknown(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, 1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
    return f"expected a known key, got {key!r} ({hint})"
