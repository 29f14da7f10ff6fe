"""All that is kept about a chat as a file, and such a file taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import portable
from bot.commands.desk import Answer, NoFile, Opened, lines
from storage import portability
from storage.portability import Portable

if TYPE_CHECKING:
    from datetime import datetime

    from bot.commands.desk import Asked, Desk
    from storage.database import Connection
    from storage.portability import Kept

FILE_NAME = "regionwatch.json"


async def export(desk: Desk, asked: Asked) -> Answer:
    """Give out all that is kept about a chat as one file."""
    return await exported(desk, asked)


async def exported(desk: Desk, asked: Asked) -> Answer:
    """Return the answer with the file of the chat that it is about."""
    now = desk.clock.now()
    wanted, kept, store = await desk.database.read(_all, asked.chat, now)
    told = asked.texts.say("This is all that is kept about this chat. /import takes such a file back.")
    return Answer(told, file=(FILE_NAME, portable.written(wanted, kept, store, now)))


def _all(connection: Connection, chat: int, now: datetime) -> tuple[Portable, Kept, str]:
    wanted = portability.take_out(connection, chat, now)
    return wanted, portability.kept(connection, chat), portability.store_mark(connection)


async def take_back(desk: Desk, asked: Asked) -> Answer:
    """Take a file of ``/export`` back: at once where nothing is there yet, else after a confirmation."""
    say = asked.texts.say
    match asked.file:
        case None:
            return lines(
                say("Send me the file that /export gave you, as a file."),
                say("In a group, write /import below it, or reply to it with /import."),
            )
        case NoFile.TOO_LARGE:
            return lines(say("That file is too large to be one of /export."))
        case NoFile.UNREACHABLE:
            return lines(say("Telegram does not hand out that file just now. Please try again."))
        case bytes() as content:
            return await _judged(desk, asked, content)


async def _judged(desk: Desk, asked: Asked, content: bytes) -> Answer:
    now = desk.clock.now()
    there, _, store = await desk.database.read(_all, asked.chat, now)
    reading = portable.read(content, portable.Ground(desk.setup.known, store, now, asked.texts))
    if reading.portable is None:
        return lines(*reading.told, asked.texts.say("Nothing was changed."))
    if there in {Portable(), reading.portable}:
        return lines(*await put_back(desk, asked, reading))
    held = portable.written(reading.portable, None, store, now).decode()
    return Answer(opens=Opened("importing", {"file": held, "left_out": list(reading.told)}))


async def put_back(desk: Desk, asked: Asked, reading: portable.Reading) -> list[str]:
    """Let a chat want what a file holds, and say what came of it; as lines of Telegram's HTML."""
    wanted = reading.portable or Portable()
    zone, now = desk.setup.config.region.timezone, desk.clock.now()
    await desk.database.write(portability.put_in, asked.chat, wanted, now, zone)
    say, count = asked.texts.say, asked.texts.count
    followed = count(
        "Taken back: you follow {number} thing.",
        "Taken back: you follow {number} things.",
        len(wanted.followed),
    )
    left_out = [say("This could not be taken:"), *(f"• {line}" for line in reading.told)]
    return [followed, *(left_out if reading.told else []), say("/following shows it, /when how it comes.")]
