"""Alerts that are not sent by themselves although they are due: too many, too late, or at a quiet hour.

Most are sent, so one statement looks at all that are about to be and finds those for whose chats there is
something to decide; storage/straying.py decides. What may have been delivered is never diverted, nor are
messages that gather others, proofs, and what goes to the console.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storage import summaries
from storage.holding import Plan, zone_of
from storage.model import CONSOLE, Severity, SummaryKind, from_iso, to_iso
from storage.straying import Addressee, Diverted, Owed, least_patience
from storage.straying import divert as decide

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Alert, DeliveryPolicy

_OWED = f"""
    alerts.settled IS NULL AND alerts.state IN ('queued', 'waiting') AND alerts.repeats = 0
    AND alerts.story <> 0 AND alerts.chat <> {CONSOLE} AND alerts.due <= :now
"""

_NEWS = """
    max(alerts.enqueued, coalesce((SELECT last FROM stories WHERE id = alerts.story), ''),
        iif(alerts.state = 'queued', alerts.due, ''))
"""

_WAITS_SINCE = "iif(alerts.state = 'queued', alerts.due, alerts.enqueued)"

_SENT = """
    (SELECT count(*) FROM (SELECT 1 FROM alerts AS before
        WHERE before.chat = :chat AND before.state = 'sent' AND before.settled > :flood_since
        AND before.occasion NOT GLOB 'notice:*' LIMIT :most))
"""

_DOUBTED = f"""
SELECT DISTINCT alerts.chat FROM json_each(:ids) AS looked CROSS JOIN alerts ON alerts.id = looked.value
JOIN chats ON chats.id = alerts.chat
WHERE {_OWED} AND (
    chats.quiet_end IS NOT NULL AND (chats.quiet_begin <= :now OR chats.quiet_end <= :now)
    OR NOT alerts.late AND {_NEWS} < :fresh
    OR (alerts.late OR {_WAITS_SINCE} <= :waited) AND (SELECT count(*) FROM (SELECT 1 FROM alerts AS other
        WHERE other.chat = alerts.chat AND other.settled IS NULL LIMIT 2)) > 1
    OR :most > 0 AND ({_SENT.replace(":chat", "alerts.chat")} >= :most OR EXISTS (SELECT 1 FROM summaries
        WHERE summaries.chat = alerts.chat AND last > :flood_since AND kind = 'flood')))
"""  # noqa: S608 - parts of ours
"""The chats of alerts about which there may be something to decide."""


def strays(
    connection: Connection, alerts: Collection[Alert], now: datetime, policy: DeliveryPolicy
) -> set[int]:
    """Return which of these due alerts, by id, are not to be sent by themselves; only reads."""
    looked = {alert.id for alert in alerts}
    found: set[int] = set()
    for _, diverted in _decided(connection, looked, now, policy):
        found |= diverted.all
    return looked & found


def divert(connection: Connection, alerts: Collection[Alert], now: datetime, policy: DeliveryPolicy) -> int:
    """Hold or fold those of these alerts that are strays as they stand now; return how many.

    With them goes what else their chats are owed now. What becomes of them is due at once, or later: whoever
    sends looks again.
    """
    count = 0
    for chat, diverted in list(_decided(connection, {alert.id for alert in alerts}, now, policy)):
        _apply(connection, chat, diverted, now, policy)
        count += len(diverted.all)
    return count


def _decided(
    connection: Connection, ids: Collection[int], now: datetime, policy: DeliveryPolicy
) -> Iterator[tuple[int, Diverted]]:
    """Yield what is decided about each chat for which there is anything to decide."""
    values = _moments(now, policy) | {"ids": json.dumps(list(ids))}
    for row in connection.conn.execute(_DOUBTED, values).fetchall():
        chat = row["chat"]
        yield (
            chat,
            decide(_owed(connection, chat, now), _addressee(connection, chat, now, policy), now, policy),
        )


def _moments(now: datetime, policy: DeliveryPolicy) -> dict[str, str | int]:
    return {
        "now": to_iso(now),
        "fresh": to_iso(now - least_patience(policy)),
        "waited": to_iso(now - policy.catch_up_after),
        "flood_since": to_iso(now - policy.flood_within),
        "most": policy.flood,
    }


def _owed(connection: Connection, chat: int, now: datetime) -> list[Owed]:
    rows = connection.conn.execute(
        f"SELECT id, severity, targets, late, {_NEWS} AS news, {_WAITS_SINCE} AS waits_since"  # noqa: S608
        f" FROM alerts INDEXED BY alerts_chat WHERE alerts.chat = :chat AND {_OWED} ORDER BY id",
        {"chat": chat, "now": to_iso(now)},
    )
    return [
        Owed(
            row["id"],
            Severity(row["severity"]),
            tuple(json.loads(row["targets"])),
            from_iso(row["news"]),
            from_iso(row["waits_since"]),
            bool(row["late"]),
        )
        for row in rows
    ]


def _addressee(connection: Connection, chat: int, now: datetime, policy: DeliveryPolicy) -> Addressee:
    """Return a chat as deciding sees it; its quiet hours are those of now, planned or not."""
    row = connection.conn.execute("SELECT * FROM chats WHERE id = ?", [chat]).fetchone()
    plan = Plan.of(None, row["quiet"], zone_of(row["zone"], policy.zone), now)
    return Addressee(
        plan.quiet_until(now),
        from_iso(row["digest_due"]) if row["digest_due"] else None,
        bool(row["critical_through"]),
        _sent(connection, chat, now, policy),
    )


def _sent(connection: Connection, chat: int, now: datetime, policy: DeliveryPolicy) -> int:
    """Return how many messages a chat was sent lately, at most twice as many as make a flood."""
    values = _moments(now, policy) | {"chat": chat, "most": 2 * policy.flood, "kind": SummaryKind.FLOOD.value}
    row = connection.conn.execute(
        f"SELECT {_SENT} + (SELECT count(*) FROM summaries CROSS JOIN alerts"  # noqa: S608 - parts of ours
        "   ON alerts.summary = summaries.alert AND alerts.settled > :flood_since"
        "   WHERE summaries.chat = :chat AND last > :flood_since AND kind = :kind) AS sent",
        values,
    ).fetchone()
    return int(row["sent"])


def _apply(
    connection: Connection, chat: int, diverted: Diverted, now: datetime, policy: DeliveryPolicy
) -> None:
    if diverted.quiet or diverted.to_digest:
        addressee = _addressee(connection, chat, now, policy)
        _hold(connection, diverted.quiet, "quiet", addressee.quiet_until or now)
        _hold(connection, diverted.to_digest, "late", addressee.digest or now)
    connection.conn.executemany(
        "UPDATE alerts SET late = 1, silent = 1 WHERE id = ?",
        [(one,) for one in diverted.late + diverted.to_digest],
    )
    if diverted.catch_up:
        summaries.begin(connection, chat, SummaryKind.CATCH_UP, diverted.catch_up, now)
    if not diverted.flood:
        return
    if (summary := summaries.open_flood(connection, chat, now, policy.flood_within)) is not None:
        summaries.add(connection, summary, diverted.flood, now)
    else:
        summaries.begin(connection, chat, SummaryKind.FLOOD, diverted.flood, now)


def _hold(connection: Connection, ids: Iterable[int], why: str, until: datetime) -> None:
    connection.conn.executemany(
        "UPDATE alerts SET state = 'held', reason = ?, due = ? WHERE id = ?",
        [(why, to_iso(until), one) for one in ids],
    )
