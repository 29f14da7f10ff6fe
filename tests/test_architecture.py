"""The rules of the house, read off the code itself: imports at any depth, and who opens what."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
ROOMS = ("storage", "monitors", "bot")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
LONGEST_FILE = 300


def name_of(path: Path) -> str:
    """Return a file's path from the project's root."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """Return a file's syntax tree; many tests look at each."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Yield every module that a file imports, wherever in it, with the statement."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def for_types_only(path: Path) -> set[str]:
    """Return what a file imports for type checkers alone."""
    tree = parsed(path)
    blocks = [
        node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
    ]
    inside = [node for block in blocks for node in ast.walk(block) if isinstance(node, ast.ImportFrom)]
    return {f"{node.module}.{alias.name}" for node in inside for alias in node.names}


def imports_of(pattern: str) -> set[str]:
    """Return the files in which a module that fits a pattern is imported."""
    return {name_of(path) for path in FILES for module, _ in imports(path) if re.fullmatch(pattern, module)}


def mentions_of(pattern: str) -> set[str]:
    """Return the files whose code, not its strings, uses a name that fits a pattern."""
    found = set()
    for path in FILES:
        for node in ast.walk(parsed(path)):
            name = getattr(node, "attr", None) or getattr(node, "id", None)
            if isinstance(name, str) and re.fullmatch(pattern, name):
                found.add(name_of(path))
    return found


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    """``storage <- monitors <- bot``: a room knows those below it and nothing above."""
    room = ROOMS.index(path.relative_to(ROOT).parts[0])
    above = ROOMS[room + 1 :]
    assert [module for module, _ in imports(path) if module.split(".")[0] in above] == []


def test_only_the_pipeline_knows_more_of_storage_than_its_values() -> None:
    """In monitors/, everything but the three ways in and the keeper works on plain values (types apart).

    They are: polls, posts that are handed over, and single posts that are asked for; and what all three
    store goes through the keeper, with what it remembers and whom it owes.
    """
    knowing = {
        name_of(path)
        for path in (ROOT / "monitors").rglob("*.py")
        for module, _ in imports(path)
        if re.match(r"storage\.(?!model\b)", module) and module not in for_types_only(path)
    }
    assert knowing <= {
        f"monitors/{name}.py" for name in ("pipeline", "receiving", "proving", "keeping", "memory", "owing")
    }


def test_only_one_module_a_side_opens_connections() -> None:
    """Towards sources what fetching is made of, towards Telegram bot/request.py."""
    opening = mentions_of("ClientSession|TCPConnector|open_connection|create_connection|HTTPXRequest|urlopen")
    assert opening == {"monitors/fetching/connections.py", "bot/request.py"}


def test_only_the_bot_knows_telegram() -> None:
    """The library that speaks to Telegram is imported in bot/ alone."""
    assert {name.split("/")[0] for name in imports_of(r"telegram(\..*)?")} == {"bot"}


def test_sql_is_written_in_one_room() -> None:
    """Statements stand in storage/ and nowhere else."""
    statement = re.compile(
        r"\b(SELECT .+ FROM|INSERT (OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM)\b", re.DOTALL
    )
    writing = {
        name_of(path)
        for path in FILES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and statement.search(node.value)
    }
    assert {name.split("/")[0] for name in writing} == {"storage"}


def test_time_and_chance_are_passed_in() -> None:
    """The machine's clock is asked where the program is wired; nobody draws lots for himself."""
    asking = {
        name_of(path)
        for path in FILES
        for found in re.findall(
            r"datetime\.(?:utc)?now\(|\btime\.time\(|\bdate\.today\(", path.read_text(encoding="utf-8")
        )
        if found
    }
    assert asking == {"bot/clock.py", "bot/ticks.py"}
    assert imports_of("random") <= {"bot/app.py", *(n for n in imports_of("random") if _only_types(n))}


def _only_types(name: str) -> bool:
    return "random.Random" in for_types_only(ROOT / name)


def test_what_decides_is_pure() -> None:
    """Deciding, scheduling and matching neither wait nor do anything but compute."""
    for name in ("decide", "visit", "schedule", "health", "matching", "lexicon", "rules", "watchlist"):
        tree = ast.parse((ROOT / "monitors" / f"{name}.py").read_text(encoding="utf-8"))
        waiting = [node for node in ast.walk(tree) if isinstance(node, ast.Await | ast.AsyncFunctionDef)]
        assert waiting == [], name


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_stand_at_the_top(path: Path) -> None:
    """An import inside a function hides a circle."""
    tree = parsed(path)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = [
        node for one in functions for node in ast.walk(one) if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_stay_small(path: Path) -> None:
    """A file that grows beyond this has a second subject."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_functions_stay_small() -> None:
    """Half of them within 8 lines, nine in ten within 25, hardly one over 50 (docstrings left out)."""
    lengths = sorted(length for path in FILES for length in _lengths(path))
    assert lengths[len(lengths) // 2] <= 8
    assert lengths[len(lengths) * 9 // 10] <= 25
    assert sum(length > 50 for length in lengths) <= 0.02 * len(lengths)


def _lengths(path: Path) -> Iterator[int]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            yield (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
