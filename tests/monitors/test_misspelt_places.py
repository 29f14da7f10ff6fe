"""Misspelt names of places: taken for the place in posts of local sources, and nowhere else."""

from __future__ import annotations

import pytest

from tests.monitors.test_region_spellings import LOCAL, STRANGER, places


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the Greivoronskiy front", "Грайворон"),
        ("Shebikensky urban district", "Шебекино"),
        ("Gora-Padol was hit", "Гора-Подол"),
        ("in Volokonowca", "Волоконовка"),
        ("пожар в Валоконовке", "Волоконовка"),
        ("Бехтеефка", "Бехтеевка"),
    ],
)
def test_a_misspelt_name_in_a_local_post(text: str, place: str) -> None:
    """A letter or two may differ in a long name that nobody can take for another word."""
    assert place in places(text, LOCAL)
    assert places(text, STRANGER) == ()


@pytest.mark.parametrize(
    "text",
    [
        "the greivoronskiy front",
        "Коротыч под огнём",
        "Прохорова пришла",
        "Belgian ministers met Alexander Prokofiev in Groningen",
        "Woensdag vergaderen de Nederlandse Kamerleden over Rozendaal",
        "Der Bundeskanzler spricht am Donnerstag in Braunschweig",
        "Pawel Kosinski, Borowski i Grabowski",
        "",
    ],
)
def test_what_is_another_word(text: str) -> None:
    """Small letters, short names, words of a dictionary, and other people's and towns' names."""
    assert places(text, LOCAL) == ()
