"""What must hold at every step of a walk: the promises, looked for in the store and at Telegram."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import outbox
from storage.model import AlertState, to_iso

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.database import Connection
    from storage.model import DeliveryPolicy
    from tests.trials.random_walk.telegram import Accepted, Telegram

LATEST = timedelta(hours=12)
"""How long after the end of all trouble nothing may be owed that is due, the longest demand included."""


@dataclass
class Promises:
    """Looks, and notes what is broken."""

    telegram: Telegram
    policy: DeliveryPolicy
    broken: list[str] = field(default_factory=list)
    looks: int = 0
    _lately: dict[int, deque[float]] = field(default_factory=dict)
    _seen: int = 0

    def owed_to(self, connection: Connection, story: int, targets: Collection[str]) -> None:
        """Promise 1: who follows, and is there, is owed a story's message when its post is stored."""
        marks = ", ".join("?" * len(targets))
        rows = connection.conn.execute(
            "SELECT DISTINCT s.chat FROM subscriptions AS s"  # noqa: S608 - marks
            " JOIN chats AS c ON c.id = s.chat AND c.paused = ''"
            f" WHERE s.target IN ({marks}) AND c.heard_from = 0 AND NOT EXISTS"
            " (SELECT 1 FROM alerts WHERE alerts.chat = s.chat AND story = ? AND step = 0)",
            [*targets, story],
        ).fetchall()
        missing = {row["chat"] for row in rows}
        self._say(f"story {story} is not owed to {sorted(missing)[:5]}" if missing else "")

    def look(self, connection: Connection) -> None:
        """Promises 2 and 3: repeats are bounded, states add up."""
        self.looks += 1
        totals, enqueued = outbox.totals(connection), outbox.enqueued(connection)
        self._say("" if sum(totals.values()) == enqueued else f"{totals} of {enqueued} enqueued")
        telegram = self.telegram
        self.broken += telegram.objections
        telegram.objections.clear()
        for one in telegram.accepted[self._seen :]:
            if telegram.times[one.alert] > 1 + telegram.open_ends[one.alert]:
                self._say(f"alert {one.alert} arrived {telegram.times[one.alert]} times")
            self._flood(one)
        self._seen = len(telegram.accepted)

    def at_the_end(self, connection: Connection, now: datetime) -> None:
        """Nothing is lost: all that is due was told, or there is a reason; what was told had arrived."""
        self.look(connection)
        late = connection.conn.execute(
            "SELECT id, state, due, reason FROM alerts WHERE settled IS NULL AND due < ? LIMIT 5",
            [to_iso(now - LATEST)],
        ).fetchall()
        self._say(f"never sent: {[tuple(row) for row in late]}" if late else "")
        sent = connection.conn.execute("SELECT id FROM alerts WHERE state = 'sent'").fetchall()
        untold = [row["id"] for row in sent if row["id"] not in self.telegram.times]
        self._say(f"called sent, and never arrived: {untold[:5]}" if untold else "")
        adrift = connection.conn.execute(
            "SELECT folded.id FROM alerts AS folded LEFT JOIN alerts AS whole ON whole.id = folded.summary"
            " WHERE folded.state = ? AND folded.summary IS NOT NULL AND whole.id IS NULL LIMIT 5",
            [AlertState.FOLDED.value],
        ).fetchall()
        self._say(f"folded into nothing: {[row['id'] for row in adrift]}" if adrift else "")

    def _flood(self, one: Accepted) -> None:
        """Promise 4: no storm. Twice as many critical ones are let through, then all become one message."""
        lately = self._lately.setdefault(one.peer, deque())
        lately.append(one.at)
        within = self.policy.flood_within.total_seconds()
        while lately[0] <= one.at - within:
            lately.popleft()
        most = 2 * self.policy.flood + 3  # a reply, a summary, a copy after a crash
        self._say(f"chat {one.peer}: {len(lately)} messages in {within:.0f} s" if len(lately) > most else "")

    def _say(self, text: str) -> None:
        if text:
            self.broken.append(text)
