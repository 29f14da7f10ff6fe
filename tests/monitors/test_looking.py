"""How much of a page is looked at, and that a short look misses nothing that it should see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.demo.pages import preview_page
from bot.demo.shown import Channel, Shown
from monitors import looking, visiting
from monitors.exchange import Page, Refused, Request
from monitors.looking import EDITS_AFTER, LOOK_UP_AFTER, UNCONDITIONAL_AFTER, on_page
from monitors.sources import feed, telegram
from monitors.sources.contract import Listing
from monitors.visit import Policy
from storage.model import Source, SourceState, Trouble
from tests.conftest import MORNING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitors.visit import OnPage, Visit

HEAD = Channel("demo", "Demo")
SOURCE = Source("telegram", "demo", urls=("https://t.me/s/demo",), host="telegram")
READ = SourceState(SOURCE.key, newest="20", first_success=MORNING, last_whole=MORNING)
SOON = MORNING + timedelta(seconds=10)


def told(numbers: Iterable[int], **texts: str) -> list[Shown]:
    """Return messages of these numbers; ``m7="…"`` gives the seventh another text."""
    return [Shown(id=n, published=MORNING, text=texts.get(f"m{n}", f"message {n}"), views=n) for n in numbers]


def page(messages: list[Shown], after: int | None = None) -> Page:
    """Return a preview page of messages."""
    return Page(SOURCE.urls[0], preview_page(HEAD, messages, after=after))


def whole(shown: Page) -> Listing:
    """Read a page whole."""
    listing = telegram.listing(SOURCE, shown)
    assert isinstance(listing, Listing)
    return listing


BEFORE = page(told(range(1, 21)))
SEEN = on_page(whole(BEFORE), MORNING)


def fresh(shown: Page) -> list[str] | None:
    """Return the keys of what a short look finds new or changed; None where it does not suffice."""
    found = telegram.fresh(shown, SEEN.marks)
    return None if found is None else [item.key for item in found.items]


def test_other_counters_are_no_news() -> None:
    """A page on which only views have changed shows nothing."""
    assert fresh(page([replace(one, views=90_000) for one in told(range(1, 21))])) == []


def test_new_messages_and_other_texts_are_cut_out() -> None:
    """With them nothing else is read; each is parsed as from a whole page."""
    shown = page(told(range(3, 23), m7="an edit", m22="new"))
    assert fresh(shown) == ["7", "21", "22"]
    found = telegram.fresh(shown, SEEN.marks)
    assert found is not None
    assert [telegram.parse(SOURCE, i) for i in found.items] == [
        telegram.parse(SOURCE, i) for i in whole(shown).items if i.key in {"7", "21", "22"}
    ]


@pytest.mark.parametrize(
    "numbers",
    [range(1, 20), [*range(1, 9), *range(10, 21)], range(30, 50), [], range(1, 3)],
    ids=["the newest is missing", "one between is missing", "a gap", "an empty page", "others are missing"],
)
def test_what_a_short_look_cannot_tell_needs_a_whole_one(numbers: Iterable[int]) -> None:
    """Whether that is a deletion, a gap or trouble is seen on all of the page."""
    assert fresh(page(told(numbers))) is None


def test_an_older_message_that_comes_up_needs_a_whole_look() -> None:
    """What is new and has a number below the newest was not published now."""
    seen = on_page(whole(page(told([1, 2, 5]))), MORNING)
    assert telegram.fresh(page(told([1, 2, 3, 5])), seen.marks) is None


def test_garbage_is_never_news() -> None:
    """Whatever stands where a number should: it is no short look's business."""
    for shown in (
        BEFORE.body.replace(b"demo/20", b"demo/x"),
        BEFORE.body.replace(b"demo/20", b"demo/" + b"9" * 5000),
    ):
        assert fresh(Page("u", shown)) is None
    assert telegram.fresh(BEFORE, {}) is None


def test_an_answer_with_more_behind_it_needs_a_whole_look() -> None:
    """Of more news than a page holds, the oldest are shown: the newest page comes first."""
    assert fresh(page(told(range(1, 60)), after=17)) is None
    assert fresh(page(told(range(1, 23)), after=17)) == ["21", "22"]


def begun(now: timedelta, before: OnPage | None = SEEN, state: SourceState = READ) -> Visit:
    """Begin a visit so long after the last whole look."""
    return visiting.begin(SOURCE, state, telegram, MORNING + now, before)


def test_news_are_asked_for_between_whole_looks() -> None:
    """The last three messages known are shown again, so an edit of the newest is seen at once."""
    asked = begun(timedelta(seconds=10)).next
    assert asked == Request("https://t.me/s/demo?after=17", "telegram", redirects=False)


@pytest.mark.parametrize(
    "begin",
    [
        begun(EDITS_AFTER),
        begun(timedelta(seconds=-5)),
        begun(timedelta(seconds=10), None),
        begun(timedelta(seconds=10), state=replace(READ, failures=1)),
        begun(timedelta(seconds=10), replace(SEEN, misses=3)),
    ],
    ids=["time is over", "the clock went back", "nothing remembered", "after a failure", "not understood"],
)
def test_otherwise_all_is_asked_for(begin: Visit) -> None:
    """Whenever a short answer would not do, or was not understood before."""
    assert begin.next is not None
    assert (begin.next.url, begin.asks_news) == ("https://t.me/s/demo", False)


@pytest.mark.parametrize(
    "answer",
    [page(told(range(30, 50))), Refused(Trouble.NOT_FOUND), Page("u", b"", 302, location="/demo")],
    ids=["another page", "no such page", "a redirect"],
)
def test_an_answer_that_shows_no_news_leads_to_the_whole_page(answer: Page | Refused) -> None:
    """In the same poll; a server that never understands is asked so no longer."""
    seen = begun(timedelta(seconds=10))
    found = looking.news_of(seen, telegram, answer, SOON)
    assert found == telegram.request(SOURCE, READ)
    assert isinstance(found, Request)
    after = visiting.turn(seen, None, found, {}, Policy(5, timedelta()), SOON)
    read = visiting.turn(after, BEFORE, whole(BEFORE), {}, Policy(5, timedelta()), SOON)
    assert (read.read_whole, read.page and read.page.misses) == (True, 1)


@pytest.mark.parametrize("trouble", [Trouble.TIMEOUT, Trouble.RATE_LIMITED, Trouble.DNS])
def test_a_refusal_that_concerns_the_host_is_one(trouble: Trouble) -> None:
    """Asking at once for the whole page would be no use, or rude."""
    assert looking.news_of(begun(timedelta(seconds=10)), telegram, Refused(trouble), SOON) is None


def test_a_page_that_shows_the_same_is_not_looked_up() -> None:
    """The store is asked again when it shows something else, and every few hours."""
    seen, listing = begun(timedelta(minutes=1)), whole(BEFORE)
    known = looking.known_by_itself(seen, listing, SOON)
    assert known is not None
    assert all(known[item.key].digest == item.digest for item in listing.items)
    assert looking.known_by_itself(seen, listing, MORNING + LOOK_UP_AFTER) is None
    assert looking.known_by_itself(seen, whole(page(told(range(2, 22)))), SOON) is None


def test_what_made_way_for_newer_posts_has_not_vanished() -> None:
    """Only what stood between others that are still there."""
    assert looking.vanished(SEEN, [str(n) for n in range(5, 25)]) == ()
    assert looking.vanished(SEEN, [str(n) for n in range(5, 25) if n not in {9, 20}]) == ("9", "20")
    assert looking.vanished(SEEN, ["50"]) == ()
    assert looking.vanished(None, ["1"]) == ()


@pytest.mark.parametrize(("age", "etag"), [(UNCONDITIONAL_AFTER, ""), (timedelta(hours=5), '"1"')])
def test_a_server_that_says_304_for_ever_is_asked_without_a_condition(age: timedelta, etag: str) -> None:
    """Every six hours; a body that was read counts, an answer without one does not."""
    source = Source("feed", "x", urls=("https://example.org/rss",), host="example.org")
    state = SourceState("feed:x", etag='"1"', first_success=MORNING, last_whole=MORNING)
    asked = visiting.begin(source, state, feed, MORNING + age).next
    assert asked is not None
    assert asked.etag == etag
