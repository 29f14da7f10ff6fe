"""A chat's subscriptions as they are listed, and as people name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.names import mode_name, target_name
from bot.passage import escape
from storage.model import EVERY_TOPIC

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.texts import Texts
    from storage.model import Mode, Subscription


def meant(held: list[Subscription], argument: str, texts: Texts) -> list[Subscription]:
    """Return the subscriptions that are meant: by what was followed, by the listed name, by its number.

    A rule that is not right any more (it names a topic that is gone) can be named like any other.
    """
    wanted = argument.casefold()
    if wanted == EVERY_TOPIC:
        return held
    named = [one for one in held if wanted in _spellings(one, texts)]
    if named or not argument.isdecimal():
        return named
    return [one for number, one in enumerate(held, 1) if str(number) == argument]


def listed(held: Iterable[Subscription], texts: Texts) -> list[str]:
    """Return the subscriptions with their numbers, by which they can be named."""
    return [f"{number}. {escape(target_name(one.target, texts))}" for number, one in enumerate(held, 1)]


def listed_with_modes(held: Iterable[Subscription], mode: Mode, texts: Texts) -> list[str]:
    """Return the same with how each is told, where that is not ``mode``, the chat's."""
    return [
        line
        if one.mode is None or one.mode is mode
        else texts.say("{line} ({how})", line=line, how=mode_name(one.mode, texts))
        for one, line in zip(held, listed(held, texts), strict=True)
    ]


def nothing_followed(texts: Texts) -> Answer:
    """Return what is said to those who follow nothing."""
    return lines(texts.say("You follow nothing yet. /follow all follows every topic."))


def _spellings(held: Subscription, texts: Texts) -> set[str]:
    """Return what a subscription can be called; the beginning of a long rule is not enough."""
    name = target_name(held.target, texts)
    return {held.target.partition(":")[2].casefold(), "" if name.endswith("…") else name.casefold()}
