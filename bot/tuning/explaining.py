"""Why, for people at a terminal and for machines: what :mod:`monitors.explaining` found, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from bot.passage import plain, shortened
from monitors.mentions import Verdict
from monitors.rules import write
from storage.model import And, Not, Or, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from monitors.explaining import Explanation, PlaceNote, Reasons
    from monitors.lexicon import Target
    from storage.model import Match

_PART, _RULE = 90, 60
"""Characters of a part and of a whole rule that are shown."""

MOST_NAMED = 6
"""How many of the words that are all missing are named."""

_MOST_FORMS, _MOST_KEPT_OUT = 4, 4
_STEP = "   "

VERDICTS = {
    Verdict.COUNTS: "counts",
    Verdict.LONGER_NAME: "does not count: it is part of a longer name",
    Verdict.OTHER_NAME: "does not count: it is part of the name of another place",
    Verdict.NO_EVIDENCE: "does not count: it may mean something else too, and nothing else speaks of the"
    " region (neither another place of it nor the source's home)",
    Verdict.WORD: "does not count: it is written like the common word",
    Verdict.ELSEWHERE: "does not count: another region is named beside it",
}


class Shown(NamedTuple):
    """Rules that are shown, those that hold first and then the nearest; and how many are not."""

    rules: tuple[tuple[Target, Explanation], ...]
    others: int


def worth_showing(reasons: Reasons, *, every: bool) -> Shown:
    """Return the rules that hold, and those of which some word was found; or every one."""
    ranked = sorted(reasons.rules, key=lambda one: (not one[1].holds, -one[1].found))
    shown = tuple((target, why) for target, why in ranked if every or why.holds or why.found)
    return Shown(shown, len(ranked) - len(shown))


def explained(reasons: Reasons, *, every: bool) -> Text:
    """Return why each rule holds or does not, and what is made of the places, for people."""
    shown = worth_showing(reasons, every=every)
    text = Text()
    for target, why in shown.rules:
        text.append("holds  " if why.holds else "lacks  ", "bold green" if why.holds else "yellow")
        text.append(f"{plain(name_of(target))} ({target.severity.name.lower()})", "bold")
        text.append(f"  {shortened(target.rule.text, _RULE)}\n", "dim")
        for line in dict.fromkeys(tree_of(why)):  # a word may be asked for in several parts
            text.append(f"{_STEP}{line}\n")
    if shown.others:
        more = "more topic" if shown.rules else "topic"
        text.append(f"{shown.others} {more}{'' if shown.others == 1 else 's'} of which no word stands there")
        text.append(" (--all shows what they look for)\n")
    elif not shown.rules:
        text.append("no topics are configured\n")
    text.append(_places(reasons.places))
    return text


def _places(notes: Iterable[PlaceNote]) -> Text:
    text = Text()
    for note in notes:
        counts = note.verdict is Verdict.COUNTS
        text.append("place  ", "bold green" if counts else "yellow")
        text.append(plain(note.place), "bold")
        text.append(f"  «{plain(note.form)}» at {note.start + 1}: {VERDICTS[note.verdict]}\n")
    return text


def name_of(target: Target) -> str:
    """Return what a target is called: a topic by its name."""
    return target.name.removeprefix("topic:")


def tree_of(why: Explanation, step: str = "") -> Iterator[str]:
    """Yield the lines of a rule's explanation, the parts of a part further in.

    ``✓`` stands before what holds, ``✗`` before what does not. Of an OR that holds, the parts that
    hold are shown; of one that does not, those that come near, and the names of others.
    """
    match why.node:
        case And():
            kept_out = [part for part in why.parts if part.holds and isinstance(part.node, Not)]
            for part in why.parts:
                if part not in kept_out:
                    yield from tree_of(part, step)
            yield from _kept_out(kept_out, step)
        case Or():
            yield from _either(why, step)
        case Not():
            if why.holds:
                yield from _kept_out([why], step)
            for part in why.hindering:
                yield f"{step}✗ excluded, but it is there: {_short(part)}{forms_of(part.matches)}"
        case _:
            yield f"{step}{'✓' if why.holds else '✗ missing:'} {_short(why)}{forms_of(why.matches)}"


def _either(why: Explanation, step: str) -> Iterator[str]:
    if why.holds:
        for part in why.parts:
            if part.holds:
                yield from tree_of(part, step)
        return
    near = [part for part in why.parts if part.parts and part.found]
    others = [_short(part) for part in why.parts if part not in near]
    if others:
        more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        yield f"{step}✗ none of {len(others)}: {', '.join(others[:MOST_NAMED])}{more}"
    for part in near:
        yield f"{step}✗ nor all of: {_short(part)}"
        yield from tree_of(part, step + _STEP)


def _kept_out(parts: list[Explanation], step: str) -> Iterator[str]:
    """Yield one line for all that a rule excludes and that is not there."""
    excluded = list(dict.fromkeys(leaf for part in parts for leaf in leaves(part.node)))
    if len(excluded) > _MOST_KEPT_OUT:
        yield f"{step}✓ none of the {len(excluded)} that it excludes is there"
    elif excluded:
        yield f"{step}✓ not there: {', '.join(shortened(write(leaf), _PART) for leaf in excluded)}"


def _short(why: Explanation) -> str:
    return shortened(why.text, _PART)


def forms_of(matches: Iterable[Match]) -> str:
    """Return where something stands, each form once: ``: «Обстрел» at 4``, counted from 1."""
    first = {match.form.casefold(): match for match in reversed(tuple(matches))}
    places = sorted(first.values(), key=lambda match: match.start)
    told = [f"«{plain(match.form)}» at {match.start + 1}" for match in places[:_MOST_FORMS]]
    return f": {', '.join(told)}{' …' if len(places) > _MOST_FORMS else ''}" if told else ""


# --- for machines -----------------------------------------------------------------------------


def reasons_record(reasons: Reasons, *, every: bool) -> dict[str, Any]:
    """Return why each rule holds or does not, as ``explain --json`` prints it."""
    shown = worth_showing(reasons, every=every)
    return {
        "topics": [
            {
                "topic": name_of(target),
                "severity": target.severity.name.lower(),
                "holds": why.holds,
                "rule": target.rule.text,
                "why": part_record(why),
            }
            for target, why in shown.rules
        ],
        "others": shown.others,
        "places": [
            {
                "place": note.place,
                "form": note.form,
                "start": note.start,
                "end": note.end,
                "counts": note.verdict is Verdict.COUNTS,
                "verdict": note.verdict.value,
            }
            for note in reasons.places
        ],
    }


def part_record(why: Explanation) -> dict[str, Any]:
    """Return a part of a rule with its parts."""
    return {
        "rule": why.text,
        "holds": why.holds,
        "matches": [
            {"term": match.term, "form": match.form, "start": match.start, "end": match.end}
            for match in why.matches
        ],
        "parts": [part_record(part) for part in why.parts],
    }
