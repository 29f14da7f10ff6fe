"""Single values of the configuration, the file itself, and the token."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from bot.config import Config, ConfigError
from bot.config_reading import parse, read_toml
from bot.config_sections import Telegram
from bot.config_values import duration, nearest, rate, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TOKEN = "123456:" + "x" * 35  # the form of a token, and nobody's


def problems(path: Path, **values: Any) -> list[str]:  # noqa: ANN401 - anything that TOML can say
    """Return what is wrong with a configuration of these tables."""
    return [str(problem) for problem in parse(values, path)[1]]


def test_an_empty_configuration_has_defaults(tmp_path: Path) -> None:
    """Those of the documentation."""
    config, wrong = parse({}, tmp_path)
    assert wrong == []
    assert config.console.follow == ("all",)
    assert config.database == tmp_path / "regionwatch.db"
    assert config.storage.keep_matched == timedelta(days=30)
    assert config.fetch.per_host == 0.5


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("10s", timedelta(seconds=10)),
        ("72h", timedelta(hours=72)),
        ("1h30m", timedelta(minutes=90)),
        ("2w", timedelta(days=14)),
        ("0s", timedelta()),
    ],
)
def test_times(text: str, span: timedelta) -> None:
    """Numbers with their unit, one after the other."""
    assert duration(text) == span


@pytest.mark.parametrize(
    "value", ["", "10", "s", "1.5h", "-1s", "1 h", "١s", "10s\n", "9" * 5000 + "s", 5, None]
)
def test_what_is_no_time(value: object) -> None:
    """Is refused with an example."""
    with pytest.raises(ValueError, match='expected a time like "10s"'):
        duration(value)


def test_a_time_longer_than_a_century_is_refused() -> None:
    """No date could be reckoned with it."""
    with pytest.raises(ValueError, match='expected at most "36525d"'):
        duration("999999999999w")


def test_rates() -> None:
    """Times per second, minute or hour, given per second."""
    assert (rate("0.5/s"), rate("30/m"), rate("1/h")) == (0.5, 0.5, 1 / 3600)


@pytest.mark.parametrize("value", ["0/s", "0.00001/s", "9999999/s", "1/d", "1", "-1/s", "nan/s", 1.0])
def test_what_is_no_rate(value: object) -> None:
    """Never again, faster than a machine can, or no rate at all."""
    with pytest.raises(ValueError, match="expected a rate"):
        rate(value)


@pytest.mark.parametrize(
    ("table", "key", "value", "told"),
    [
        ("telegram", "admins", [True], "telegram.admins[0]: expected a whole number, got true"),
        ("telegram", "admins", 5, "telegram.admins: expected a list in [ ], got 5"),
        ("telegram", "token_file", "", "telegram.token_file: expected the name of a file"),
        ("telegram", "api_url", "ftp://x", "telegram.api_url: expected an address like"),
        ("telegram", "api_url", "https://a:b:c", "telegram.api_url: expected an address like"),
        ("telegram", "api_url", "https://a b", "telegram.api_url: expected an address like"),
        ("telegram", "per_second", 0, "telegram.per_second: expected greater than 0, got 0"),
        ("console", "follow", "all", "console.follow: expected a list in [ ], got 'all'"),
        ("console", "follow", [{}], "console.follow[0]: expected a text in quotation marks, got a table"),
        ("storage", "path", "a\0b", "storage.path: expected the name of a file"),
        ("storage", "keep_other", "0s", "storage.keep_other: expected a time longer than nothing"),
        ("fetch", "telegram_hosts", [], "fetch.telegram_hosts: expected at least one, got a list of 0"),
        ("fetch", "backlog_pages", 0, "fetch.backlog_pages: expected at least 1, got 0"),
        ("fetch", "backlog_pages", "5", "fetch.backlog_pages: expected a whole number, got '5'"),
        ("region", "timezone", "Europe/Moskow", "(did you mean Europe/Moscow?), got 'Europe/Moskow'"),
        ("region", "languages", [], "region.languages: expected at least one, got a list of 0"),
        ("region", "languages", ["ru", "RU"], "languages[1]: expected the code of a known language (did you"),
        ("region", "languages", ["xx"], "languages[0]: expected the code of a known language (known are ru"),
        ("region", "languages", ["Dutsch"], "(did you mean nl?), got 'Dutsch'"),
        ("region", "languages", [7], "region.languages[0]: expected the code of a known language"),
        ("region", "languages", "ru", "region.languages: expected a list in [ ], got 'ru'"),
        ("region", "name", 3, "region.name: expected a text in quotation marks, got 3"),
        ("region", "timezone", 3, "region.timezone: expected a time zone like"),
        ("polling", "min_intervall", "1s", "polling.min_intervall: expected a known key"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(
    tmp_path: Path, table: str, key: str, value: object, told: str
) -> None:
    """What was expected there, and what was found."""
    [problem] = problems(tmp_path, **{table: {key: value}})
    assert told in problem


def test_unknown_keys_name_the_nearest_known_one(tmp_path: Path) -> None:
    """Or all that there are."""
    tables = "telegram, console, storage, fetch, region, polling, delivery, canary, metrics,"
    tables += " networks, sources, places, topics"
    options = "telegram_hosts, proxy, allow_private, per_host, backlog_pages, alert_backlog"
    assert problems(tmp_path, telegrm={}, fetch={"per_hosts": "1/s", "xyz": 1}, x={}) == [
        "telegrm: expected a known key, got 'telegrm' (did you mean telegram?)",
        f"x: expected a known key, got 'x' (known are {tables})",
        "fetch.per_hosts: expected a known key, got 'per_hosts' (did you mean per_host?)",
        f"fetch.xyz: expected a known key, got 'xyz' (known are {options})",
    ]


def test_tables_and_lists_cannot_be_something_else(tmp_path: Path) -> None:
    """Each is told as TOML writes it."""
    assert problems(tmp_path, storage=3, sources={}, topics=[7]) == [
        "storage: expected a table, got 3",
        "sources: expected [[sources]], got a table",
        "topics[0]: expected a table, got 7",
    ]


@pytest.mark.parametrize("key", ["token", "token_file", "api_url"])
def test_a_token_is_never_repeated(tmp_path: Path, key: str) -> None:
    """Wherever somebody has put it."""
    value = f"https://example.org/bot{TOKEN}" if key == "api_url" else TOKEN
    [problem] = problems(tmp_path, telegram={key: value})
    assert "x" * 35 not in problem


def test_a_token_as_a_key_or_a_table_is_not_repeated_either(tmp_path: Path) -> None:
    """The wildest mistakes."""
    told = problems(tmp_path, telegram={TOKEN: 1}) + problems(tmp_path, **{"telegram": TOKEN, TOKEN: 2})
    assert len(told) == 3
    assert "x" * 35 not in "\n".join(told)


@pytest.mark.parametrize("value", ["я" * 5000, "\x1b[31m\u202e\n", [1] * 5000, {"a": 1}, 1.5, True])
def test_what_is_repeated_is_short_and_printable(value: object) -> None:
    """A terminal shows it as it is."""
    assert len(shown(value)) <= 64
    assert shown(value).isprintable()


def test_nearest_looks_past_capitals() -> None:
    """And says nothing where nothing is near."""
    assert nearest("SHELING", ["Shelling", "drone"]) == "Shelling"
    assert nearest("weather", ["Shelling", "drone"]) == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a = 1\na = [\n", "expected TOML, got a mistake: "),
        (b"[telegram\n", "line 1"),
        (b"\xff\xfe\x00", "expected UTF-8, got something else at byte 0"),
        (b"a = " + b"9" * 5000, "a number or a nesting without end"),
        (b"a = " + b"[" * 5000, "a number or a nesting without end"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_problem(tmp_path: Path, content: bytes, told: str) -> None:
    """Which names the file."""
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        read_toml(path)
    assert told in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    """Say what to do, and what it is."""
    with pytest.raises(ConfigError, match=r"copy config\.example\.toml"):
        read_toml(tmp_path / "config.toml")
    with pytest.raises(ConfigError, match="Is a directory"):
        read_toml(tmp_path)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Some editors write it, with line ends of their own."""
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf[region]\r\ntimezone = 'UTC'\r\n")
    assert read_toml(path) == {"region": {"timezone": "UTC"}}


def config_with(folder: Path, content: bytes | None) -> Config:
    """Return a configuration whose token file holds this."""
    if content is not None:
        (folder / "token.txt").write_bytes(content)
    return Config(folder, telegram=Telegram.model_validate({"token_file": "token.txt"}))


def token(config: Config, environment: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """Return the token that is found, as text."""
    found = config.token(environment)
    return found.get_secret_value() if found else None


def test_the_environment_comes_first(tmp_path: Path) -> None:
    """Then the credential, then the file beside the configuration; what is blank counts as absent."""
    (tmp_path / "regionwatch_token").write_text("credential\n", encoding="utf-8")
    config, folder = config_with(tmp_path, b"\xef\xbb\xbffile\r\n"), str(tmp_path)
    named = {"CREDENTIALS_DIRECTORY": folder}
    assert token(config, {"REGIONWATCH_TOKEN": " given\n"} | named) == "given"
    assert token(config, {"REGIONWATCH_TOKEN": " "} | named) == "credential"
    assert token(config, {"CREDENTIALS_DIRECTORY": str(tmp_path / "none")}) == "file"
    assert token(config) == "file"


@pytest.mark.parametrize("content", [None, b"", b" \n"])
def test_without_a_token_there_is_none(tmp_path: Path, content: bytes | None) -> None:
    """A blank or missing file means the console."""
    assert token(config_with(tmp_path, content)) is None
    assert token(Config(tmp_path)) is None


@pytest.mark.parametrize("content", [b"one\ntwo", b"\xff\xfea\x00", b"a b", b"to\x00ken", "токен".encode()])
def test_a_file_that_holds_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    """Without repeating what it holds."""
    with pytest.raises(OSError, match="something else than one token"):
        token(config_with(tmp_path, content))


def test_a_token_does_not_show_itself(tmp_path: Path) -> None:
    """Whoever prints the value sees stars."""
    assert TOKEN not in repr(config_with(tmp_path, TOKEN.encode()).token({}))
