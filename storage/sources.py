"""What is remembered of each source between polls, and which are due."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage.details import targets_of
from storage.model import Gap, SourceState, Trouble, from_iso, to_iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import timedelta
    from sqlite3 import Row

    from storage.database import Connection
    from storage.model import Source

LASTING = datetime(9999, 1, 1, tzinfo=UTC)
"""Until when a source rests that was paused for good."""


def configure(connection: Connection, sources: Iterable[Source]) -> None:
    """Make these the sources that are watched; what is known of others stays, but they rest.

    One that was at rest begins anew: what it published meanwhile is no news.
    """
    sources = list(sources)
    connection.conn.executemany(
        "UPDATE sources SET first_success = NULL WHERE source = ? AND NOT active",
        [(source.key,) for source in sources],
    )
    connection.conn.execute("UPDATE sources SET active = 0")
    connection.conn.executemany(
        "INSERT INTO sources (source, host) VALUES (?, ?)"
        " ON CONFLICT (source) DO UPDATE SET host = excluded.host, active = 1",
        [(source.key, source.host) for source in sources],
    )


def state(connection: Connection, source: str) -> SourceState:
    """Return what is remembered of a source; of an unknown one, nothing but its name."""
    row = connection.conn.execute("SELECT * FROM sources WHERE source = ?", [source]).fetchone()
    return _state(row) if row else SourceState(source)


def states(connection: Connection) -> list[SourceState]:
    """Return what is remembered of every source that is watched, by name."""
    rows = connection.conn.execute("SELECT * FROM sources WHERE active ORDER BY source")
    return [_state(row) for row in rows]


def due(connection: Connection, now: datetime, horizon: timedelta, per_host: int) -> list[str]:
    """Return the names of the sources to poll now, the longest due first, capped per host.

    A next poll later than ``horizon`` from now was set by a clock that has since been put back, and
    counts as due; but not where there is trouble: a server may have demanded so long a wait.
    """
    rows = connection.conn.execute(
        # Three searches of one index: `OR` would read all sources, and each tick asks this.
        "WITH due AS (SELECT source, host, next_poll, paused FROM sources WHERE active AND next_poll IS NULL"
        "  UNION ALL SELECT source, host, next_poll, paused FROM sources WHERE active AND next_poll <= :now"
        "  UNION ALL SELECT source, host, next_poll, paused FROM sources"
        "  WHERE active AND next_poll > :horizon AND trouble IS NULL)"
        " SELECT source FROM (SELECT source, next_poll, row_number() OVER"
        "  (PARTITION BY host ORDER BY next_poll IS NOT NULL, next_poll, source) AS place FROM due"
        "  WHERE paused IS NULL OR paused <= :now)"
        " WHERE place <= :cap ORDER BY next_poll IS NOT NULL, next_poll, source",
        {"now": to_iso(now), "horizon": to_iso(now + horizon), "cap": per_host},
    )
    return [row["source"] for row in rows]


def put_back(connection: Connection, by: timedelta) -> None:
    """Let every next poll come so much earlier: the clock that they were planned by was put back."""
    planned = connection.conn.execute("SELECT source, next_poll FROM sources WHERE next_poll IS NOT NULL")
    connection.conn.executemany(
        "UPDATE sources SET next_poll = ? WHERE source = ?",
        [(to_iso(from_iso(row["next_poll"]) - by), row["source"]) for row in planned.fetchall()],
    )


def save(connection: Connection, state: SourceState) -> None:
    """Keep what a poll has changed."""
    gap = state.gap
    connection.conn.execute(
        "UPDATE sources SET title = ?, etag = ?, last_modified = ?, body = ?, newest = ?,"
        " first_success = ?, last_success = ?, last_attempt = ?, last_post = ?, next_poll = ?,"
        " failures = ?, trouble = ?, trouble_detail = ?, trouble_since = ?,"
        " gap_after = ?, gap_before = ?, gap_noticed = ?, gap_resume = ?,"
        " identity = coalesce(nullif(?, ''), identity), last_whole = ?, pulse = ?, hub = ?, way = ?"
        " WHERE source = ?",
        [
            *(state.title, state.etag, state.last_modified, state.body, state.newest),
            *map(_iso, (state.first_success, state.last_success, state.last_attempt)),
            *map(_iso, (state.last_post, state.next_poll)),
            *(state.failures, state.trouble and state.trouble.value, state.trouble_detail),
            _iso(state.trouble_since),
            *((gap.after, gap.before, to_iso(gap.noticed), gap.resume) if gap else (None,) * 4),
            *(state.identity, _iso(state.last_whole), str(state.pulse), state.hub, state.way),
            state.source,
        ],
    )


def save_all(connection: Connection, states: Iterable[SourceState]) -> None:
    """Keep what several polls have changed."""
    for each in states:
        save(connection, each)


def pause(connection: Connection, source: str, until: datetime) -> None:
    """Let a source rest until a time (:data:`LASTING`: until it is resumed); it stays in all lists."""
    connection.conn.execute("UPDATE sources SET paused = ? WHERE source = ?", [to_iso(until), source])


def resume(connection: Connection, source: str, now: datetime) -> None:
    """Poll a source again that was paused, at once; what it published meanwhile is no news."""
    connection.conn.execute(
        "UPDATE sources SET paused = NULL, first_success = NULL, next_poll = ?"
        " WHERE source = ? AND paused IS NOT NULL",
        [to_iso(now), source],
    )


def hasten(connection: Connection, plans: Mapping[str, datetime]) -> None:
    """Bring polls forward to these times, by the sources' names; none is put off."""
    connection.conn.executemany(
        "UPDATE sources SET next_poll = ? WHERE source = ? AND next_poll > ?",
        [(to_iso(moment), source, to_iso(moment)) for source, moment in plans.items()],
    )


def _iso(moment: datetime | None) -> str | None:
    return to_iso(moment) if moment else None


def _time(text: str | None) -> datetime | None:
    return from_iso(text) if text else None


def _state(row: Row) -> SourceState:
    return SourceState(
        source=row["source"],
        title=row["title"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        body=row["body"],
        newest=row["newest"],
        first_success=_time(row["first_success"]),
        last_success=_time(row["last_success"]),
        last_attempt=_time(row["last_attempt"]),
        last_post=_time(row["last_post"]),
        next_poll=_time(row["next_poll"]),
        failures=row["failures"],
        trouble=Trouble(row["trouble"]) if row["trouble"] else None,
        trouble_detail=row["trouble_detail"],
        trouble_since=_time(row["trouble_since"]),
        gap=_gap(row),
        paused=_time(row["paused"]),
        identity=row["identity"],
        last_whole=_time(row["last_whole"]),
        pulse=row["pulse"],
        hub=row["hub"],
        told=row["told"],
        way=row["way"],
    )


def _gap(row: Row) -> Gap | None:
    if row["gap_noticed"] is None:
        return None
    return Gap(row["gap_after"], row["gap_before"], from_iso(row["gap_noticed"]), row["gap_resume"])


def told(connection: Connection, name: str) -> str:
    """Return what is remembered of telling operators about a source or a part of the program."""
    row = connection.conn.execute("SELECT told FROM sources WHERE source = ?", [name]).fetchone()
    return row["told"] if row else ""


def note_told(connection: Connection, texts: Mapping[str, str]) -> None:
    """Remember what operators were told, by source; a part of the program stands among them and rests."""
    connection.conn.executemany(
        "INSERT INTO sources (source, host, active, told) VALUES (?, '', 0, ?)"
        " ON CONFLICT (source) DO UPDATE SET told = excluded.told",
        list(texts.items()),
    )


def rest(connection: Connection, source: Source) -> None:
    """Keep a place for a source that is read apart from the others: it is never due, and in no list."""
    connection.conn.execute(
        "INSERT INTO sources (source, host, active) VALUES (?, ?, 0)"
        " ON CONFLICT (source) DO UPDATE SET host = excluded.host, active = 0",
        [source.key, source.host],
    )


def prove(connection: Connection, source: str, target: str, now: datetime) -> bool:
    """Note that a source's newest post lies in the store with its hit, and drop its posts; or tell that not.

    The time is kept as that of the source's newest post: for a source whose posts have no time of their own.
    """
    posts = connection.conn.execute("SELECT id, key, hits FROM posts WHERE source = ?", [source]).fetchall()
    newest = state(connection, source).newest
    is_proved = any(target in targets_of(post["hits"]) for post in posts if post["key"] == newest)
    for post in posts:
        connection.conn.execute("DELETE FROM posts_words WHERE rowid = ?", [post["id"]])
        connection.conn.execute("DELETE FROM posts WHERE id = ?", [post["id"]])
    connection.conn.execute("DELETE FROM fingerprints WHERE source = ? AND key <> ?", [source, newest])
    if is_proved:
        connection.conn.execute("UPDATE sources SET last_post = ? WHERE source = ?", [to_iso(now), source])
    return is_proved
