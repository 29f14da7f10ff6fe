"""Sources that hand their posts over by themselves, and pages with selectors, in a configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.setup import Setup, check
from storage.model import Source, Voice

MEMBER = {"kind": "telegram_member", "name": "Open_Belgorod", "voice": "official"}
PAGE = {"kind": "page", "name": "okrug", "url": "https://okrug.example/news/", "select": {"item": "article"}}


def checked(*entries: dict[str, Any]) -> tuple[Setup, list[str]]:
    """Return the set-up of these sources, and what is wrong with them."""
    setup, problems = check({"sources": list(entries)}, Path())
    return setup, list(map(str, problems))


def test_a_fed_source_is_watched_under_its_network_and_not_polled() -> None:
    """Its posts are those of the channel, whichever way they come."""
    setup, problems = checked(MEMBER, {"kind": "telegram", "name": "other_channel"})
    assert problems == []
    assert setup.watched["telegram:open_belgorod"] == Source("telegram", "open_belgorod", Voice.OFFICIAL)
    assert list(setup.polled) == ["telegram:other_channel"]


def test_a_channel_may_have_a_number_instead_of_a_name() -> None:
    """As the Bot API gives it."""
    setup, problems = checked({"kind": "telegram_member", "name": "-1001234567890"})
    assert (list(setup.watched), problems) == (["telegram:-1001234567890"], [])


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"kind": "telegram", "name": "open_belgorod"}, "sources[1].name: expected another name than in"),
        ({**MEMBER, "name": "@open"}, "sources[1].name: expected a public name like open_belgorod or an id"),
        ({**MEMBER, "name": "other", "url": "https://t.me/other"}, "sources[1].url: expected no url"),
        ({**MEMBER, "name": "other", "select": {"item": "a"}}, "sources[1].select: expected none"),
        ({**PAGE, "select": {}}, "sources[1].select: expected item"),
        (
            {**PAGE, "select": {"item": "[["}},
            "sources[1].select: expected item to be a CSS selector, got '[['",
        ),
        (
            {**PAGE, "select": {"item": "a", "tiem": "b"}},
            "sources[1].select: expected a known key, got 'tiem'",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(entry: dict[str, Any], problem: str) -> None:
    """A channel that is polled needs no second entry, and each selector is checked."""
    (told,) = checked(MEMBER, entry)[1]
    assert told.startswith(problem)


def test_one_page_may_be_read_by_several_selectors() -> None:
    """Two columns of one page are two sources."""
    other = {**PAGE, "name": "okrug_events", "select": {"item": "li.event", "time": "time@datetime"}}
    setup, problems = checked(PAGE, other)
    assert problems == []
    assert setup.watched["page:okrug_events"].select == (("item", "li.event"), ("time", "time@datetime"))
