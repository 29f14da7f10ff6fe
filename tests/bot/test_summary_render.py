"""Several alerts as one message: what is read of each story, in which order, and what is pressed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.render import Button
from bot.summary_render import proof_message, summary_record
from storage.model import SummaryKind, topic_target
from tests.conftest import MORNING
from tests.summaries import DAY, SEVERAL, line, shown, view
from tests.tellers import MOSCOW, after

LINES = [
    "",
    "Козинка",
    "1. 🔴 shelling, 09:05 · ✅ officially confirmed · 14 posts (9 copies)",
    "2. 🔵 power, 10:30 · ❔ unconfirmed · 2 posts (1 copy) · 🟢 over · 🕓 told late",
    "",
    "Графовка",
    "3. 🟠 drones, 09:40 · 👥 2 sources · 3 posts",
    "",
    "In the region",
    "4. 🟠 drones, 10:40 · ⚠️ disputed · 1 post",
]


def lines(*args: Any, **more: Any) -> list[str]:  # noqa: ANN401 - as of a view
    """Return what is read in a summary, line by line."""
    return shown(view(*args, **more)).as_text().splitlines()


def test_a_digest_tells_stories_by_place() -> None:
    """The gravest first; of each how sure it is, how often it was told, and whether it is late or over."""
    head = ["🔴 Digest, 22 May, 08:00 to 23 May, 08:00", "4 events and 20 posts (10 copies)"]
    assert lines(*SEVERAL) == [*head, *LINES]


@pytest.mark.parametrize(
    ("kind", "headline"),
    [
        (SummaryKind.DIGEST, "Digest, 08:00 to 09:00"),
        (SummaryKind.QUIET, "While it was quiet, 08:00 to 09:00"),
        (SummaryKind.FLOOD, "Many events at once, 08:00 to 09:00"),
        (SummaryKind.CATCH_UP, "What was missed, 08:00 to 09:00"),
        (SummaryKind.OPEN, "Still going on"),
    ],
)
def test_the_headline_says_why_several_come_together(kind: SummaryKind, headline: str) -> None:
    """And of what time; what is open now is of no time."""
    assert lines(line(12), kind=kind, until=MORNING) == [
        f"🔴 {headline}",
        "1 event and 1 post",
        "",
        "Козинка",
        "1. 🔴 shelling, 09:00 · ❔ unconfirmed · 1 post",
    ]


def test_a_time_of_one_minute_is_named_once() -> None:
    """A flood may be as short as that."""
    told = view(line(12), kind=SummaryKind.FLOOD, since=MORNING, until=MORNING + timedelta(seconds=9))
    assert shown(told).headline == "Many events at once, 09:00"
    assert shown(told, MORNING + DAY).headline == "Many events at once, 22 May, 09:00"


def test_days_are_named_where_a_time_could_be_of_several() -> None:
    """In a week's digest, of a story that began before, and of what is open now."""
    week = view(line(12), until=MORNING + 7 * DAY)
    before = view(line(12, minutes=-600))
    still = view(line(12), kind=SummaryKind.OPEN)
    assert "shelling, 22 May, 09:00 ·" in shown(week).as_text()
    assert "shelling, 21 May, 23:00 ·" in shown(before).as_text()
    assert "shelling, 22 May, 09:00 ·" in shown(still, MORNING + DAY).as_text()


def test_the_gravest_and_newest_come_first() -> None:
    """Within a place, and of places; those without a place come last however grave."""
    drones, power = topic_target("drones"), topic_target("power")
    told = [line(1, power, 50, "А"), line(2, drones, 9, "А"), line(3, drones, 20, "Б"), line(4, place="")]
    found = [one for one in lines(*told)[3:] if one]
    assert [one.partition(",")[0] for one in found] == [
        *("Б", "1. 🟠 drones", "А", "2. 🟠 drones", "3. 🔵 power", "In the region", "4. 🔴 shelling")
    ]


def test_other_places_of_a_story_stand_in_its_line() -> None:
    """The one that it is listed under is not repeated."""
    wide = line(12)
    wide = replace(wide, story=replace(wide.story, places=("Графовка", "Козинка", "Шебекино")))
    assert lines(wide)[-1].startswith("1. 🔴 shelling: Графовка · Шебекино, 09:00 ·")


def test_numbers_in_the_text_are_buttons() -> None:
    """They open the timeline of the story of which the chat was told, eight in a row, sixteen in all."""
    of = shown(view(*(line(n, place=f"Село {n:02}", minutes=-n) for n in range(1, 21))))
    assert [len(row) for row in of.buttons] == [8, 8]
    assert of.buttons[1][7] == Button("16", data="s:16")
    text = of.as_text().splitlines()
    assert text[text.index("Село 16") + 1].startswith("16. 🔴")
    assert shown(view(replace(line(15), number=12))).buttons == ((Button("1", data="s:12"),),)


def test_times_are_those_of_the_chat() -> None:
    """Where it has a zone; a name that is none any more leaves the region's."""
    assert (
        shown(view(line(12), zone="Asia/Yekaterinburg")).headline == "Digest, 22 May, 10:00 to 23 May, 10:00"
    )
    assert shown(view(line(12), zone="Gone/../Zone")).headline == shown(view(line(12))).headline


def test_what_the_chat_muted_meanwhile_is_counted_alone() -> None:
    """Nothing of it is told, and it makes nothing grave; after that it is a story like others."""
    told = view(line(12, muted=after(60)), line(15, topic_target("power")), kind=SummaryKind.QUIET)
    before, later = shown(told, after(59)), shown(told, after(60))
    assert (before.symbol, later.symbol) == ("🔵", "🔴")
    assert before.as_text().splitlines()[1:] == [
        *("1 event and 1 post", "", "Козинка", "1. 🔵 power, 09:00 · ❔ unconfirmed · 1 post", ""),
        "🔕 1 is muted here",
    ]
    assert "muted" not in later.as_text()
    assert shown(view(line(12, muted=after(60))), after(1)).as_text().splitlines()[1:] == [
        "",
        "🔕 1 is muted here",
    ]


def test_what_is_kept_no_longer_is_counted() -> None:
    """Where nothing is kept at all, one line says so, and nothing can be pressed."""
    assert lines(line(12), lost=2)[-2:] == ["", "2 are kept no longer"]
    empty = shown(view(lost=3, kind=SummaryKind.CATCH_UP))
    assert empty.as_text() == (
        "🔵 What was missed, 22 May, 08:00 to 23 May, 08:00\nNothing of it is kept any more."
    )
    assert (empty.buttons, empty.picture, empty.link) == ((), b"", "")


def test_a_digest_of_several_has_a_picture() -> None:
    """No other summary has, nor one of a single story, nor where nobody reported anything in its time."""
    assert shown(view(*SEVERAL)).picture.startswith(b"\x89PNG")
    assert shown(view(*SEVERAL, kind=SummaryKind.FLOOD)).picture == b""
    assert shown(view(SEVERAL[0])).picture == b""
    assert shown(view(*SEVERAL, told=())).picture == b""


def test_a_summary_is_told_to_machines() -> None:
    """Why, of what time, and every story in the order of people's message."""
    told = summary_record(view(*SEVERAL))
    assert (told["summary"], told["since"]) == ("digest", "2023-05-22T05:00:00.000Z")
    assert [one["story"] for one in told["stories"]] == [12, 21, 15, 18]
    numbers = {"posts": 2, "copies": 1, "late": True}
    assert told["stories"][3] == {"story": 18, "severity": "info", "trust": "unconfirmed"} | numbers


def test_a_proof_is_one_line() -> None:
    """With the time."""
    assert proof_message(MOSCOW, MORNING).as_html() == "🟢 <b>Alerts arrive, 09:00</b>"
