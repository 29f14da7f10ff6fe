"""Posts that are edited or forgotten, and stories that go on after a restart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from monitors.stories.placing import Placement, Stories
from storage.model import Role
from tests.monitors.stories.placed import ALARM, HOUR, MINUTE, SETTINGS, SHELLING, Wire, telling

if TYPE_CHECKING:
    from monitors.stories.telling import Telling

TEXT = "Село Козинка попало под обстрел из миномётов"
OTHER = "Двое погибли на пожаре, огонь охватил склад"


def shelled() -> Wire:
    """Return a wire with a story of three posts: two reports, and a copy of the first."""
    wire = Wire()
    wire.tell("a", 0, TEXT)
    wire.tell("b", 2, "Под миномётный обстрел попало село Козинка, есть повреждения")
    wire.tell("c", 3, TEXT)
    return wire


def test_an_edit_that_says_more_stays() -> None:
    """A corrected text of the same event is where it was, in the role that it had."""
    wire = shelled()
    placement = wire.stories.revise(telling(1, "a", 0, f"{TEXT}, пострадавших нет"), 10 * MINUTE)
    assert placement == Placement(1, is_new=False, role=Role.REPORT)


def test_an_edit_that_tells_of_something_else_moves_with_its_copies() -> None:
    """It begins a story of its own, and the others stay in the old one."""
    wire = shelled()
    edited = telling(1, "a", 0, OTHER, targets=("topic:fire",), places=("Шебекино",))
    placement = wire.stories.revise(edited, 10 * MINUTE)
    assert placement is not None
    assert (placement.story, placement.is_new) == (2, True)
    assert [(move.post, move.story, move.copied) for move in placement.moves] == [(3, 2, 1)]
    assert wire.story("d", 11, "Под миномётный обстрел попало село Козинка") == 1


def test_an_edit_of_a_story_of_one_keeps_the_story() -> None:
    """Nobody else is there to be left: the story goes on with what it tells of now."""
    wire = Wire()
    wire.tell("a", 0, TEXT)
    placement = wire.stories.revise(
        telling(1, "a", 0, OTHER, targets=("topic:fire",), places=("Шебекино",)), 60.0
    )
    assert placement is not None
    assert placement.story == 1
    assert (
        wire.story("b", 2, "Пожар на складе, двое погибли", targets=("topic:fire",), places=("Шебекино",))
        == 1
    )


def test_an_edit_brings_a_post_into_a_story() -> None:
    """What satisfied nothing before is placed as a new post would be."""
    wire = Wire()
    wire.tell("a", 0, "Подробности позже", targets=(), places=())
    first = wire.story("b", 1, TEXT)
    placement = wire.stories.revise(telling(1, "a", 0, f"{TEXT}, подробности"), 2 * MINUTE)
    assert placement is not None
    assert placement.story == first


def test_an_edit_of_a_post_whose_story_is_closed_opens_nothing() -> None:
    """It stays where it was."""
    wire = shelled()
    placement = wire.stories.revise(telling(1, "a", 0, f"{TEXT}, уточнено"), 20 * HOUR)
    assert placement is not None
    assert (placement.story, placement.is_new, placement.closed) == (1, False, (1,))


def test_an_edit_of_a_post_that_is_forgotten_is_not_placed() -> None:
    """What was published before the window may have been in a story; it opens none."""
    wire = shelled()
    wire.tell("b", 49 * 60, "Доброе утро", targets=(), places=())
    assert wire.stories.revise(telling(1, "a", 0, f"{TEXT}, уточнено"), 50 * HOUR) is None


def test_a_story_goes_on_without_its_first_post() -> None:
    """Reports and copies still join when the post that opened it is forgotten."""
    wire = shelled()
    wire.stories.remove(1)
    assert wire.story("d", 4, "Под миномётный обстрел попало село Козинка, горит крыша") == 1
    assert wire.story("e", 5, TEXT) == 1


def test_a_story_without_posts_is_gone() -> None:
    """Who tells of it next begins anew."""
    wire = Wire()
    wire.tell("a", 0, TEXT)
    wire.stories.remove(1)
    assert wire.story("b", 1, TEXT) == 2


WORDS = ["обстрел", "козинка", "снова", "тревога", "пожар", "дрон", "склад", "погибли", "школа", "ночью"]
POSTS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.integers(0, 90),
        st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join),
        st.sets(st.sampled_from([SHELLING, ALARM]), max_size=2),
        st.sets(st.sampled_from(["Козинка", "Шебекино", "Белгородская область"]), max_size=1),
        st.booleans(),
    ),
    max_size=24,
)


def tellings(posts: list[tuple[str, int, str, set[str], set[str], bool]]) -> list[tuple[Telling, float]]:
    """Return tellings with the moment at which each comes in."""
    found, now = [], 0
    for number, (source, pause, text, targets, places, ends) in enumerate(posts, 1):
        now += pause
        told = telling(number, source, now, text, targets=targets, places=places)
        found.append((replace(told, ends=frozenset({ALARM}) if ends else frozenset()), now * MINUTE))
    return found


@given(POSTS, st.integers(0, 24))
@settings(max_examples=50, deadline=None)
def test_a_restart_changes_nothing(
    posts: list[tuple[str, int, str, set[str], set[str], bool]], half: int
) -> None:
    """Stories that are rebuilt from what was placed go on as if they had never stopped."""
    all_told = tellings(posts)
    first = Stories(SETTINGS)
    placed = [first.place(told, now) for told, now in all_told]
    again = Stories(SETTINGS)
    for (told, now), placement in list(zip(all_told, placed, strict=True))[:half]:
        if placement is None:
            again.restore(told, None, joined=now)
        else:
            again.restore(told, placement.story, placement.role, placement.copied, now)
    rest = [again.place(told, now) for told, now in all_told[half:]]
    assert [_without_closed(one) for one in rest] == [_without_closed(one) for one in placed[half:]]


def _without_closed(placement: Placement | None) -> Placement | None:
    return replace(placement, closed=()) if placement else None
