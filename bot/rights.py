"""Who may decide for a chat: asked from Telegram at that moment, since rights change.

In a private chat it is the person; in a group or channel its admins. An anonymous admin speaks and is an
admin all the same; a linked channel, or whoever else speaks behind another chat's name, is none.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from telegram import ChatMember
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.operators import NOBODY

if TYPE_CHECKING:
    from telegram import Bot, Message, User

logger = logging.getLogger(__name__)

_ADMINS = {ChatMember.ADMINISTRATOR, ChatMember.OWNER}


async def is_admin(bot: Bot, person: int, peer: int) -> bool | None:
    """Ask whether a person is an admin of a group or channel; None where Telegram does not tell just now.

    Where it refuses to tell (they are not there, or the bot is not), they are none.
    """
    try:
        member = await bot.get_chat_member(peer, person)
    except (BadRequest, Forbidden) as error:
        logger.info("whether somebody is an admin is not told: %s", error)
        return False
    except TelegramError as error:
        logger.warning("whether somebody is an admin cannot be told: %s", error)
        return None
    return member.status in _ADMINS


async def may_decide(message: Message) -> bool | None:
    """Return whether whoever wrote a message may decide for its chat; None where that is not known now."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    if message.sender_chat is not None:
        return message.sender_chat.id == message.chat.id
    person = person_of(message.from_user)
    return False if person is None else await is_admin(message.get_bot(), person, message.chat.id)


def person_of(user: User | None) -> int | None:
    """Return the id of a person, None for a bot and for what Telegram puts in the place of somebody else."""
    return None if user is None or user.is_bot or user.id in NOBODY else user.id
