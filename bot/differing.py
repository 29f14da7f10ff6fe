"""What an edit changed, in a few words: pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.passage import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.texts import Texts

_SHOWN = 70
"""Characters of what was and of what is."""

_AROUND = 2
"""Words around a change that are shown with it: a number alone says little."""

_PARTS = re.compile(r"\s+")


def difference(before: str, after: str) -> tuple[str, str]:
    """Return the stretch of a text that an edit replaced, and what stands there now, each on one line.

    Two words on either side go with them. Where something was only added, the first is empty; where
    something was only taken out, the second. Changes of white space alone are none: both are empty then.
    """
    old, new = (_PARTS.split(text.strip()) if text.strip() else [] for text in (before, after))
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    if gone and come:
        gone, come = (_with_neighbours(words, start, end) for words in (old, new))
    return shortened(" ".join(gone), _SHOWN), shortened(" ".join(come), _SHOWN)


def change_text(before: str, after: str, texts: Texts) -> str:
    """Return what an edit changed, in a few words; empty where nothing that can be read."""
    was, now = difference(before, after)
    if was and now:
        return texts.say("was «{was}», now «{now}»", was=was, now=now)
    if now:
        return texts.say("added «{now}»", now=now)
    return texts.say("taken out «{was}»", was=was) if was else ""


def edit_text(before: str, after: str, time: str, texts: Texts) -> str:
    """Return a line that says when a text was edited, and what that changed."""
    if change := change_text(before, after, texts):
        return texts.say("edited {time}: {change}", time=time, change=change)
    return texts.say("edited {time}", time=time)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words are the same at the beginning of both."""
    number = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        number += 1
    return number


def _with_neighbours(words: Sequence[str], start: int, end: int) -> list[str]:
    after = len(words) - end + min(end, _AROUND)
    return list(words[max(0, start - _AROUND) : after])
