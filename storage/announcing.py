"""Owing alerts: a story's first message to a chat, and the replies to it that sound again.

Who follows is found by index and written in one statement, so nothing of the chats is held in memory.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import wished
from storage.alert_rows import ENQUEUED, tally
from storage.model import EVERY_TOPIC, AlertState, Severity, Trust, to_iso

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from storage.database import Connection

_UNTOLD = (
    AlertState.HELD,
    AlertState.QUEUED,
    AlertState.WAITING,
    AlertState.UNCERTAIN,
    AlertState.MUTED,
)
_TOLD = (AlertState.SENT, AlertState.ATTEMPTING, AlertState.FOLDED)

_OWE = f"""
INSERT OR IGNORE INTO alerts
(chat, story, step, severity, place, targets, occasion, enqueued, due, state, silent, reason)
SELECT chat, :story, :step, severity, :place, targets, occasion, :now,
    coalesce({wished.HELD_UNTIL}, iif(severity >= :critical, :now, :later)),
    iif(why = '', 'queued', 'held'), is_silent, why
FROM ({wished.WISHED}
"""  # noqa: S608 - parts of ours
"""Put before rows as :data:`wished.WISHED` wants them, it owes each chat among them an alert."""

_HAS_IT = """
(first.state IN ('sent', 'attempting') OR first.state = 'folded' AND EXISTS (SELECT 1 FROM alerts AS summary
    WHERE summary.id = first.summary AND summary.state IN ('sent', 'attempting')))
"""
"""Whether a chat has, or is just getting, the message that tells of ``first``: its own, or a summary."""


def announce(
    connection: Connection,
    story: int,
    severities: Mapping[str, Severity],
    trust: Trust,
    now: datetime,
    hold: timedelta = timedelta(0),
    place: int = 0,
) -> int:
    """Owe a story's first message to every chat that follows one of its targets; return to how many.

    Those who hear only of stories that are trusted more than this one is come later, when it is. What is
    critical is due at once, anything else after ``hold``, so that the first copies are in it. ``place`` is
    how many posts of the same poll came before: the hundredth of a flood waits until other sources have
    been told of. A chat that is owed it already gets no other; where its message was not sent yet, that
    takes the new targets and severity on. Those who were told are :func:`sound_targets`' concern.
    """
    wanted = _with_every_topic(severities)
    _widen(connection, story, wanted, _UNTOLD, now)
    _hurry(connection, story, now)
    rows = f"""
        (SELECT s.chat AS chat, max(wanted.value) AS severity, json_group_array(s.target) AS targets,
            '' AS occasion, min(coalesce(s.mode, c.mode)) AS mode, {wished.CHAT}
        FROM json_each(:severities) AS wanted
        CROSS JOIN subscriptions AS s ON s.target = wanted.key
        JOIN chats AS c ON c.id = s.chat AND c.paused = '' AND c.heard_from <= :trust
        GROUP BY s.chat)
    """  # noqa: S608 - parts of ours
    values = {"trust": int(trust), "severities": json.dumps(wanted), "place": place}
    return _owe(connection, rows, story, 0, now, values, hold)


def sound_trust(
    connection: Connection,
    story: int,
    step: int,
    trust: Trust,
    now: datetime,
    before: Trust = Trust.UNCONFIRMED,
) -> int:
    """Owe a reply that sounds to those who asked to be told when a story is trusted so far; return how many.

    ``before`` is how far it was trusted until now. Only who has the story's message, or is just getting
    it, is told; one that is sent later shows the trust by itself. Nobody is told of it twice, also where
    trust was lost in between.
    """
    rows = f"""
        (SELECT first.chat AS chat, first.severity AS severity, first.targets AS targets,
            :occasion AS occasion, {wished.mode_of("first")} AS mode, {wished.CHAT}
        FROM alerts AS first
        JOIN chats AS c ON c.id = first.chat AND c.paused = '' AND c.told_at > :before
        AND c.told_at <= :trust
        WHERE first.story = :story AND first.step = 0 AND {_HAS_IT}
        AND NOT EXISTS (SELECT 1 FROM alerts AS earlier
            JOIN json_each(:reached) AS reached ON reached.key = earlier.occasion
            WHERE earlier.chat = first.chat AND earlier.story = :story AND reached.value >= c.told_at))
    """  # noqa: S608 - parts of ours
    values = {
        "occasion": f"trust:{trust.word}",
        "before": int(before),
        "trust": int(trust),
        "reached": json.dumps({f"trust:{one.word}": int(one) for one in Trust}),
    }
    return _owe(connection, rows, story, step, now, values)


def sound_targets(
    connection: Connection,
    story: int,
    step: int,
    severities: Mapping[str, Severity],
    places: Mapping[str, str],
    now: datetime,
) -> int:
    """Owe a reply that sounds to those who were told of a story that now concerns them more; return how many.

    ``severities`` are the targets that the story has satisfied anew, ``places`` maps those of them that
    are a place's rule to its name. It sounds where a target that the chat follows is graver than all it
    was told of the story, or else where a place that it follows is drawn in for the first time. The
    reply asks for the new targets; the message that grows takes them on as well.
    """
    wanted = _with_every_topic(severities)
    rows = f"""
        (SELECT *, iif(severity > told,
            'severity:' || (SELECT value FROM json_each(:words) WHERE key = severity),
            'place:' || place) AS occasion
        FROM (SELECT s.chat AS chat, max(wanted.value) AS severity, max(first.severity) AS told,
            json_group_array(s.target) AS targets, min(coalesce(s.mode, c.mode)) AS mode, {wished.CHAT},
            max(iif(s.target IN (SELECT value FROM json_each(first.targets)), NULL, named.value)) AS place
            FROM json_each(:severities) AS wanted
            CROSS JOIN subscriptions AS s ON s.target = wanted.key
            JOIN chats AS c ON c.id = s.chat AND c.paused = ''
            CROSS JOIN alerts AS first ON first.chat = s.chat AND first.story = :story AND first.step = 0
                AND (first.state = 'folded' AND first.summary IS NULL OR {_HAS_IT})
            LEFT JOIN json_each(:places) AS named ON named.key = s.target
            GROUP BY s.chat)
        WHERE severity > told OR place IS NOT NULL)
    """  # noqa: S608 - parts of ours
    values = {
        "severities": json.dumps(wanted),
        "places": json.dumps(dict(places)),
        "words": json.dumps([one.word for one in sorted(Severity)]),
    }
    added = _owe(connection, rows, story, step, now, values)
    _widen(connection, story, wanted, _TOLD, now)
    _make_graver(connection, story)
    return added


def _owe(
    connection: Connection,
    rows: str,
    story: int,
    step: int,
    now: datetime,
    values: Mapping[str, object],
    hold: timedelta = timedelta(0),
) -> int:
    """Owe an alert to each of these rows' chats as it wishes, what is not critical after ``hold``."""
    added = connection.conn.execute(
        f"{_OWE} {rows})",
        {
            "story": story,
            "step": step,
            "place": 0,
            "now": to_iso(now),
            "later": to_iso(now + hold),
            "critical": int(Severity.CRITICAL),
            **values,
        },
    ).rowcount
    tally(connection, ENQUEUED, added)
    return added


def _with_every_topic(severities: Mapping[str, Severity]) -> dict[str, int]:
    """Map each target, and ``all`` where a topic is among them, to its severity."""
    wanted = {target: int(severity) for target, severity in severities.items()}
    topics = [value for target, value in wanted.items() if target.startswith("topic:")]
    return wanted | ({EVERY_TOPIC: max(topics)} if topics else {})


def _widen(
    connection: Connection,
    story: int,
    wanted: Mapping[str, int],
    states: Collection[AlertState],
    now: datetime,
) -> None:
    """Let the first messages in these states name further targets; one that became critical is due now.

    Only one that nobody but this program delays: what waits, waits at the network's word.
    """
    values = {
        "story": story,
        "now": to_iso(now),
        "critical": int(Severity.CRITICAL),
        "wanted": json.dumps(wanted),
        "states": json.dumps([state.value for state in states]),
    }
    any_row = connection.conn.execute(
        "SELECT 1 FROM alerts WHERE story = :story AND step = 0"
        " AND state IN (SELECT value FROM json_each(:states)) LIMIT 1",
        values,
    ).fetchone()
    if any_row is None:
        return
    connection.conn.execute(
        "UPDATE alerts SET severity = max(alerts.severity, new.severity), targets = ("
        "   SELECT json_group_array(value) FROM (SELECT value FROM json_each(alerts.targets)"
        "     UNION ALL SELECT more.value FROM json_each(new.targets) AS more"
        "     WHERE more.value NOT IN (SELECT value FROM json_each(alerts.targets)))),"
        " due = iif(alerts.state = 'queued' AND new.severity >= :critical, min(alerts.due, :now), alerts.due)"
        " FROM (SELECT s.chat AS chat, max(wanted.value) AS severity,"
        "   json_group_array(s.target) AS targets FROM json_each(:wanted) AS wanted"
        "   CROSS JOIN subscriptions AS s ON s.target = wanted.key GROUP BY s.chat) AS new"
        " WHERE alerts.chat = new.chat AND alerts.story = :story AND alerts.step = 0"
        " AND alerts.state IN (SELECT value FROM json_each(:states))",
        values,
    )


def _hurry(connection: Connection, story: int, now: datetime) -> None:
    """Let alerts go that a story's news make more urgent: held ones, and those that were to be silent."""
    wished.as_wished(
        connection,
        "a.story = :story AND a.step = 0"
        " AND (a.state = 'held' OR a.state = 'queued' AND a.silent AND NOT a.late)",
        {"story": story, "critical": int(Severity.CRITICAL)},
        now,
        only="alerts.state = 'queued' OR found.severity >= :critical AND found.critical_through"
        " OR alerts.reason = 'digest' AND found.why <> 'digest'",
    )


def _make_graver(connection: Connection, story: int) -> None:
    """Let summaries that are still to be sent be as grave as what they gather of a story."""
    connection.conn.execute(
        "UPDATE alerts SET severity = grave.severity, silent = alerts.silent AND grave.severity < :critical"
        " FROM (SELECT summary, max(severity) AS severity FROM alerts"
        "   WHERE story = :story AND step = 0 AND state = 'folded' AND summary IS NOT NULL GROUP BY summary)"
        " AS grave WHERE alerts.id = grave.summary AND alerts.settled IS NULL"
        " AND alerts.severity < grave.severity",
        {"story": story, "critical": int(Severity.CRITICAL)},
    )
