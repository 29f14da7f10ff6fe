"""Messages that gather several alerts of one chat: begun, added to, and found out of date.

A summary is an alert about story 0 whose ``occasion`` names its kind. What it gathers is ``folded``, an end,
and names it: nothing is dropped, and the states go on adding up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.alert_rows import ALERTS, alert_of

if TYPE_CHECKING:
    from storage.database import Connection
    from storage.model import Alert


def gathered(connection: Connection, summary: int) -> list[Alert]:
    """Return the alerts that a summary gathers, the gravest first, then the oldest."""
    rows = connection.conn.execute(f"{ALERTS} WHERE summary = ? ORDER BY severity DESC, id", [summary])
    return list(map(alert_of, rows))
