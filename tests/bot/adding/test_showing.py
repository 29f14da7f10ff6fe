"""What a person is told of a source before it is added, and of one that cannot be."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.adding.feed_links import FeedLink
from bot.adding.finding_out import Finding, Refusal
from bot.adding.probing import Probe, Seen
from bot.adding.reasons import reason
from bot.adding.showing import MOST_SHOWN, found_lines, refused_lines
from bot.texts import Texts
from monitors.exchange import Refused
from monitors.sources import KINDS
from storage.model import Post, Source, Trouble
from tests.conftest import MORNING
from tests.examples import hit

WIRE = Source("feed", "wire")
OTHERS: dict[str, Any] = {
    "net": SimpleNamespace(KIND="net", SELECTS=(), TAKES_TOKEN=True),
    "site": SimpleNamespace(KIND="site", SELECTS=("item", "text"), TAKES_TOKEN=False),
}
"""A network that takes a token, and one that reads pages by selectors."""


def shown(*ages: float, **more: Any) -> list[str]:  # noqa: ANN401 - any field of a finding
    """Return what is told of a source whose posts are so many hours old; None is a post without a time."""
    posts = tuple(
        Post(WIRE.key, str(i), f"https://a.b/{i}", f"post {i}", MORNING - timedelta(hours=age))
        for i, age in enumerate(ages)
    )
    found = Probe(WIRE, "Wire", "https://a.b/", posts)
    seen = [Seen(post, (hit(),) if post.key == "0" else ()) for post in posts]
    return found_lines(Finding("a.b", found, **more), found, seen, Texts(), MORNING)


def refused(*refusals: Refusal, **more: Any) -> str:  # noqa: ANN401 - the same
    """Return what is told where nothing can be read."""
    return "\n".join(refused_lines(Finding("a.b", refusals=refusals, **more), Texts(), OTHERS))


@pytest.mark.parametrize(
    ("ages", "told"),
    [
        ((), "It shows no posts now."),
        ((1,), "It shows 1 post."),
        ((1, 1), "It shows 2 posts."),
        ((1, 1.1), "It shows 2 posts."),
        ((1, 2, 3), "About 24 posts a day; the newest is from 60 min ago."),
        ((24, 48, 72), "One post in 1 day; the newest is from 24 hr ago."),
        ((0, 24 * 30), "One post in 30 days; the newest is from just now."),
    ],
)
def test_how_often_it_posts_is_told_by_its_posts(ages: tuple[float, ...], told: str) -> None:
    """A day or more apart in days, else by the day; what they do not tell is not told."""
    assert told in shown(*ages)


def test_the_newest_posts_are_shown_with_what_they_would_have_matched() -> None:
    """A few of them; the count is of all."""
    told = shown(*range(1, 12))
    assert sum(line.startswith("• ") for line in told) == MOST_SHOWN
    assert "• 60 min ago: post 0 [shelling: Обстрел]" in told
    assert told[-2:] == ["Of 11 posts, 1 would have matched.", "  shelling: 1"]


def test_which_feed_was_taken_is_told_where_there_are_several() -> None:
    """With the numbers by which another one is picked."""
    told = shown(1, feeds=(FeedLink("https://a.b/1", "News"), FeedLink("https://a.b/2")), picked=1)
    assert "The page names several feeds; number 1 is this one:" in told
    numbered = [line for line in told if line.startswith("  ")][:2]
    assert numbered == ["  1. https://a.b/1 News", "  2. https://a.b/2"]


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_a_reason(trouble: Trouble) -> None:
    """In words, with the detail behind it."""
    assert reason(Refused(trouble, "so it is"), Texts()).endswith(" (so it is)")
    assert reason(Refused(trouble), Texts())


def test_a_token_is_asked_for_where_one_is_needed() -> None:
    """With the name of the variable that takes it."""
    assert "REGIONWATCH_NET_TOKEN" in refused(Refusal("net:a", Refused(Trouble.NO_TOKEN), "net"))
    assert "TOKEN" not in refused(Refusal("site:a", Refused(Trouble.NO_TOKEN), "site"))


def test_a_page_without_a_feed_could_be_read_by_selectors() -> None:
    """The table to fill in is one that the configuration takes."""
    none = Refusal("https://a.b/news", Refused(Trouble.NOT_A_FEED))
    told = refused(none, page="https://a.b/news")
    (entry,) = tomllib.loads(told[told.index("[[sources]]") :])["sources"]
    assert entry == {
        "kind": "site",
        "name": "a.b",
        "url": "https://a.b/news",
        "select": {"item": "", "text": ""},
    }
    feeds = Finding("a.b", refusals=(none,), page="https://a.b/news")
    assert "[[sources]]" not in "\n".join(refused_lines(feeds, Texts(), {"feed": KINDS["feed"]}))
