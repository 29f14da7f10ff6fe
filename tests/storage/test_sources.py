"""What is remembered of sources, and which of them are due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import posts, sources
from storage.model import Entry, Gap, Source, SourceState, Trouble
from tests.examples import SOURCE, hit, post, sighting, verdict

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

HOUR = timedelta(hours=1)


def watch(connection: Connection, *names: str, host: str = "t.me") -> None:
    """Watch these channels, all on one host."""
    sources.configure(connection, [Source("telegram", name, host=host) for name in names])


def test_a_state_comes_back_as_it_was_saved(connection: Connection, now: datetime) -> None:
    """Every part of a cursor survives."""
    watch(connection, "a")
    state = SourceState(
        "telegram:a",
        title="A",
        etag='"1"',
        last_modified="Mon",
        body=b"\x00\xff",
        newest="120",
        first_success=now,
        last_success=now + HOUR,
        last_attempt=now + HOUR,
        last_post=now,
        next_poll=now + 2 * HOUR,
        failures=2,
        trouble=Trouble.TIMEOUT,
        trouble_detail="20 s",
        trouble_since=now,
        gap=Gap("100", "110", now, "https://t.me/s/a?before=110"),
    )
    sources.save(connection, state)
    assert sources.state(connection, "telegram:a") == state
    assert sources.states(connection) == [state]


def test_an_unknown_source_has_an_empty_state(connection: Connection) -> None:
    """Asking for what was never polled is no error."""
    assert sources.state(connection, "feed:x") == SourceState("feed:x")


def test_new_sources_are_due_at_once_and_the_longest_due_first(connection: Connection, now: datetime) -> None:
    """Never polled comes before polled, earlier before later, and the future is not due."""
    watch(connection, "new", "early", "late", "future")
    for name, delta in (("early", -2), ("late", -1), ("future", 1)):
        sources.save(connection, SourceState(f"telegram:{name}", next_poll=now + delta * HOUR))
    due = sources.due(connection, now, 2 * HOUR, per_host=9)
    assert due == ["telegram:new", "telegram:early", "telegram:late"]


def test_one_host_is_not_asked_for_everything_at_once(connection: Connection, now: datetime) -> None:
    """Of each host only so many sources are due at a time."""
    telegram = [Source("telegram", f"c{i}", host="t.me") for i in range(5)]
    sources.configure(connection, [*telegram, Source("feed", "f", host="example.org")])
    due = sources.due(connection, now, HOUR, per_host=2)
    assert sorted(due) == ["feed:f", "telegram:c0", "telegram:c1"]


def test_a_clock_put_back_does_not_stop_polling(connection: Connection, now: datetime) -> None:
    """A next poll further away than any interval is due now, but a network's demand is kept."""
    watch(connection, "a", "told_to_wait")
    sources.save(connection, SourceState("telegram:a", next_poll=now + 3 * HOUR))
    sources.save(
        connection,
        SourceState("telegram:told_to_wait", next_poll=now + 3 * HOUR, trouble=Trouble.RATE_LIMITED),
    )
    assert sources.due(connection, now, HOUR, per_host=9) == ["telegram:a"]


def test_a_source_no_longer_configured_rests_and_is_remembered(connection: Connection, now: datetime) -> None:
    """It is not due any more; configured again, it goes on where it was."""
    watch(connection, "a", "b")
    sources.save(connection, SourceState("telegram:a", newest="5"))
    watch(connection, "b")
    assert sources.due(connection, now, HOUR, per_host=9) == ["telegram:b"]
    watch(connection, "a", "b")
    assert sources.state(connection, "telegram:a").newest == "5"


def test_what_was_told_is_kept_beside_the_cursor(connection: Connection, now: datetime) -> None:
    """A poll does not touch it; a part of the program has a place too, and is neither listed nor due."""
    watch(connection, "a")
    sources.note_told(connection, {"telegram:a": "1", "regionwatch:polling": "2"})
    sources.save(connection, SourceState("telegram:a", title="A"))
    assert [(state.title, state.told) for state in sources.states(connection)] == [("A", "1")]
    assert sources.state(connection, "regionwatch:polling").told == "2"
    assert sources.due(connection, now, HOUR, per_host=9) == ["telegram:a"]


def test_a_source_at_rest_is_in_no_list(connection: Connection, now: datetime) -> None:
    """It has a state all the same."""
    sources.rest(connection, Source("feed", "own", host="own"))
    sources.save(connection, SourceState("feed:own", title="Own"))
    assert sources.states(connection) == []
    assert sources.due(connection, now, HOUR, per_host=9) == []
    assert sources.state(connection, "feed:own").title == "Own"


def test_a_proof_is_the_newest_post_with_its_hit(connection: Connection, now: datetime) -> None:
    """Its time is kept, the posts go; without the hit, or of an older post, nothing is proved."""
    sources.rest(connection, Source("telegram", "open_belgorod", host="own"))
    entry = Entry(sighting(post("2"), hit()), announce=False)
    posts.save(connection, verdict(entry, state=SourceState(SOURCE, newest="2")), now)
    assert not sources.prove(connection, SOURCE, "topic:flood", now)
    assert sources.state(connection, SOURCE).last_post is None
    posts.save(connection, verdict(entry, state=SourceState(SOURCE, newest="2")), now)
    assert sources.prove(connection, SOURCE, "topic:shelling", now)
    assert sources.state(connection, SOURCE).last_post == now
    assert posts.counts(connection) == {}


def test_next_polls_can_be_put_back(connection: Connection, now: datetime) -> None:
    """All of them come an hour earlier, demanded waits too; one that was never polled is left as it is."""
    watch(connection, "a", "b", "new")
    for name, trouble in (("a", None), ("b", Trouble.RATE_LIMITED)):
        sources.save(connection, SourceState(f"telegram:{name}", next_poll=now + HOUR, trouble=trouble))
    sources.put_back(connection, HOUR)
    assert [state.next_poll for state in sources.states(connection)] == [now, now, None]


def test_plans_can_be_brought_forward_and_not_put_off(connection: Connection, now: datetime) -> None:
    """For many sources at once; a later time than the planned one changes nothing."""
    sources.configure(connection, [Source("telegram", name) for name in "ab"])
    sources.save_all(connection, [SourceState(f"telegram:{n}", next_poll=now + HOUR) for n in "ab"])
    sources.hasten(connection, {"telegram:a": now, "telegram:b": now + 2 * HOUR})
    planned = {state.source: state.next_poll for state in sources.states(connection)}
    assert planned == {"telegram:a": now, "telegram:b": now + HOUR}


def test_a_source_that_is_taken_in_again_begins_anew(connection: Connection, now: datetime) -> None:
    """What it published while nobody asked for it is a new source's backlog; its cursor stays."""
    both = [Source("telegram", "a"), Source("telegram", "b")]
    sources.configure(connection, both)
    sources.save_all(connection, [SourceState(s.key, newest="5", first_success=now) for s in both])
    sources.configure(connection, both[:1])
    sources.configure(connection, both)
    states = {state.source: (state.newest, state.first_success) for state in sources.states(connection)}
    assert states == {"telegram:a": ("5", now), "telegram:b": ("5", None)}


def test_the_address_that_answered_last_is_asked_first() -> None:
    """After a failure the next one, and round again."""
    source = Source("telegram", "a", urls=("one", "two"))
    asked = [SourceState("telegram:a", way=way, failures=n).address(source) for way in (0, 1) for n in (0, 1)]
    assert asked == ["one", "two", "two", "one"]
