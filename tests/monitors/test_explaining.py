"""Why a rule holds or does not, part by part."""

from __future__ import annotations

from itertools import pairwise

import pytest

from monitors import matching, rules
from monitors.explaining import Explainer, Explanation, Reasons
from monitors.language.forms import Forms
from monitors.lexicon import Lexicon, Target
from monitors.mentions import Verdict
from monitors.place_names import PlaceNames
from monitors.places import Gazetteer
from monitors.scene import Doubt, Doubts
from monitors.watchlist import Vocabulary
from storage.model import Match, Place, Post, Severity, Source

PLACES = (
    Place("Край"),
    Place("Козинка", "Край"),
    Place("Антоновка", "Край"),
    Place("Строитель", "Край"),
    Place("Оскол", "Край"),
    Place("Старый Оскол", "Край"),
)
DOUBTS = {"Антоновка": Doubt.NAMESAKE, "Строитель": Doubt.WORD}
FORMS = Forms(("ru",))
VOCABULARY = Vocabulary(
    rules.Known(places=PlaceNames(PLACES).spellings),
    FORMS,
    Gazetteer.compile(PLACES, FORMS, Doubts(tuple(DOUBTS.get(p.name, Doubt.NONE) for p in PLACES))),
)
SOURCE = Source("telegram", "open_belgorod")


def explained(text: str, *texts: str, home: str = "") -> Reasons:
    """Return the explanation of a text by rules."""
    targets = [Target(one, Severity.INFO, rules.parse(one, VOCABULARY.known)) for one in texts]
    source = Source("telegram", "open_belgorod", home=home)
    return Explainer(targets, VOCABULARY).explain(Post(source.key, "1", "", text), source)


def why(text: str, rule: str) -> Explanation:
    """Return the explanation of a text by one rule."""
    return explained(text, rule).rules[0][1]


def test_what_holds_says_which_word_stands_where() -> None:
    """The term as it was written, the form in which it stands, and its place."""
    found = why("Тихо. Дроны над Козинка", "(обстрел OR дрон*) AND place:region")
    assert found.holds
    assert [(leaf.text, leaf.matches) for leaf in found.reasons] == [
        ("дрон*", (Match("дрон*", "Дроны", 6, 11),)),
        ("place:region", (Match("Козинка", "Козинка", 16, 23),)),
    ]


def test_what_is_missing_of_an_and_is_told_part_by_part() -> None:
    """With what is there beside it."""
    found = why("обстрел", "обстрел AND place:region AND voice:official")
    assert not found.holds
    assert [(part.text, part.holds) for part in found.parts] == [
        ("обстрел", True),
        ("place:region", False),
        ("voice:official", False),
    ]
    assert list(found.reasons) == []


def test_what_a_not_excludes_is_told_with_its_place() -> None:
    """The rule fails because of a word that is there."""
    found = why("обстрел, учения", "обстрел NOT (учения OR кино)")
    assert [(part.text, part.holds) for part in found.parts] == [
        ("обстрел", True),
        ("NOT (учения OR кино)", False),
    ]
    (inner,) = found.parts[1].parts
    assert inner.parts[0].matches == (Match("учения", "учения", 9, 15),)
    assert found.found == 1, "what is excluded is not wanted"


@pytest.mark.parametrize(
    ("rule", "text", "count"),
    [
        ("обстрел AND дрон", "тихо", 0),
        ("обстрел AND дрон", "обстрел", 1),
        ("обстрел AND place:region", "Козинка", 0),
        ("place:region AND kind:telegram", "Козинка", 1),
        ("voice:channel AND дрон", "тихо", 0),
        ("дрон NOT учения", "учения", 0),
        ("обстрел AND /дрон.*сбит/", "дрон был сбит", 1),
    ],
)
def test_a_rule_comes_near_by_its_words(rule: str, text: str, count: int) -> None:
    """A place or a kind of source alone brings no rule near that looks for words."""
    assert why(text, rule).found == count


@pytest.mark.parametrize(
    ("text", "home", "verdicts"),
    [
        ("Козинка", "", [("Козинка", Verdict.COUNTS)]),
        ("Козинка-Подольская", "", [("Козинка", Verdict.OTHER_NAME)]),
        ("Старый Оскол", "", [("Старый Оскол", Verdict.COUNTS), ("Оскол", Verdict.LONGER_NAME)]),
        ("Антоновка", "", [("Антоновка", Verdict.NO_EVIDENCE)]),
        ("Антоновка", "Край", [("Антоновка", Verdict.COUNTS)]),
        ("Антоновка Херсонской области", "Край", [("Антоновка", Verdict.ELSEWHERE)]),
        ("строитель в Козинка", "", [("Строитель", Verdict.WORD), ("Козинка", Verdict.COUNTS)]),
        ("ничего", "", []),
    ],
)
def test_every_mention_of_a_place_is_judged(
    text: str, home: str, verdicts: list[tuple[str, Verdict]]
) -> None:
    """It counts, or it is said why not; in order of place."""
    notes = explained(text, home=home).places
    assert sorted((note.place, note.verdict.value) for note in notes) == sorted(
        (place, verdict.value) for place, verdict in verdicts
    )
    assert all(text[note.start : note.end] == note.form for note in notes)
    assert all(one.start <= other.start for one, other in pairwise(notes))


@pytest.mark.parametrize(
    "text", ["обстрел Козинка", "дрон", "обстрел учения Козинка", "", "\ud800", "Антоновка"]
)
def test_an_explanation_agrees_with_the_matcher(text: str) -> None:
    """What is explained to hold is what alerts, and the places that count are those that are noted."""
    texts = (
        "обстрел AND place:region NOT учения",
        "дрон OR place:Козинка",
        "/обст.ел/",
        "NOT учения AND обстрел",
    )
    targets = [Target(one, Severity.INFO, rules.parse(one, VOCABULARY.known)) for one in texts]
    post = Post(SOURCE.key, "1", "", text)
    reading = matching.match(Lexicon.compile(targets, FORMS, VOCABULARY.gazetteer), post, SOURCE)
    reasons = explained(text, *texts)
    assert [hit.target for hit in reading.hits] == [t.name for t, found in reasons.rules if found.holds]
    counting = {note.place for note in reasons.places if note.verdict is Verdict.COUNTS}
    assert set(reading.places) == counting
