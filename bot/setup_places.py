"""From the configured places to the tree of them, and the homes of sources; what is wrong is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.config import Problem
from bot.config_values import nearest, shown
from monitors.place_names import REGION, PlaceNames, canonical
from storage.model import Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.config import Config

_MOST_LISTED = 4
_MOST_LEVELS = 30


def places_of(config: Config, problems: list[Problem]) -> tuple[Place, ...]:
    """Return the places, ``within`` being the key of the parent; what is wrong is added to the problems.

    A place whose parent cannot be told stands at the top, so that what names it is no further problem.
    """
    entries = [(index, entry) for index, entry in enumerate(config.places) if entry is not None]
    numbers = [index for index, _ in entries]
    places = [Place(e.name, e.within, e.at, e.also, e.ambiguous) for _, e in entries]
    parents, wrong = _parents(places)
    _leave_circles(places, parents, wrong)
    problems += [Problem(f"places[{numbers[i]}].within", text) for i, text in sorted(wrong.items())]
    problems += _repeated(places, parents, numbers)
    loose = [replace(p, within=p.within if i in parents else "") for i, p in enumerate(places)]
    known = PlaceNames(loose).keys
    return tuple(replace(p, within=known[parents[i]] if i in parents else "") for i, p in enumerate(loose))


def homes(config: Config, places: Sequence[Place], problems: list[Problem]) -> Mapping[int, str]:
    """Return the key of the place that each source (by index) writes about, where it has one."""
    names = PlaceNames(places)
    found = {}
    for index, entry in enumerate(config.sources):
        if entry is not None and entry.home:
            there = names.named(entry.home)
            if len(there) == 1:
                found[index] = names.keys[there[0]]
            else:
                problems.append(Problem(f"sources[{index}].home", _no_place(entry.home, there, places)))
    return found


def _parents(places: Sequence[Place]) -> tuple[dict[int, int], dict[int, str]]:
    """Return the parent of each place (by index) that has one, and what is wrong with the others."""
    parents, wrong = {}, {}
    names = PlaceNames(places)
    for i, place in enumerate(places):
        there = names.named(place.within) if place.within else ()
        others = tuple(j for j in there if j != i)
        if len(others) == 1:
            parents[i] = others[0]
        elif there and not others:
            wrong[i] = f"expected another place than itself, got {shown(place.within)}"
        elif place.within:
            wrong[i] = _no_place(place.within, others, places)
    return parents, wrong


def _no_place(text: str, there: Sequence[int], places: Sequence[Place]) -> str:
    """Return what was expected where a name means no place, or more than one."""
    if there:
        full = [f"{places[i].name}, {places[i].within or REGION}" for i in there[:_MOST_LISTED]]
        return f"expected one place, as in {' or '.join(map(shown, full))}, got {shown(text)}"
    if not places:
        return f"expected one of [[places]], got {shown(text)} (none is configured)"
    near = nearest(text, [place.name for place in places])
    hint = f" (did you mean {near}?)" if near else ""
    return f"expected one of [[places]]{hint}, got {shown(text)}"


def _leave_circles(places: Sequence[Place], parents: dict[int, int], wrong: dict[int, str]) -> None:
    """Tell of places that lie within themselves, or too deep, and take their parents away."""
    levels = _levels(len(places), parents)
    for i in parents:
        if i not in levels and (circle := _circle(i, parents)):
            more = " → …" if len(circle) > _MOST_LISTED + 1 else ""
            told = " → ".join(places[j].name for j in circle[: _MOST_LISTED + 1])
            wrong[i] = f"expected no circle, got {told}{more}"
        elif levels.get(i) == 0:
            wrong[i] = f"expected at most {_MOST_LEVELS} places one within the other"
    for i in wrong:
        parents.pop(i, None)


def _levels(count: int, parents: Mapping[int, int]) -> Mapping[int, int]:
    """Return how deep each place below the top lies; what would be too deep begins with 0 again."""
    children: dict[int, list[int]] = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    levels = {i: 0 for i in range(count) if i not in parents}
    way = list(levels)
    for i in way:
        for child in children.get(i, []):
            levels[child] = (levels[i] + 1) % _MOST_LEVELS
            way.append(child)
    return levels


def _circle(start: int, parents: Mapping[int, int]) -> list[int]:
    """Return the way from a place up to itself, empty where it leads into a circle of others."""
    way, here = {start: None}, parents[start]
    while here not in way:
        way[here] = None
        here = parents[here]
    return [*way, start] if here == start else []


def _repeated(places: Sequence[Place], parents: Mapping[int, int], numbers: Sequence[int]) -> list[Problem]:
    first: dict[tuple[str, int | None], int] = {}
    problems = []
    for i, place in enumerate(places):
        if (before := first.setdefault((canonical(place.name), parents.get(i)), i)) != i:
            where = f"within {shown(places[parents[i]].name)}" if i in parents else "at the top"
            text = f"expected another name {where} than in places[{numbers[before]}], got {shown(place.name)}"
            problems.append(Problem(f"places[{numbers[i]}].name", text))
    return problems
