"""Plain values as TOML: the standard library's reader is the judge."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reloading.toml_text import written

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SINGLE = TEXTS | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.booleans()
VALUES = st.recursive(
    SINGLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_what_is_written_is_read_back(values: dict[str, Any]) -> None:
    """Whatever a configuration can hold comes back as it was."""
    assert tomllib.loads(written(values)) == values


def test_it_reads_like_a_configuration() -> None:
    """Tables stand under headings, with one line a value."""
    values = {"topics": [{"name": "power cut", "rule": '"без света"'}], "fetch": {"backlog_pages": 3}}
    assert written({"extends": ["hazards"]} | values).splitlines() == [
        'extends = ["hazards"]',
        "",
        "[[topics]]",
        'name = "power cut"',
        'rule = "\\"без света\\""',
        "",
        "[fetch]",
        "backlog_pages = 3",
    ]


def test_times_are_written_too() -> None:
    """A date that somebody wrote by hand outlives a change of another value."""
    moment = datetime(2023, 5, 22, 6, 0, tzinfo=UTC)
    assert tomllib.loads(written({"a": {"b": moment, "c": moment.date()}})) == {
        "a": {"b": moment, "c": moment.date()}
    }


def test_what_toml_has_no_form_for_is_refused() -> None:
    """None is no value, and a lone surrogate no text."""
    with pytest.raises(TypeError):
        written({"a": None})
    with pytest.raises(UnicodeEncodeError):
        written({"a": "\ud800"})
