"""Common words in Latin letters: their forms by their language's stemmer."""

from __future__ import annotations

import pytest
import Stemmer
from hypothesis import given
from hypothesis import strategies as st

from monitors.language import fold
from monitors.language.latin import SNOWBALL, common_forms


@pytest.mark.parametrize(
    ("language", "word", "forms"),
    [
        ("en", "shelling", "shelling shellings shell shells shelled"),
        ("en", "attack", "attacks attacked attacking attack's"),
        ("en", "fire", "fires fired firing"),
        ("en", "hit", "hits hitting"),
        ("en", "city", "cities"),
        ("en", "evacuation", "evacuations evacuated evacuating"),
        ("nl", "aanval", "aanvallen"),
        ("nl", "aanvallen", "aanval"),
        ("nl", "beschieting", "beschietingen beschieten"),
        ("nl", "straten", "straat"),
        ("nl", "golven", "golf"),
        ("de", "brände", "brand"),
        ("en", "hitting", "hit hits"),
        ("nl", "straat", "straten"),
        ("nl", "golf", "golven"),
        ("nl", "huis", "huizen"),
        ("nl", "drone", "drones"),
        ("de", "angriff", "angriffe angriffen angriffs"),
        ("de", "brand", "brände bränden brandes"),
        ("de", "drohne", "drohnen"),
        ("de", "rakete", "raketen"),
        ("pl", "ostrzał", "ostrzału ostrzałem ostrzale ostrzały ostrzałów"),
        ("pl", "pożar", "pożaru pożarze pożary pożarów"),
        ("pl", "rakieta", "rakiety rakietę rakietą rakiecie rakiet"),
        ("cs", "útok", "útoku útoky útoků útokem"),
        ("fr", "attaque", "attaques attaqué attaquer"),
        ("sv", "brand", "branden brander brands"),
        ("fi", "isku", "iskun iskut iskussa"),
        ("es", "ataque", "ataques"),
        ("hu", "támadás", "támadások támadást"),
        ("tr", "saldırı", "saldırının"),
    ],
)
def test_forms(language: str, word: str, forms: str) -> None:
    """A common word has its inflections."""
    assert {word, *forms.split()} <= common_forms(word, [language])


@pytest.mark.parametrize(
    ("language", "word", "others"),
    [
        ("en", "university", "universe universal"),
        ("en", "news", "new"),
        ("nl", "gewond", "won gewonnen"),
        ("de", "drohne", "dröhnen"),
        ("de", "rakete", "rak"),
        ("de", "schon", "schön"),
        ("de", "schön", "schon"),
        ("pl", "ostrzał", "ostrze"),
    ],
)
def test_what_a_stemmer_confuses(language: str, word: str, others: str) -> None:
    """Words that merely share a stem are no forms of each other."""
    assert common_forms(word, [language]).isdisjoint(others.split())


def test_several_languages() -> None:
    """A word has its forms in each of the region's languages; those without a stemmer add none."""
    forms = common_forms("drone", ["nl", "en", "ru", "xx"])
    assert {"drone", "drones", "droned"} <= forms
    assert common_forms("drone", ["ru"]) == {"drone"}


def test_other_scripts_stay_as_they_are() -> None:
    """A Cyrillic word is not this module's."""
    assert common_forms("обстрел", ["en", "nl"]) == {"обстрел"}


def test_every_language_has_a_stemmer() -> None:
    """The table of languages names Snowball's algorithms."""
    assert set(SNOWBALL.values()) <= set(Stemmer.algorithms())


@given(st.text().map(fold.words), st.sampled_from(sorted(SNOWBALL)))
def test_any_word(words: list[str], language: str) -> None:
    """A word of any text is among its forms; all of them are canonical and not many."""
    for word in words:
        forms = common_forms(word, [language])
        assert word in forms
        assert sorted(fold.words(" ".join(forms))) == sorted(forms)
        assert len(forms) <= 61
