"""Floods of one template, and stories that grow without end."""

from __future__ import annotations

from storage.model import BondKind
from tests.monitors.stories.placed import ALARM, Wire

WEATHER = "topic:weather"


def test_a_flood_of_one_source_is_one_story() -> None:
    """Five hundred posts of which only the numbers change are updates of what the first opened."""
    wire = Wire()
    found = {
        wire.story(
            "a", n / 10, f"Температура {n} градусов, ветер {n % 20} м/с", targets=(WEATHER,), places=()
        )
        for n in range(500)
    }
    assert found == {1}


def test_a_flood_of_many_places_opens_sixty_stories_an_hour() -> None:
    """Whoever sends it: a region has no more than that to say; it goes on in the last one."""
    wire = Wire()
    found = [
        wire.tell(f"s{n}", n / 30, f"Село{n}: в {n} часов ясно", targets=(WEATHER,), places=(f"Село{n}",))
        for n in range(100)
    ]
    assert len({placement.story for placement in found if placement}) == 60
    assert found[-1] is not None
    assert [bond.kind for bond in found[-1].why] == [BondKind.FLOOD]


def test_an_alarm_for_a_place_that_had_none_is_told() -> None:
    """However many other places had one in the same words in that hour."""
    wire = Wire()
    for n in range(20):
        wire.tell("a", n, f"Тревога, Село{n}", targets=(ALARM,), places=(f"Село{n}",))
    last = wire.tell("a", 20, "Тревога, Козинка", targets=(ALARM,), places=("Козинка",))
    assert last is not None
    assert last.is_new


def test_a_template_opens_stories_again_an_hour_later() -> None:
    """Six stories count for an hour."""
    wire = Wire()
    for n in range(10):
        wire.tell(f"s{n}", 0, f"Село{n} обстрел", places=(f"Село{n}",))
    later = wire.tell("s50", 61, "Село50 обстрел", places=("Село50",))
    assert later is not None
    assert later.is_new


def test_alarms_on_and_off_open_few_stories() -> None:
    """A machine that starts and ends an alarm every few seconds gets the stories of a flood."""
    wire = Wire()
    found = []
    for n in range(100):
        found.append(wire.tell("a", n / 10, f"Тревога номер {n}", targets=(ALARM,), places=()))
        found.append(
            wire.tell("a", n / 10 + 0.05, f"Отбой номер {n}", targets=(), places=(), ends=frozenset({ALARM}))
        )
    assert all(found)
    assert len({placement.story for placement in found if placement}) == 6
    assert found[-1] is not None
    assert found[-1].ended


def test_a_story_of_thousands_costs_no_more_than_a_small_one() -> None:
    """What is kept of it to compare with is bounded, whoever tells of it."""
    wire = Wire()
    for n in range(400):
        wire.tell(f"s{n}", n / 100, f"Село Козинка попало под обстрел, видел {n}")
    story = wire.stories._all.shelf.get(1)
    assert story is not None
    assert story.posts == 400
    assert len(list(story.tellers)) <= 10
