"""What is told of a new configuration, and what of it waits for a restart."""

from __future__ import annotations

from typing import Any

from bot.config_sections import SECTIONS
from bot.reloading.changes import AT_START, changes, usable
from bot.texts import Texts
from tests.desks import VALUES, setup_of


def told(**more: Any) -> list[str]:  # noqa: ANN401 - any part of a configuration
    """Return what is told where these parts of the example take the place of its own."""
    return changes(setup_of(), setup_of(**more), Texts())


def test_nothing_is_told_of_what_is_the_same() -> None:
    """Not even where entries have changed their places."""
    assert told() == []
    assert told(topics=[*reversed(VALUES["topics"])]) == []


def test_sources_are_told_by_name() -> None:
    """Those that are new, those that are gone, and the fields of those that are other."""
    first, second = VALUES["sources"]
    assert told(sources=[first | {"voice": "official"}, {"kind": "telegram", "name": "Kursk_Now"}]) == [
        "source changed: telegram:open_belgorod (voice)",
        "source added: telegram:kursk_now",
        f"source removed: feed:{second['name']}",
    ]


def test_topics_are_told_by_what_has_changed() -> None:
    """Their severity and their rule are two things."""
    new = [
        {"name": "shelling", "severity": "info", "rule": "обстрел"},
        {"name": "drone", "severity": "critical", "rule": "дрон"},
    ]
    assert told(topics=new) == [
        "topic shelling: severity info, it was critical",
        "topic shelling: its rule has changed",
        "topic added: drone (critical)",
        "topic removed: power cut",
    ]


def test_options_are_told_by_name_and_never_by_value() -> None:
    """An address may hold a secret; what counts at the start only is named as such."""
    assert told(telegram={"api_url": "https://name:secret@example.org"}, fetch={"backlog_pages": 2}) == [
        "option changed, but it needs a restart: telegram.api_url",
        "option changed: fetch.backlog_pages",
    ]


def test_what_needs_a_restart_stays_as_it_was() -> None:
    """The rhythms keep to the requests that the pacer allows."""
    old, new = setup_of(), setup_of(fetch={"per_host": "1/m", "backlog_pages": 2})
    taken = usable(old, new)
    assert (taken.config.fetch.per_host, taken.config.fetch.backlog_pages) == (0.5, 2)
    assert taken.rhythms == old.rhythms


def test_options_that_need_a_restart_exist() -> None:
    """The list names nothing that is gone."""
    assert all(name in SECTIONS[table].model_fields for table, names in AT_START.items() for name in names)
