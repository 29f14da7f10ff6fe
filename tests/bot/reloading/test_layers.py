"""The override file over the configuration: what counts, and in which file a problem is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.config import ConfigError
from bot.reloading.layers import merged, override_path
from bot.setup import load

if TYPE_CHECKING:
    from pathlib import Path

BASE = """
[fetch]
backlog_pages = 3
[polling]
min_interval = "20s"
[[sources]]
kind = "telegram"
name = "open_belgorod"
[[topics]]
name = "shelling"
severity = "critical"
rule = "обстрел"
"""


def write(folder: Path, over: str, base: str = BASE) -> Path:
    """Write both files; return the configuration's path."""
    path = folder / "config.toml"
    path.write_text(base, encoding="utf-8")
    override_path(path).write_text(over, encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    """Return what is wrong with a configuration."""
    with pytest.raises(ConfigError) as raised:
        load(path)
    return [str(problem) for problem in raised.value.problems]


def test_it_stands_beside_the_configuration(tmp_path: Path) -> None:
    """Whatever that is called."""
    assert override_path(tmp_path / "north.toml") == tmp_path / "north.override.toml"


def test_tables_are_merged_key_by_key(tmp_path: Path) -> None:
    """What the override file does not name stays as it is."""
    config = load(
        write(tmp_path, "[fetch]\nbacklog_pages = 4\n[region]\ntimezone = 'Europe/Moscow'\n")
    ).config
    assert (config.fetch.backlog_pages, config.polling.min_interval.seconds) == (4, 20)
    assert config.region.timezone.key == "Europe/Moscow"


def test_entries_are_merged_by_their_name(tmp_path: Path) -> None:
    """Capitals make no difference; a field is replaced, the others stay, and what is new is added."""
    over = """
    topics = [{name = "Shelling", rule = "прилёт"}, {name = "drone", rule = "дрон"}]
    sources = [{kind = "telegram", name = "open_belgorod", voice = "media"}]
    """
    setup = load(write(tmp_path, over))
    told = [(topic.severity.word, topic.rule.text) for topic in setup.topics]
    assert told == [("critical", "прилёт"), ("warning", "дрон")]
    assert [source.voice.value for source in setup.sources] == ["media"]


def test_problems_are_told_with_the_file_that_has_them(tmp_path: Path) -> None:
    """Each with the place where it stands in that file."""
    over = """
    fetch = {backlog_pages = 0}
    topics = [{name = "flood", rule = "a AND"}, {name = "shelling", rule = "("}, {name = "flood", rule = "b"}]
    """
    found = problems(write(tmp_path, over, BASE.replace('"20s"', '"soon"')))
    own = "config.override.toml: "
    places = ["fetch.backlog_pages", "topics[0].rule", "topics[1].rule", "topics[2].name"]
    assert len(found) == 5
    assert all(any(problem.startswith(f"{own}{place}: ") for problem in found) for place in places)
    assert any(problem.startswith("polling.min_interval: ") for problem in found)


def test_an_override_file_that_is_no_toml_is_one_problem_of_several(tmp_path: Path) -> None:
    """What is wrong with the configuration itself is told with it."""
    found = problems(write(tmp_path, "[[", BASE.replace('"20s"', '"soon"')))
    assert [problem.partition(":")[0] for problem in found] == [
        "config.override.toml",
        "polling.min_interval",
    ]


@pytest.mark.parametrize(
    "over", ["topics = 3", "topics = [3]", "fetch = 3", "[topics]\na = 1", "nonsense = 1"]
)
def test_other_shapes_are_problems_and_no_traceback(tmp_path: Path, over: str) -> None:
    """What is no table or no list is told like in the configuration, with the override file's name."""
    assert all(problem.startswith("config.override.toml: ") for problem in problems(write(tmp_path, over)))


def test_entries_without_a_name_are_only_added() -> None:
    """They pair with nothing, whatever they are."""
    assert merged({"topics": [3, {}]}, {"topics": [{}, 4]}) == {"topics": [3, {}, {}, 4]}
