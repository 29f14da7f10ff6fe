"""What is new, what is told, and how a source stands after a poll."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitors import decide
from monitors.decide import Scene
from monitors.exchange import Page, Refused, Request
from monitors.schedule import Rhythm
from monitors.visit import Policy, Visit
from storage.model import Fingerprint, Kept, Recollection, Sighting, Source, SourceState, Trouble
from tests.conftest import MORNING
from tests.examples import SOURCE, hit, post, sighting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

HOUR = timedelta(hours=1)
RHYTHM = Rhythm(timedelta(seconds=10), timedelta(minutes=10))
READ = SourceState(SOURCE, newest="9", first_success=MORNING - HOUR, last_success=MORNING - HOUR)


def scene(
    state: SourceState = READ,
    *,
    recollection: Recollection | None = None,
    stable: bool = False,
    on_show: Sequence[str] = (),
    refusal: Refused | None = None,
) -> Scene:
    """Return a poll at MORNING of a source that was read before."""
    source = Source("telegram", "open_belgorod", host="telegram")
    visit = Visit(
        source,
        state,
        next=None,
        first=Request("https://t.me/s/open_belgorod", "telegram"),
        on_show=frozenset(on_show),
        refusal=refusal,
        title="Open Belgorod",
        newest="12" if refusal is None else "",
        first_page=Page("u", b"body", etag='"2"') if refusal is None else None,
    )
    policy = Policy(backlog_pages=5, alert_backlog=HOUR)
    return Scene(visit, recollection or Recollection(), stable, policy, RHYTHM, MORNING)


def seen(key: str, text: str = "Обстрел", published: datetime | None = MORNING) -> Sighting:
    """Return a sighting that satisfies a topic."""
    return sighting(post(key, text, published=published), hit())


def remembered(key: str, text: str, shown: datetime = MORNING - HOUR) -> Fingerprint:
    """Return the fingerprint of a post that was shown before."""
    return Fingerprint(key, b"d0", text.encode(), shown)


def twins(*fingerprints: Fingerprint) -> Recollection:
    """Return a store that knows these posts by their words."""
    return Recollection(by_content={f.content: f for f in fingerprints})


def test_a_new_post_is_stored_and_told() -> None:
    """After the first poll every new post is announced, however old it says it is."""
    verdict = decide.verdict(scene(), [seen("10"), seen("11", published=MORNING - 99 * HOUR)])
    assert [(e.sighting.post.key, e.announce) for e in verdict.new] == [("10", True), ("11", True)]


def test_what_came_into_view_behind_all_that_was_known_is_no_news() -> None:
    """Because others were deleted, say; what is young is told, and so is what is of no known time."""
    behind = replace(scene().visit, behind=frozenset("123"))
    posts = [
        seen("1", published=MORNING - 99 * HOUR),
        seen("2", published=MORNING - HOUR / 2),
        seen("3", published=None),
        seen("4", "others", published=MORNING - 99 * HOUR),
    ]
    verdict = decide.verdict(replace(scene(), visit=behind), posts)
    assert [e.announce for e in verdict.new] == [False, True, True, True]


def test_of_a_first_poll_only_what_is_young_is_told() -> None:
    """The backlog is stored and searchable; posts without a time count as old."""
    posts = [
        seen("1", published=MORNING - 2 * HOUR),
        seen("2", published=MORNING - HOUR / 2),
        seen("3", published=None),
    ]
    verdict = decide.verdict(scene(SourceState(SOURCE)), posts)
    assert [e.announce for e in verdict.new] == [False, True, False]


@pytest.mark.parametrize(
    ("before", "told"), [(set(), True), ({"topic:drone"}, True), ({"topic:shelling"}, False)]
)
def test_an_edit_is_a_revision_and_told_where_it_brings_a_post_into_a_rule(
    before: set[str],
    told: bool,  # noqa: FBT001 - a row of the table
) -> None:
    """A post that satisfied the rule before was told of then, or was backlog: a typo is no news."""
    kept = {"9": Kept("old", frozenset(before))}
    store = Recollection(by_key={"9": remembered("9", "old")}, kept=kept)
    verdict = decide.verdict(scene(recollection=store), [seen("9", "new")])
    assert [e.announce for e in verdict.revised] == [told]
    assert verdict.new == ()


@pytest.mark.parametrize("kept", [{"9": Kept("same")}, {}])
def test_other_markup_or_a_text_long_dropped_makes_no_revision(kept: dict[str, Kept]) -> None:
    """Only the fingerprint is brought up to date."""
    store = Recollection(by_key={"9": remembered("9", "old")}, kept=kept)
    verdict = decide.verdict(scene(recollection=store), [seen("9", "same")])
    assert (verdict.new, verdict.revised, len(verdict.fingerprints)) == ((), (), 1)


def test_a_feed_that_changes_all_its_ids_raises_no_alert() -> None:
    """Also where it gives every item a new time, or none."""
    old = [remembered(f"old{n}", f"text {n}") for n in range(6)]
    for published in (MORNING - 2 * HOUR, MORNING + HOUR, None):
        renamed = [seen(f"new{n}", f"text {n}", published) for n in range(6)]
        page = scene(recollection=twins(*old), on_show=[s.post.key for s in renamed])
        verdict = decide.verdict(page, renamed)
        assert (verdict.new, verdict.duplicates, len(verdict.fingerprints)) == ((), 6, 6)


def test_real_news_among_changed_ids_is_told() -> None:
    """Of a page whose ids have changed, what nobody has read before is new."""
    old = [remembered(f"old{n}", f"text {n}") for n in range(9)]
    page = [seen(f"new{n}", f"text {n}") for n in range(9)] + [seen("news", "Обстрел Козинки")]
    keys = [s.post.key for s in page]
    verdict = decide.verdict(scene(recollection=twins(*old), on_show=keys), page)
    assert [e.sighting.post.key for e in verdict.new] == ["news"]


def test_the_same_warning_again_is_a_new_post() -> None:
    """A source may say the same words every day; each time counts."""
    old = remembered("old", "Воздушная тревога", shown=MORNING - 3 * HOUR)
    again = seen("new", "Воздушная тревога", MORNING - HOUR)
    for on_show in (["old", "new"], ["new", "x", "y"]):
        verdict = decide.verdict(scene(recollection=twins(old), on_show=on_show), [again])
        assert [e.announce for e in verdict.new] == [True]


def test_one_renamed_item_is_known_by_its_time() -> None:
    """A single item under another key, published before the old key was last seen, is the same."""
    old = remembered("old", "text", shown=MORNING - HOUR)
    item = seen("new", "text", MORNING - 2 * HOUR)
    verdict = decide.verdict(scene(recollection=twins(old), on_show=["new", "x", "y"]), [item])
    assert (verdict.new, verdict.duplicates) == ((), 1)


def test_the_same_words_at_the_same_time_are_one_post() -> None:
    """Two entries of one page that differ in nothing but their key are one."""
    verdict = decide.verdict(scene(on_show=["a", "b"]), [seen("a", "text"), seen("b", "text")])
    assert ([e.sighting.post.key for e in verdict.new], verdict.duplicates) == (["a"], 1)


def test_where_keys_are_stable_the_same_words_are_another_post() -> None:
    """Telegram never renames a message."""
    page = scene(recollection=twins(remembered("old", "text")), stable=True, on_show=["10"])
    verdict = decide.verdict(page, [seen("10", "text", MORNING - 2 * HOUR)])
    assert [e.announce for e in verdict.new] == [True]


def test_posts_without_words_are_never_taken_for_each_other() -> None:
    """Two pictures are two posts."""
    assert decide.content_of("") == b""
    pictures = [replace(seen(key, ""), content=b"") for key in ("a", "b")]
    assert len(decide.verdict(scene(on_show=["a", "b"]), pictures).new) == 2


def test_a_success_moves_the_cursor_and_ends_the_trouble() -> None:
    """Validators, title, the newest key and post are kept, and the next poll is planned."""
    troubled = replace(READ, failures=3, trouble=Trouble.TIMEOUT, trouble_since=MORNING - HOUR)
    state = decide.verdict(scene(troubled), [seen("12", published=MORNING - HOUR)]).state
    assert (state.newest, state.title, state.etag) == ("12", "Open Belgorod", '"2"')
    assert (state.failures, state.trouble, state.trouble_since) == (0, None, None)
    assert (state.last_success, state.last_post) == (MORNING, MORNING - HOUR)
    assert state.next_poll == MORNING + RHYTHM.interval


def test_a_failure_keeps_the_cursor_and_counts() -> None:
    """What was known stays; since when there is trouble does not move with every failure."""
    refusal = Refused(Trouble.TLS, "expired")
    first = decide.verdict(scene(refusal=refusal), []).state
    second = decide.verdict(scene(first, refusal=refusal), []).state
    assert (second.newest, second.failures, second.trouble) == ("9", 2, Trouble.TLS)
    assert second.trouble_since == MORNING
    assert second.last_success == READ.last_success


def test_a_wait_that_the_server_demands_is_kept() -> None:
    """Retry-After comes before our own rhythm, and those that only waited come before the culprit."""
    refusal = Refused(Trouble.RATE_LIMITED, "", retry_at=MORNING + 5 * HOUR)
    planned = decide.verdict(scene(refusal=refusal), []).state.next_poll
    assert planned == MORNING + 5 * HOUR + RHYTHM.interval


@pytest.mark.parametrize(("wait", "planned"), [(HOUR / 60, HOUR / 60), (5 * HOUR, RHYTHM.longest)])
def test_a_poll_that_was_not_made_says_nothing_of_the_source(wait: timedelta, planned: timedelta) -> None:
    """Where its host wants silence, a source keeps its state and comes again when that is over."""
    held = Refused(Trouble.RATE_LIMITED, "", retry_at=MORNING + wait, asked=False)
    troubled = replace(READ, failures=2, trouble=Trouble.NOT_FOUND, trouble_since=MORNING - HOUR)
    state = decide.verdict(scene(troubled, refusal=held), []).state
    assert state == replace(troubled, next_poll=MORNING + planned)
