"""Answers of web interfaces in JSON: what is common to the networks that are read through one.

Whatever an answer holds, these functions raise nothing: a value of the wrong type counts as absent.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from monitors.exchange import Refused, Request
from monitors.sources.text import clean
from storage.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitors.exchange import Page
    from storage.model import Source, SourceState

_MOST_VALUES = 1_000_000
"""Commas and opening brackets: json makes so many values in about 0.1 s, in one piece."""

_LONGEST_INTEGER = 30
"""Digits; from 4,301 digits on Python makes no whole number."""

_LONGEST_LINE = 200
"""Characters of a name, or of what a server says of an error."""

_LONGEST_KEY = 200


def asking(source: Source, url: str, token: str, state: SourceState | None) -> Request:
    """Return a request for JSON, with a token if there is one; conditional where a state is given."""
    return Request(
        url,
        source.host,
        etag=state.etag if state else "",
        last_modified=state.last_modified if state else "",
        own_errors=True,
        headers=(("Authorization", f"Bearer {token}"),) if token else (),
    )


def value_of(page: Page) -> object:
    """Return what a JSON answer holds, or a :class:`Refused` that says what it is instead.

    Bytes that are no UTF-8 spoil only the text in which they stand.
    """
    text = page.body.decode("utf-8-sig", "replace").strip()
    if not text:
        return Refused(Trouble.EMPTY, "the answer has no body")
    if text.startswith("<"):
        return Refused(Trouble.CHALLENGE, "a web page in the place of data")
    if text.count(",") + text.count("[") + text.count("{") > _MOST_VALUES:
        return Refused(Trouble.BAD_ANSWER, f"JSON of more than {_MOST_VALUES} values")
    try:
        return _loaded(text)
    except (ValueError, RecursionError) as error:
        return Refused(Trouble.BAD_ANSWER, one_line(f"broken JSON: {error}"))


def mapping(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a mapping among values that may be of any type; an empty one where there is none."""
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def text_of(values: Mapping[str, Any], name: str) -> str:
    """Return a text among values that may be of any type, as it stands; an empty one where there is none."""
    value = values.get(name)
    return value if isinstance(value, str) else ""


def key_of(values: Mapping[str, Any], name: str) -> str:
    """Return an identifier that can stand in an address and in the store; an empty one where there is none.

    Interfaces promise text; some software sends numbers.
    """
    value = values.get(name)
    key = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(key, str) or len(key) > _LONGEST_KEY:
        return ""
    return key if key.isascii() and key.isprintable() and " " not in key else ""


def line_of(values: Mapping[str, Any], name: str) -> str:
    """Return a text among values as one short line."""
    return one_line(text_of(values, name))


def one_line(text: str) -> str:
    """Return a stranger's words as one line of at most 200 characters."""
    line = " ".join(clean(text[: 4 * _LONGEST_LINE]).split())
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1] + "…"


def _loaded(text: str) -> object:
    """Read JSON; the slower way where it holds a number that Python makes none of."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except ValueError:
        return json.loads(text, parse_int=_number)


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else float(digits)
