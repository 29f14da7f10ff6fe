"""How one poll goes from page to page: gaps are followed, filled, and flagged where they can't be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitors import visiting
from monitors.exchange import NotModified, Page, Refused, Request
from monitors.looking import is_unchanged
from monitors.sources import telegram
from monitors.sources.contract import Item, Listing
from monitors.sources.text import digest
from monitors.visit import Policy
from storage.model import Fingerprint, Gap, Source, SourceState, Trouble
from tests.conftest import MORNING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from monitors.visit import Visit
    from monitors.visiting import Reading

SOURCE = Source("telegram", "demo", urls=("https://t.me/s/demo",), host="telegram")
POLICY = Policy(backlog_pages=3, alert_backlog=timedelta(hours=1))
READ = SourceState(SOURCE.key, newest="100", first_success=MORNING)


def listing(first: int, last: int, *, older: bool = True) -> Listing:
    """Return a page with the messages from first to last."""
    before = Request(f"https://t.me/s/demo?before={first}", "telegram", redirects=False)
    items = tuple(Item(str(n), b"d", None) for n in range(first, last + 1))
    return Listing(items, "Demo", before if older else None)


def known(keys: Iterable[int]) -> dict[str, Fingerprint]:
    """Return fingerprints of messages that were seen before."""
    return {str(n): Fingerprint(str(n), b"d", b"c", MORNING) for n in keys}


def go(state: SourceState, *readings: Reading, known_keys: Container[int] = range(101)) -> Visit:
    """Take these readings, one after the other; messages with ``known_keys`` were seen before."""
    now = MORNING + timedelta(minutes=1)
    current = visiting.begin(SOURCE, state, telegram, now)
    for reading in readings:
        assert current.next is not None, "nothing more was asked for"
        keys = [int(item.key) for item in reading.items] if isinstance(reading, Listing) else []
        fingerprints = known(key for key in keys if key in known_keys)
        page = Page(current.next.url, b"body") if isinstance(reading, Listing) else None
        current = visiting.turn(current, page, reading, fingerprints, POLICY, now)
    return current


def keys_of(seen: Visit) -> list[int]:
    """Return the keys of what is to be parsed."""
    return [int(item.key) for item in seen.unread]


def test_a_page_with_nothing_new_ends_the_poll() -> None:
    """Nothing is parsed and nothing more is asked for."""
    seen = go(READ, listing(81, 100))
    assert (seen.next, keys_of(seen), seen.newest) == (None, [], "100")


def test_new_and_changed_messages_are_parsed_alone() -> None:
    """A known key with another digest is an edit and is parsed as well."""
    page = listing(99, 102)
    changed = replace(page, items=(replace(page.items[0], digest=b"other"), *page.items[1:]))
    assert keys_of(go(READ, changed)) == [99, 101, 102]


def test_a_gap_is_followed_back_to_what_is_known() -> None:
    """More than a page of new posts: older pages are read until one overlaps."""
    seen = go(READ, listing(126, 145), listing(106, 125), listing(86, 105))
    assert (seen.next, seen.gap) == (None, None)
    assert keys_of(seen) == list(range(101, 146))
    assert seen.newest == "145"


def test_a_gap_too_long_to_follow_is_flagged() -> None:
    """After the allowed number of pages the gap is noted with its edges."""
    seen = go(READ, listing(181, 200), listing(161, 180), listing(141, 160))
    assert seen.next is None
    assert seen.gap == Gap("100", "141", MORNING + timedelta(minutes=1), resume="")


def test_a_refusal_in_a_gap_keeps_what_was_read_and_goes_on_next_time() -> None:
    """The newest posts are told at once; the next poll resumes where this one stopped."""
    seen = go(READ, listing(181, 200), Refused(Trouble.TIMEOUT))
    assert (seen.refusal, len(seen.unread)) == (None, 20)
    assert seen.gap is not None
    later = replace(READ, newest="200", gap=seen.gap)
    read = {*range(101), *range(181, 201)}
    resumed = go(later, listing(185, 204), known_keys=read)
    assert resumed.next == Request(seen.gap.resume, "telegram", redirects=False)
    healed = go(later, listing(185, 204), listing(161, 180), listing(90, 160), known_keys=read)
    assert healed.gap is None


def test_a_gap_that_cannot_be_filled_is_forgotten_after_a_week() -> None:
    """It is shown long enough for somebody to see it."""
    for age, left in ((timedelta(days=6), True), (timedelta(days=8), False)):
        gap = Gap("1", "9", MORNING - age)
        assert (go(replace(READ, gap=gap), listing(81, 100)).gap is not None) is left


def test_a_first_poll_follows_the_backlog_and_flags_nothing() -> None:
    """Of a new source so many pages are read, and what lies before is not missed."""
    new = SourceState(SOURCE.key)
    seen = go(new, listing(81, 100), listing(61, 80), listing(41, 60), known_keys=())
    assert (seen.next, seen.gap, len(seen.unread)) == (None, None, 60)


def test_where_history_begins_there_is_no_gap() -> None:
    """A page without an older one ends the search."""
    seen = go(READ, listing(120, 139), listing(110, 119, older=False))
    assert (seen.next, seen.gap) == (None, None)


def test_a_refusal_of_the_first_page_is_the_outcome() -> None:
    """Nothing was read: the poll failed, and why is kept."""
    refusal = Refused(Trouble.RATE_LIMITED, "429")
    assert go(READ, refusal).refusal == refusal


@pytest.mark.parametrize("detours", [3])
def test_pages_that_lead_round_in_a_circle_are_left(detours: int) -> None:
    """A page may ask for another instead of itself, but not for ever."""
    other = Request("https://t.me/demo", "telegram", redirects=False)
    seen = go(READ, *[other] * detours)
    assert seen.refusal is not None
    assert seen.refusal.trouble is Trouble.REDIRECT


def test_not_modified_is_a_success_without_news() -> None:
    """Nothing is parsed, and no refusal is noted."""
    seen = go(READ, NotModified())
    assert (seen.next, seen.refusal, seen.unread) == (None, None, ())


def test_keys_on_show_are_noted_once_a_day() -> None:
    """So that a fingerprint lives as long as its post can be shown again, at little cost."""
    now = MORNING + timedelta(hours=25)
    begun = visiting.begin(SOURCE, READ, telegram, now)
    fresh = {"100": Fingerprint("100", b"d", b"c", now - timedelta(hours=1))}
    seen = visiting.turn(begun, None, listing(99, 100), known([99]) | fresh, POLICY, now)
    assert seen.stale == ("99",)


def test_a_body_read_before_is_recognised() -> None:
    """The same bytes again are no news."""
    page = Page("u", b"body")
    state = replace(READ, body=b"")
    assert not is_unchanged(state, page)
    assert is_unchanged(replace(READ, body=digest(b"body")), page)


def test_a_quiet_channel_gives_time_to_mend_a_gap() -> None:
    """Where the newest page is as before, an old gap is followed, and the cursor stays."""
    later = replace(
        READ, newest="200", gap=Gap("100", "181", MORNING, resume="https://t.me/s/demo?before=181")
    )
    read = {*range(101), *range(181, 201)}
    seen = go(later, NotModified(), listing(161, 180), listing(90, 160), known_keys=read)
    assert (seen.gap, seen.newest, seen.first_page) == (None, "200", None)


def test_closing_a_new_gap_leaves_an_old_one_flagged() -> None:
    """What could not be fetched before is still missing."""
    old = Gap("10", "20", MORNING)
    seen = go(replace(READ, gap=old), listing(111, 130), listing(91, 110))
    assert (seen.gap, keys_of(seen)) == (old, list(range(101, 131)))


def test_a_key_that_comes_twice_is_one_post() -> None:
    """On one page the later item counts, on two pages that of the newer one."""
    twice = listing(99, 102)
    twice = replace(twice, items=(*twice.items, Item("102", b"edited", None)))
    assert [(item.key, item.digest) for item in go(READ, twice).unread][-1] == ("102", b"edited")
    overlapping = go(READ, listing(121, 140), listing(115, 125), listing(90, 120))
    assert keys_of(overlapping) == list(range(101, 141))


def test_a_server_that_does_not_page_back_is_left() -> None:
    """The same page again brings nothing; the gap is flagged and not asked for again."""
    seen = go(READ, listing(121, 140), listing(121, 140))
    assert seen.next is None
    assert seen.gap == Gap("100", "121", MORNING + timedelta(minutes=1), resume="")


def test_a_second_gap_does_not_hide_the_first() -> None:
    """Both are told of as one, from the older edge to the newer."""
    older = replace(READ, newest="131", gap=Gap("30", "110", MORNING))
    seen = go(older, listing(320, 339), listing(300, 319), listing(280, 299), known_keys=range(110, 132))
    assert seen.gap == Gap("30", "280", MORNING, resume="")


def test_a_first_poll_that_was_cut_off_is_completed_later() -> None:
    """What a refusal kept from it is asked for at the next poll; beyond the policy nothing is missing."""
    new = SourceState(SOURCE.key)
    cut = go(new, listing(81, 100), Refused(Trouble.SERVER_ERROR), known_keys=())
    assert cut.gap is not None
    later = replace(READ, gap=cut.gap)
    on_first_page = range(81, 101)
    whole = go(later, listing(81, 100), listing(61, 80), listing(41, 60), known_keys=on_first_page)
    assert (whole.gap, keys_of(whole)) == (None, list(range(41, 81)))


def test_an_empty_page_behind_others_ends_the_search() -> None:
    """It is the end of the history or a refusal: what may lie there is flagged, and not asked for again."""
    seen = go(READ, listing(121, 140), Refused(Trouble.EMPTY))
    assert seen.gap == Gap("100", "121", MORNING + timedelta(minutes=1), resume="")
    assert go(SourceState(SOURCE.key), listing(5, 9), Refused(Trouble.EMPTY), known_keys=()).gap is None


def test_what_comes_into_view_behind_the_known_is_told_apart() -> None:
    """Older ones of a page, and the further pages of a new source that could not be read at first."""
    assert go(READ, listing(97, 102), known_keys=(99, 100, 101)).behind == {"97", "98"}
    assert go(READ, listing(99, 102), known_keys=()).behind == set()
    begun = go(SourceState(SOURCE.key), listing(61, 80), Refused(Trouble.SERVER_ERROR), known_keys=())
    assert begun.gap is not None
    later = replace(READ, newest="80", gap=begun.gap)
    mended = go(later, listing(61, 80), listing(41, 60), Refused(Trouble.EMPTY), known_keys=range(61, 81))
    assert mended.behind == {str(number) for number in range(41, 61)}
