"""The log beside the database: what lets it grow, and that it is cut again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database import LOG_SIZE, connect, migrate

if TYPE_CHECKING:
    from pathlib import Path


def test_a_log_that_a_reader_let_grow_is_cut_again(tmp_path: Path) -> None:
    """While the reader holds on it grows beyond the limit; the write after it has gone takes it back."""
    path, log = tmp_path / "a.db", tmp_path / "a.db-wal"
    writer = connect(path, durable=False)
    migrate(writer, path)
    reader = connect(path, readonly=True)
    reader.conn.execute("BEGIN")
    reader.conn.execute("SELECT count(*) FROM tallies").fetchone()
    large = [b"x" * (LOG_SIZE + 2**20)]
    writer.conn.execute("CREATE TABLE large (content)")
    writer.conn.execute("INSERT INTO large VALUES (?)", large)
    assert log.stat().st_size > LOG_SIZE
    reader.conn.execute("ROLLBACK")
    for number in range(2):  # the first finds that all may go back, the second begins anew
        writer.conn.execute("INSERT INTO tallies VALUES (?, 1)", [f"{number}"])
    assert log.stat().st_size <= LOG_SIZE
    reader.conn.close()
    writer.conn.close()
