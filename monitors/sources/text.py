"""Text as it is kept: what every network's module does to the words it found."""

from __future__ import annotations

import re
from hashlib import blake2b

_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_BREAKS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_SPACE = " \t\u00a0\u200b"
_EMPTY_LINES = re.compile(r"\n{3,}")
_CUT = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])$")


def clean(text: str) -> str:
    r"""Return text without NUL, control characters and lone surrogates, its line breaks ``\n``.

    Lines are stripped, at most one empty line stands between two others. Nothing else is changed:
    positions of matches are given in this text.
    """
    text = _LINE_BREAKS.sub("\n", text)
    text = _UNWANTED.sub(lambda m: "\ufffd" if m[0] >= "\ud800" else "", text)
    lines = (line.strip(_SPACE) for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def digest(*parts: bytes) -> bytes:
    """Return 16 bytes that stand for these parts."""
    state = blake2b(digest_size=16)
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.digest()


def with_title(title: str, body: str) -> str:
    """Return a text under its title, or the text alone where it begins with it, perhaps cut short."""
    if not title or not body or _begins_with(body, title):
        return body or title
    return f"{title}\n\n{body}"


def _begins_with(body: str, title: str) -> bool:
    """Tell whether a text begins with its title, which may be cut with an ellipsis."""
    stem = _CUT.sub("", title)
    # Twice the length and some more: the text may have line breaks where the title has one space.
    start = " ".join(body[: 2 * len(title) + 100].split())
    if not stem or not start.startswith(stem):
        return False
    following = start[len(stem) : len(stem) + 1]
    return stem != title or not following.isalnum()
