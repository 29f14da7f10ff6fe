"""How much of a phone's screen an alert takes before it is unfolded."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from bot.buttons import Act, story_rows
from bot.phone import MOST, WIDTH, cells, lines_of, lines_shown, within
from bot.story_render import story_message
from bot.texts import Texts, languages
from storage.model import Media, Trust, Voice
from tests.tellers import ALERT, FIRST, MOSCOW, OFFICIAL, SECOND, after, teller, view

if TYPE_CHECKING:
    from bot.render import Message
    from bot.story_view import StoryView

LONG = "Обстрел Козинки: повреждены дома, гаражи и линия электропередачи. " * 12
GONE = replace(FIRST, stored=replace(FIRST.stored, deleted=after(9)))
UNSURE = teller(1, "ashes", Voice.CHANNEL, LONG, 0, hedge="по предварительным данным")
AGAINST = teller(4, "region", Voice.OFFICIAL, "Обстрела не было", 9, denies=True)
STANDS: tuple[dict[str, Any], ...] = (
    {"origins": 1},
    {"origins": 1, "posts": 41, "copies": 40},
    {"trust": Trust.CORROBORATED},
    {"trust": Trust.OFFICIAL},
    {"is_disputed": True},
    {"ended": after(60)},
    {"is_disputed": True, "ended": after(60), "places": ("Октябрьский городской округ",) * 4},
    {"into": 77},
)
REPORTS = (
    (FIRST,),
    (FIRST, SECOND, OFFICIAL),
    (UNSURE, AGAINST),
    (teller(1, "ashes", Voice.CHANNEL, "Обстрел\n\n\nКозинки\n\n" * 9, 0), SECOND),
    (GONE, UNSURE, AGAINST),
    (teller(1, "the_very_longest_name_that_any_channel_has_ever_had", Voice.CHANNEL, "ы" * 900, 0), SECOND),
)


class Longer(Texts):
    """Texts that are about a third longer, as translations may be."""

    def say(self, message: str, **values: object) -> str:
        """Return a message with more letters."""
        return longer(super().say(message, **values))

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """Return a message that depends on a number, with more letters."""
        return longer(super().count(one, many, number, **values))


def longer(text: str) -> str:
    """Return a text with one letter in three doubled."""
    return "".join(one * (2 - (at % 3 > 0)) for at, one in enumerate(text))


def shown(of: StoryView, texts: Texts = MOSCOW, **alert: Any) -> Message:  # noqa: ANN401 - any field
    """Return the message an hour and a half later."""
    return story_message(replace(ALERT, **alert), of, texts, after(90))


@pytest.mark.parametrize("texts", [*map(Texts, languages()), Longer()])
def test_an_alert_takes_eight_lines_before_it_is_unfolded(texts: Texts) -> None:
    """However it stands and whoever tells it, also as a reply that sounds again, in every language."""
    for reports, story in product(REPORTS, STANDS):
        for alert in ({}, {"step": 1, "occasion": "trust:official"}, {"step": 1, "occasion": "severity:x"}):
            message = shown(view(*reports, **story), texts, **alert)
            assert lines_shown(message) <= MOST, message.as_text()
            assert message.passage


def test_what_is_grave_is_never_folded() -> None:
    """That it is denied, over, deleted at its first source, and that a source is unsure."""
    told = view(GONE, UNSURE, AGAINST, is_disputed=True, ended=after(60))
    signs = {note.partition(" ")[0] for note in shown(replace(told, steps=())).notes}
    assert {"🟢", "⚠️", "❔", "🗑"} <= signs
    assert "💬" in {note.partition(" ")[0] for note in shown(view(UNSURE, AGAINST)).notes}


def test_a_long_post_can_be_unfolded() -> None:
    """What is shown ends at a word; the rest of it stands in the quote."""
    message = shown(view(teller(1, "ashes", Voice.CHANNEL, LONG, 0)))
    seen = "".join(piece.text for piece in message.passage)
    (rest,) = message.folded
    assert LONG.startswith(f"{seen.removesuffix('…')} {rest.removeprefix('The post goes on: ')[:99]}")


def test_a_post_with_a_picture_is_previewed() -> None:
    """Not one of words alone, none that was deleted, and no reply that sounds again."""
    post = replace(FIRST.stored.post, media=(Media("photo"),))
    seen = replace(FIRST, stored=replace(FIRST.stored, post=post))
    gone = replace(seen, stored=replace(seen.stored, deleted=after(1)))
    found = [shown(view(one)).preview for one in (FIRST, seen, gone)]
    assert found == ["", post.link, ""]
    assert shown(view(seen), step=1, occasion="trust:official").preview == ""


def test_lines_are_counted_as_they_wrap() -> None:
    """Between words, within one that is wider than a line, and an emoji is as wide as two letters."""
    assert [lines_of(text, 4) for text in ("", "ab c", "ab cd", "abcdefghi", "ab\n\ncd")] == [1, 1, 2, 3, 3]
    assert (cells("🔴"), cells("e\u0301"), cells("⚠️")) == (2, 1, 1)


@pytest.mark.parametrize("text", ["one two three four five", "ы" * 300, "🔴" * 90, "a b " * 60])
def test_what_is_too_long_is_cut_to_its_lines(text: str) -> None:
    """With an ellipsis; what fits stays as it is."""
    assert lines_of(within(text, 2, 12), 12) <= 2
    assert within(text, 99) == text


def test_the_buttons_stand_in_one_row() -> None:
    """The post, all sources, why, and silence: a phone's line holds their names."""
    (row,) = story_rows(12, "https://t.me/ashes/1", Texts())
    assert [one.text for one in row] == ["Open", "Sources", "Why", "Mute"]
    assert row[1].data == f"{Act.SOURCES}:12"
    assert sum(cells(one.text) + 2 for one in row) <= WIDTH
