"""What is shown of a post: whole words and characters, nothing that does harm."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.passage import Piece, escape, html_of, passage, plain, shortened
from storage.model import Match
from tests.fakes.bot_api_html import read_html

ANYTHING = st.text(st.characters(codec=None), max_size=400)  # lone surrogates and NUL too
AWKWARD = st.text(st.sampled_from("<>&\"' \naё\u0301\u200d\u202e\u2067👩🏽🇳🇱\ufe0f\x00\ud800"), max_size=400)
SPANS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 60)), max_size=60)


def matches(*spans: tuple[int, int]) -> list[Match]:
    """Return matches with these starts and ends."""
    return [Match("t", "f", start, end) for start, end in spans]


def shown(text: str, *spans: tuple[int, int], limit: int = 60) -> str:
    """Return a passage with its matches in square brackets."""
    pieces = passage(text, matches(*spans), limit)
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in pieces)


@given(ANYTHING | AWKWARD, SPANS)
def test_a_passage_is_part_of_the_text_and_its_html_is_read_as_it(
    text: str, spans: list[tuple[int, int]]
) -> None:
    """Whatever the text and wherever the matches: valid markup, nothing added but ellipses."""
    pieces = passage(text, matches(*((start, start + length) for start, length in spans)), 120)
    reading = read_html(html_of(pieces))
    visible = "".join(piece.text for piece in pieces)
    assert reading.oddities == []
    assert reading.text == visible
    assert len(visible) <= 122
    assert visible.removeprefix("…").removesuffix("…") in plain(text)
    assert len(reading.entities) <= 100


@given(AWKWARD, st.integers(1, 50))
@example("<\u0301\u0301\u200d<\ufe0f", 5)
def test_a_character_as_people_see_it_is_not_cut(text: str, limit: int) -> None:
    """Unless a single one fills everything: no mark, joiner or skin colour is torn off its letter."""
    text = plain(text)
    end = len("".join(piece.text for piece in passage(text, [], limit)).removesuffix("…"))
    torn = 0 < end < len(text) and unicodedata.category(text[end]) == "Mn"
    letters = [i for i in range(1, end) if text[i] in "aё <>&\"'\n"]
    assert not torn or not letters


@pytest.mark.parametrize(
    "character", ["👩‍👩‍👧", "👍🏽", "🇳🇱", "e\u0301\u0323", "❤️", "🏴\U000e0067\U000e0062\U000e007f"]
)
def test_hard_cuts_keep_characters_whole(character: str) -> None:
    """A line of emoji without a space ends after a whole one, wherever the limit falls."""
    for limit in range(len(character), 40):
        cut = shown(character * 30, limit=limit).removesuffix("…")
        assert cut == character * (len(cut) // len(character))
        assert limit - len(cut) < len(character)


def test_a_short_text_is_shown_whole() -> None:
    """With every match told apart."""
    assert shown("Обстрел Грайворона", (0, 7), (8, 18)) == "[Обстрел] [Грайворона]"


def test_a_long_text_is_cut_at_a_word() -> None:
    """And the ellipsis says so."""
    assert shown("один два три четыре", limit=10) == "один два…"
    assert shown("один два три", limit=8) == "один два…"


def test_a_word_that_fills_nearly_everything_is_cut_itself() -> None:
    """Better than to show next to nothing."""
    assert shown("да " + "ы" * 10_000, limit=20) == "да " + "ы" * 17 + "…"
    assert shown("ы" * 10_000, limit=20) == "ы" * 20 + "…"


def test_a_late_match_is_shown_with_what_stands_before_it() -> None:
    """The passage begins at a word before it."""
    text = f"{'слово ' * 100}дрон {'слово ' * 100}"
    cut = shown(text, (600, 604), limit=200)
    assert cut.startswith("…слово")
    assert "слово [дрон] слово" in cut
    assert cut.endswith("слово…")


def test_a_match_below_many_short_lines_is_shown() -> None:
    """Lines are counted as well as characters, and a match counts more than the beginning."""
    text = "\n".join(["да"] * 20) + "\nдрон"
    assert "[дрон]" in shown(text, (60, 64), limit=700)


def test_many_lines_are_cut() -> None:
    """A list of a hundred villages does not fill a phone."""
    assert shown("\n".join(["да"] * 100), limit=700).count("\n") == 13


def test_a_match_at_the_very_end_of_the_window_is_not_cut_off() -> None:
    """Cutting at a word does not take the match away."""
    assert "[дрон]" in shown("слово слово дрон-камикадзе", (12, 16), limit=16)
    assert shown("да " * 50 + "дрон-камикадзе", (150, 154), limit=12) == "…[дрон]-камикад…"


def test_a_match_longer_than_everything_is_bold_as_far_as_it_is_shown() -> None:
    """A phrase may have hundreds of spaces between its words."""
    assert shown("а" + " " * 300 + "б", (0, 302), limit=20).startswith("[а")


def test_matches_that_overlap_are_one() -> None:
    """Nothing is shown twice."""
    assert shown("массированный обстрел", (0, 21), (14, 21), (14, 16)) == "[массированный обстрел]"


def test_there_are_never_more_bold_words_than_telegram_takes() -> None:
    """Of hundreds of matches the first are told apart."""
    spans = [(start, start + 1) for start in range(0, 600, 2)]
    pieces = passage("а " * 300, matches(*spans), 700)
    assert sum(piece.is_match for piece in pieces) == 700 // 15
    assert all(one.is_match != other.is_match for one, other in pairwise(pieces))


@pytest.mark.parametrize("text", ["", "\u202e", "\x00\x07"])
def test_of_nothing_there_is_nothing(text: str) -> None:
    """So that whoever shows it can say that there is no text."""
    assert passage(text, [], 60) == ()


def test_what_could_do_harm_is_left_out() -> None:
    """Overrides of direction, controls and lone surrogates; marks and letters stay."""
    assert plain("\u202eא\u2067\u200f\x00\tа\n\ud83d") == "א\u200f\tа\n\ufffd"


def test_a_name_is_shortened_to_one_line() -> None:
    """Whatever white space it has."""
    assert shortened(" a\n b\tc ", 10) == "a b c"
    assert shortened("a b c", 3) == "a b…"


def test_escaped_text_can_stand_in_a_value() -> None:
    """Quotation marks too."""
    address = 'https://example.org/?a=1&b="<>'
    assert read_html(f'<a href="{escape(address)}">x</a>').entities[0]["url"] == address
    assert html_of([Piece('"<', is_match=True)]) == "<b>&quot;&lt;</b>"
