"""The numbers of a text with what they count, and its times of day."""

from __future__ import annotations

import pytest

from monitors.language.fold import words
from monitors.stories.words.numbers import numbers_and_times


def numbers(text: str) -> set[str]:
    """Return the numbers of a text."""
    return set(numbers_and_times(text, words(text))[0])


def times(text: str) -> set[int]:
    """Return the times of day of a text."""
    return set(numbers_and_times(text, words(text))[1])


@pytest.mark.parametrize(
    "text",
    [
        "3 раненых",
        "пострадали 3 человека",
        "ранены трое",
        "поранено трьох людей",
        "троє поранених",
        "wounded three people",
        "3 people were injured",
        "drie gewonden",
        "3 mensen raakten gewond",
    ],
)
def test_what_is_counted_is_equal_in_every_language(text: str) -> None:
    """Three wounded are three wounded, in figures or words, before or after what is counted."""
    assert numbers(text) == {"3 wounded"}


def test_each_number_counts_what_is_nearest() -> None:
    """In a list each number goes with its own thing."""
    found = {"2 killed", "5 wounded", "12 drones"}
    assert numbers("Погибли двое, ранены 5 человек, сбито 12 БПЛА") == found
    assert numbers("two people were killed and three were wounded") == {"2 killed", "3 wounded"}


def test_unknown_things_are_counted_by_their_stems() -> None:
    """What is not in the table is counted in its own language."""
    assert numbers("26 складов") == numbers("26 склада") != numbers("26 дверей")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,5 млн рублей", "1500000 money"),
        ("$5 million", "5000000 money"),
        ("60 000 человек", "60000 people"),
        ("на 12,5 %", "12.5 percent"),
        ("до -5° ночью", "-5 temperature"),
        ("22 мая", "22-05 date"),
        ("May 22", "22-05 date"),
        ("22.05.2023", "22-05 date"),
        ("в 2023 году", "2023 year"),
        ("звоните +7 (4722) 12-34-56", "74722123456 phone"),
    ],
)
def test_kinds_of_numbers_are_told_apart(text: str, found: str) -> None:
    """Money, parts, temperatures, dates, years and telephones are each a kind of their own."""
    assert numbers(text) == {found}


def test_articles_count_nothing() -> None:
    """One, in four languages, is a number only beside what is known to be counted."""
    assert numbers("один из нас, one of us, een van ons") == set()
    assert numbers("погиб один") == {"1 killed"}


def test_names_with_figures_are_no_numbers() -> None:
    """What belongs to a word before it, an address or an account counts nothing."""
    assert numbers("Су-25, https://t.me/a/55 и @ashes31") == set()


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("в 14.30", 870),
        ("14:30", 870),
        ("около 15 часов", 900),
        ("о 15 годині", 900),
        ("at 3 pm", 900),
        ("в 3 часа дня", 900),
        ("om 15 uur", 900),
        ("в 12 ночи", 0),
    ],
)
def test_times_are_minutes_of_the_day(text: str, minutes: int) -> None:
    """A time of day is found however it is written, and is not counted among the numbers."""
    assert (times(text), numbers(text)) == ({minutes}, set())


def test_a_span_is_no_time() -> None:
    """Hours without the word that makes them a time are a length of time."""
    assert (times("15 часов без света"), numbers("15 часов без света")) == (set(), {"15 hours"})
