"""Which of the targets that posts satisfy say what happens; the others say what somebody looks for.

A chat that follows a village by a rule would make all that is written of the village one event otherwise,
and that for every chat: whoever lives there would hear of the first thing in hours and of nothing after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_Value = TypeVar("_Value")

_RULE, _PLACE = "rule:", "place:"


def of_topics(targets: Mapping[str, _Value]) -> Mapping[str, _Value]:
    """Return the targets without chats' own rules, where a topic is among them."""
    topics = {target: value for target, value in targets.items() if not target.startswith(_RULE)}
    return topics or targets


def binding(targets: Iterable[str]) -> set[str]:
    """Return the targets that speak for one event where two posts have them: no rules for a place."""
    return {target for target in targets if not (target.startswith(_RULE) and _PLACE in target)}
