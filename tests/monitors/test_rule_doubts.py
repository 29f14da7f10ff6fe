"""Rules that can never hold, and words without forms."""

from __future__ import annotations

import pytest

from monitors import rules
from monitors.language.forms import Forms
from monitors.place_names import PlaceNames
from monitors.places import NOWHERE, Gazetteer
from monitors.rule_doubts import Contradictions, without_forms
from monitors.scene import Doubt, Doubts
from monitors.watchlist import Vocabulary
from storage.model import Place, Source, Voice

PLACES = (Place("Область"), Place("Козинка", "Область"))
SOURCES = (
    Source("telegram", "open_belgorod", home="Область"),
    Source("telegram", "governor", Voice.OFFICIAL),
    Source("feed", "wire", Voice.MEDIA),
)


FORMS = Forms(("ru",))
GAZETTEER = Gazetteer.compile(PLACES, FORMS, Doubts((Doubt.NONE,) * len(PLACES)))
KNOWN = rules.Known(sources=frozenset(source.key for source in SOURCES), places=PlaceNames(PLACES).spellings)


def reason(rule: str, sources: tuple[Source, ...] = SOURCES) -> str:
    """Return why a rule can never hold."""
    vocabulary = Vocabulary(KNOWN, FORMS, GAZETTEER)
    return Contradictions(vocabulary, sources).reason(rules.parse(rule, KNOWN).root)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("дрон NOT дрон", "it asks for дрон and excludes it"),
        ("(дрон AND метро) AND NOT (учения OR дрон)", "it asks for дрон and excludes it"),
        ("дрон AND метро AND NOT (дрон AND метро)", "it asks for дрон AND метро and excludes it"),
        ("обстрел NOT обст*", "wherever обстрел stands, обст* stands too, which is excluded"),
        ("=обстрела NOT обстрел", "wherever =обстрела stands, обстрел stands too"),
        ('"сильный обстрел" NOT обстрел', 'wherever "сильный обстрел" stands, обстрел stands too'),
        ("обстрел* NOT обст*", "wherever обстрел* stands"),
        ("дрон kind:telegram kind:feed", "no configured source fits kind:telegram AND kind:feed"),
        ("дрон kind:feed source:governor", "no configured source fits kind:feed AND source:governor"),
        ("дрон source:wire NOT voice:media", "no configured source fits source:wire AND NOT voice:media"),
        ("дрон AND after:2024-01-02 AND before:2024-01-02", "nothing is both after:"),
        ("дрон lang:ru lang:uk", "a post is in one language"),
        ("(дрон NOT дрон) OR (lang:ru lang:uk метро)", "it asks for дрон and excludes it"),
        ("дрон (kind:feed OR kind:telegram) source:governor voice:person", "no configured source fits"),
        ("метро AND (дрон OR обстрел) NOT (дрон OR обстрел)", "it asks for"),
    ],
)
def test_a_rule_that_can_never_hold_is_seen(rule: str, told: str) -> None:
    """And it is said what contradicts what."""
    assert told in reason(rule)


@pytest.mark.parametrize(
    "rule",
    [
        "дрон NOT метро",
        "обстрел NOT =обстрел",
        "обст* NOT обстрел",
        "обстрел~1 NOT обстрел",
        '"сильный обстрел" NOT "обстрел был"',
        "place:Козинка AND place:Область",
        "kind:feed OR kind:telegram",
        "дрон source:wire kind:feed voice:media",
        "дрон home:region NOT kind:feed",
        "дрон has:photo has:video",
        "дрон AND after:2024-01-01 AND before:2024-01-02",
        "(дрон NOT дрон) OR метро",
        "метро AND (дрон OR обстрел) NOT дрон",
        "дрон AND (lang:ru OR lang:uk)",
    ],
)
def test_a_rule_that_can_hold_is_left_alone(rule: str) -> None:
    """Also where a part of it never can."""
    assert reason(rule) == ""


def test_without_sources_nothing_is_said_of_them() -> None:
    """They may come later: a bot may be set up rules first."""
    assert reason("дрон kind:telegram kind:feed", ()) == ""


def test_a_place_can_be_asked_for_only_where_there_are_places() -> None:
    """Else such a rule never holds."""
    nowhere = Vocabulary(KNOWN, FORMS, NOWHERE)
    told = Contradictions(nowhere, ()).reason(rules.parse("дрон place:region", KNOWN).root)
    assert told == "place:region asks for places, of which none is configured"


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("обстерл", ["обстерл"]),
        ("(обстрел OR обстерл) NOT обстерл", ["обстерл"]),
        ("обстрел OR дрон", []),
        ("метро OR зелёный OR бежал", []),
        ("=обстерл OR обстерл* OR обстерл~1", []),
        ('"обстерл села"', []),
        ("Обстерловка OR БПЛА OR нло OR 1234", []),
        ("обстерл2", []),
        ("strike", ["strike"]),
    ],
)
def test_words_without_forms_are_found(rule: str, found: list[str]) -> None:
    """Single words of which all forms are asked, unless a dictionary knows them or they are names."""
    terms = without_forms(rules.parse(rule, KNOWN).root, FORMS)
    assert [term.text for term in terms] == found
