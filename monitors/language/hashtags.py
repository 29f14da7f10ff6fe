"""Hashtags: ``#ГораПодол`` is two words, because nobody can write a space there."""

from __future__ import annotations

import re

from monitors.language.characters import LETTER, LOWER, MARKS, NO_WIDTH, UPPER, Lazily

CUT = "\ufdd0"
"""What is put between the words of a hashtag. It is no character (Unicode has set it aside)."""

_INSIDE = f"[{MARKS}{NO_WIDTH}]*+"
_HASHTAG = Lazily(f"(#(?:{LETTER}|[_{MARKS}{NO_WIDTH}])++)")
# Two letters before and two after, so that #iPhone and #БПЛА stay whole.
_SEAM = Lazily(
    f"([{LOWER}](?<=[{LOWER}{UPPER}{MARKS}{NO_WIDTH}].){_INSIDE})(?=[{UPPER}]{_INSIDE}[{LOWER}{UPPER}])",
    re.DOTALL,
)
_A_SEAM = Lazily(f"#(?:{LETTER}|[_{MARKS}{NO_WIDTH}])*?[{LOWER}]{_INSIDE}[{UPPER}]")


def cut_hashtags(text: str) -> str:
    """Return a text with CUT put in where a small letter meets a capital inside a hashtag.

    Where something is put in, a CUT that was there before is gone: a space stands in its place.
    """
    if "#" not in text or not _A_SEAM.search(text):
        return text
    # All hashtags are cut at once, because that is faster; none holds a line break.
    pieces = _HASHTAG.compiled.split(text.replace(CUT, " "))
    parts = _SEAM.compiled.split("\n".join(pieces[1::2]))
    parts[1::2] = [part + CUT for part in parts[1::2]]
    pieces[1::2] = "".join(parts).split("\n")
    return "".join(pieces)
