"""Alerts in the terminal."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from bot.console import ConsoleSender, update
from bot.outcomes import Sent
from bot.passage import Piece
from bot.render import Message, Rows, Written
from storage.model import CONSOLE, Alert, AlertState, Severity
from tests.conftest import MORNING

ALERT = Alert(9, CONSOLE, 1, 0, Severity.CRITICAL, ("all",), AlertState.QUEUED, MORNING)
MESSAGE = Message(
    symbol="🔴",
    headline="shelling",
    source="Open Belgorod (channel)",
    when="09:00",
    passage=(Piece("Обстрел", is_match=True), Piece(" Грайворона")),
    link="https://t.me/open_belgorod/1",
    button="Open the post",
    notes=("edited",),
)


async def printed(message: Written, *, colours: bool = False) -> str:
    """Return what a terminal of 60 columns gets."""
    out = StringIO()
    console = Console(
        file=out, width=60, force_terminal=colours, color_system="standard" if colours else None
    )
    sender = ConsoleSender(console)
    assert await sender.ready(ALERT) is None
    assert await sender.send(ALERT, message) == Sent(ALERT.id)
    return out.getvalue()


async def test_an_alert_is_a_box() -> None:
    """With what, how sure that is, where from, when, the passage, what there is besides and the link."""
    text = await printed(replace(MESSAGE, tail=("+12 copies",)))
    told = (
        *("🔴 shelling", "edited", "Open Belgorod (channel)", "09:00"),
        *("Обстрел Грайворона", "+12 copies", MESSAGE.link),
    )
    assert [text.find(part) for part in told] == sorted(text.find(part) for part in told)
    assert all(part in text for part in told)


async def test_several_alerts_are_one_box() -> None:
    """Without a source and a time of its own."""
    text = await printed(replace(MESSAGE, source="", when="", passage=(Piece("Козинка"),), link=""))
    rows = [row.strip("│ ") for row in text.splitlines()[1:-1]]
    assert rows == ["edited", "", "Козинка"]


async def test_what_matched_is_bold() -> None:
    """As in a chat."""
    assert "\x1b[1mОбстрел\x1b[0m" in await printed(MESSAGE, colours=True)


@pytest.mark.parametrize("text", ["[bold]x[/]", "[/]", "back\\", ":smile: [link=https://x]y[/link]"])
async def test_whatever_is_written_is_printed_as_it_is(text: str) -> None:
    """The terminal's markup means nothing in a post or a headline."""
    told = await printed(replace(MESSAGE, headline=text, passage=(Piece(text),)))
    assert told.count(text) == 2


async def test_a_post_without_a_link_has_none() -> None:
    """A feed's item may have no address."""
    assert "http" not in await printed(replace(MESSAGE, link=""))


async def test_an_update_is_one_line() -> None:
    """What was printed cannot be changed, so how the story stands now is said once more, in short."""
    out = StringIO()
    sender = ConsoleSender(Console(file=out, width=60))
    long = replace(MESSAGE, notes=("official: " + "word " * 40, "edited"))
    assert await sender.edit(ALERT, long) == Sent(ALERT.id)
    assert out.getvalue().startswith("↻ 🔴 shelling · official: word")
    assert out.getvalue().count("\n") == 1


async def test_without_a_console_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Records are printed then, and the alert counts as sent or edited."""
    assert await ConsoleSender(None).send(ALERT, MESSAGE) == Sent(ALERT.id)
    assert await ConsoleSender(None).edit(ALERT, MESSAGE) == Sent(ALERT.id)
    assert capsys.readouterr() == ("", "")


class Gathered:
    """What gathers several alerts, and is no alert itself."""

    link = button = preview = ""
    buttons: Rows = ()
    picture = b"\x89PNG"

    def as_html(self) -> str:
        """Return it in HTML."""
        raise AssertionError("a terminal reads no HTML")

    def as_text(self) -> str:
        """Return it without markup."""
        return "🔴 3 alerts\n\nГрайворон: 2\n[b]Шебекино[/]: 1"


async def test_whatever_is_written_can_be_printed() -> None:
    """Its first line is the headline, the rest stands in the box, and an update is the first line alone."""
    text = await printed(Gathered())
    assert text.splitlines()[0].startswith("╭─ 🔴 3 alerts ─")
    assert "Грайворон: 2" in text
    assert "[b]Шебекино[/]: 1" in text
    assert update(Gathered()).plain == "↻ 🔴 3 alerts"
