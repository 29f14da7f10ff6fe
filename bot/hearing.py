"""What people type: from a message to the chat that it concerns, to its command, to an answer."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from telegram.constants import ChatType
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.commands import ALIASES, COMMANDS
from bot.commands.chats import for_chat, managed_now
from bot.commands.desk import Answer, Asked, Manager, Opened, lines, not_allowed
from bot.commands.start import hint
from bot.languages import spoken, understood
from bot.letters import file_of, is_export
from bot.listening import Albums
from bot.operators import is_operator
from bot.replying import thread_of
from bot.rights import is_admin, may_decide, person_of
from bot.screens.running import heard, located, opened
from bot.typed import split_command
from bot.zones import texts_here
from storage import chats, managers, outbox, screens, waking
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from telegram import Bot, Message, Update

    from bot.commands.desk import Command, Desk
    from bot.texts import Texts

logger = logging.getLogger(__name__)

WORTH_AN_ANSWER = filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL
"""What people send. Edited messages are not answered again, and service messages (joined, pinned,
a new title …) not at all: nobody said them to the bot. Both silences are meant."""

_INTRODUCES = "start"
"""The command by which an admin of a group becomes known as one, although everybody may type it."""


def messages(
    at_hand: Callable[[], tuple[Desk, Texts]], answer: Callable[[Message, Answer], Awaitable[int]]
) -> MessageHandler[Any, Any]:
    """Return what answers messages.

    ``at_hand`` gives the desk and the texts that count just now, ``answer`` sends an answer to where a
    message stands.
    """
    albums = Albums()

    async def hear(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is None or albums.is_rest(message):
            return
        desk, texts = at_hand()
        try:
            said = await _answer(message, desk, texts)
            if message.chat.type == ChatType.PRIVATE:
                await _note_spoken(message, desk, chat=message.chat_id)
        except StorageError as error:
            logger.error("a command failed: %s", error)  # noqa: TRY400 - a plain reason, no traceback
            said = lines(texts.say("That did not work just now. Please try again in a minute."))
        if said is not None:
            number = await answer(message, said)
            if said.screen is not None:
                await desk.database.write(screens.note_message, said.screen, number)

    return MessageHandler(WORTH_AN_ANSWER, hear)


def manager_of(bot: Bot, person: int) -> Manager:
    """Return a person who can manage other chats, as far as Telegram says so when it is asked."""
    return Manager(person, partial(is_admin, bot, person))


async def _note_spoken(message: Message, desk: Desk, *, chat: int) -> None:
    """Note what somebody's Telegram speaks, for what their chat is told without asking for it."""
    code = _language_of(message)
    known = await desk.database.read(chats.get, chat) if code else None
    if known is not None and known.spoken != code:
        await desk.database.write(chats.note_spoken, chat, code)


async def wake(desk: Desk, peer: int, thread: int | None = None) -> None:
    """Let what was paused at a place hear of things again: where somebody speaks, somebody can be reached."""
    chat = await desk.database.read(waking.resting, peer, thread)
    if chat is not None:
        await desk.database.write(waking.wake_again, chat, desk.clock.now())


@dataclass(frozen=True)
class _Typed:
    """A command as it was typed."""

    message: Message
    command: Command
    argument: str
    desk: Desk
    texts: Texts

    @property
    def reply_to(self) -> int | None:
        """The message that it replies to; in a topic, all that replies to none names the topic's first."""
        replied = self.message.reply_to_message
        return None if replied is None or replied.forum_topic_created else replied.message_id

    def asked(self, chat: int) -> Asked:
        return Asked(
            chat,
            self.argument,
            self.texts,
            is_operator=is_operator(self.message, self.desk.setup.operators),
            reply_to=self.reply_to,
            person=None if self.message.sender_chat else person_of(self.message.from_user),
            bot=self.message.get_bot().username,
            language=_language_of(self.message),
        )


def _language_of(message: Message) -> str:
    return understood(message.from_user.language_code) if message.from_user else ""


async def _answer(message: Message, desk: Desk, texts: Texts) -> Answer | None:
    """Return the answer to a message; in a group, only commands are meant for the bot."""
    await wake(desk, message.chat_id, thread_of(message))
    is_private = message.chat.type == ChatType.PRIVATE
    if is_private and message.from_user is not None:
        texts = spoken(texts, message.from_user.language_code)
    text = message.text or message.caption or ""
    name, argument = split_command(text, message.get_bot().username)
    if name is None and is_private and is_export(message):
        name = "import"
    if name is None:
        return await _words(_Typed(message, COMMANDS["help"], text, desk, texts)) if is_private else None
    command = COMMANDS.get(ALIASES.get(name, name))
    if command is None:
        return hint(texts) if is_private or "@" in text.split(maxsplit=1)[0] else None
    typed = _Typed(message, command, argument, desk, texts)
    return await (_in_private if is_private else _in_group)(typed)


async def _words(typed: _Typed) -> Answer:
    """Return the answer to what is no command, in private: words or a place, for a screen, or a hint."""
    asked = replace(
        typed.asked(typed.message.chat_id), manager=manager_of(typed.message.get_bot(), typed.message.chat_id)
    )
    asked = replace(asked, texts=await texts_here(typed.texts, typed.desk, asked.chat))
    place = typed.message.location
    if place is not None:
        answer = await _at_place(typed.desk, asked, place.latitude, place.longitude)
    else:
        answer = await heard(typed.desk, asked) if typed.argument else None
    return hint(asked.texts) if answer is None else answer


async def _at_place(desk: Desk, asked: Asked, latitude: float, longitude: float) -> Answer | None:
    """Return the answer to a place: where no page asks for one, the first talk begins with it."""
    answer = await located(desk, asked, latitude, longitude)
    if answer is None and desk.setup.places:
        await opened(desk, asked, Answer(opens=Opened("greeting")))
        answer = await located(desk, asked, latitude, longitude)
    return answer


async def _in_private(typed: _Typed) -> Answer:
    """Carry a command out for the private chat, or for the one that it manages."""
    desk, chat = typed.desk, typed.message.chat_id
    manager = manager_of(typed.message.get_bot(), chat)
    asked = replace(typed.asked(chat), manager=manager)
    if typed.command.personal or await _is_about_alert(typed):
        return await _run(typed, asked)
    managed = await managed_now(desk, typed.texts, manager)
    if isinstance(managed, Answer):
        return managed
    if managed is None:
        return await _run(typed, asked)
    answer = await _run(typed, replace(asked, chat=managed.chat.id, reply_to=None, place=chat))
    return answer if answer.screen else for_chat(answer, managed, typed.texts)


async def _run(typed: _Typed, asked: Asked) -> Answer:
    """Carry a command out, with times as the clock of the chat tells them that it concerns."""
    asked = replace(asked, texts=await texts_here(typed.texts, typed.desk, asked.chat, asked.here))
    if typed.command.takes_file:
        asked = replace(asked, file=await file_of(typed.message))
    return await opened(typed.desk, asked, await typed.command.run(typed.desk, asked))


async def _is_about_alert(typed: _Typed) -> bool:
    """Whether a command replies to an alert of this chat, so that it cannot be about another."""
    if typed.reply_to is None:
        return False
    return await typed.desk.database.read(outbox.told_in, typed.message.chat_id, typed.reply_to) is not None


async def _in_group(typed: _Typed) -> Answer:
    """Carry a command out for a group or a topic; what changes something only for its admins."""
    is_for_admins = typed.command.is_for_admins(typed.argument)
    if is_for_admins or typed.command.name == _INTRODUCES:
        may = await may_decide(typed.message)
        if is_for_admins and not may:
            return lines(not_allowed(may, typed.texts))
        if may:
            await _note_manager(typed)
            await _note_spoken(typed.message, typed.desk, chat=typed.message.chat_id)
    return await _run(typed, typed.asked(await _here(typed)))


async def _note_manager(typed: _Typed) -> None:
    """Remember that an admin may manage this group from their private chat; nobody knows an anonymous one."""
    person, chat = person_of(typed.message.from_user), typed.message.chat
    if person is not None and typed.message.sender_chat is None:
        await typed.desk.database.write(managers.add, person, chat.id, chat.title or "")


async def _here(typed: _Typed) -> int:
    """Return the chat in which a command stands; a topic that is not known yet is noted, by its title."""
    message, database = typed.message, typed.desk.database
    thread = thread_of(message)
    chat = await database.read(chats.at, message.chat_id, thread)
    if chat is not None or thread is None:
        return message.chat_id if chat is None else chat
    first = message.reply_to_message
    title = first.forum_topic_created.name if first and first.forum_topic_created else ""
    return await database.write(chats.topic, message.chat_id, thread, title)
