"""Alerts made from one template tell of different events; a copy of an alert is still found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitors.stories.copies import Copies
from tests.monitors.stories.test_copies import telling

if TYPE_CHECKING:
    from monitors.stories.telling import Telling

SHELLED = (
    "Глава округа сообщил, что за минувшие сутки по территории {place} противник выпустил {count} снарядов. "
    "Повреждены дома и хозяйственные постройки, информация о пострадавших уточняется."
)


def is_copy(first: Telling, second: Telling) -> bool:
    """Return whether the second is taken for a copy of the first."""
    copies = Copies(most=100)
    copies.add(first)
    return copies.find(second) is not None


def shelled(post: int, place: str, count: int, more: str = "") -> Telling:
    """Return what a post from the template tells."""
    return telling(post, SHELLED.format(place=place, count=count) + more, places=frozenset({place}))


def test_another_number_is_another_event() -> None:
    """Though every other word is the same."""
    assert not is_copy(shelled(1, "Козинки", 12), shelled(2, "Козинки", 7))


def test_another_place_is_another_event() -> None:
    """Though every other word is the same."""
    assert not is_copy(shelled(1, "Козинки", 12), shelled(2, "Журавлёвки", 12))


def test_a_signed_copy_of_an_alert_is_found() -> None:
    """With the same place and number."""
    assert is_copy(shelled(1, "Козинки", 12), shelled(2, "Козинки", 12, " Подписаться на канал"))


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("В городе {} воздушной тревоги, просим сохранять спокойствие", "начало", "отбой"),
        ("Внимание, в посёлке Дубовое {} воду", "включили", "выключили"),
        (
            "The water in the northern district of the town is {} again until evening, says the mayor",
            "on",
            "off",
        ),
        ("Глава района {}подтвердил гибель людей при обстреле села, сообщает его служба вечером", "не ", ""),
    ],
)
def test_a_word_that_turns_the_sense_round_makes_another_event(text: str, first: str, second: str) -> None:
    """On is not off, and "not" is told by whoever says it."""
    assert not is_copy(telling(1, text.format(first)), telling(2, text.format(second)))


def test_a_name_in_a_short_text_decides() -> None:
    """A place that is not configured is a name."""
    text = "Внимание жителей, ракетная опасность в населённом пункте {}, просим всех пройти в укрытие"
    first = telling(1, text.format("Дубовое"), names=frozenset({"дубов"}))
    second = telling(2, text.format("Стрелецкое"), names=frozenset({"стрелецк"}))
    assert not is_copy(first, second)


def test_a_denial_is_no_copy_of_what_it_denies() -> None:
    """It quotes it."""
    text = SHELLED.format(place="Козинки", count=12)
    assert not is_copy(telling(1, text), telling(2, "Это фейк: " + text, denies=True))


def test_a_flood_of_one_template_hides_no_copy() -> None:
    """A signed copy of one among hundreds is a copy of that one."""
    copies = Copies(most=10_000)
    for count in range(1, 301):
        copies.add(shelled(count, "Козинки", count))
    copy = copies.find(shelled(9_999, "Козинки", 120, " Подписаться на канал"))
    assert copy
    assert copy.post == 120
