"""Numbers of chats and people, sealed and opened."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storage.model import CONSOLE, FIRST_TOPIC
from storage.model.sealed_json import converted
from storage.model.seals import NOBODY, SIGNIFICANT, UNSEALED, BadKeyError, Seals, seals_of

KEY = Seals(bytes(range(32)))
NUMBERS = some.integers(1 - SIGNIFICANT, SIGNIFICANT - 1)


@given(NUMBERS, some.binary(min_size=32, max_size=32))
def test_what_is_sealed_is_opened_again(number: int, key: bytes) -> None:
    """With any key; the sealed number has the same sign and Telegram's width."""
    seals = Seals(key)
    sealed = seals.seal(number)
    assert seals.open(sealed) == number == seals.seal(seals.open(number))
    assert abs(sealed) < SIGNIFICANT
    assert (sealed > 0) - (sealed < 0) == (number > 0) - (number < 0)


def test_numbers_in_stores_stay_readable() -> None:
    """The way numbers are sealed never changes: these were written down when it was made."""
    written = {77: 1385026866796536, -77: -1385026866796536, -1001234567890: -3004116548538043}
    assert {number: KEY.seal(number) for number in written} == written
    assert KEY.mark == "33d56dcb258f23155f0cfea9b93b73a8"


@pytest.mark.parametrize("number", [CONSOLE, FIRST_TOPIC, FIRST_TOPIC - 7, *NOBODY, SIGNIFICANT])
def test_numbers_that_are_nobodys_stay(number: int) -> None:
    """The terminal, topics, and accounts of Telegram's own; nobody else is sealed as one of them."""
    assert KEY.seal(number) == KEY.open(number) == number


def test_without_a_key_numbers_stay() -> None:
    """And there is nothing to be opened."""
    assert UNSEALED.seal(77) == UNSEALED.open(77) == 77
    assert not UNSEALED


def test_neighbours_have_nothing_in_common() -> None:
    """Half of the bits differ, and another key gives other numbers."""
    differing = [(KEY.seal(number) ^ KEY.seal(number + 1)).bit_count() for number in range(1, 500)]
    assert 24 < sum(differing) / len(differing) < 28
    assert Seals(bytes(32)).seal(77) != KEY.seal(77)


@pytest.mark.parametrize("text", ["", "short", "!" * 44, "QUJD", "ä" * 44])
def test_what_is_no_key_is_refused(text: str) -> None:
    """Nothing of it is repeated."""
    with pytest.raises(BadKeyError) as error:
        seals_of(text)
    assert not text or text not in str(error.value)


def test_numbers_within_json_are_found() -> None:
    """Those of chats and people wherever they stand, and no other; what channels publish stays."""
    told: dict[str, Any] = {
        "message": {"id": 5, "message_id": 5, "chat": {"id": 5, "type": "private"}, "date": 5}
    }
    told |= {"scope": [{"type": "chat", "chat_id": 5}], "user_id": 5, "from": {"id": 5, "is_bot": False}}
    told |= {"channel_post": {"chat": {"id": 5, "type": "channel"}}}
    expected: dict[str, Any] = {
        "message": {"id": 5, "message_id": 5, "chat": {"id": -5, "type": "private"}, "date": 5}
    }
    expected |= {"scope": [{"type": "chat", "chat_id": -5}], "user_id": -5}
    expected |= {"from": {"id": -5, "is_bot": False}, "channel_post": told["channel_post"]}
    assert converted(told, lambda number: -number) == expected


def test_a_message_costs_little() -> None:
    """About 10 µs for a number that is new on an idle machine; no more than 500 on a busy one."""
    began = time.perf_counter()
    for number in range(1_000_000, 1_002_000):
        KEY.seal(number)
    assert (time.perf_counter() - began) / 2_000 < 500e-6
