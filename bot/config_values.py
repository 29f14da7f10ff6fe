"""What single values of the configuration mean, and how a wrong one is shown to who wrote it.

Each reader takes what TOML gave and raises :exc:`ValueError` with what it expected.
"""

from __future__ import annotations

import difflib
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import SecretStr

from monitors.language.languages import KNOWN_LANGUAGES
from monitors.place_names import REGION, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = timedelta(days=36_525)
"""The longest time that can be set, a century: added to a date it still gives a date."""

SLOWEST, FASTEST = 1 / 3600, 100_000.0
"""Requests per second: one an hour is still watching, a thousand is more than one machine does."""

_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_DURATION = re.compile(r"(?:[0-9]{1,12}[smhdw]){1,9}")
_RATE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)/([smh])")
_TOPIC = re.compile(r"[^\s:]+(?: [^\s:]+)*")
_LISTEN = re.compile(r"(?:[a-zA-Z0-9.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\]):[0-9]{1,5}")
_PORTS = 65_535
_LONGEST_NAME = 64
_LONGEST_SHOWN = 60
_COORDINATES, _POLE, _DATE_LINE = 2, 90, 180

_PROXIES = frozenset({"http", "socks5"})
"""The kinds of proxy that can be gone through."""

_TOKEN = re.compile(r"[0-9]{5,}:[\w-]{20,}")
"""The form of a bot's token: the bot's number, a colon, a secret."""


def duration(value: object) -> timedelta:
    """Return a time like ``72h`` or ``1h30m``."""
    if not isinstance(value, str) or not _DURATION.fullmatch(value):
        raise ValueError('expected a time like "10s", "72h" or "1h30m"')
    pieces = re.findall(r"([0-9]+)([smhdw])", value)
    seconds = sum(int(number) * _UNITS[unit] for number, unit in pieces)
    if seconds > LONGEST.total_seconds():
        raise ValueError(f'expected at most "{LONGEST.days}d"')
    return timedelta(seconds=seconds)


def positive_duration(value: object) -> timedelta:
    """Return a time that is longer than nothing."""
    found = duration(value)
    if not found:
        raise ValueError('expected a time longer than nothing, like "10s"')
    return found


def rate(value: object) -> float:
    """Return a rate like ``0.5/s`` or ``20/m`` in times per second."""
    found = _RATE.fullmatch(value) if isinstance(value, str) else None
    per_second = float(found[1]) / _UNITS[found[2]] if found else 0.0
    if not SLOWEST <= per_second <= FASTEST:
        raise ValueError('expected a rate like "0.5/s" or "20/m", from "1/h" to "100000/s"')
    return per_second


def zone(value: object) -> ZoneInfo:
    """Return a time zone by its name in the IANA database."""
    try:
        return ZoneInfo(value if isinstance(value, str) else "")
    except (KeyError, ValueError, OSError):
        raise ValueError(f'expected a time zone like "Europe/Moscow"{_near_zone(value)}') from None


def _near_zone(value: object) -> str:
    near = nearest(value, available_timezones()) if isinstance(value, str) else ""
    return f" (did you mean {near}?)" if near else ""


def address(value: object) -> str:
    """Return an http(s) address without a slash at its end."""
    if not isinstance(value, str) or not _is_address(value):
        raise ValueError('expected an address like "https://example.org"')
    if _TOKEN.search(value):
        raise ValueError('expected an address without a token, like "https://example.org"')
    return value.rstrip("/")


def proxy(value: object) -> str:
    """Return a proxy's address, its name and password included; an empty text means none.

    What is wrong is said without the value: a password may stand in it.
    """
    if value == "" or (isinstance(value, str) and _is_address(value, _PROXIES)):
        return str(value)
    raise ValueError(f'expected an address like "socks5://127.0.0.1:1080" ({", ".join(sorted(_PROXIES))})')


def ping_url(value: object) -> SecretStr:
    """Return the address of a dead man's switch; an empty text means none.

    What is wrong is said without the value: who knows the address can keep the switch from falling.
    """
    if value == "" or (isinstance(value, str) and _is_address(value)):
        return SecretStr(value)
    raise ValueError('expected an address like "https://example.org/ping"')


def listen(value: object) -> str:
    """Return a host and a port on which to listen; an empty text means nowhere."""
    if value == "":
        return ""
    if not isinstance(value, str) or not _LISTEN.fullmatch(value) or int(value.rpartition(":")[2]) > _PORTS:
        raise ValueError('expected a host and a port like "127.0.0.1:9464" or "[::1]:9464"')
    return value


def host_and_port(listen_: str) -> tuple[str, int]:
    """Return the two parts of what :func:`listen` has read."""
    host, _, port = listen_.rpartition(":")
    return host.strip("[]"), int(port)


def _is_address(text: str, schemes: frozenset[str] = frozenset({"http", "https"})) -> bool:
    if not text.isprintable() or re.search(r"\s", text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is not closed
        return False


def file_name(value: object) -> Path:
    """Return the path of a file, relative to the configuration's folder or absolute."""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError('expected the name of a file, like "regionwatch.db"')
    if _TOKEN.search(value):
        raise ValueError('expected the name of a file that holds the token, like "token.txt"')
    return Path(value)


def source_name(value: object) -> str:
    """Return a source's name as far as every kind of source agrees on it."""
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_NAME:
        raise ValueError(f"expected a name of 1 to {_LONGEST_NAME} characters")
    return value


def topic_name(value: object) -> str:
    """Return a topic's name: words of any script with single spaces between them."""
    if not isinstance(value, str) or len(value) > _LONGEST_NAME or not _TOPIC.fullmatch(value):
        raise ValueError(
            f'expected a name like "power cut", without colons, up to {_LONGEST_NAME} characters'
        )
    if value.casefold() == "all":
        raise ValueError('expected a name of its own: "all" stands for every topic')
    if not value.isprintable():
        raise ValueError("expected a name of visible characters")
    return value


def language(value: object) -> str:
    """Return the code of a language whose words are known."""
    if not isinstance(value, str) or value not in KNOWN_LANGUAGES:
        near = _code_of(value) if isinstance(value, str) else ""
        hint = f"did you mean {near}?" if near else f"known are {', '.join(KNOWN_LANGUAGES)}"
        raise ValueError(f"expected the code of a known language ({hint})")
    return value


def _code_of(text: str) -> str:
    """Return the code that was meant by ``RU``, ``en-GB`` or ``Russian``, or an empty text."""
    meant = text.strip().lower()
    names = {name.lower(): code for code, name in KNOWN_LANGUAGES.items()}
    code = meant[:2] if re.fullmatch("[a-z]{2}(?:[-_].*)?", meant) else names.get(nearest(meant, names), "")
    return code if code in KNOWN_LANGUAGES else ""


def some(value: tuple[str, ...]) -> tuple[str, ...]:
    """Return a list whose entries have been read, if it has any."""
    if not value:
        raise ValueError("expected at least one")
    return value


def owner(value: object) -> str:
    """Return who owns a source, in short: a name by which several sources are one."""
    if not isinstance(value, str) or len(value) > _LONGEST_NAME or not value.isprintable():
        raise ValueError(f"expected a name of visible characters, up to {_LONGEST_NAME}")
    return " ".join(value.split())


def place_name(value: object) -> str:
    """Return a place's name: with a letter in it, short, and none that means something else."""
    name = further_name(value)
    if "," in name:
        raise ValueError('expected a name without a comma: "Козинка, Грайворонский округ" names two places')
    return name


def further_name(value: object) -> str:
    """Return a name of a place as it can stand in a text."""
    if not isinstance(value, str) or len(value) > _LONGEST_NAME or not _has_letters(value):
        raise ValueError(f"expected a name with letters, up to {_LONGEST_NAME} characters")
    if not value.isprintable():
        raise ValueError("expected a name of visible characters")
    if canonical(value) == REGION:
        raise ValueError(f'expected a name of its own: "{REGION}" stands for every place')
    return " ".join(value.split())


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, canonical(text)))


def coordinates(value: object) -> tuple[float, float]:
    """Return latitude and longitude in degrees, north and east counted from nought upwards."""
    numbers = value if isinstance(value, list | tuple) else []
    found = [n for n in numbers if isinstance(n, int | float) and not isinstance(n, bool)]
    if len(found) != _COORDINATES or len(numbers) != _COORDINATES:
        raise ValueError("expected [latitude, longitude] in degrees, like [50.46, 35.6]")
    # Written so that what is no number (nan) fails as well.
    if not abs(found[0]) <= _POLE:
        raise ValueError(f"expected a latitude from -{_POLE} to {_POLE}")
    if not abs(found[1]) <= _DATE_LINE:
        raise ValueError(f"expected a longitude from -{_DATE_LINE} to {_DATE_LINE}")
    return float(found[0]), float(found[1])


def nearest(text: str, known: Iterable[str]) -> str:
    """Return the one of these names that was probably meant, whatever its capitals, or an empty text."""
    names = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(text[:_LONGEST_NAME].casefold(), names, 1)
    return names[near[0]] if near else ""


def shown(value: object) -> str:
    """Return a value for a message: short, on one line, printable, and never a token."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    text = _TOKEN.sub("***", str(value))
    cut = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
    return repr(cut) if isinstance(value, str) else cut


def seconds(span: timedelta) -> str:
    """Return a time as the configuration could say it."""
    return f"{span.total_seconds():.0f}s"
