"""Files that people send along: which of them are looked into, and how they are fetched."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.commands.desk import NoFile
from bot.portable import LARGEST

if TYPE_CHECKING:
    from telegram import Message

logger = logging.getLogger(__name__)


def is_export(message: Message) -> bool:
    """Whether a message holds a file that may be one of /export; what is in it tells."""
    document = message.document
    return document is not None and (document.file_name or "").casefold().endswith(".json")


async def file_of(message: Message) -> bytes | NoFile | None:
    """Return the file of a message, or of the one that it replies to; None where there is none.

    At most :data:`bot.portable.LARGEST` bytes are fetched.
    """
    replied = message.reply_to_message
    document = message.document or (replied.document if replied else None)
    if document is None:
        return None
    if (document.file_size or 0) > LARGEST:
        return NoFile.TOO_LARGE
    try:
        file = await document.get_file()
        if (file.file_size or 0) > LARGEST:
            return NoFile.TOO_LARGE
        content = bytes(await file.download_as_bytearray())
    except TelegramError as error:
        logger.info("a file could not be fetched: %s", error)
        return NoFile.UNREACHABLE
    return NoFile.TOO_LARGE if len(content) > LARGEST else content
