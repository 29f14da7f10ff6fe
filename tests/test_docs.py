"""The documents tell the truth: what they name exists, and what exists is named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

from bot.cli import main
from bot.commands import COMMANDS
from monitors.sources import KINDS
from storage.model import AlertState, Health, Voice

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MARKDOWN = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def _commands(group: click.Group, above: str = "") -> dict[str, set[str]]:
    """Return the options of every command, those of groups within the group too, by their names."""
    found = {}
    for name, command in group.commands.items():
        found[above + name] = {o for p in command.params for o in p.opts if o.startswith("--")}
        if isinstance(command, click.Group):
            found |= _commands(command, f"{above}{name} ")
    return found


def test_every_command_of_the_command_line_is_in_the_readme() -> None:
    """With exactly the options that it has."""
    there = _commands(main)
    told = {}
    for usage in re.findall(r"`regionwatch ([^`]*)`", README.split("## The command line")[1]):
        one, two, *_ = [*re.findall(r"[^\s\[]+", usage), ""]
        told[f"{one} {two}" if f"{one} {two}" in there else one] = usage
    assert set(told) == set(there)
    for name, usage in told.items():
        named = set(re.findall(r"--[a-z0-9-]+", usage))
        assert named <= there[name], name
        assert there[name] - named <= {"--config"}, name


def test_every_chat_command_is_in_the_readme() -> None:
    """The table of commands names all of them and no other."""
    table = README.split("## What people type to the bot")[1].split("\n## ")[0]
    assert set(re.findall(r"/([a-z]+)", table)) == set(COMMANDS)


def test_the_states_that_are_promised_exist() -> None:
    """The README's states of a source and the architecture's states of an alert are those of the code."""
    assert all(f"`{state.value}`" in README for state in Health)
    architecture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert all(state.value in architecture for state in AlertState)


@pytest.mark.parametrize("document", MARKDOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_and_paths_lead_somewhere(document: Path) -> None:
    """Every relative link, and every file of ours that is named, exists."""
    text = document.read_text(encoding="utf-8")
    linked = [target for target in re.findall(r"\]\(([^)#]+)", text) if "://" not in target]
    named = re.findall(r"`((?:bot|monitors|storage|tests|docs|benchmarks)/[\w/.]+)`", text)
    missing = [name for name in linked if not (document.parent / name).exists()]
    assert missing + [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("document", MARKDOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_make_targets_that_are_named_exist(document: Path) -> None:
    """What a reader is told to type can be typed."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = document.read_text(encoding="utf-8")
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)) <= targets


def test_ci_runs_the_test_command_of_the_readme() -> None:
    """What CI runs is what people are told to run."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    (command,) = re.findall(r"The tests:\n\n```sh\n(.+)\n```", README)
    assert command in script.splitlines()


def test_lock_files_pin_everything_by_hash_and_name_no_address() -> None:
    """Every library has hashes; no line names where it came from."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        assert [pin.partition("=")[0] for pin in pins if "--hash=sha256:" not in pin] == []
        assert not re.search(r"https?://|file:|index-url|find-links", text)


def test_the_libraries_that_run_are_those_that_are_tested() -> None:
    """Both lock files agree on every version."""
    pinned = [
        dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    assert pinned[0].items() <= pinned[1].items()


def test_the_changelog_knows_this_version() -> None:
    """Until the first release, everything stands under Unreleased."""
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert (
        tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]
        == "regionwatch"
    )


def test_kinds_and_voices_are_explained_to_operators() -> None:
    """The example configuration names every kind of source and every voice."""
    example = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    assert all(f'"{kind}"' in example for kind in KINDS)
    assert all(voice.value in example for voice in Voice)
