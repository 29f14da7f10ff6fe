"""Files of chats as they are read: whatever comes, what is right of it is taken."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.portable import FORMAT, Ground, Reading, read
from bot.texts import Texts
from storage.model import Mode
from tests.conftest import MORNING
from tests.desks import setup_of
from tests.fakes.bot_api_html import read_html

KNOWN = setup_of().known
GROUND = Ground(KNOWN, "this store", MORNING, Texts())
LATER = "2023-05-22T08:00:00.000Z"


def reading(**parts: Any) -> Reading:  # noqa: ANN401 - whatever a file may hold
    """Return what is read of a file with these parts."""
    return read(json.dumps({"format": FORMAT, "version": 1} | parts).encode(), GROUND)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe{}", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "no JSON"),
        (b"[]", "not made by /export"),
        (b'{"format": "other", "version": 1}', "not made by /export"),
        (b'{"format": "regionwatch chat", "version": "1"}', "not made by /export"),
        (b'{"format": "regionwatch chat", "version": true}', "not made by /export"),
        (b'{"format": "regionwatch chat", "version": 2}', "newer version"),
        (b'{"format": "regionwatch chat", "version": 1' + b"0" * 5_000 + b"}", "no JSON"),
    ],
)
def test_what_is_no_file_of_ours_is_said_so(content: bytes, said: str) -> None:
    """Without an exception: nothing, something else, nested without end, of a newer version."""
    found = read(content, GROUND)
    assert found.portable is None
    assert said in found.told[0]


def test_what_cannot_be_taken_is_told_and_the_rest_is_taken() -> None:
    """A topic that is gone, a rule that is broken, what is no subscription at all, each in a line."""
    entries = [{"target": "topic:gone <b>"}, {"target": "rule:(a"}, {"target": 7}, "?", {"target": "snow"}]
    found = reading(following=[*entries, {"target": "all", "mode": "silent"}])
    assert found.portable is not None
    assert [(one.target, one.mode) for one in found.portable.followed] == [("all", Mode.SILENT)]
    assert found.told[0] == "There is no such topic here: gone &lt;b&gt;"
    assert found.told[1].startswith("This cannot be understood here: rule (a (")
    assert found.told[2:] == ("This part is broken: <code>following</code>",)


def test_more_than_may_be_followed_is_left_out() -> None:
    """The first fifty are taken."""
    found = reading(following=[{"target": f"rule:word{number}"} for number in range(60)])
    assert found.portable is not None
    assert len(found.portable.followed) == 50
    assert found.told == ("More than 50 things cannot be followed.",)


def test_stories_are_muted_in_their_own_store_alone() -> None:
    """Elsewhere the same number is another story, and its alert would be lost."""
    muted = [{"kind": "story", "value": "12", "until": LATER}]
    here, elsewhere = reading(muted=muted, store="this store"), reading(muted=muted, store="another")
    assert here.portable is not None
    assert elsewhere.portable is not None
    assert [one.value for one in here.portable.muted] == ["12"]
    assert elsewhere.portable.muted == ()
    assert elsewhere.told == ("That cannot be muted here: story 12",)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("language", "tlh"),
        ("trust", {"heard_from": "blind"}),
        ("trust", []),
        ("times", {"digest": "daily 25:00"}),
        ("times", {"quiet": "late"}),
        ("times", {"zone": "Moon/Sea"}),
        ("times", {"mode": {"a": 1}}),
        ("times", {"critical_through": "yes"}),
        ("muted", [{"kind": "topic", "value": "shelling", "until": "tomorrow"}]),
        ("following", [{"target": "rule:\ud800"}]),
    ],
)
def test_one_broken_part_costs_no_other(part: str, value: object) -> None:
    """It is told by its name, and what else is there is taken."""
    rest = {"language": "nl"} if part == "following" else {"following": [{"target": "all"}]}
    found = reading(**{part: value}, **rest)
    assert found.portable is not None
    assert found.portable.followed or found.portable.language
    assert len(found.told) == 1
    assert f"<code>{part}" in found.told[0]


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=9),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=9), inner, max_size=3),
    max_leaves=4,
)
KEYS = ["language", "trust", "times", "following", "muted", "store", "heard_from", "mode", "target", "until"]
OBJECTS = some.dictionaries(some.sampled_from(KEYS), JSON | some.dictionaries(some.sampled_from(KEYS), JSON))


@settings(deadline=None, max_examples=25)
@given(OBJECTS)
def test_nothing_is_raised_whatever_a_file_holds(parts: dict[str, Any]) -> None:
    """And all that is told can be sent."""
    found = reading(**parts)
    assert found.portable is not None
    assert all(read_html(line).oddities == [] for line in found.told)
