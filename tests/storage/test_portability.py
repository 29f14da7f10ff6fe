"""What a chat wants, out of a store and into one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bot.portable import Ground, read, written
from bot.texts import Texts
from storage import chats, portability, reachability
from storage.model import Mode, SilenceKind, Trust, Wishes
from storage.portability import Followed, Muted, Portable, put_in, take_out
from tests.conftest import MORNING
from tests.desks import setup_of

if TYPE_CHECKING:
    from storage.database import Connection

CHAT = 5_123_456_789
SETUP = setup_of()
ZONE = SETUP.config.region.timezone
MOMENTS = some.integers(0, 10**9).map(lambda ms: MORNING - timedelta(milliseconds=ms))

TARGETS = some.sampled_from(
    ["all", "topic:shelling", "topic:power cut", "rule:снег", 'rule:"Гора-Подол" OR a*']
)
FOLLOWED = some.lists(
    some.builds(Followed, TARGETS, MOMENTS, some.none() | some.sampled_from(Mode)),
    max_size=5,
    unique_by=lambda one: one.target,
)
SILENT = some.tuples(some.just(SilenceKind.TOPIC), some.sampled_from(["shelling", "power cut"]))
SOURCE = some.tuples(some.just(SilenceKind.SOURCE), some.just("feed:wire"))
STORY = some.tuples(some.just(SilenceKind.STORY), some.integers(1, 99).map(str))
MUTED = some.lists(
    some.builds(
        lambda what, since, left: Muted(what[0], what[1], since, MORNING + timedelta(minutes=left)),
        SILENT | SOURCE | STORY,
        MOMENTS,
        some.integers(1, 40_000),
    ),
    max_size=4,
    unique_by=lambda one: (one.kind, one.value),
)
WISHES = some.builds(
    Wishes,
    some.sampled_from(Mode),
    some.sampled_from(["", "hourly", "daily 07:30", "weekly mon 08:00"]),
    some.sampled_from(["", "23:00-07:00"]),
    some.sampled_from(["", "Europe/Amsterdam", "Etc/GMT-3"]),
    some.booleans(),
)
PORTABLES = some.builds(
    Portable,
    some.sampled_from(["", "ru", "uk", "nl", "en"]),
    some.sampled_from(Trust),
    some.sampled_from([None, Trust.CORROBORATED, Trust.OFFICIAL]),
    WISHES,
    FOLLOWED.map(tuple),
    MUTED.map(tuple),
)


def exported(connection: Connection) -> bytes:
    """Return the chat's file as it is now, without what is only told."""
    wanted = take_out(connection, CHAT, MORNING)
    return written(wanted, None, portability.store_mark(connection), MORNING)


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=PORTABLES)
def test_a_file_brings_back_what_was_deleted(connection: Connection, wanted: Portable) -> None:
    """Export, delete, import, export: both files are the same, and nothing is left out."""
    connection.conn.execute("BEGIN")
    put_in(connection, CHAT, wanted, MORNING, ZONE)
    first = exported(connection)
    reachability.forget_chat(connection, CHAT)
    assert take_out(connection, CHAT, MORNING) == Portable()
    ground = Ground(SETUP.known, portability.store_mark(connection), MORNING, Texts())
    reading = read(first, ground)
    assert reading.told == ()
    assert reading.portable is not None
    put_in(connection, CHAT, reading.portable, MORNING, ZONE)
    assert exported(connection) == first
    connection.conn.execute("ROLLBACK")


def test_what_was_there_before_is_replaced(connection: Connection) -> None:
    """A chat wants what was put in, and nothing of what it wanted until then."""
    chats.follow(connection, CHAT, "rule:снег", MORNING)
    wanted = Portable(heard_from=Trust.OFFICIAL, followed=(Followed("all", MORNING, Mode.SILENT),))
    put_in(connection, CHAT, wanted, MORNING, ZONE)
    assert take_out(connection, CHAT, MORNING) == wanted


def test_silences_that_are_over_are_not_taken_out(connection: Connection) -> None:
    """What still runs is."""
    topic = Muted(SilenceKind.TOPIC, "shelling", MORNING, MORNING + timedelta(hours=1))
    put_in(connection, CHAT, Portable(muted=(topic,)), MORNING, ZONE)
    assert take_out(connection, CHAT, MORNING).muted == (topic,)
    assert take_out(connection, CHAT, MORNING + timedelta(hours=2)).muted == ()
