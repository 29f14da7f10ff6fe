"""What the command line shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

from rich.console import Console, RenderableType

from bot.health.standings import standings, stands
from bot.tables import found_record, found_text, source_record, sources_table
from bot.texts import Texts
from monitors.rhythm.usual import Usual
from storage.model import Gap, Match, SourceState, StoredPost, Trouble
from tests.conftest import MORNING
from tests.desks import setup_of
from tests.examples import hit, post

SETUP = setup_of()
CHANNEL = SETUP.sources[0]
HOUR = timedelta(hours=1)
FRESH = SourceState(CHANNEL.key, title="Open Belgorod", last_success=MORNING, last_post=MORNING - HOUR)
BROKEN = replace(
    FRESH,
    failures=3,
    trouble=Trouble.TIMEOUT,
    trouble_detail="[red]no answer[/]\nin 20 s",
    trouble_since=MORNING - HOUR,
    gap=Gap("5", "90", MORNING),
)
STORED = StoredPost(4, post(text="[b]Обстрел[/b] " + "слово " * 100, published=MORNING), MORNING, (hit(),))
MATCH = Match("обстрел", "Обстрел", 3, 10)


def printed(shown: RenderableType) -> str:
    """Return what a wide terminal gets."""
    out = StringIO()
    Console(file=out, width=200).print(shown)
    return out.getvalue()


def usual(state: SourceState) -> Usual | None:
    """Know the channel's rhythm."""
    return Usual(9.2, 0.4) if state.source == CHANNEL.key else None


def record(state: SourceState) -> dict[str, Any]:
    """Return what machines get of the channel in this state, with seven posts in the store."""
    return source_record(CHANNEL, stands(state, SETUP, MORNING, usual), 7)


def table(state: SourceState) -> str:
    """Return the table of sources with the channel in this state, and a feed never read."""
    states = [state, *(SourceState(one.key) for one in SETUP.sources[1:])]
    return printed(sources_table(standings(states, SETUP, MORNING, usual), SETUP.watched, Texts(), MORNING))


def test_a_fresh_source_is_a_line() -> None:
    """Its name, its voice, how it stands, when it was read, its newest post."""
    lines = [line.split() for line in table(FRESH).splitlines()]
    usually = ["60", "min", "ago", "about", "9", "posts", "a", "day"]
    assert lines[1] == ["telegram:open_belgorod", "channel", "fresh", "just", "now", *usually]
    assert lines[2] == ["feed:wire", "media", "late", "never", "never_read"]


def test_what_is_wrong_is_told_as_it_is() -> None:
    """The reason since when, and the gap; nothing in it is taken for markup."""
    told = table(BROKEN)
    assert "timeout since 05:00: [red]no answer[/] in 20 s" in told
    assert "posts between 5 and 90 are missing" in told


def test_a_source_for_machines() -> None:
    """Times in UTC, null for what there is not."""
    told = record(BROKEN)
    assert told["detail"] == BROKEN.trouble_detail
    assert (told["source"], told["state"], told["trouble"]) == (CHANNEL.key, "broken", "timeout")
    assert (told["since"], told["reason"], told["next_poll"]) == ("2023-05-22T05:00:00.000Z", "timeout", None)
    assert told["gap"] == {"after": "5", "before": "90", "noticed": "2023-05-22T06:00:00.000Z"}
    assert (told["per_day"], told["expected"], told["posts"]) == (9.2, 0.4, 7)
    fresh = record(FRESH)
    assert (fresh["gap"], fresh["reason"], fresh["since"]) == (None, None, None)


def test_what_was_found_for_machines() -> None:
    """The post as an alert's record shows it, with the matches of the search."""
    record = found_record((STORED, (MATCH,)))
    assert record["id"] == 4
    assert record["topics"] == ["shelling"]
    [match] = record["matches"]
    assert record["text"][match["start"] : match["end"]] == match["form"] == "Обстрел"


def test_what_was_found_for_people() -> None:
    """Where, when, the link, and a passage that is cut."""
    told = printed(found_text([(STORED, (MATCH,))], Texts(), MORNING))
    assert told.startswith(
        "telegram:open_belgorod, 06:00  https://t.me/open_belgorod/1\n[b]Обстрел[/b] слово"
    )
    assert "…" in told
