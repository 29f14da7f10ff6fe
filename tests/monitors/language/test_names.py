"""What one language makes of the other's names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.language import fold, names

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ"


@pytest.mark.parametrize(
    ("russian", "ukrainian"),
    [
        ("козинка", "козинка"),
        ("белгород", "бєлгород білгород"),
        ("шебекино", "шебекине шебекіно"),
        ("антоновка", "антонівка антоновка"),
        ("замостье", "замостя"),
        ("подол", "поділ подол"),
        ("новая", "нова"),
        ("оскол", "оскіл"),
        ("запорожье", "запоріжжя"),
        ("луганск", "луганськ"),
        ("донецк", "донецьк"),
        ("харьков", "харків"),
        ("грайворонский", "грайворонський"),
        ("украина", "україна"),
        ("житомир", "житомир"),
        ("крым", "крим"),
        ("россия", "росія"),
    ],
)
def test_ukrainian(russian: str, ukrainian: str) -> None:
    """A Russian name is written by its letters, and by its parts, in Ukrainian."""
    assert set(ukrainian.split()) <= names.ukrainian(russian)


@pytest.mark.parametrize(
    ("ukrainian", "russian"),
    [
        ("козинка", "козинка"),
        ("білгород", "белгород"),
        ("бєлгород", "белгород"),
        ("шебекине", "шебекино"),
        ("антонівка", "антоновка"),
        ("поділ", "подол"),
        ("нова", "новая"),
        ("харків", "харьков"),
        ("чернігів", "чернигов"),
        ("суми", "сумы"),
        ("тернопіль", "тернополь"),
        ("чернівці", "черновцы"),
        ("запоріжжя", "запорожье"),
        ("сумський", "сумский"),
        ("київ", "киев"),
        ("вінниця", "винница"),
    ],
)
def test_russian(ukrainian: str, russian: str) -> None:
    """A Ukrainian name is written by its letters, and by its parts, in Russian."""
    assert russian in names.russian(ukrainian)


@given(st.text(st.sampled_from(LETTERS), min_size=1, max_size=12))
def test_spellings_are_canonical_and_few(word: str) -> None:
    """Whatever stands for a name, the other language has some spellings of it, all canonical."""
    for found in (names.ukrainian(word), names.russian(word)):
        assert 1 <= len(found) <= 40
        assert all(fold.words(spelling) == [spelling] for spelling in found)
