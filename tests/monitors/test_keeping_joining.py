"""Stories that become one, and stories that part, with the messages that were sent about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import outbox, stories
from storage.model import AlertState, Role, StepKind, Trust

if TYPE_CHECKING:
    from tests.newsroom import Newsroom

SHELLED = "Козинка: сильный обстрел, бьёт артиллерия"
HURT = "Пострадавшие в Козинке: двое раненых, их везут в больницу"
BOTH = f"{SHELLED}, двое раненых, их везут в больницу, пострадавшие в Козинке"


def test_two_stories_become_one_with_their_posts_and_origins(newsroom: Newsroom) -> None:
    """The older goes on; the younger says where it went, and is listed no more."""
    first, second = newsroom.tell("first", SHELLED), newsroom.tell("second", HURT, 6)
    older, younger = newsroom.story(first), newsroom.story(second)
    assert older.id != younger.id
    newsroom.tell("third", BOTH, 9)
    one, gone = newsroom.story(second), stories.get(newsroom.connection, younger.id)
    assert (one.id, one.posts, one.origins, one.trust) == (older.id, 3, 3, Trust.CORROBORATED)
    assert gone is not None
    assert (gone.into, gone.closed) == (older.id, newsroom.at(9))
    assert [s.id for s in stories.since(newsroom.connection, newsroom.begin)] == [older.id]
    kinds = [(s.kind, s.detail) for s in stories.steps_of(newsroom.connection, one.id)]
    assert (StepKind.MERGED, str(younger.id)) in kinds


def test_of_two_messages_about_one_story_one_goes_on(newsroom: Newsroom) -> None:
    """No new message comes of it, and the states still add up."""
    newsroom.tell("first", SHELLED)
    second = newsroom.tell("second", HURT, 6)
    assert [len(newsroom.send(minutes)) for minutes in (7, 8)] == [1, 1]
    before = len(newsroom.alerts())
    newsroom.tell("third", BOTH, 9)
    assert len(newsroom.alerts()) == before == 2
    assert {alert.state for alert in newsroom.alerts()} == {AlertState.SENT}
    assert newsroom.alerts()[0].story == newsroom.story(second).id
    totals = outbox.totals(newsroom.connection)
    assert sum(totals.values()) == outbox.enqueued(newsroom.connection)


def test_an_unsent_message_about_a_story_that_became_part_of_another_is_folded(newsroom: Newsroom) -> None:
    """The older story's message tells of it."""
    newsroom.tell("first", SHELLED)
    newsroom.tell("second", HURT, 6)
    newsroom.tell("third", BOTH, 9)
    assert [alert.state for alert in newsroom.alerts()] == [AlertState.QUEUED, AlertState.FOLDED]


def test_a_restart_after_two_stories_became_one_changes_nothing(newsroom: Newsroom) -> None:
    """What comes next joins the one."""
    first = newsroom.tell("first", SHELLED)
    newsroom.tell("second", HURT, 6)
    newsroom.tell("third", BOTH, 9)
    newsroom.restart()
    assert newsroom.story(newsroom.tell("press", HURT, 12)).id == newsroom.story(first).id


def test_an_edit_that_tells_of_something_else_parts_a_post_and_its_copies(newsroom: Newsroom) -> None:
    """Both stories are counted anew, and the new one is told."""
    first = newsroom.tell("first", SHELLED)
    second = newsroom.tell("second", "Козинка под обстрелом, артиллерия бьёт по окраине", 2)
    copy = newsroom.tell("third", "Козинка под обстрелом, артиллерия бьёт по окраине", 3)
    assert newsroom.story(first).posts == 3
    key = next(p.stored.post.key for p in newsroom.members(first) if p.stored.id == second)
    newsroom.tell("second", "Шебекино: отключение электроэнергии из-за аварии на подстанции", 8, key=key)
    old, new = newsroom.story(first), newsroom.story(second)
    assert (old.id != new.id, old.posts, old.origins, old.trust) == (True, 1, 1, Trust.UNCONFIRMED)
    assert (new.posts, newsroom.story(copy).id) == (2, new.id)
    assert [p.membership.role for p in newsroom.members(second)] == [Role.REPORT, Role.COPY]
    assert StepKind.SPLIT in {s.kind for s in stories.steps_of(newsroom.connection, old.id)}
    assert [alert.story for alert in newsroom.alerts()] == [old.id, new.id]
