"""What is typed, and what becomes of posts that are stored afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.model import from_iso
from tests.desks import CHAT, ask, desk_of, store

if TYPE_CHECKING:
    from storage.database import Connection, Database

GRAVE, OTHER = "Прилёт в Козинке, разрушен дом", "Грайворон без света"


def owed(connection: Connection) -> list[tuple[str, str]]:
    """Return the state of each alert that the chat is owed and, where it is held, the hour until then."""
    rows = connection.conn.execute(
        "SELECT state, due FROM alerts WHERE chat = ? AND story <> 0 ORDER BY story", [CHAT]
    )
    return [(r["state"], f"{from_iso(r['due']):%H}" if r["state"] == "held" else "") for r in rows]


@pytest.mark.parametrize(
    ("command", "wish", "states", "end"),
    [
        ("digest", "daily 12", [("queued", ""), ("held", "12")], "off"),
        ("quiet", "5-11", [("queued", ""), ("held", "11")], "off"),
        ("when", "power cut digest", [("queued", ""), ("held", "08")], "all default"),
    ],
)
async def test_what_was_wished_holds_what_happens(
    database: Database, command: str, wish: str, states: list[tuple[str, str]], end: str
) -> None:
    """But for what is critical; and ending it lets go what was held."""
    desk = await desk_of(database)
    for followed in ("shelling", "power cut"):
        await ask(desk, "follow", followed)
    await ask(desk, command, wish)
    await store(desk, GRAVE, OTHER)
    assert await database.read(owed) == states
    assert "1 alert was held until now: you get it now." in await ask(desk, command, end)
    assert (await database.read(owed))[1] == ("held", "06")


async def test_what_is_critical_waits_where_it_is_to(database: Database) -> None:
    """Until it is let through again."""
    desk = await desk_of(database)
    for command, argument in (("follow", "all"), ("quiet", "5-11"), ("quiet", "critical off")):
        await ask(desk, command, argument)
    await store(desk, GRAVE)
    assert await database.read(owed) == [("held", "11")]
    assert "1 alert was held until now" in await ask(desk, "quiet", "critical on")
