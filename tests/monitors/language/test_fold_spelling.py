"""The spelling of what posts do to letters: style, stress, letters of the other script, hashtags."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitors.language import fold

# What is rare is compiled when it is first met, which no example shall be charged with.
fold.tokens("#ГораПодол Кoзинкa а\u0327\u200b'½")

MIXING = st.text("aeopcynзоаецдёй1'# \u0301\u0308\u200b")
TAGS = st.text("абВГdE#_1й\u0306\u0301\u200b\ufdd0 ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ｂｅｌｇｏｒｏｄ ２０２３", ["belgorod", "2023"]),
        ("𝐁𝐞𝐥𝐠𝐨𝐫𝐨𝐝 𝘉𝘦𝘭𝘨𝘰𝘳𝘰𝘥 𝓑𝓮𝓵𝓰𝓸𝓻𝓸𝓭", ["belgorod"] * 3),
        ("ﬁre oﬃce 5 км² Ⅻ", ["fire", "office", "5", "км2", "xii"]),
        ("½ ﷺ ŉ", ["½", "ﷺ", "ŉ"]),
        ("о\u0336б\u0336с\u0336трел", ["обстрел"]),
    ],
)
def test_compatibility_forms(text: str, words: list[str]) -> None:
    """Letters and digits in another style are plain ones, where their plain form is a word."""
    assert fold.words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Козиˊнка Ко\u0301зинка Козинка\u0300 КО\u0341ЗИНКА", ["козинка"] * 4),
        ("ѐ ѝ ё\u0301лка ї\u0301жак", ["е", "и", "елка", "їжак"]),
        ("и\u0306 й й\u0301 і\u0308", ["й", "й", "й\u0301", "ї"]),
        ("и\u0301\u0306 е\u0301\u0308\u0301", ["й", "е"]),
        ("é e\u0301 ќ к\u0301 ѓ", ["é", "é", "ќ", "ќ", "ѓ"]),
    ],
)
def test_stress(text: str, words: list[str]) -> None:
    """Stress on a Cyrillic vowel is gone; all other marks, and those of Latin letters, stay."""
    assert fold.words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Шeбекинского гoродского oкруга", ["шебекинского", "городского", "округа"]),
        ("Кoзинкa Кóзинка Кo\u0301зинка КОЗИHКA", ["козинка"] * 4),
        ("Бiлгород Українï", ["білгород", "українї"]),
        ("Belgоrоd Grаivоrоn", ["belgorod", "graivoron"]),
        ("het cop Copa сор Сора", ["het", "cop", "copa", "сор", "сора"]),
        ("соp cор", ["сор", "сор"]),
        ("oт руzzкій FPVшок Gемля", ["oт", "руzzкій", "fpvшок", "gемля"]),
        ("об'єкт м1o2ж IT-шник", ["об'єкт", "м1о2ж", "it", "шник"]),
        ("қaзақ Кoзинкa\u200b", ["қазақ", "козинка"]),
    ],
)
def test_mixed_scripts(text: str, words: list[str]) -> None:
    """A word of two scripts is one of the script it is surely of, where all else in it has a twin there."""
    assert fold.words(text) == words


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("в #ГораПодол!", ["в", "Гора", "Подол"]),
        ("#БелгородскаяОбласть", ["Белгородская", "Область"]),
        ("#NovayaTavolzhanka", ["Novaya", "Tavolzhanka"]),
        ("#ШебекиноНовости2023 дом", ["Шебекино", "Новости2023", "дом"]),
        ("#Гора_Подол #Гора_ПодолЖив", ["Гора", "Подол", "Гора", "Подол", "Жив"]),
        ("#БПЛА #iPhone #МыA #Ёж", ["БПЛА", "iPhone", "МыA", "Ёж"]),
        ("ГораПодол #а ГораПодол", ["ГораПодол", "а", "ГораПодол"]),
        ("\ufdd0#ГораПодол\ufdd0дом", ["Гора", "Подол", "дом"]),
        ("#Гора\u200bПодол #Гори\u0306Подол", ["Гора", "Подол", "Гори\u0306", "Подол"]),
    ],
)
def test_hashtags(text: str, places: list[str]) -> None:
    """Inside a hashtag a capital after a small letter begins a word, where both have two letters."""
    assert [text[start:end] for start, end in fold.spans(text)] == places
    assert fold.words(text) == fold.words(" ".join(places))


@given(st.one_of(MIXING, TAGS))
@example("yу\u0301\u0306 ёa")
@example("еˊ ё\u0308ˊ")
def test_folding_again_changes_nothing(text: str) -> None:
    """Words that were mended or cut are the same words when folded again."""
    assert fold.words(fold.search_text(text)) == fold.words(text)


@given(st.one_of(MIXING, TAGS))
def test_places_map_back(text: str) -> None:
    """What stands in the place of a word that was mended or cut folds to that word."""
    tokens = fold.tokens(text)
    assert [fold.words(text[token.start : token.end]) for token in tokens] == [[t.word] for t in tokens]


@given(MIXING)
def test_composed_and_decomposed_are_equal(text: str) -> None:
    """Mending does not depend on whether letters and their marks are one code point or several."""
    assert fold.words(unicodedata.normalize("NFD", text)) == fold.words(unicodedata.normalize("NFC", text))


def test_every_letter_of_the_higher_planes() -> None:
    """Each letter alone is a word that stays as it is when folded again."""
    words = fold.words(" ".join(map(chr, range(0x10000, 0x20000))))
    assert fold.words(" ".join(words)) == words
