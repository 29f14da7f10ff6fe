"""The places of the example configuration: complete, in a tree, and told apart from words and namesakes."""

from __future__ import annotations

import csv
from pathlib import Path

from bot.setup import load
from monitors.scene import Doubt

SETUP = load(Path(__file__).parents[1] / "config.example.toml")
OBLAST, OKRUG = "Белгородская область", "Грайворонский округ"


def test_every_settlement_of_the_okrug_is_there(corpora: Path) -> None:
    """As the official classifier names them."""
    with (corpora / "place_forms" / "oktmo_2019_grayvoron_okrug.tsv").open(encoding="utf-8") as file:
        settlements = {row["name"] for row in csv.DictReader(file, delimiter="\t")}
    assert {place.name for place in SETUP.places if place.within == OKRUG} == settlements


def test_everything_lies_in_the_oblast() -> None:
    """Directly, or by a district; two villages share a name."""
    assert [place.name for place in SETUP.places if not place.within] == [OBLAST]
    districts = {place.name for place in SETUP.places if place.within == OBLAST}
    assert {place.within for place in SETUP.places} <= districts | {OBLAST, ""}
    assert SETUP.known.places["графовка"] == "Графовка"
    assert SETUP.known.places["графовка, шебекинский округ"] == "Графовка, Шебекинский округ"


def test_what_is_ambiguous_is_found_out() -> None:
    """Words and namesakes are; cities, and villages of which nobody else has the name, are not."""
    found = zip(SETUP.places, SETUP.vocabulary.gazetteer.doubts.places, strict=True)
    ambiguous = {place.name for place, doubt in found if doubt is not Doubt.NONE}
    assert {"Антоновка", "Доброе", "Строитель", "Алексеевка", "Ровеньки"} <= ambiguous
    assert not {OBLAST, OKRUG, "Белгород", "Грайворон", "Козинка", "Гора-Подол", "Шебекино"} & ambiguous


def test_local_sources_are_at_home_in_the_oblast() -> None:
    """Those from everywhere have no home."""
    homes = {source.name: source.home for source in SETUP.sources}
    assert homes == {
        "open_belgorod": OBLAST,
        "example_region_press": OBLAST,
        "example": "",
        "example_video": "",
        "example_district": "",
    }
