"""The canonical spelling: what is one word, what is the same word, and where it stands."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitors.language import fold
from monitors.language.canonical import spaced_words
from monitors.language.hashtags import cut_hashtags
from monitors.language.keys import keys_of, words_of

# What is rare is compiled when it is first met, which no example shall be charged with.
fold.tokens("#ГораПодол Кoзинкa а\u0327\u200b'½")

# All of Unicode, and often the characters that the rules of folding are about.
TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            "аеёийїяЁЙ\u0306\u0308\u0301\u0327'’ʼ`´′-–\u00ad\u200b\ufe0f \n_#@1²ßςΣİ🔥❗\u3164\u20e3"
        ),
        st.characters(exclude_categories=()),
    )
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Обстрел КОЗИНКИ", ["обстрел", "козинки"]),
        ("Ёлка, прилёт", ["елка", "прилет"]),
        ("и\u0306од е\u0308ж ё\u0308ж", ["йод", "еж", "еж"]),
        ("ї і\u0308", ["ї", "ї"]),
        ("об'єкт об’єкт обʼєкт об`єкт об´єкт об′єкт об‘єкт", ["об'єкт"] * 7),
        ("'слово' ‘слово’ слово' 'слово", ["слово"] * 4),
        ("a''b '' '", ["a", "b"]),
        (
            "Гора-Подол Гора‐Подол Гора‑Подол Гора‒Подол Гора–Подол Гора—Подол Гора−Подол",
            ["гора", "подол"] * 7,
        ),
        ("Гора - Подол, Гора\nПодол", ["гора", "подол"] * 2),
        ("об\u00adстрел об\u200bстрел об\u2060стрел об\ufeffстрел", ["обстрел"] * 4),
        ("\u200bобстрел\u200b \u200eобстрел", ["обстрел", "обстрел"]),
        ("#Белгород @open_belgorod", ["белгород", "open", "belgorod"]),
        ("в 5:30 С-300 Ту95", ["в", "5", "30", "с", "300", "ту95"]),
        ("❗️обстрел🔥дрон👩‍🚒", ["обстрел", "дрон"]),
        ("1️⃣ Белгород", ["1", "белгород"]),
        ("ВОЙСКА\u3164ㅤвойска", ["войска", "войска"]),
        ("Straße ΟΔΟΣ οδός Ångström A\u030angström", ["straße", "οδοσ", "οδόσ", "ångström", "ångström"]),
        ("שלום مرحبا 你好", ["שלום", "مرحبا", "你好"]),
        ("\x00\ud800 \udfff❗️ -- _", []),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """A text falls into its words, each in its canonical spelling."""
    assert fold.words(text) == words


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Ёлка, дом", ["Ёлка", "дом"]),
        ("«и\u0306од»!", ["и\u0306од"]),
        ("об\u00adстрел\u200b.", ["об\u00adстрел"]),
        ("'об’єкт'", ["об’єкт"]),
        ("❗️дрон🔥 о́кна", ["дрон", "о́кна"]),
    ],
)
def test_places(text: str, places: list[str]) -> None:
    """A word's place takes in its marks and the zero-width characters inside it, and nothing around it."""
    assert [text[token.start : token.end] for token in fold.tokens(text)] == places


@given(TEXTS)
@example("ё\u0300\u0308 е\u0327\u0308\u0308")
@example("a'\u0308b \u0308a İ ŉ ͅα")
def test_folding_again_changes_nothing(text: str) -> None:
    """The words of a text's words are the same words."""
    assert fold.words(fold.search_text(text)) == fold.words(text)


@given(TEXTS)
def test_places_map_back(text: str) -> None:
    """What stands in a word's place folds to that word, and places are in order and apart."""
    tokens = fold.tokens(text)
    assert [fold.words(text[token.start : token.end]) for token in tokens] == [[t.word] for t in tokens]
    ends = [0, *(token.end for token in tokens)]
    assert all(end <= token.start < token.end for end, token in zip(ends, tokens, strict=False))


@given(TEXTS)
def test_words_and_tokens_agree(text: str) -> None:
    """The words without places are the words with places."""
    assert fold.words(text) == [token.word for token in fold.tokens(text)]


@given(TEXTS)
@example("слово\u200b'слово")
@example("№\ufe0f1🔥\u0308a")
def test_both_ways_agree(text: str) -> None:
    """Where the quick way is taken, it gives the thorough one's answer."""
    assert fold.words(text) == fold.in_one_script(spaced_words(cut_hashtags(text))).split()


@given(TEXTS)
@example("EEа Кóзинка қaзақ")
def test_keys_are_those_of_the_words(text: str) -> None:
    """A text's keys stand for its words, one for one, and a word has the same key wherever it stands."""
    found = fold.keys(text)
    assert words_of(found) == fold.words(text)
    assert keys_of(fold.search_text(text)) == found


@given(st.text("аеёийїоуäéçñ \u0306\u0308\u0301"))
def test_composed_and_decomposed_are_equal(text: str) -> None:
    """It makes no difference whether letters and their marks are one code point or several."""
    assert fold.words(unicodedata.normalize("NFD", text)) == fold.words(unicodedata.normalize("NFC", text))


def test_every_character_alone() -> None:
    """Each character of the basic plane is a word that stays as it is when folded again, or none."""
    characters = " ".join(map(chr, range(0x10000)))
    words = fold.words(characters)
    assert fold.words(" ".join(words)) == words


def test_a_word_is_one_token_of_the_search_text() -> None:
    """What the full-text index gets are the words with single spaces between."""
    assert fold.search_text("«Гора-Подол»: об’єкт!") == "гора подол об'єкт"


@pytest.mark.parametrize("marks", ["\u0301\u0327", "\u0308", "\u0308\u0327"])
def test_endless_marks_are_cut(marks: str) -> None:
    """Marks without end on one letter stay one word, of a length that is bounded."""
    (word,) = fold.words("е" + marks * 300_000)
    assert len(word) <= 31
