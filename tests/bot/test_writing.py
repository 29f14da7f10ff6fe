"""From an alert about story 0 to its message: what is read of the store, and how it grows."""

from __future__ import annotations

import gc
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot import writing
from storage import outbox, stories
from storage.model import PROOF, Severity, SummaryKind, to_iso
from tests.conftest import MORNING
from tests.stories import SHELLING as SEVERITIES
from tests.storing import join, put_post, put_story, shelling
from tests.summaries import DAY, gather
from tests.tellers import MOSCOW, SHELLING

if TYPE_CHECKING:
    import pytest

    from bot.writing import Subject
    from storage.database import Connection

SUMMARY = 900


def subject(connection: Connection, alert: int = SUMMARY) -> Subject:
    """Return what there is to tell in an alert."""
    known = outbox.get(connection, alert)
    assert known is not None
    found = writing.read(connection, known, {})
    assert found is not None
    return found


def lines(connection: Connection, alert: int = SUMMARY) -> list[str]:
    """Return what is read in an alert's message a day later."""
    message = writing.written(subject(connection, alert), MOSCOW, MORNING + DAY)
    assert message is not None
    return message.as_text().splitlines()


def place(connection: Connection, *numbers: int, **more: Any) -> None:  # noqa: ANN401 - any field
    """Store stories, each with its number for a village."""
    for number in numbers:
        put_story(connection, number, **{"places": (f"Село {number}",), "targets": SEVERITIES} | more)


def test_a_summary_grows(connection: Connection) -> None:
    """Its second version shows what was put into it since, and each story as it stands then."""
    place(connection, 1)
    gather(connection, SUMMARY, 1)
    assert subject(connection).version == 1
    assert lines(connection)[1:] == [
        *("1 event and 1 post", "", "Село 1", "1. 🔴 shelling, 09:00 · ❔ unconfirmed · 1 post")
    ]
    place(connection, 1, posts=4)
    place(connection, 2, last=MORNING + DAY)
    gather(connection, SUMMARY, 2)
    assert subject(connection).version == 2
    assert [line for line in lines(connection) if line.startswith("Село")] == ["Село 2", "Село 1"]
    assert lines(connection)[-1] == "2. 🔴 shelling, 09:00 · ❔ unconfirmed · 4 posts"


def test_a_summary_whose_stories_are_pruned_says_so(connection: Connection) -> None:
    """Of some a number, of all of them a line; it is sent all the same."""
    place(connection, 1, 2)
    gather(connection, SUMMARY, 1, 2)
    stories.drop(connection, [2])
    assert lines(connection)[-1] == "1 is kept no longer"
    stories.drop(connection, [1])
    assert lines(connection) == ["🔵 Many events at once, 22 May, 09:00", "Nothing of it is kept any more."]


def test_stories_that_became_one_are_one(connection: Connection) -> None:
    """With what was asked for of both, and as grave as the graver; its button knows the story it was."""
    place(connection, 1, 2)
    place(connection, 1, into=2)
    gather(connection, SUMMARY, 1, 2)
    fire = '["topic:fire"]'
    connection.conn.execute("UPDATE alerts SET targets = ?, late = 1 WHERE story = 1", [fire])
    connection.conn.execute('UPDATE stories SET targets = \'{"topic:fire": 2, "topic:shelling": 1}\'')
    [line] = subject(connection).view.lines  # type: ignore[attr-defined] # a summary has a view
    assert (line.story.id, line.number, line.targets) == (2, 1, ("topic:fire", SHELLING))
    assert (line.severity, line.is_late) == (Severity.CRITICAL, True)
    assert lines(connection)[-1].startswith("1. 🔴 fire · shelling, 09:00")


def test_a_story_stands_where_most_reports_see_it(connection: Connection) -> None:
    """The place that its posts name most, not the first of them."""
    place(connection, 1, places=("А", "Б"))
    for minutes in (1, 2):
        join(connection, put_post(connection, "ashes", "Обстрел", minutes), story=1)
    connection.conn.execute('UPDATE posts SET places = iif(id = 1, \'["А", "Б"]\', \'["Б"]\')')
    gather(connection, SUMMARY, 1)
    assert lines(connection)[-2:] == ["Б", "1. 🔴 shelling: А, 09:00 · ❔ unconfirmed · 1 post"]


def test_what_was_muted_meanwhile_is_not_told(connection: Connection) -> None:
    """A story's silence counts from when it was asked for."""
    place(connection, 1, 2)
    gather(connection, SUMMARY, 1, 2)
    connection.conn.execute(
        "INSERT INTO silences (chat, kind, value, created, until) VALUES (77, 'story', '2', ?, ?)",
        [to_iso(MORNING), to_iso(MORNING + 2 * DAY)],
    )
    assert lines(connection)[-4:-2] == ["Село 1", "1. 🔴 shelling, 09:00 · ❔ unconfirmed · 1 post"]
    assert lines(connection)[-1] == "🔕 1 is muted here"


def test_a_digest_has_the_reports_of_its_time(connection: Connection) -> None:
    """Its picture shows them; other summaries do not ask for them."""
    shelling(connection)
    place(connection, 1)
    gather(connection, SUMMARY, 12, 1, kind=SummaryKind.DIGEST, chat=78)
    gather(connection, SUMMARY - 1, 12, 1, kind=SummaryKind.QUIET, chat=79)
    connection.conn.execute("UPDATE summaries SET last = ?", [to_iso(MORNING + DAY)])
    digest, quiet = (writing.written(subject(connection, SUMMARY - n), MOSCOW, MORNING + DAY) for n in (0, 1))
    assert digest is not None
    assert quiet is not None
    assert (digest.picture[:4], quiet.picture) == (b"\x89PNG", b"")


def test_a_proof_needs_no_story(connection: Connection) -> None:
    """It is one line, and machines read what it is."""
    gather(connection, SUMMARY)
    connection.conn.execute("UPDATE alerts SET occasion = ?", [PROOF])
    assert lines(connection) == ["🟢 Alerts arrive, 09:00"]
    told = {"action": "new", "alert": SUMMARY, "chat": 77, "story": 0, "proof": True}
    assert writing.record(subject(connection)) == told
    assert subject(connection).version == 0


def test_machines_read_a_summary(connection: Connection) -> None:
    """New or edited, with its stories."""
    place(connection, 1)
    gather(connection, SUMMARY, 1)
    told = writing.record(subject(connection), edit=True)
    assert (told["action"], told["alert"], told["chat"], told["story"]) == ("edit", SUMMARY, 77, 0)
    assert (told["summary"], [one["story"] for one in told["stories"]]) == ("flood", [1])


def test_one_that_cannot_be_written_hides_no_other(
    connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    """The failure is logged, and no message comes of it."""
    place(connection, 1)
    gather(connection, SUMMARY, 1)
    broken = replace(subject(connection), view=None)  # type: ignore[type-var] # a view that is none
    assert writing.written(broken, MOSCOW, MORNING) is None
    assert "alert 900 could not be written" in caplog.text


def test_fifty_stories_are_read_and_written_fast(connection: Connection) -> None:
    """Within 20 ms of a processor, from the store to the text."""
    place(connection, *range(1, 51))
    gather(connection, SUMMARY, *range(1, 51))
    lines(connection)
    gc.freeze()  # what earlier tests left in memory is not looked through
    begin = time.process_time()
    for _ in range(5):
        lines(connection)
    assert (time.process_time() - begin) / 5 < 0.02
