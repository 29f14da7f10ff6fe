"""What is loaded of a story to be shown: a few of its posts, and who is behind how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.story_view import FIRST, NEWEST, load, view_of
from storage import silences, sources, stories
from storage.model import Role, SilenceKind, Step, StepKind, Trust, Voice
from tests.conftest import MORNING
from tests.storing import STORY, WATCHED, join, put_post, put_story, shelling
from tests.tellers import ALERT

if TYPE_CHECKING:
    from storage.database import Connection


def test_a_story_is_loaded_with_its_voices(connection: Connection) -> None:
    """Reports with whose word they are and their copies; the official one is known by the step."""
    shelling(connection)
    view = load(connection, ALERT, WATCHED)
    assert view
    assert [(one.title, one.voice, one.copies) for one in view.reports] == [
        ("Ashes", Voice.CHANNEL, 1),
        ("Open Belgorod", Voice.MEDIA, 0),
        ("Region", Voice.OFFICIAL, 0),
    ]
    assert view.lead is view.reports[0]
    assert view.official is view.reports[2]
    assert (view.denier, view.muted) == (None, None)
    silences.add(connection, ALERT.chat, SilenceKind.STORY, str(STORY), MORNING, MORNING.replace(hour=9))
    muted = load(connection, ALERT, WATCHED)
    assert muted
    assert muted.muted == MORNING.replace(hour=9)


def test_what_is_not_there_is_not_shown(connection: Connection) -> None:
    """Neither an unknown story, nor one of which no post is kept any more."""
    assert view_of(connection, STORY, WATCHED) is None
    put_story(connection)
    assert view_of(connection, STORY, WATCHED) is None


def test_of_a_long_story_the_beginning_and_the_end_are_read(connection: Connection) -> None:
    """However many posts it has; a source that is not configured counts as a channel."""
    numbers = [put_post(connection, "stranger", f"Обстрел {n}", n) for n in range(20)]
    put_story(connection, posts=20, lead=numbers[0])
    for number in numbers:
        join(connection, number)
    view = view_of(connection, STORY, WATCHED)
    assert view
    assert [one.stored.id for one in view.reports] == [*numbers[:FIRST], *numbers[-NEWEST:]]
    assert view.lead.voice is Voice.CHANNEL


def test_evidence_is_found_wherever_it_stands(connection: Connection) -> None:
    """In the middle of a long story, and where a split took it out; what is gone names nobody."""
    numbers = [put_post(connection, "ashes", f"Обстрел {n}", n) for n in range(20)]
    official = put_post(connection, "region", "Обстрел", 31)
    put_story(connection, posts=20, lead=numbers[0], trust=Trust.OFFICIAL, is_disputed=True)
    for number in numbers:
        join(connection, number)
    steps = [
        Step(STORY, MORNING, StepKind.TRUST, "official", (official,)),
        Step(STORY, MORNING, StepKind.DISPUTED, "", (999,)),
    ]
    stories.note(connection, steps)
    view = view_of(connection, STORY, WATCHED)
    assert view
    assert view.official
    assert view.official.stored.id == official
    assert view.denier is None


def test_a_story_that_became_part_of_another_keeps_its_first_post(connection: Connection) -> None:
    """Its message goes on showing it, though all its posts belong to the other."""
    shelling(connection)
    put_story(connection, 13, lead=1)
    stories.move_all(connection, STORY, 13)
    put_story(connection, into=13)
    view = view_of(connection, STORY, WATCHED)
    assert view
    assert (view.lead.stored.id, view.reports, view.story.into) == (1, (), 13)


def test_a_story_of_copies_alone_has_a_first_post(connection: Connection) -> None:
    """What they forward was never seen."""
    number = put_post(connection, "ashes", "Обстрел")
    put_story(connection, lead=number, copies=1)
    join(connection, number, role=Role.COPY, copied=None)
    view = view_of(connection, STORY, WATCHED)
    assert view
    assert (view.lead.stored.id, view.reports) == (number, ())


def test_the_latest_edit_of_the_first_post_is_read(connection: Connection) -> None:
    """What it said before, and when that was replaced."""
    shelling(connection)
    connection.conn.execute(
        "INSERT INTO revisions (post, text, replaced) VALUES (1, 'Обстрел', '2023-05-22T06:30:00.000Z')"
    )
    view = view_of(connection, STORY, WATCHED)
    assert view
    assert view.edit
    assert (view.edit.before, view.edit.at) == ("Обстрел", MORNING.replace(minute=30))


def test_whose_official_word_is_passed_on_is_known(connection: Connection) -> None:
    """By the origin of a forward, as long as no post of the official voice itself was read."""
    sources.configure(connection, list(WATCHED.values()))
    number = put_post(connection, "ashes", "Обстрел")
    put_story(connection, lead=number, trust=Trust.OFFICIAL, copies=1)
    join(connection, number, role=Role.COPY, origin="telegram:region")
    view = view_of(connection, STORY, WATCHED)
    assert view
    assert (view.official, view.vouching) == (None, "region")
    put_story(connection, lead=number, trust=Trust.CORROBORATED)
    doubted = view_of(connection, STORY, WATCHED)
    assert doubted
    assert doubted.vouching == ""
