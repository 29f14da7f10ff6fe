"""What many tests need: a real database, a moment to start from, and the real data if it is there."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage.database import Database, connect
from tests.fakes.bot_api_ledger import FOLDER, LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database import Connection

MORNING = datetime(2023, 5, 22, 6, 0, tzinfo=UTC)
"""The moment at which tests begin unless they say otherwise."""


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the folder in which programs that tests start say what became of requests."""
    folder = tmp_path_factory.mktemp("ledgers")
    os.environ[FOLDER] = str(folder)
    yield folder
    del os.environ[FOLDER]


@pytest.fixture(autouse=True)
def _read_back(ledgers: Path) -> Iterator[None]:
    """Fail every test in which a request or an update was not what aiogram knows of the Bot API."""
    yield
    if faults := LEDGER.faults_of_test(ledgers):
        pytest.fail("the Bot API's reader objects:\n" + "\n".join(faults))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many requests were read back in the whole run."""
    if LEDGER.requests:
        told = f"{LEDGER.requests:,} requests to the Bot API read back by aiogram, {LEDGER.faults} faults"
        terminalreporter.write_line(told)


@pytest.fixture
def now() -> datetime:
    """Return the moment at which a test begins."""
    return MORNING


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty database file of the newest schema: copying it takes a tenth of making one."""
    path = tmp_path_factory.mktemp("migrated") / "empty.db"
    with Database.open(path):
        pass
    return path


@pytest.fixture
def connection(tmp_path: Path, migrated: Path) -> Iterator[Connection]:
    """Open a migrated database file, one connection, every statement its own transaction."""
    opened = connect(Path(shutil.copy(migrated, tmp_path / "test.db")))
    yield opened
    opened.conn.close()


@pytest.fixture
def database(tmp_path: Path, migrated: Path) -> Iterator[Database]:
    """Open a database with its write door and read connections."""
    with Database.open(Path(shutil.copy(migrated, tmp_path / "regionwatch.db"))) as opened:
        yield opened


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Return the folder of real data, or skip the test where it is not there."""
    folder = Path(os.environ.get("REGIONWATCH_CORPORA", Path(__file__).parents[2] / "shared" / "corpora"))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}; set REGIONWATCH_CORPORA")
    return folder
