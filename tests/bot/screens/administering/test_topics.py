"""The topics in ``/admin``: trying a rule on stored posts, putting it to work, and undoing that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.reloading.history import history_path
from tests.desks import store
from tests.offices import TOPICS, Office, opened, source_lines

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Database
    from tests.chatting import Person


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    """Return a program with two topics, and a few stored posts."""
    made = await opened(database, tmp_path / "config.toml", source_lines("open_belgorod") + TOPICS)
    await store(made.operator.desk, "Обстрел <b>города</b>", "Прилёт у дома", "Обстрел и прилёт", "Тихо")
    return made


async def tried(office: Office, rule: str) -> Person:
    """Try a rule for the shelling."""
    operator = await office.open("Topics", "🔴 shelling", "Try a rule")
    await operator.say(rule)
    return operator


def rule_of(office: Office, name: str = "shelling") -> str:
    """Return a topic's rule that is at work."""
    return {topic.name: topic.rule.text for topic in office.setup.topics}[name]


async def test_a_topic_shows_its_rule(office: Office) -> None:
    """With how much it matters, and where it stands."""
    operator = await office.open("Topics")
    assert operator.labels[:2] == ["🔴 shelling", "🟠 power cut"]
    await operator.press("🔴 shelling")
    assert operator.text == "🔴 shelling, critical\nIt stands in config.toml.\nIts rule:\nобстрел"


async def test_a_rule_on_trial_shows_its_noise(office: Office) -> None:
    """How much it finds, how many more and fewer than the one at work, and examples; nothing is changed."""
    operator = await tried(office, "прилёт")
    for line in (
        "On trial for shelling:\nприлёт",
        "That is about 2 a day.",
        "Found by both rules: 1",
        "More than now: 1\n• telegram:open_belgorod, 06:00: Прилёт у дома",
        "No longer found: 1\n• telegram:open_belgorod, 06:00: Обстрел <b>города</b>",
    ):
        assert line in operator.text
    assert rule_of(office) == "обстрел"


async def test_it_is_put_to_work_and_undone(office: Office) -> None:
    """Both are changes, and stand on their page with who made them and what was there before."""
    operator = await tried(office, "прилёт OR обстрел")
    await operator.press("Put it to work")
    assert "topic shelling: its rule has changed" in operator.text
    assert rule_of(office) == "прилёт OR обстрел"
    await office.open("Changes")
    assert "1. 06:00, by you:\n• topic shelling: changed\nbefore: as in the configuration" in operator.text
    await operator.press("Undo 1")
    assert rule_of(office) == "обстрел"
    await operator.press("Back")
    assert "• topic shelling: as in the configuration again\nbefore: прилёт OR обстрел" in operator.text
    await operator.press("Undo 1")
    assert rule_of(office) == "прилёт OR обстрел"


async def test_what_was_changed_again_is_undone_in_order(office: Office) -> None:
    """The earlier change cannot be undone before the later one, which would be lost."""
    for rule in ("прилёт", "ракета"):
        await (await tried(office, rule)).press("Put it to work")
    operator = await office.open("Changes")
    await operator.press("Undo 2")
    assert operator.text == "That was changed again since: undo the later change first."
    await office.open("Changes", "Undo 1")
    assert rule_of(office) == "прилёт"


async def test_it_can_be_discarded_or_another_tried(office: Office) -> None:
    """Without a change."""
    operator = await tried(office, "прилёт")
    await operator.press("Try another")
    await operator.say("ракета")
    assert "More than now: 0" in operator.text
    await operator.press("Discard")
    assert "Its rule:\nобстрел" in operator.text


async def test_a_wrong_rule_is_shown_with_its_place(office: Office) -> None:
    """And the next one can be typed at once."""
    operator = await tried(office, 'обстрел AND "прилёт')
    assert "I cannot understand this rule:" in operator.text
    assert "^" in operator.text
    await operator.say("прилёт")
    assert "Put it to work" in operator.labels


async def test_a_rule_that_was_compared_with_another_is_not_put_to_work(office: Office) -> None:
    """Whoever changed the topic meanwhile would not be seen."""
    operator = await tried(office, "прилёт")
    shown = operator.page
    await operator.say("/topic shelling ракета")
    await operator.press("Put it to work", shown)
    assert "The rule at work has changed meanwhile." in operator.text
    assert rule_of(office) == "ракета"


async def test_the_last_ten_changes_are_shown(office: Office) -> None:
    """On two pages, whatever rules they hold; the file keeps more."""
    for number in range(12):
        rule = " OR ".join(f"w{number}x{one}" for one in range(60))
        await office.operator.say(f"/topic shelling {rule}")
    operator = await office.open("Changes")
    assert operator.labels == [*(f"Undo {number}" for number in range(1, 6)), "◀", "1/2", "▶", "Back"]
    await operator.press("▶")
    assert "Undo 10" in operator.labels
    assert operator.desk.reload is not None
    path = history_path(operator.desk.reload.path)
    assert len(path.read_text(encoding="utf-8").splitlines()) == 12
