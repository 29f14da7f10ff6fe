"""Tables of endings: how a word that ends so is inflected, written as a grammar would print them.

A line reads ``endings | what is cut off | what is put instead``; the first line whose ending fits is
the one that counts. ``-`` stands for nothing.
"""

from __future__ import annotations

from typing import NamedTuple

FLEETING = frozenset({"ец", "ок", "ець", "єць"})
VOWELS = frozenset("аеиоуыэюяёіїє")


class Line(NamedTuple):
    """One line of a table."""

    endings: tuple[str, ...]
    cut: str
    instead: tuple[str, ...]

    def fits(self, word: str) -> bool:
        """Return whether the word ends so; only a word with another vowel loses a fleeting one."""
        return word.endswith(self.endings) and (
            self.cut not in FLEETING or not VOWELS.isdisjoint(self.stem(word))
        )

    def stem(self, word: str) -> str:
        """Return the word without what is cut off."""
        return word.removesuffix(self.cut)


Table = tuple[Line, ...]


def table(text: str) -> Table:
    """Return the lines of a printed table."""
    return tuple(_line(*(part.split() for part in line.split("|"))) for line in text.strip().splitlines())


def _line(endings: list[str], cut: list[str], instead: list[str]) -> Line:
    plain = [["" if piece == "-" else piece for piece in column] for column in (endings, cut, instead)]
    return Line(tuple(plain[0]), "".join(plain[1]), tuple(plain[2]))


def apply(lines: Table, word: str) -> frozenset[str]:
    """Return the forms by the first line that fits, none where no line does."""
    line = next((line for line in lines if line.fits(word)), None)
    if line is None:
        return frozenset()
    stem = line.stem(word)
    forms = (stem + ending for ending in line.instead)
    # An apostrophe belongs to a word only between letters.
    return frozenset(form for form in forms if not form.endswith("'"))
