"""The names of first-order divisions, where they are known (``bot/gazetteer/data/README.md``)."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from monitors.place_names import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLE = Path(__file__).parent / "data" / "divisions.tsv"


class Division(NamedTuple):
    """A first-order division: the two letters of its country, and its code there as GeoNames has it."""

    country: str
    admin1: str


@cache
def _names() -> dict[Division, dict[str, str]]:
    found: dict[Division, dict[str, str]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found.setdefault(Division(row["country"], row["code"]), {})[row["language"]] = row["name"]
    return found


def division_name(division: Division, languages: Sequence[str]) -> str:
    """Return what a division is called in the first of its own languages that is among these, or "".

    The languages of a country stand in its order: the Ukrainian name comes first in Ukraine, whatever
    the order of the region's languages.
    """
    names = _names().get(division, {})
    own = sorted(names, key=lambda language: language != _FIRST.get(division.country, language))
    return next((names[language] for language in own if language in languages), "")


_FIRST = {"UA": "uk"}


def divisions_named(name: str) -> list[Division]:
    """Return the divisions that bear a name, in whichever of the languages."""
    wanted = canonical(name)
    return [division for division, names in _names().items() if wanted in map(canonical, names.values())]
