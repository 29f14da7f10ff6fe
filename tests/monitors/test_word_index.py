"""Spellings compiled: each is looked for under the word that gives it away, and stands where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.language.keys import keys_of, slot_of
from monitors.word_index import MOST_PLACES, Pattern, Spelling, WordIndex, spelled


def slots(text: str) -> tuple[frozenset[str], ...]:
    """Return the slots of a text: ``новая|новой таволжанка``."""
    return tuple(frozenset(slot.split("|")) for slot in text.split())


def index(*spellings: Spelling) -> WordIndex:
    """Return the index of these spellings, numbered from 0."""
    return WordIndex.compile(list(enumerate(spellings)))


def patterns(compiled: WordIndex) -> set[Pattern]:
    """Return the patterns of several words."""
    return {item for items in compiled.whole.values() for item in items if isinstance(item, Pattern)}


@pytest.mark.parametrize(
    ("texts", "trigger"),
    [
        (["новая таволжанка"], "таволжанка"),
        (["новая таволжанка", "белая таволжанка"], "новая"),
        (["в|во белом|белый доме", "в|во поле"], "белом"),
    ],
)
def test_a_phrase_is_looked_for_under_its_rarest_slot(texts: list[str], trigger: str) -> None:
    """The trigger is the slot that fewest spellings share, else the one of the longest words."""
    first = next(p for p in patterns(index(*(Spelling(slots(t)) for t in texts))) if p.number == 0)
    assert slot_of([trigger]) <= first.slots[first.trigger]


@pytest.mark.parametrize(
    ("spelling", "text", "found"),
    [
        (Spelling(slots("дым|дыма")), "нет дыма", [(1, 2)]),
        (Spelling(slots("нов|новой таволжанка|таволжанке")), "в новой таволжанке", [(1, 3)]),
        (Spelling(slots("новая таволж"), prefix=True), "новая таволжаночка", [(0, 2)]),
        (Spelling(slots("обстр"), prefix=True), "обстрел обстр обст", [(0, 1), (1, 2)]),
        (Spelling(slots("обстр|обс"), prefix=True), "обстрел", [(0, 1)]),
        (Spelling(slots("обстр"), prefix=True), "обстрҗ обсҗ", [(0, 1)]),
        (Spelling(slots("в обстр"), prefix=True), "в обстрҗ в обсҗ", [(0, 2)]),
        (Spelling(slots("обҗ"), prefix=True), "обҗект об", [(0, 1)]),
        (Spelling(slots("два слова"), within=2), "слова и ещё два", [(0, 4)]),
        (Spelling(slots("два слова"), within=1), "слова и ещё два", []),
        (Spelling(slots("два два"), within=1), "два раза", []),
        (Spelling(slots("два два"), within=1), "два раза два", [(0, 3)]),
        (Spelling(slots("обстрел"), edits=1), "обстерл обсрел обстрелы обс", [(0, 1), (1, 2), (2, 3)]),
        (Spelling(slots("a b")), "b a", []),
        (Spelling(slots("a b")), "a", []),
        (Spelling(slots("a b")), "b", []),
    ],
)
def test_where_a_spelling_stands(spelling: Spelling, text: str, found: list[tuple[int, int]]) -> None:
    """In a row, near, begun or misspelt: the first word's index, and that after the last."""
    assert sorted(index(spelling).find(keys_of(text)).get(0, [])) == found


def test_a_spelling_is_found_once_a_place() -> None:
    """Words that give the same term away twice do not double it."""
    compiled = index(Spelling(slots("дрон|дрона")))
    assert compiled.find(keys_of("дрон дрона")) == {0: [(0, 1), (1, 2)]}


def test_beginnings_are_found_by_their_stems() -> None:
    """Beginnings are kept apart, with the lengths there are for each first few letters."""
    compiled = index(*(Spelling(slots(word), prefix=True) for word in ("обстрел", "обстреля", "по")))
    first, other, whole = keys_of("обст по обстрел")
    assert compiled.stems == {4: {first: (7, 8)}, 2: {other: (2,)}}
    assert (compiled.begun[whole], compiled.whole) == ((0,), {})


def test_words_of_one_term_share_what_they_give_away() -> None:
    """Hundreds of forms of a term cost a table entry each, and one value together."""
    compiled = index(Spelling(slots("дрон|дрона|дрону")))
    one, other = keys_of("дрон дрону")
    assert compiled.whole[one] is compiled.whole[other]


def test_a_megabyte_of_one_word_is_bounded() -> None:
    """Of one term the first places are noted."""
    assert len(index(Spelling(slots("дрон"))).find(keys_of("дрон") * 100_000)[0]) == MOST_PLACES


# One of them has a letter that no byte stands for.
WORDS = st.sampled_from(["аб", "бв", "вг", "дом", "домҗ"])


@given(st.lists(st.lists(st.frozensets(WORDS, min_size=1), min_size=1, max_size=3)), st.lists(WORDS))
def test_agrees_with_trying_every_place(ways: list[list[frozenset[str]]], text: list[str]) -> None:
    """Every spelling is found exactly where its slots hold the words in a row."""
    expected: dict[int, set[tuple[int, int]]] = {}
    for number, way in enumerate(ways):
        for start in range(len(text) - len(way) + 1):
            if all(word in slot for word, slot in zip(text[start:], way, strict=False)):
                expected.setdefault(number, set()).add((start, start + len(way)))
    found = index(*(Spelling(tuple(way)) for way in ways)).find(keys_of(" ".join(text)))
    assert {number: set(places) for number, places in found.items()} == expected


def test_spelled_out() -> None:
    """For people, every way is a text."""
    assert list(spelled(Spelling(slots("новая|новой таволжанка")))) == [
        "новая таволжанка",
        "новой таволжанка",
    ]
