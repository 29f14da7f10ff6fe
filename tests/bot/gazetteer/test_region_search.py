"""Which places belong to a region that somebody names."""

from __future__ import annotations

import pytest

from bot.gazetteer.divisions import Division, division_name, divisions_named
from bot.gazetteer.region_search import MOST_PLACES, NoRegion, Region, around, by_code, by_name
from tests.gazetteers import BELGOROD, CITIES, GRAYVORON, GRONINGEN, HAREN, KOZINKA, NICE, SUMY, city


@pytest.mark.parametrize("name", ["Belgorod", "BELGOROD", "Білгород", " ベルゴロド ", "Белгородская область"])
def test_a_city_or_a_division_by_its_name(name: str) -> None:
    """In any of its languages, the greatest places first."""
    region = by_name(name.strip(), CITIES)
    assert region.name == "Белгородская область"
    assert [one.name for one in region.cities] == ["Belgorod", "Stroitel", "Biruch", "Grayvoron", "Kozinka"]


def test_the_city_that_was_named_comes_first() -> None:
    """However small it is."""
    assert by_name("Kozinka", CITIES).cities[:2] == (KOZINKA, BELGOROD)


def test_a_division_without_a_known_name_is_called_after_the_city() -> None:
    """GeoNames' code of it is told."""
    region = by_name("Nice", CITIES)
    assert (region.name, region.found, region.cities) == ("Nice", "FR, admin1 93 (of Nice)", (NICE,))


def test_a_division_by_its_code() -> None:
    """In any capitals."""
    assert by_code("nl", "04", CITIES).cities == (GRONINGEN, HAREN)
    assert by_code("fr", None, CITIES).cities == (NICE,)


def test_what_lies_around_a_point() -> None:
    """In whatever country; it is called after the greatest place near the point."""
    region = around((50.47, 35.68), 60, CITIES)
    assert region == Region(
        "Grayvoron and 60 km around",
        GRAYVORON,
        (GRAYVORON, KOZINKA),
        "within 60 km of 50.47, 35.68 (Grayvoron, RU)",
    )
    assert {one.country for one in around((50.7, 35.5), 90, CITIES).cities} == {"RU", "UA"}
    assert around((50.91, 34.79), 5, CITIES).chief == SUMY


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "Springfield",
            "choose one by --country and --admin1:\n  Springfield: --country US --admin1 MO",
        ),
        ("Haren", r"Haren: --country NL --admin1 04 \(18,782 people\)\n  Haren: --country NL --admin1 06"),
        ("Belgorodd", r"no place 'Belgorodd'; did you mean Belgorod\?"),
        ("Белгородский район", "did you mean Белгород"),
        ("Qqq", "no place 'Qqq'$"),
        ("x" * 5000, "no place 'xxx"),
        ("\x1b[31m", r"no place '\\x1b"),
    ],
)
def test_a_name_that_is_none_or_several(name: str, told: str) -> None:
    """Is told with what can be said instead."""
    with pytest.raises(NoRegion, match=told) as caught:
        by_name(name, CITIES)
    assert len(str(caught.value)) < 300


def test_a_city_much_greater_than_its_namesakes_is_meant() -> None:
    """Ten times as many people are enough."""
    village = city("Groningen", 2_000, code="SR 10")
    assert by_name("Groningen", [village, *CITIES]).chief == GRONINGEN
    with pytest.raises(NoRegion, match="several places"):
        by_name("Nice", [city("Nice", 50_000, code="US CA"), *CITIES])


@pytest.mark.parametrize(
    ("country", "code", "told"),
    [
        ("XX", "01", "no country 'XX'; give two letters"),
        ("US", None, r"choose a part of US with --admin1:\n  MA \(Springfield\)\n  MO \(Springfield\)"),
        ("RU", "99", r"RU has no --admin1 '99'; there are:\n  09 \(Belgorod\)"),
    ],
)
def test_a_code_that_is_none(country: str, code: str | None, told: str) -> None:
    """Is told with those that there are."""
    with pytest.raises(NoRegion, match=told):
        by_code(country, code, CITIES)


def test_nothing_and_too_much() -> None:
    """An empty region is none, and neither is half a continent."""
    with pytest.raises(NoRegion, match="no place within 5 km of 0,0"):
        around((0, 0), 5, CITIES)
    with pytest.raises(NoRegion, match="5,001 places; choose a region of at most 5,000"):
        by_code("RU", "09", [BELGOROD] * (MOST_PLACES + 1))


def test_names_of_divisions() -> None:
    """In the country's own language first, if the region has it."""
    assert division_name(Division("UA", "21"), ("ru", "uk")) == "Сумська область"
    assert division_name(Division("UA", "21"), ("ru", "en")) == "Сумская область"
    assert division_name(Division("UA", "21"), ("en",)) == division_name(Division("FR", "93"), ("fr",)) == ""
    assert divisions_named("сумская ОБЛАСТЬ") == [Division("UA", "21")]
