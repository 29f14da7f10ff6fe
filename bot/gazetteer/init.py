"""The command ``regionwatch init``: a configuration for a region anywhere, from GeoNames."""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click

from bot import config_values as values
from bot.config_sections import Region as RegionTable
from bot.gazetteer.config_writing import written_config
from bot.gazetteer.geonames import SMALLEST, NoGeoNames, cities, languages_of
from bot.gazetteer.homonyms import homonyms
from bot.gazetteer.region_places import places_of_region
from bot.gazetteer.region_search import NoRegion, around, by_code, by_name
from monitors.language.languages import KNOWN_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.gazetteer.geonames import City
    from bot.gazetteer.region_places import Written
    from bot.gazetteer.region_search import Region

WRONG = 2
FARTHEST_KM = 500.0
_MOST_NAMED = 6
_MOST_OWN = 3
_DISTANCE = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?) ?(?:km)?")


class Wanted(NamedTuple):
    """How a region was named on the command line, each way None where it was not used."""

    region: str | None
    country: str | None
    admin1: str | None
    around: str | None
    within: str | None


@click.command()
@click.option("--region", help="A city or a first-order division, such as Belgorod.")
@click.option("--country", help="Two letters, such as RU; with --admin1.")
@click.option("--admin1", help="GeoNames' code of a first-order division, such as 09.")
@click.option("--around", metavar="LAT,LON", help="A point, such as 50.47,35.68; with --within.")
@click.option("--within", metavar="DISTANCE", help="How far around it, such as 60km.")
@click.option("--languages", metavar="CODES", help="The languages of the region, such as ru,uk,en.")
@click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    default=Path("config.toml"),
    show_default=True,
    help="The file to write; it must not exist.",
)
def init(config_path: Path, languages: str | None, **ways: str | None) -> None:
    """Write a configuration with the places of a region, anywhere in the world."""
    try:
        choose = _chooser(Wanted(**ways))
        codes = _languages(languages) if languages is not None else ()
        if config_path.exists():
            _fail(f"{config_path} is there already, and is never overwritten; name another with --config")
        everywhere = cities()
        region = choose(everywhere)
        codes = codes or _usual_languages(region.chief.country)
        written = places_of_region(region, everywhere, codes, homonyms())
        text = written_config(region.name, region.found, codes, _zone(region.chief.zone), written.places)
        with config_path.open("x", encoding="utf-8") as file:
            file.write(text)
    except (NoRegion, NoGeoNames) as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{config_path} cannot be written ({error.strerror})")
    click.echo(told(config_path, region, codes, written))


def told(path: Path, region: Region, languages: Sequence[str], written: Written) -> str:
    """Return what was written and what was left out, a line each."""
    unsure = sum(1 for found in written.places if found.reason)
    spoken = ", ".join(KNOWN_LANGUAGES[code] for code in languages)
    lines = [
        f"{path}: {region.name}, {region.found}",
        f"written: {len(written.places)} places in {spoken}; {unsure} of them ambiguous, as each says",
        f"left out: places of fewer than {SMALLEST} people and districts, which GeoNames does not have here",
        *_left_out("left out, their name being there already: ", written.twice),
        *_left_out("left out, their name being none: ", written.nameless),
        *_left_out("in Latin letters, no other spelling being known: ", written.unspelled),
        *_left_out("a makeshift name, put in the right one: ", written.unnamed),
        f"next: put sources in, then: regionwatch check --config {path}",
    ]
    return "\n".join(lines)


def _left_out(what: str, names: Sequence[str]) -> list[str]:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return [f"{what}{', '.join(names[:_MOST_NAMED])}{more}"] if names else []


def _chooser(wanted: Wanted) -> Callable[[Sequence[City]], Region]:
    """Return how the region is found among all places; raises :exc:`NoRegion` for words that name none."""
    ways = {
        "--region": wanted.region is not None,
        "--country": wanted.country is not None or wanted.admin1 is not None,
        "--around": wanted.around is not None or wanted.within is not None,
    }
    named = [option for option, is_used in ways.items() if is_used]
    if len(named) > 1:
        raise NoRegion(f"give one of --region, --country and --around, not {' and '.join(named)}")
    if wanted.around is not None and wanted.within is not None:
        return partial(around, _point(wanted.around), _kilometres(wanted.within))
    if wanted.country is not None:
        return partial(by_code, wanted.country, wanted.admin1)
    if wanted.region is not None and wanted.region.strip():
        return partial(by_name, wanted.region.strip())
    raise NoRegion(_LACKING[named[0] if named else ""])


_LACKING = {
    "": "give --region NAME, --country CC --admin1 CODE, or --around LAT,LON --within 60km",
    "--region": "--region needs a name, such as Belgorod",
    "--country": "--admin1 needs --country, such as --country RU --admin1 09",
    "--around": "--around and --within belong together: --around 50.47,35.68 --within 60km",
}
"""What is said where an option is not enough."""


def _point(text: str) -> tuple[float, float]:
    try:
        return values.coordinates([float(part) for part in text.split(",")])
    except ValueError as error:
        known = str(error) if str(error).startswith("expected a l") else "expected two numbers in degrees"
        raise NoRegion(f"--around: {known}, as in 50.47,35.68; got {values.shown(text)}") from None


def _kilometres(text: str) -> float:
    found = _DISTANCE.fullmatch(text.strip().lower())
    if not found or not 0 < float(found[1]) <= FARTHEST_KM:
        raise NoRegion(
            f"--within: expected a distance like 60km, up to {FARTHEST_KM:g}km, got {values.shown(text)}"
        )
    return float(found[1])


def _languages(text: str) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(values.language(code) for code in text.replace(" ", "").split(",")))
    except ValueError as error:
        raise NoRegion(f"--languages: {error}, got {values.shown(text)}") from None


def _usual_languages(country: str) -> tuple[str, ...]:
    """Return the languages of a country whose words are known, and then those of the bot's readers."""
    own = [code for code in languages_of(country) if code in KNOWN_LANGUAGES][:_MOST_OWN]
    return tuple(dict.fromkeys([*own, *RegionTable().languages]))


def _zone(name: str) -> str:
    try:
        return str(values.zone(name))
    except ValueError:
        return "UTC"


def _fail(text: str) -> NoReturn:
    click.echo(text, err=True)
    sys.exit(WRONG)
