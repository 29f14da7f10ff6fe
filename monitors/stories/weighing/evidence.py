"""What the facts of two tellings say for and against one event: places, topics, numbers, times, moments."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from monitors.stories.gathering.binding import binding
from monitors.stories.weighing import weights
from storage.model import Bond, BondKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from monitors.stories.telling import Telling

    Nearness = Callable[[str, str], float]

_KNOWN = weights.EVIDENCE
_MINUTE, _HOUR, _DAY = 60.0, 60.0, 1440
_UNCOUNTED = frozenset({"date", "year", "phone", "minutes", "hours", "days"})
"""Kinds of numbers that count nothing: another date or span of time in the text is no contradiction."""


class Facts(NamedTuple):
    """What all facts come to.

    ``odds`` are their log-odds, ``bonds`` say why, ``least`` and ``most`` are the bounds of what the text may
    say beside them, in log-odds.
    """

    odds: float
    bonds: tuple[Bond, ...] = ()
    least: float = -inf
    most: float = inf


class _Finding(NamedTuple):
    odds: float = 0.0
    bond: Bond | None = None
    agrees: bool = False


_NO_FINDING = _Finding()


def evidence(a: Telling, b: Telling, nearness: Nearness | None = None) -> Facts:
    """Return what the facts of two tellings say."""
    minutes = abs(a.moment - b.moment) / _MINUTE
    if not ((a.places or a.targets) and (b.places or b.targets)):
        return Facts(_moment(minutes, _KNOWN["hour_apart_of_texts"]))
    places, topics = _places(a, b, nearness), _topics(a, b)
    others = [_numbers(a, b, minutes), _times(a, b)]
    agree = places.agrees and topics.agrees
    together = _together(minutes) if agree else _NO_FINDING
    found = [places, topics, *others, together]
    odds = sum(finding.odds for finding in found) + _moment(minutes, _KNOWN["hour_apart"])
    most = min(_most(finding.odds < 0, "most_of_text") for finding in others)
    return Facts(
        odds,
        tuple(finding.bond for finding in found if finding.bond),
        _KNOWN["least_of_text"] if agree else -inf,
        min(
            most,
            _most(places.odds < 0, "most_of_text_elsewhere"),
            _most(minutes > _KNOWN["moment_minutes"], "most_of_text_later"),
        ),
    )


def _most(contradict: bool, name: str) -> float:  # noqa: FBT001 - what it depends on, not how it works
    return _KNOWN[name] if contradict else inf


def _together(minutes: float) -> _Finding:
    """Return what it adds that place, topic and moment agree: all up to half an hour, then less and less."""
    first, last = _KNOWN["same_moment_minutes"], _KNOWN["moment_minutes"]
    part = min(1.0, (last - minutes) / (last - first))
    if part <= 0:
        return _NO_FINDING
    return _Finding(_KNOWN["together"] * part, Bond(BondKind.MOMENT, f"{minutes:.0f} min"))


def _moment(minutes: float, each_hour: float) -> float:
    late = max(0.0, minutes - _KNOWN["moment_minutes"]) / _HOUR
    return max(_KNOWN["moment_most"], late * each_hour)


def _places(a: Telling, b: Telling, nearness: Nearness | None) -> _Finding:
    if not a.places or not b.places:
        return _NO_FINDING
    if shared := a.places & b.places:
        part = _part_in_common(a.places, b.places, shared, nearness)
        bond = Bond(BondKind.PLACES, _listed(shared))
        return _Finding(_KNOWN["places"] * part, bond, agrees=part > _KNOWN["most_places"])
    near, one, other = max(_pairs_of_places(a, b, nearness))
    if near <= _KNOWN["far"]:
        return _Finding(_KNOWN["far_places"])
    bond = Bond(BondKind.NEAR_PLACES, _listed({one, other}))
    if near >= _KNOWN["agreeing"]:
        return _Finding(_KNOWN["places"] * near, bond, agrees=True)
    return _Finding(_KNOWN["apart"] * (_KNOWN["agreeing"] - near), bond)


def _part_in_common(
    one: frozenset[str], other: frozenset[str], shared: frozenset[str], nearness: Nearness | None
) -> float:
    """Return how much of the fewer places is among the others or agrees with them.

    A place in common says little where each post names another besides: it may stand in a channel's name.
    """
    fewest = min(len(one), len(other))
    if len(shared) == fewest or nearness is None:
        return len(shared) / fewest
    near = _KNOWN["agreeing"]
    matched = (
        sum(any(nearness(x, y) >= near for y in to) for x in of) for of, to in ((one, other), (other, one))
    )
    return min(1.0, max(matched) / fewest)


def _pairs_of_places(a: Telling, b: Telling, nearness: Nearness | None) -> Iterator[tuple[float, str, str]]:
    if nearness is None:
        yield 0.0, "", ""
        return
    for one in a.places:
        for other in b.places:
            yield nearness(one, other), min(one, other), max(one, other)


def _topics(a: Telling, b: Telling) -> _Finding:
    ours, theirs = binding(a.targets), binding(b.targets)
    if not ours or not theirs:
        return _NO_FINDING
    shared = ours & theirs
    if not shared:
        return _Finding(_KNOWN["other_topics"])
    return _Finding(_KNOWN["topics"], Bond(BondKind.TOPICS, _listed(map(_topic, shared))), agrees=True)


def _topic(target: str) -> str:
    return target.removeprefix("topic:")


def _numbers(a: Telling, b: Telling, minutes: float) -> _Finding:
    if not a.numbers or not b.numbers:
        return _NO_FINDING
    counted, others = _counted(a.numbers), _counted(b.numbers)
    kinds = counted.keys() & others.keys()
    shared = sorted(f"{value} {kind}" for kind in kinds for value in counted[kind] & others[kind])
    odds = _KNOWN["numbers"] if shared else 0.0
    if differing := sum(counted[kind].isdisjoint(others[kind]) for kind in kinds):
        grown = 0.5 if minutes > _KNOWN["growing_minutes"] else 1.0
        odds += _KNOWN["other_numbers"] * grown * differing / len(kinds)
    return _Finding(odds, Bond(BondKind.NUMBERS, ", ".join(shared[:_SHOWN])) if shared else None)


def _counted(numbers: frozenset[str]) -> dict[str, set[str]]:
    """Return the values of what is counted, by what it is."""
    found: dict[str, set[str]] = {}
    for number in numbers:
        value, _, kind = number.partition(" ")
        if kind and kind not in _UNCOUNTED:
            found.setdefault(kind, set()).add(value)
    return found


def _times(a: Telling, b: Telling) -> _Finding:
    if not a.times or not b.times:
        return _NO_FINDING
    apart, time = min((_apart(one, other), min(one, other)) for one in a.times for other in b.times)
    if apart > _KNOWN["near_minutes"]:
        return _Finding(_KNOWN["other_times"])
    return _Finding(_KNOWN["times"], Bond(BondKind.TIMES, f"{time // 60:02}:{time % 60:02}"))


def _apart(one: int, other: int) -> int:
    """Return the minutes between two times of day, across midnight where that is shorter."""
    return min(abs(one - other), _DAY - abs(one - other))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)[:_SHOWN])


_SHOWN = 5
