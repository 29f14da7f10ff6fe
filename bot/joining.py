"""Where the bot is let in, put out, or moved: what Telegram says of its own place in chats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import (
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    Update,
)
from telegram.constants import ChatType
from telegram.ext import ChatMemberHandler, ContextTypes, MessageHandler, filters

from bot.commands.desk import lines
from bot.hearing import wake
from bot.passage import escape
from bot.rights import is_admin, person_of
from bot.zones import texts_here
from storage import chats, managers, reachability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from telegram import ChatMemberUpdated

    from bot.commands.desk import Answer, Desk
    from bot.texts import Texts

_OUT = {ChatMember.BANNED, ChatMember.LEFT}


def memberships(
    at_hand: Callable[[], tuple[Desk, Texts]], tell: Callable[[Iterable[int], Answer], None]
) -> ChatMemberHandler[Any, Any]:
    """Return what follows the bot's place in chats: rest where it cannot write, wake where it can again.

    ``tell`` sends an answer to people by their ids.
    """

    async def moved(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        change = update.my_chat_member
        if change is None:
            return
        desk, texts = at_hand()
        if not _can_write(change.chat, change.new_chat_member):
            reason = f"Telegram says that the bot is {change.new_chat_member.status} there"
            now = desk.clock.now()
            await desk.database.write(reachability.give_up_chat, change.chat.id, reason, now)
            return
        await wake(desk, change.chat.id)
        person = await _note_manager(change, desk)
        if person is not None:
            tell([person], _how_to_manage(change.chat, await texts_here(texts, desk, person)))

    return ChatMemberHandler(moved, ChatMemberHandler.MY_CHAT_MEMBER)


def migrations(at_hand: Callable[[], tuple[Desk, Texts]]) -> MessageHandler[Any, Any]:
    """Return what carries a group over to its new id as soon as Telegram names it; both ids hear of it."""

    async def migrated(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is not None:
            old, new = message.migrate_from_chat_id or message.chat_id, message.migrate_to_chat_id
            desk, _texts = at_hand()
            write, now = desk.database.write, desk.clock.now()
            await write(reachability.migrate_chat, old, new or message.chat_id, now)

    return MessageHandler(filters.StatusUpdate.MIGRATE, migrated)


def _can_write(chat: Chat, place: ChatMember) -> bool:
    """Whether the bot can send something with this place: in a channel, only as an admin who may post."""
    if place.status in _OUT:
        return False
    if isinstance(place, ChatMemberRestricted):
        return place.is_member
    if chat.type == ChatType.CHANNEL:
        return isinstance(place, ChatMemberAdministrator) and place.can_post_messages is not False
    return True


async def _note_manager(change: ChatMemberUpdated, desk: Desk) -> int | None:
    """Note who let the bot in as one who may manage that chat; return them if they do not know how yet.

    Who is certainly no admin is not written down. Only those who spoke to the bot before can be told.
    """
    person = None if change.chat.type == ChatType.PRIVATE else person_of(change.from_user)
    if person is None or await is_admin(change.get_bot(), person, change.chat.id) is False:
        return None
    is_new = await desk.database.write(managers.add, person, change.chat.id, change.chat.title or "")
    known = await desk.database.read(chats.get, person)
    return person if is_new and known is not None and not known.paused else None


def _how_to_manage(chat: Chat, texts: Texts) -> Answer:
    title = f"<b>{escape(chat.title or '')}</b>"
    return lines(
        texts.say("I can write in {title} now.", title=title),
        texts.say("/chats lets you choose from here what is told there."),
    )
