"""Summaries of very many stories, and of stories whose names are meant to break the message."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.buttons import Act, read
from bot.summary_render import LONGEST, LONGEST_CAPTION, MOST_LINES
from storage.model import Severity, SummaryKind, rule_target
from tests.fakes.bot_api_html import read_html, utf16_length
from tests.summaries import line, shown, view

if TYPE_CHECKING:
    from bot.render import Message

MOST_ENTITIES = 100
HOSTILE = ("<b>&amp;\"'</a>", "\u202eкозинка\u2066", "💥🇷🇺" * 30, "\ud800\x00\x07", "a\nb\n\n", "Ж" * 300)


def must_fit(message: Message) -> None:
    """Check that Telegram takes a message, and shows with markup what it shows without."""
    html = read_html(message.as_html())
    longest = LONGEST_CAPTION if message.picture else LONGEST
    assert html.text == message.as_text()
    assert html.oddities == []
    assert utf16_length(html.text) <= longest
    assert len(html.entities) <= MOST_ENTITIES
    assert all(read(button.data) for row in message.buttons for button in row)


@pytest.mark.parametrize("kind", [SummaryKind.DIGEST, SummaryKind.FLOOD])
@pytest.mark.parametrize("name", HOSTILE)
def test_five_hundred_stories_fit_into_one_message(kind: SummaryKind, name: str) -> None:
    """Whatever their places and rules are called; those that are left out are counted."""
    many = [line(n, place=f"{name}{n % 200}", minutes=n) for n in range(1, 501)]
    rules = [replace(one, targets=(rule_target(f"{name} {one.number}"),)) for one in many]
    for stories in (many, rules):
        message = shown(view(*stories, kind=kind))
        must_fit(message)
        assert message.tail == (f"and {500 - _told(message)} more: /story",)


def _told(message: Message) -> int:
    return message.as_text().count(" 🔴 ") + message.as_text().count("\n🔴 ")


def test_a_message_is_filled() -> None:
    """Not one story more would find room under a picture; without one, so many that few would read more."""
    many = [line(n, place=f"Село {n % 9}", minutes=n) for n in range(1, 501)]
    digest, flood = shown(view(*many)), shown(view(*many, kind=SummaryKind.FLOOD))
    assert LONGEST_CAPTION - 80 < utf16_length(digest.as_text()) <= LONGEST_CAPTION
    assert _told(flood) == MOST_LINES


def test_lines_are_brief_where_they_are_too_many() -> None:
    """Under a picture, so that more stories find room; not where no more of them would be shown."""
    few, many, most = (
        shown(view(*(line(n, minutes=n) for n in range(number)), kind=SummaryKind(kind))).as_text()
        for number, kind in ((9, "digest"), (30, "digest"), (400, "flood"))
    )
    assert "1. 🔴 shelling, 09:08 · ❔ unconfirmed · 1 post" in few
    assert "1. 🔴 shelling, 09:29 · ❔ 1 post\n" in many
    assert "unconfirmed" in most


def test_the_gravest_are_kept() -> None:
    """Where not all find room, whatever place they are listed under."""
    info = [line(n, place=f"Село {n % 9}") for n in range(1, 400)]
    info = [replace(one, severity=Severity.INFO) for one in info]
    grave = [line(n, place=f"Город {n}") for n in range(500, 503)]
    text = shown(view(*info, *grave)).as_text()
    assert all(f"Город {n}" in text for n in range(500, 503))
    assert text.count("🔴") == 1 + len(grave)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.text(st.characters(codec=None), max_size=90), st.booleans()), max_size=40))
def test_whatever_is_told_telegram_takes_it(names: list[tuple[str, bool]]) -> None:
    """Valid markup that shows what the plain text shows, within the limits, buttons that can be read."""
    stories = [
        replace(line(n, place=name, ended=None), targets=(rule_target(name),), is_late=late)
        for n, (name, late) in enumerate(names, start=1)
    ]
    for kind in (SummaryKind.DIGEST, SummaryKind.OPEN):
        must_fit(shown(view(*stories, kind=kind)))


def test_fifty_stories_are_written_fast() -> None:
    """In a part of the 20 ms that a summary may take, on a machine that does other things too."""
    many = view(*(line(n, place=f"Село {n % 9}") for n in range(1, 51)), kind=SummaryKind.CATCH_UP)
    shown(many)
    begin = time.process_time()
    for _ in range(5):
        shown(many)
    assert (time.process_time() - begin) / 5 < 0.02
    assert Act.SOURCES in shown(many).buttons[0][0].data
