"""The data of buttons: opaque, and good for one chat."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.screens.signing import Token, is_ours, read, write

SECRET = bytes(range(32))
TOKENS = st.builds(Token, st.integers(0, 2**40 - 1), st.integers(0, 2**16 - 1), st.integers(0, 255))


@given(TOKENS, st.integers(-(2**53), 2**53))
def test_what_is_written_is_read(token: Token, chat: int) -> None:
    """In its chat, with its secret; it fits into Telegram's 64 bytes."""
    data = write(token, chat, SECRET)
    assert (read(data, chat, SECRET), is_ours(data), len(data)) == (token, True, 23)


@given(TOKENS)
def test_nothing_is_read_elsewhere(token: Token) -> None:
    """Another chat, another secret."""
    data = write(token, 7, SECRET)
    assert read(data, 8, SECRET) is None
    assert read(data, 7, SECRET[::-1]) is None


@given(TOKENS, st.integers(0, 22), st.characters())
def test_what_is_changed_is_not_read(token: Token, at: int, letter: str) -> None:
    """Not one letter may be another."""
    data = write(token, 7, SECRET)
    changed = data[:at] + letter + data[at + 1 :]
    assert (read(changed, 7, SECRET) is None) == (changed != data)


@pytest.mark.parametrize(
    "data", ["", "~", "s:12", "~" + "A" * 22, "~" + "A" * 23, "~" + "é" * 22, "~ " + "A" * 21]
)
def test_what_was_never_made_is_not_read(data: str) -> None:
    """Whatever it looks like."""
    assert read(data, 7, SECRET) is None
