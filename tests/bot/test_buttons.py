"""What the buttons under a story's message hand to the bot."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.buttons import SPANS, Act, Press, mute_rows, read, read_chat, story_rows, write, write_chat
from bot.texts import Texts
from storage.model import FIRST_TOPIC

LARGEST = 10**18 - 1


@pytest.mark.parametrize("story", [1, LARGEST])
def test_what_a_button_hands_over_is_read_again(story: int) -> None:
    """Within the 64 bytes that Telegram takes."""
    rows = (*story_rows(story, "https://t.me/a/1", Texts()), *mute_rows(story, Texts()))
    given_data = [one.data for row in rows for one in row if not one.url]
    assert all(len(data.encode()) <= 64 for data in given_data)
    assert [read(data) for data in given_data] == [
        Press(Act.SOURCES, story),
        Press(Act.WHY, story),
        Press(Act.MUTE, story),
        *(Press(Act.MUTE, story, span) for span in SPANS),
        Press(Act.BACK, story),
    ]


@pytest.mark.parametrize(
    "data",
    [
        "",
        "s",
        "s:",
        "s:0",
        "s:-1",
        "s:1:1h",
        "m:1:2h",
        "x:1",
        "s:1\n",
        "s:１",
        f"s:{LARGEST + 1}",
        "S:1",
        "m:1:",
    ],
)
def test_what_was_forged_is_nothing(data: str) -> None:
    """Only what the bot itself writes is read, and no number that the store cannot hold."""
    assert read(data) is None


@settings(max_examples=50)
@given(st.text(max_size=64))
def test_any_data_is_read_or_refused(data: str) -> None:
    """What is read would be written the same."""
    press = read(data)
    assert press is None or write(press.act, press.story, press.span) == data


def test_a_post_without_an_address_has_no_button_to_it() -> None:
    """The others are there."""
    assert [[one.text for one in row] for row in story_rows(1, "", Texts())] == [["Sources", "Why", "Mute"]]


@pytest.mark.parametrize("chat", [0, -7, -1001234567890, FIRST_TOPIC - 10**6])
def test_a_button_chooses_a_chat(chat: int) -> None:
    """A group, a channel, a topic, or the chat with the button; it is no button of a story."""
    data = write_chat(chat)
    assert len(data.encode()) <= 64
    assert (read_chat(data), read(data)) == (chat, None)


@pytest.mark.parametrize(
    "data", ["", "c:", "c:7", "c:-0", "c:-7:1h", "c:--7", "s:-7", "c:-1234567890123456789"]
)
def test_what_chooses_no_chat(data: str) -> None:
    """People are chosen by nobody, and nothing is chosen that SQLite could not hold."""
    assert read_chat(data) is None
