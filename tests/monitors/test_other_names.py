"""Longer names, people and other regions' villages, told from places; names that overlap."""

from __future__ import annotations

import pytest

from tests.monitors.test_region_spellings import LOCAL, STRANGER, places

OBLAST = "Белгородская область"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("в приграничном районе Белгородской области", (OBLAST,)),
        ("Грайворонского района Белгородской области", (OBLAST, "Грайворонский округ")),
        ("область Белгородская, район Грайворонский", (OBLAST, "Грайворонский округ")),
        ("Shebekino district, Belgorod", ("Белгород", "Шебекинский округ")),
        ("жители района. Белгородский суд", ("Белгород",)),
    ],
)
def test_names_that_share_a_word(text: str, found: tuple[str, ...]) -> None:
    """The adjective belongs to the word behind it, and no comma stands within a name."""
    assert places(text, STRANGER) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Иван Губкин", ()),
        ("Jerzy Kosinski", ()),
        ("In Grayvoronsky", ("Грайворон",)),
        ("университет имени Губкина", ()),
        ("в Губкине", ("Губкин",)),
        ("Слава Белгороду", ("Белгород",)),
        ("улица Белгорода", ("Белгород",)),
        ("Козинка Липецкой области", ()),
        ("Козинка (Липецкая область)", ()),
        ("Козинка, Курская область", ("Козинка",)),
        ("Козинка Белгородской области", (OBLAST, "Козинка")),
    ],
)
def test_people_and_other_regions(text: str, found: tuple[str, ...]) -> None:
    """A given name before it, what is called after people, another region right behind it."""
    assert places(text, STRANGER) == found


def test_the_hyphen_that_is_left_out() -> None:
    """A stranger's Белгород Днестровский is the other town; a local list of names needs no commas."""
    assert places("Белгород Днестровский", STRANGER) == ()
    assert places("в Белгороде Российский флаг", STRANGER) == ("Белгород",)
    assert places("Белгород Ленинский", LOCAL) == ("Белгород",)
