"""Names in Latin letters: the endings that the languages around put on them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.language import fold
from monitors.language.latin import adjectives, name_forms, name_word_forms, of_cyrillic

WORDS = st.text().map(fold.words).filter(bool).map(lambda words: words[0])
NAMES = st.text("abdegijklmnoprstuvwyząćęłńóśźżáčďěňřšťž'", min_size=1, max_size=20).map(fold.words)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("belgorod", "belgorod belgorod's belgorods belgoroder belgorodse"),
        ("biełgorod", "biełgorodu biełgorodowi biełgorodem biełgorodzie"),
        ("bělgorod", "bělgorodu bělgorodě bělgorodem"),
        ("kozinka", "kozinki kozince kozinkę kozinką kozinky kozinku kozinkou"),
        ("antoniwka", "antoniwki antoniwce antoniwkę antoniwką d'antoniwka"),
        ("szebekino", "szebekina szebekinu szebekinem szebekinie"),
        ("grajworon", "grajworonu grajworonem grajworonie"),
        ("donieck", "doniecku donieckiem"),
        ("kazań", "kazani kazania kazaniu kazaniem kazanią"),
        ("doniec", "dońca dońcu dońcem"),
        ("charkow", "charkowa charkowie charkowem"),
        ("nowaja", "nowej nową"),
        ("tawołżanka", "tawołżance tawołżankę"),
        ("borysy", "borys borysów borysom borysach"),
        ("nowgorod", "nowgorodzie"),
        ("kursk", "kurska kursku kurskiem kurskem kurskom"),
        ("priština", "prištine prištini prištino prištině"),
        ("schebekino", "schebekin schebekinos schebekiner"),
    ],
)
def test_cases(name: str, forms: str) -> None:
    """A name gets the cases and possessives of those languages that could spell it so."""
    assert {name, *forms.split()} <= name_word_forms(name)


@pytest.mark.parametrize("name", ["grayvoron", "shebekino", "zhuravlevka", "kharkiv", "schebekino"])
def test_strange_spellings_are_not_declined(name: str) -> None:
    """What no Polish or Czech hand would write so gets none of their endings."""
    assert {f"{name}em", f"{name[:-1]}em", f"{name[:-1]}ie", f"{name}ie"}.isdisjoint(name_word_forms(name))


@pytest.mark.parametrize("name", ["bor", "uva", "zeja", "orel"])
def test_short_names_have_few_forms(name: str) -> None:
    """What is derived from a name of four letters is mostly some other word."""
    assert {f"{name}er", f"{name[:-1]}er", f"{name}se"}.isdisjoint(name_word_forms(name))


@pytest.mark.parametrize("name", ["белгород", "s300", "北京", "5"])
def test_other_scripts_stay_as_they_are(name: str) -> None:
    """A word that is not wholly of Latin letters has one form, itself, and no adjective."""
    assert (name_word_forms(name), adjectives(name)) == (frozenset({name}), frozenset())


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("grayvoron", "grayvoronsky grayvoronskiy grayvoronskaya grayvoronskoye grayvoronskogo"),
        ("belgorod", "belgorodsky belgorodskaya belgorodskoy belgorodskaja belgorodzki"),
        ("shebekino", "shebekinsky shebekinskiy shebekinskoy"),
        ("kozinka", "kozinsky kozinskaya kozinskij"),
        ("kursk", "kursky kurskaya kurski kurský kurskiego"),
        ("grajworon", "grajworoński grajworońskiego grajworońskim grajworońską"),
        ("biełgorod", "biełgorodzki biełgorodzkiej"),
        ("szebekino", "szebekiński szebekińskiego"),
        ("bělgorod", "bělgorodský bělgorodského bělgorodské bělgorodskou"),
        ("donieck", "doniecki donieckiego"),
    ],
)
def test_adjectives(name: str, forms: str) -> None:
    """The adjective from a name, as transliterated Russian and as Polish and Czech make it."""
    assert set(forms.split()) <= adjectives(name)


def test_several_words() -> None:
    """Each word of a name is a slot of its own, with its forms."""
    (slots,) = name_forms(("nowaja", "tawołżanka"))
    assert "nowej" in slots[0]
    assert "tawołżance" in slots[1]
    assert name_forms(()) == ()


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Грайворон", "grayvoron grayvoron's graiworon grajworonu grajworońskiego grajvorona grajvoronský"),
        ("Шебекино", "shebekino schebekin szebekinie šebekina šebekinský"),
        ("Белгород", "biełgorodzie bělgorodě belgoroder belgorodzki belgorodse"),
    ],
)
def test_of_cyrillic(name: str, forms: str) -> None:
    """A Cyrillic name is found in any of its spellings, the usual ones also inflected."""
    found = of_cyrillic(name, "ru")
    assert set(forms.split()) <= found
    assert sorted(fold.words(" ".join(found))) == sorted(found)


@given(WORDS)
def test_any_word(word: str) -> None:
    """A word of any text is among its forms; all of them are canonical and not many."""
    forms = name_word_forms(word)
    assert word in forms
    assert sorted(fold.words(" ".join(forms))) == sorted(forms)
    assert len(forms) <= 60


@given(NAMES)
def test_any_adjective(words: list[str]) -> None:
    """Adjectives are canonical, and not many."""
    for word in words:
        found = adjectives(word)
        assert sorted(fold.words(" ".join(found))) == sorted(found)
        assert len(found) <= 80


def test_it_is_quick() -> None:
    """A name takes a fraction of a millisecond."""
    names = [f"{a}{b}" for a in ("kozin", "grajwor", "belg", "szebek") for b in ("ka", "on", "orod", "ino")]
    start = time.process_time()
    for name in names:
        name_word_forms(name)
        adjectives(name)
    spent = (time.process_time() - start) / len(names)
    assert spent < 0.001, f"{spent:.5f} s; 0.0002 on a machine with nothing else to do"
