"""What the people of a place are called."""

from __future__ import annotations

import pytest

from monitors.language import fold
from monitors.language.demonyms import demonyms


@pytest.mark.parametrize("word", ["белгородец", "белгородцев", "белгородчане", "белгородчанка"])
def test_from_a_russian_adjective(word: str) -> None:
    """In all cases, of both sexes."""
    assert word in demonyms({"белгородский", "белгородская"})


@pytest.mark.parametrize("word", ["грайворонець", "грайворонці", "грайворончани", "грайворончан"])
def test_from_a_ukrainian_adjective(word: str) -> None:
    """Likewise."""
    assert word in demonyms({"грайворонський"})


def test_nothing_comes_of_what_is_no_adjective() -> None:
    """And what comes is canonical."""
    assert demonyms({"белгород", "белгородчина"}) == frozenset()
    assert all(fold.words(word) == [word] for word in demonyms({"белгородский", "бєлгородський"}))
