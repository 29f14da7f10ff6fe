"""Terms compiled: each looked for once, under its rarest word, and each rule under its rarest key."""

from __future__ import annotations

import pytest

from monitors.lexicon import FieldKey, Lexicon, Pattern, Target, properties
from monitors.rules import Known, parse
from storage.model import Severity, Source, Voice

KNOWN = Known(sources=frozenset({"telegram:Open_Belgorod"}))


def lexicon(*texts: str) -> Lexicon:
    """Return the lexicon of these rules."""
    return Lexicon.compile(Target(f"rule:{text}", Severity.WARNING, parse(text, KNOWN)) for text in texts)


def keys(compiled: Lexicon) -> list[set[str]]:
    """Return for each target the terms and fields under which it is looked at."""
    found: list[set[str]] = [set() for _ in compiled.targets]
    for number, targets in compiled.by_term.items():
        for target in targets:
            found[target].add(compiled.terms[number].text)
    for field, targets in compiled.by_field.items():
        for target in targets:
            found[target].add(f"{field.name}:{field.value}")
    return found


def test_a_term_is_there_once() -> None:
    """A term of many rules has one number and one pattern."""
    compiled = lexicon("дрон обстрел", "дрон", "дрон OR дым")
    assert [term.text for term in compiled.terms] == ["дрон", "обстрел", "дым"]
    assert sum(map(len, compiled.patterns.values())) == 3


@pytest.mark.parametrize(
    ("texts", "phrase", "trigger"),
    [
        (["«новая таволжанка»"], "новая таволжанка", "таволжанка"),
        (["«новая таволжанка»", "«белая таволжанка»", "таволжанка"], "новая таволжанка", "новая"),
        (["«дым пож*»"], "дым пож", "дым"),
    ],
)
def test_a_phrase_is_looked_for_under_its_rarest_word(texts: list[str], phrase: str, trigger: str) -> None:
    """The trigger is the word that fewest terms share, else the longest, and a whole one."""
    patterns = [p for found in lexicon(*texts).patterns.values() for p in found]
    (pattern,) = [pattern for pattern in patterns if " ".join(pattern.words) == phrase]
    assert pattern.words[pattern.trigger] == trigger


def test_beginnings_are_found_by_their_stems() -> None:
    """Beginnings are kept apart, with the lengths there are for each first few letters."""
    compiled = lexicon("обстрел* OR обстреля* OR по*")
    assert compiled.beginnings["обстрел"] == (Pattern(("обстрел",), prefix=True, trigger=0, term=0),)
    assert compiled.stems == {4: {"обст": (7, 8)}, 2: {"по": (2,)}}
    assert compiled.patterns == {}


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
    ],
)
def test_a_rule_is_looked_at_only_where_it_can_hold(texts: list[str], last: set[str]) -> None:
    """A rule's keys are terms or fields of which one is there wherever it holds, the rarest there are."""
    assert keys(lexicon(*texts))[-1] == last


def test_what_is_true_of_a_source() -> None:
    """A source can be asked for by its key, its name and its voice."""
    assert properties(Source("telegram", "Open_B", Voice.MEDIA)) == (
        FieldKey("source", "telegram:open_b"),
        FieldKey("source", "open_b"),
        FieldKey("voice", "media"),
    )


def test_nothing_compiled() -> None:
    """A lexicon of nothing is a lexicon."""
    assert lexicon().targets == ()
