"""What an edit changed, in a few words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.differing import difference, edit_text
from bot.texts import Texts


@pytest.mark.parametrize(
    ("before", "after", "was", "now"),
    [
        (
            "ранены 2 человека в селе",
            "ранены 3 человека в селе",
            "ранены 2 человека в",
            "ранены 3 человека в",
        ),
        ("Прилёт", "Прилёт. Есть раненые", "Прилёт", "Прилёт. Есть раненые"),
        ("Дом разрушен", "Дом разрушен полностью", "", "полностью"),
        ("Дом полностью разрушен", "Дом разрушен", "полностью", ""),
        ("Дом\nразрушен", "Дом  разрушен ", "", ""),
        ("", "Прилёт", "", "Прилёт"),
        ("а", "б", "а", "б"),
    ],
)
def test_the_words_that_changed_are_shown(before: str, after: str, was: str, now: str) -> None:
    """With two beside them where something was replaced; where words were only added, those alone."""
    assert difference(before, after) == (was, now)


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("дом", "сарай", "edited 10:05: was «дом», now «сарай»"),
        ("дом", "дом цел", "edited 10:05: added «цел»"),
        ("дом цел", "дом", "edited 10:05: taken out «цел»"),
        ("дом", "дом ", "edited 10:05"),
    ],
)
def test_a_line_tells_the_edit(before: str, after: str, line: str) -> None:
    """Replaced, added or taken out."""
    assert edit_text(before, after, "10:05", Texts()) == line


@settings(max_examples=25)
@given(st.text(max_size=400), st.text(max_size=400))
def test_it_is_always_short(before: str, after: str) -> None:
    """One line each, whatever the texts are; equal texts differ in nothing."""
    was, now = difference(before, after)
    assert max(len(was), len(now)) <= 71
    assert "\n" not in was + now
    assert difference(before, before) == ("", "")
