"""Words of four languages that mean one thing in news, read once from the readable file beside this one."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FILE = "concepts.toml"

MEANINGS: Mapping[str, str] = {
    word: name
    for name, words in tomllib.loads(files(__package__).joinpath(FILE).read_text(encoding="utf-8")).items()
    for word in words.split()
}
"""Canonical words, and the name of what they mean."""


def meanings_of(reduce: Callable[[str], str], letters: range) -> Mapping[str, str]:
    """Return what the stems that a stemmer makes mean, of the words that begin with some letters.

    Where words of two meanings have one stem, it means what stands first in the file.
    """
    words = [word for word in MEANINGS if ord(word[0]) in letters]
    return {reduce(word): MEANINGS[word] for word in reversed(words)}
