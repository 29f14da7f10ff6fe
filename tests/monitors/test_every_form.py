"""Every form of a term finds the term: from the forms, through the table, back to the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitors import rules
from monitors.language.forms import Forms
from monitors.lexicon import spellings_of
from monitors.places import Gazetteer
from monitors.rule_matcher import RuleMatcher
from monitors.scene import Doubt, Doubts
from monitors.watchlist import Vocabulary
from storage.model import Place, Source, Term
from tests.exactly import published

SOURCE = Source("telegram", "a")
FORMS = Forms(("ru", "uk", "nl", "en", "de", "pl"))
NAMES = ["Козинка", "Гора-Подол", "Новая Таволжанка", "Старый Оскол", "Шебекино", "Валуйки", "Харків"]
WORDS = ["обстрел", "массированный обстрел", "без света", "shelling", "brandweer", "Grayvoron", "вибух"]
TERMS = [*NAMES, *WORDS]
PLACES = [Place(name) for name in NAMES]
GAZETTEER = Gazetteer.compile(PLACES, FORMS, Doubts((Doubt.NONE,) * len(PLACES)))


def matcher(text: str) -> RuleMatcher:
    """Return the matcher of a rule."""
    known = rules.Known(places={name.casefold(): name for name in NAMES})
    return RuleMatcher(rules.parse(text, known), Vocabulary(known, FORMS, GAZETTEER))


TERM_MATCHERS = {text: matcher(f'"{text}"') for text in TERMS}
PLACE_MATCHERS = {name: matcher(f'place:"{name}"') for name in NAMES}


@given(st.data(), st.sampled_from(TERMS))
def test_every_form_of_a_term_finds_it(data: st.DataObject, text: str) -> None:
    """Whichever of its ways is drawn, in the middle of other words, it stands exactly there."""
    term = rules.parse(f'"{text}"', rules.Known()).root
    assert isinstance(term, Term)
    way = data.draw(st.sampled_from(list(spellings_of(term, FORMS))))
    form = " ".join(data.draw(st.sampled_from(sorted(slot))) for slot in way.slots)
    found = TERM_MATCHERS[text].matches(published(f"1 {form}, 2", SOURCE), SOURCE)
    assert found is not None
    assert form in [match.form for match in found]


@given(st.data(), st.sampled_from(NAMES))
def test_every_form_of_a_place_finds_it(data: st.DataObject, name: str) -> None:
    """In whatever script, adjective or case."""
    way = data.draw(st.sampled_from(GAZETTEER.ways[NAMES.index(name)]))
    form = " ".join(data.draw(st.sampled_from(sorted(slot))) for slot in way.slots)
    assert PLACE_MATCHERS[name].matches(published(f"1 {form}, 2", SOURCE), SOURCE) is not None
