"""An alert as people and machines see it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import Message, alert_message, alert_record, asked_for
from bot.texts import Texts
from storage.model import (
    Alert,
    AlertState,
    Forward,
    Hit,
    Match,
    Severity,
    StoredPost,
    Voice,
    rule_target,
    topic_target,
)
from tests.conftest import MORNING
from tests.examples import hit, post
from tests.fakes.bot_api_html import read_html, utf16_length

MOSCOW = Texts(zone=ZoneInfo("Europe/Moscow"))
ALERT = Alert(9, 77, 1, 0, Severity.CRITICAL, ("topic:shelling",), AlertState.QUEUED, MORNING)
STORED = StoredPost(1, post(published=MORNING), MORNING, (hit(),))
ANYTHING = st.text(st.characters(codec=None), max_size=2000)
SPAN = st.tuples(st.integers(0, 2000), st.integers(1, 200))


def message(
    stored: StoredPost = STORED, title: str = "Open Belgorod", now: datetime = MORNING, alert: Alert = ALERT
) -> Message:
    """Return the message for an alert of the example channel."""
    return alert_message(alert, stored, title, Voice.CHANNEL, MOSCOW, now)


def of(**more: object) -> StoredPost:
    """Return the example post with other fields."""
    return replace(STORED, post=replace(STORED.post, **more))  # type: ignore[arg-type] # any field


def test_an_alert_says_what_where_from_and_when() -> None:
    """And shows the passage with the matched word in bold, and where to read on."""
    assert message().as_html() == (
        "🔴 <b>shelling</b>\n<i>Open Belgorod (channel), 09:00</i>\n<b>Обстрел</b> Грайворона"
    )
    assert (message().link, message().button) == ("https://t.me/open_belgorod/1", "Open")


def test_without_markup_it_says_the_same() -> None:
    """For when Telegram cannot read ours."""
    assert message().as_text() == read_html(message().as_html()).text


@pytest.mark.parametrize(
    ("later", "when"),
    [
        (timedelta(), "09:00"),
        (timedelta(minutes=9), "09:00"),
        (timedelta(minutes=12), "09:00 (12 min ago)"),
        (timedelta(hours=5), "09:00 (5 hr ago)"),
        (timedelta(days=2), "22 May, 09:00 (2 days ago)"),
        (timedelta(days=14), "22 May, 09:00 (2 wk ago)"),
        (timedelta(hours=-1), "09:00"),
    ],
)
def test_an_old_post_says_how_old_it_is(later: timedelta, when: str) -> None:
    """In the chat's time zone, with the day if it is not today."""
    assert message(now=MORNING + later).when == when


@pytest.mark.parametrize("published", [None, MORNING + timedelta(days=1), datetime.max.replace(tzinfo=UTC)])
def test_a_time_that_nobody_knows_is_called_unknown(published: datetime | None) -> None:
    """Where the source does not say, or names a time later than the post was seen."""
    assert message(of(published=published)).when == "time unknown, seen 09:00"


def test_forwards_and_edits_are_noted() -> None:
    """Whose word it was first, and that it may have said something else."""
    notes = message(of(forward=Forward("Other\n<channel>"), edited=True)).notes
    assert notes == ("forwarded from Other <channel>", "edited")
    assert message(replace(STORED, revisions=1)).notes == ("edited",)


def test_the_places_that_a_post_names_are_told() -> None:
    """Before other notes, the first five of a summary that names many."""
    stored = replace(of(edited=True), places=("Козинка", "Графовка, Шебекинский округ"))
    assert message(stored).notes == ("places: Козинка · Графовка, Шебекинский округ", "edited")
    many = replace(STORED, places=tuple("АБВГДЕ"))
    assert message(many).notes == ("places: А · Б · В · Г · Д…",)


def test_a_post_without_text_says_so() -> None:
    """An album without a caption can match by its source."""
    assert message(of(text="")).as_html().endswith("\n(no text)")


@given(ANYTHING, st.lists(SPAN, max_size=150), ANYTHING, ANYTHING, ANYTHING)
def test_whatever_a_post_contains_telegram_takes_the_alert(
    text: str, spans: list[tuple[int, int]], title: str, name: str, rule: str
) -> None:
    """Valid markup that shows what the plain text shows, within Telegram's limits, in valid UTF-8."""
    hits = (Hit(rule_target(rule), Severity.INFO, tuple(Match("t", "f", a, a + b) for a, b in spans)),)
    stored = replace(of(text=text, forward=Forward(name), edited=True), hits=hits)
    told = message(stored, title, alert=replace(ALERT, targets=(rule_target(rule),)))
    reading = read_html(told.as_html())
    assert reading.oddities == []
    assert reading.text == told.as_text()
    assert utf16_length(reading.text) <= 4096
    assert len(reading.entities) <= 100
    assert reading.text.encode()
    assert reading.text.splitlines()[0].startswith("🔴 ")


def test_ten_thousand_emoji_fit() -> None:
    """Each of them takes two of the units that Telegram counts."""
    assert utf16_length(read_html(message(of(text="😀" * 10_000)).as_html()).text) < 4096


def test_a_chat_that_follows_much_gets_one_short_headline() -> None:
    """However many long rules a post satisfies."""
    hits = tuple(Hit(rule_target(f"слово{n} {'да ' * 1000}"), Severity.INFO, ()) for n in range(50))
    alert = replace(ALERT, targets=tuple(one.target for one in hits))
    headline = message(replace(STORED, hits=hits), alert=alert).headline
    assert headline.startswith("rule слово0 да да")
    assert len(headline) <= 201


def test_a_title_cannot_break_out_of_its_line() -> None:
    """Neither with line breaks nor with markup nor by turning the direction."""
    lines = message(title="A\n\n<b>B\u202e").as_html().splitlines()
    assert lines[1] == "<i>A &lt;b&gt;B (channel), 09:00</i>"
    assert len(message(title="слово " * 10_000).source) <= 111


def test_a_chat_sees_only_what_it_asked_for() -> None:
    """Another's rule that the post satisfies too is nobody else's business; ``all`` is every topic."""
    hits = [hit("shelling"), hit("fire"), Hit(rule_target("x"), Severity.INFO, ())]
    assert asked_for(hits, [topic_target("fire")]) == hits[1:2]
    assert asked_for(hits, ["all"]) == hits[:2]
    assert asked_for(hits, ["all", rule_target("x")]) == hits
    assert asked_for(hits, []) == []


def test_the_record_has_the_promised_fields() -> None:
    """Times in UTC, positions in the text, the link as people open it."""
    assert alert_record(ALERT, STORED) == {
        "alert": 9,
        "chat": 77,
        "story": 1,
        "source": "telegram:open_belgorod",
        "post": "https://t.me/open_belgorod/1",
        "published": "2023-05-22T06:00:00.000Z",
        "seen": "2023-05-22T06:00:00.000Z",
        "topics": ["shelling"],
        "places": [],
        "matches": [{"term": "обстрел", "form": "Обстрел", "start": 0, "end": 7}],
        "text": "Обстрел Грайворона",
    }


def test_positions_are_code_points() -> None:
    """Emoji before a match count as one each."""
    stored = of(text="😀😀 дрон и дрон")
    hits = (
        Hit("topic:shelling", Severity.INFO, (Match("дрон", "дрон", 10, 14), Match("дрон", "дрон", 3, 7))),
    )
    record = json.loads(json.dumps(alert_record(ALERT, replace(stored, hits=hits))))
    assert [record["text"][m["start"] : m["end"]] for m in record["matches"]] == ["дрон", "дрон"]
    assert [m["start"] for m in record["matches"]] == [3, 10]


def test_the_console_is_called_so() -> None:
    """It has no number; and a post without a date has none."""
    record = alert_record(replace(ALERT, chat=0), of(published=None))
    assert (record["chat"], record["published"]) == ("console", None)
