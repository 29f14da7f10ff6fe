"""Rules compiled: each is looked at only where something is found without which it cannot hold."""

from __future__ import annotations

import pytest

from monitors.language.forms import Forms
from monitors.lexicon import Lexicon, Target, spellings_of
from monitors.places import Gazetteer
from monitors.rules import Known, parse
from monitors.scene import Doubt, Doubts
from storage.model import Place, Severity, Term
from tests.exactly import EXACTLY

PLACES = (Place("Район"), Place("Село", "Район"), Place("Город"))
KNOWN = Known(
    sources=frozenset({"telegram:Open_Belgorod"}),
    places={"район": "Район", "село": "Село", "город": "Город", "region": "region"},
)


def lexicon(*texts: str) -> Lexicon:
    """Return the lexicon of these rules."""
    targets = [Target(f"rule:{text}", Severity.WARNING, parse(text, KNOWN)) for text in texts]
    return Lexicon.compile(
        targets, EXACTLY, Gazetteer.compile(PLACES, EXACTLY, Doubts((Doubt.NONE,) * len(PLACES)))
    )


def keys(compiled: Lexicon) -> list[set[str]]:
    """Return for each target the terms and fields under which it is looked at."""
    found: list[set[str]] = [set() for _ in compiled.targets]
    for number, targets in compiled.by_number.items():
        for target in targets:
            found[target].add(compiled.names[number])
    for field, targets in compiled.by_field.items():
        for target in targets:
            found[target].add(f"{field.name}:{field.value}")
    for target in compiled.always:
        found[target].add("always")
    return found


def test_a_term_is_there_once_and_places_follow() -> None:
    """A term of many rules has one number; the places are numbered after the terms."""
    compiled = lexicon("дрон обстрел", "дрон", "дрон OR дым")
    assert compiled.names == ("дрон", "обстрел", "дым", "Район", "Село", "Город")
    assert compiled.first_place == 3


@pytest.mark.parametrize(
    ("texts", "last"),
    [
        (["дрон"], {"дрон"}),
        (["дрон OR дым"], {"дрон", "дым"}),
        (["дрон OR voice:media"], {"дрон", "voice:media"}),
        (["voice:official"], {"voice:official"}),
        (["дрон -дым"], {"дрон"}),
        (["дрон", "дрон", "дрон козинка"], {"козинка"}),
        (["дым", "дрон", "(дрон OR дым) AND (козинка OR x OR y)"], {"козинка", "x", "y"}),
        (["voice:media a", "voice:media b"], {"b"}),
        (["source:Open_Belgorod"], {"source:open_belgorod"}),
        (["/дро+н/"], {"/дро+н/"}),
        (["/дро+н/ has:photo"], {"/дро+н/"}),
        (["has:photo after:2023-05-22"], {"always"}),
        (["has:photo OR дрон"], {"always"}),
        (["place:Село"], {"Село"}),
        (["place:Район"], {"Район", "Село"}),
        (["place:region"], {"Район", "Село", "Город"}),
    ],
)
def test_a_rule_is_looked_at_only_where_it_can_hold(texts: list[str], last: set[str]) -> None:
    """A rule's keys are what must be found wherever it holds, the rarest there are; some have none."""
    assert keys(lexicon(*texts))[-1] == last


def test_nothing_compiled() -> None:
    """A lexicon of nothing is a lexicon."""
    assert Lexicon.compile([], EXACTLY).targets == ()


def spelled(text: str) -> set[str]:
    """Return all spellings of a rule of one term, with what may follow."""
    (term,) = [leaf for leaf in [parse(text, KNOWN).root] if isinstance(leaf, Term)]
    ways = spellings_of(term, Forms(("ru",)))
    return {" ".join(min(slot) for slot in way.slots) + "*" * way.prefix for way in ways}


def test_exact_terms_and_beginnings_have_no_forms() -> None:
    """The words before a beginning have theirs; an exact phrase has none."""
    assert spelled("=обстрел") == {"обстрел"}
    assert spelled("обстрел*") == {"обстрел*"}
    assert spelled('="массовый обстрел"') == {"массовый обстрел"}
    assert len(list(spellings_of(Term("дым", ("дым",), exact=True), Forms(("ru",))))) == 1
