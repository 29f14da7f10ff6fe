"""What the facts of two tellings say for and against one event: places, topics, numbers, times, moments."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from monitors.stories import weights
from storage.model import Bond, BondKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from monitors.stories.telling import Telling

    Nearness = Callable[[str, str], float]

_KNOWN = weights.EVIDENCE
_MINUTE, _HOUR, _DAY = 60.0, 60.0, 1440
_UNCOUNTED = frozenset({"date", "year", "phone"})
"""Kinds of numbers that count nothing: another date in the text is no contradiction."""


class Facts(NamedTuple):
    """The log-odds of all facts, why, and whether they agree in place and topic or contradict somewhere."""

    odds: float
    bonds: tuple[Bond, ...]
    agree: bool
    contradict: bool


class _Finding(NamedTuple):
    odds: float = 0.0
    bond: Bond | None = None


_NOTHING = _Finding()


def evidence(a: Telling, b: Telling, nearness: Nearness | None = None) -> Facts:
    """Return what the facts of two tellings say."""
    minutes = abs(a.moment - b.moment) / _MINUTE
    places, topics = _places(a, b, nearness), _topics(a, b)
    findings = [places, topics, _moment(minutes)]
    if a.places or a.targets or b.places or b.targets:
        findings += [_numbers(a, b, minutes), _times(a, b)]
    agree = places.odds > 0 and topics.odds > 0
    odds = sum(finding.odds for finding in findings)
    if agree and minutes <= _KNOWN["moment_minutes"]:
        odds += _KNOWN["together"] * _together(minutes)
        findings.append(_Finding(0.0, Bond(BondKind.MOMENT, f"{minutes:.0f} min")))
    bonds = tuple(finding.bond for finding in findings if finding.bond)
    contradict = any(finding.odds < 0 for finding in (places, *findings[3:]))
    return Facts(odds, bonds, agree, contradict)


def _together(minutes: float) -> float:
    """Return how much of one moment two posts are: 1 up to half an hour, then less and less."""
    first, last = _KNOWN["same_moment_minutes"], _KNOWN["moment_minutes"]
    return min(1.0, max(0.0, (last - minutes) / (last - first)))


def _moment(minutes: float) -> _Finding:
    late = max(0.0, minutes - _KNOWN["moment_minutes"]) / _HOUR
    return _Finding(max(_KNOWN["moment_most"], late * _KNOWN["hour_apart"]))


def _places(a: Telling, b: Telling, nearness: Nearness | None) -> _Finding:
    if not a.places or not b.places:
        return _NOTHING
    if shared := a.places & b.places:
        return _Finding(_KNOWN["places"], Bond(BondKind.PLACES, _listed(shared)))
    near, one, other = max(_pairs_of_places(a, b, nearness))
    if near <= _KNOWN["far"]:
        return _Finding(_KNOWN["far_places"])
    return _Finding(_KNOWN["places"] * near, Bond(BondKind.NEAR_PLACES, _listed({one, other})))


def _pairs_of_places(a: Telling, b: Telling, nearness: Nearness | None) -> Iterator[tuple[float, str, str]]:
    if nearness is None:
        yield 0.0, "", ""
        return
    for one in a.places:
        for other in b.places:
            yield nearness(one, other), min(one, other), max(one, other)


def _topics(a: Telling, b: Telling) -> _Finding:
    if not a.targets or not b.targets:
        return _NOTHING
    shared = a.targets.keys() & b.targets.keys()
    if not shared:
        return _Finding(_KNOWN["other_topics"])
    return _Finding(_KNOWN["topics"], Bond(BondKind.TOPICS, _listed(_topic(target) for target in shared)))


def _topic(target: str) -> str:
    return target.removeprefix("topic:")


def _numbers(a: Telling, b: Telling, minutes: float) -> _Finding:
    counted, others = _counted(a.numbers), _counted(b.numbers)
    kinds = counted.keys() & others.keys()
    if not kinds:
        return _NOTHING
    shared = sorted(f"{value} {kind}" for kind in kinds for value in counted[kind] & others[kind])
    if shared:
        return _Finding(_KNOWN["numbers"], Bond(BondKind.NUMBERS, ", ".join(shared)))
    grown = minutes > _KNOWN["growing_minutes"]
    return _Finding(_KNOWN["other_numbers"] * (0.5 if grown else 1.0))


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
        return _NOTHING
    apart, time = min((_apart(one, other), min(one, other)) for one in a.times for other in b.times)
    if apart > _KNOWN["near_minutes"]:
        return _Finding(_KNOWN["other_times"])
    return _Finding(_KNOWN["times"], Bond(BondKind.TIMES, f"{time // 60:02}:{time % 60:02}"))


def _apart(one: int, other: int) -> int:
    """Return the minutes between two times of day, across midnight where that is shorter."""
    return min(abs(one - other), _DAY - abs(one - other))


def _listed(names: set[str] | frozenset[str] | Iterator[str]) -> str:
    return ", ".join(sorted(names)[:_SHOWN])


_SHOWN = 5
