"""One rule by itself: what it finds, and what the full-text index is asked for it."""

from __future__ import annotations

import pytest

from monitors import rules
from monitors.language import fold
from monitors.language.forms import Forms
from monitors.places import Gazetteer
from monitors.rule_matcher import MOST_STEMS, RuleMatcher
from monitors.scene import Doubt, Doubts
from monitors.watchlist import Vocabulary
from storage.model import Place, Source, Term, leaves
from storage.search import narrow
from tests.exactly import published

SOURCE = Source("telegram", "open_belgorod")
FORMS = Forms(("ru", "uk", "en"))
PLACES = (Place("Белгород"), Place("Гора-Подол"))
KNOWN = rules.Known(places={"белгород": "Белгород", "гора подол": "Гора-Подол"})
VOCABULARY = Vocabulary(KNOWN, FORMS, Gazetteer.compile(PLACES, FORMS, Doubts((Doubt.NONE,) * 2)))


def matcher(text: str) -> RuleMatcher:
    """Return the matcher of a rule."""
    return RuleMatcher(rules.parse(text, KNOWN), VOCABULARY)


TEXTS = [
    "в Белгороде обстрел",
    "обстрелы под Горой-Подолом",
    "п'ять вибухів у Бєлгороді",
    "Belgorod shelled",
    "тихо",
]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("Белгород", [0, 2, 3]),
        ("обстрел", [0, 1]),
        ("place:Белгород", [0, 2, 3]),
        ('place:"Гора-Подол" обстрел', [1]),
        ("п'ять", [2]),
        ("обстрел -Белгород", [1]),
        ("обстрол~1", [0]),
        ("/об.т/", [0, 1]),
        ('"обстрел Белгород"~3', [0]),
        ("тихо OR вибух", [2, 4]),
    ],
)
def test_the_index_is_asked_for_stems_that_every_find_has(rule: str, found: list[int]) -> None:
    """What the matcher finds has the beginnings of words that the index is asked for."""
    one = matcher(rule)
    posts = [published(text, SOURCE) for text in TEXTS]
    assert [i for i, post in enumerate(posts) if one.matches(post, SOURCE) is not None] == found
    stems = [leaf for leaf in leaves(one.stems) if isinstance(leaf, Term)]
    for i in found:
        words = fold.words(TEXTS[i])
        assert not stems or any(word.startswith(stem.words[0]) for stem in stems for word in words)


def test_few_stems_stand_for_hundreds_of_forms() -> None:
    """And no text of a person reaches the index but as a quoted beginning of a word."""
    stems = matcher("Белгород").stems
    assert 1 < sum(1 for _ in leaves(stems)) < 40
    query = narrow(stems)
    assert query is not None
    assert '"белго' in query


def test_too_many_stems_narrow_nothing_down() -> None:
    """Looking through the posts is quicker then."""
    words = " OR ".join(f"{a}{b}{c}р" for a in "абвгдежзик" for b in "лмнопрсту" for c in "фхцчш")
    assert len(words.split(" OR ")) > MOST_STEMS
    assert narrow(matcher(words).stems) is None
