"""A text with all that is in it marked."""

from __future__ import annotations

from monitors import rules
from monitors.language.forms import Forms
from monitors.lexicon import Lexicon, Target
from monitors.marking import Marked, mark
from monitors.place_names import PlaceNames
from monitors.places import Gazetteer
from monitors.scene import Doubt, Doubts
from storage.model import Match, Place, Post, Severity, Source

PLACES = (Place("Область"), Place("Козинка", "Область"), Place("Козинка", "Район"), Place("Район"))
FORMS = Forms(("ru",))
GAZETTEER = Gazetteer.compile(PLACES, FORMS, Doubts((Doubt.NONE,) * len(PLACES)))
KNOWN = rules.Known(places=PlaceNames(PLACES).spellings)


def marked(text: str, *texts: str) -> Marked:
    """Return what stands in a text."""
    targets = [Target(f"topic:{one}", Severity.INFO, rules.parse(one, KNOWN)) for one in texts]
    return mark(Lexicon.compile(targets, FORMS, GAZETTEER), Post("", "", "", text), Source("", ""))


def test_each_match_stands_there_once() -> None:
    """However many rules ask for it."""
    found = marked("обстрел", "обстрел", "обстрел OR дрон")
    assert found.targets == ("topic:обстрел", "topic:обстрел OR дрон")
    assert found.matches == (Match("обстрел", "обстрел", 0, 7),)


def test_matches_of_different_rules_may_overlap() -> None:
    """The longer first; each rule says what it found."""
    found = marked("сильный обстрел", '"сильный обстрел"', "обстрел", "обстр*")
    assert [(match.term, match.start, match.end) for match in found.matches] == [
        ('"сильный обстрел"', 0, 15),
        ("обстр*", 8, 15),
        ("обстрел", 8, 15),
    ]


def test_a_place_and_a_term_of_the_same_word_are_both_told() -> None:
    """Every place of a name too."""
    found = marked("Козинка", "козинка")
    assert found.places == ("Козинка, Область", "Козинка, Район")
    assert [match.term for match in found.matches] == ["Козинка, Область", "Козинка, Район", "козинка"]


def test_a_rule_of_fields_marks_nothing() -> None:
    """It holds all the same; and a text in which nothing is, is marked with nothing."""
    assert marked("тихо", "kind:telegram") == Marked()
    found = mark(
        Lexicon.compile([Target("topic:x", Severity.INFO, rules.parse("kind:feed", KNOWN))], FORMS),
        Post("", "", "", "тихо"),
        Source("feed", "wire"),
    )
    assert found == Marked(("topic:x",))
