"""The topics that come with the program, and how they and the operator's own become one list.

A catalogue is a TOML file beside this module: ``[words]`` are groups that its rules share, ``[[topics]]``
the topics, each with what it finds and excludes in plain words. ``extends`` in ``[region]`` names the
catalogues that are taken over; ``docs/topics.md`` tells what is in them.
"""

from __future__ import annotations

import tomllib
from datetime import timedelta  # noqa: TC003 - pydantic reads it
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict

from bot.config import Problem
from bot.config_values import nearest, positive_duration, shown
from monitors.rules import Definition
from storage.model import CLOSES_AFTER, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.config_sections import TopicEntry

CATALOGUES = ("hazards",)
"""What ``extends`` can name."""


class Shipped(BaseModel):
    """A topic of a catalogue; in ``rule`` the groups are written out, on one line."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    severity: Literal["info", "warning", "critical"]
    finds: str
    excludes: str
    rule: str
    closes_after: Annotated[timedelta, BeforeValidator(positive_duration)] = CLOSES_AFTER
    ends: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    words: dict[str, str]
    topics: tuple[Shipped, ...]


class Chosen(NamedTuple):
    """A topic that is watched; ``place`` is where the configuration has its rule from."""

    place: str
    definition: Definition


@cache
def shipped(name: str) -> tuple[Shipped, ...]:
    """Return the topics of one of the :data:`CATALOGUES`, in the file's order."""
    text = (files("bot.topics") / f"{name}.toml").read_text(encoding="utf-8")
    file = _File.model_validate(tomllib.loads(text))
    return tuple(
        topic.model_copy(
            update={name: _written_out(getattr(topic, name), file.words) for name in ("rule", "ends")}
        )
        for topic in file.topics
    )


def _written_out(rule: str, words: Mapping[str, str]) -> str:
    return " ".join(rule.format_map(words).split())


def chosen(
    extends: Sequence[str], entries: Sequence[TopicEntry | None]
) -> tuple[list[Chosen], list[Problem]]:
    """Return the topics to watch, those of the catalogues first, and what is wrong with the choice.

    An entry that has a shipped topic's name, in whatever capitals, changes that topic; one that is not
    enabled is left out.
    """
    there, problems = _taken_over(extends)
    named = {entry.name.casefold() for entry in entries if entry is not None}
    topics = [Chosen("region.extends", _definition(t)) for name, t in there.items() if name not in named]
    for index, entry in enumerate(entries):
        if entry is None or not entry.enabled:
            continue
        base = there.get(entry.name.casefold())
        if entry.rule is None and base is None:
            problems.append(Problem(f"topics[{index}].rule", _no_rule(entry.name, there.values())))
        else:
            topics.append(Chosen(f"topics[{index}].rule", _changed(entry, base)))
    return topics, problems


def _taken_over(extends: Sequence[str]) -> tuple[Mapping[str, Shipped], list[Problem]]:
    """Return the topics of the named catalogues by name, without capitals, and the names that are none."""
    problems = [
        Problem(f"region.extends[{index}]", f"expected one of {', '.join(CATALOGUES)}, got {shown(name)}")
        for index, name in enumerate(extends)
        if name not in CATALOGUES
    ]
    topics = (topic for name in extends if name in CATALOGUES for topic in shipped(name))
    return {topic.name.casefold(): topic for topic in topics}, problems


def _definition(topic: Shipped) -> Definition:
    severity = Severity[topic.severity.upper()]
    return Definition(topic.name, severity, topic.rule, topic.closes_after, topic.ends)


def _changed(entry: TopicEntry, base: Shipped | None) -> Definition:
    severity = entry.severity or (base.severity if base else "warning")
    rule = entry.rule if entry.rule is not None or base is None else base.rule
    ends = entry.ends if entry.ends is not None or base is None else base.ends
    closes_after = entry.closes_after or (base.closes_after if base else CLOSES_AFTER)
    name = base.name if base else entry.name
    return Definition(
        name, Severity[severity.upper()], rule or "", closes_after, ends or "", entry.stale_after
    )


def _no_rule(name: str, topics: Iterable[Shipped]) -> str:
    """Tell of a topic without a rule; it may be a shipped one's name with a typing error."""
    near = nearest(name, [topic.name for topic in topics])
    return f"expected a value, got nothing{f' (did you mean the topic {near}?)' if near else ''}"
