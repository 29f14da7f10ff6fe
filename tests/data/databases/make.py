"""Write the database of the newest step; see README.md beside this file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from monitors.keeping import Keeper
from storage import chats, sources
from storage.database import connect, migrate
from storage.migrations import MIGRATIONS
from storage.model import Source
from tests.examples import told, verdict

MORNING = datetime(2023, 5, 22, 6, tzinfo=UTC)


def main() -> None:
    """Make a small database with one of everything, and pack it."""
    with TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.db"
        connection = connect(draft)
        migrate(connection, draft)
        step = MIGRATIONS.applied(connection)[-1].name.partition("_")[0]
        sources.configure(connection, [Source("telegram", "open_belgorod", host="telegram")])
        chats.follow(connection, 7, "all", MORNING)
        Keeper().save(connection, verdict(told()), MORNING)
        target = Path(__file__).with_name(f"{step}.db")
        target.unlink(missing_ok=True)
        connection.conn.execute("PRAGMA page_size = 1024")
        connection.conn.execute("VACUUM INTO ?", [str(target)])
        connection.conn.close()


if __name__ == "__main__":
    main()
