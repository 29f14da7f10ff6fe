"""Where the program says that it is alive: addresses of the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.config_reading import parse
from bot.config_values import host_and_port

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("127.0.0.1:9464", "127.0.0.1", 9464),
        ("localhost:0", "localhost", 0),
        ("[::1]:65535", "::1", 65535),
    ],
)
def test_where_to_listen(tmp_path: Path, text: str, host: str, port: int) -> None:
    """A host and a port, also of the later internet."""
    config, wrong = parse({"metrics": {"listen": text}}, tmp_path)
    assert wrong == []
    assert host_and_port(config.metrics.listen) == (host, port)


@pytest.mark.parametrize(
    "value",
    ["9464", "127.0.0.1", "127.0.0.1:65536", "::1:9464", "http://127.0.0.1:9464", "a b:1", ":1", 9464],
)
def test_what_cannot_be_listened_on(tmp_path: Path, value: object) -> None:
    """Is refused with an example."""
    _, (wrong,) = parse({"metrics": {"listen": value}}, tmp_path)
    assert str(wrong).startswith('metrics.listen: expected a host and a port like "127.0.0.1:9464"')


def test_the_address_of_a_dead_mans_switch_is_taken_as_it_is(tmp_path: Path) -> None:
    """With its path and its query; an empty text is none."""
    address = "https://example.org/ping/?run=1"
    config, wrong = parse({"canary": {"ping_url": address}}, tmp_path)
    assert (wrong, config.canary.ping_url.get_secret_value()) == ([], address)
    assert parse({"canary": {"ping_url": ""}}, tmp_path)[1] == []


@pytest.mark.parametrize("value", ["ftp://example.org/secret", "example.org/secret", "https://a b/secret", 7])
def test_a_wrong_address_of_a_switch_is_not_repeated(tmp_path: Path, value: object) -> None:
    """Who knows it can keep the switch from falling."""
    config, (wrong,) = parse({"canary": {"ping_url": value}}, tmp_path)
    assert str(wrong) == 'canary.ping_url: expected an address like "https://example.org/ping"'
    assert "secret" not in repr(config.canary)
