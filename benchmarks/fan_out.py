"""One event told to many chats: owed, decided, sent, and on a simulated clock.

Rows: an event is owed to ``--chats`` chats in one transaction; and to ten chats, beside 100 and 100,000 that
follow something else. Sent: a tenth as many chats are told over loopback at a paid broadcast's rate, by the
whole of delivery (claim, write, send, record) on a real file, beside PTB's default request alone in the same
run; only this process's CPU counts. Simulated: all the chats at ``--per-second`` on a clock that leaps, with
a graver event to a thousand others in the middle of it.

    python -m benchmarks.fan_out [--chats 100000] [--per-second 30] [--simulated] [--json]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
from typing import Any

from benchmarks import fan_out_sent, fan_out_simulated
from benchmarks.fan_out_store import FEW, MANY, deciding_beside, rows_made

PAID = 1_000.0
"""Messages a second with paid broadcast (https://core.telegram.org/bots/faq#broadcasting-to-users)."""


def deciding() -> dict[str, float]:
    """Return what deciding whom to tell costs beside few strangers and beside many."""
    few, many = deciding_beside(FEW), deciding_beside(MANY)
    return {"few_ms": few * 1000, "many_ms": many * 1000, "ratio": many / few}


def measured(chats: int, per_second: float, *, only_simulated: bool) -> dict[str, dict[str, Any]]:
    """Return all figures by name."""
    found: dict[str, dict[str, Any]] = {}
    if not only_simulated:
        found["rows"] = rows_made(chats)
        found["deciding"] = deciding()
        found["sent"] = fan_out_sent.measured(max(chats // 10, 2 * fan_out_sent.HEAD), PAID)
    found["simulated"] = asyncio.run(fan_out_simulated.run(chats, per_second))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="One event told to many chats.")
    parser.add_argument("--chats", type=int, default=100_000)
    parser.add_argument("--per-second", type=float, default=30.0)
    parser.add_argument("--simulated", action="store_true", help="only on the simulated clock")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    words = parser.parse_args()
    logging.getLogger("httpx").setLevel(logging.WARNING)
    found = measured(words.chats, words.per_second, only_simulated=words.simulated)
    if words.json:
        return print(json.dumps({"fan_out": found}))
    for part, figures in found.items():
        print(part)
        for name, value in figures.items():
            print(f"  {name:<28}{value:.3f}" if isinstance(value, float) else f"  {name:<28}{value}")
    return None


if __name__ == "__main__":
    main()
