"""Several chats from one: from their private chat, admins manage groups, channels and topics of forums.

Whether somebody may is asked from Telegram for every command that concerns another chat, and at every press.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.buttons import write_chat
from bot.commands.desk import Answer, lines
from bot.commands.pressed import Reaction
from bot.passage import escape, shortened
from bot.render import Button
from storage import managers

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk, Manager
    from bot.render import Rows
    from bot.texts import Texts
    from storage.managers import Managed

_MOST = 30
"""Chats that are listed: more of them nobody finds again on a phone."""

_NAME, _HALF = 40, 20
"""Characters of a title, and of each of two. Answers leave 96 units of Telegram's 4,096 for them."""

_ITSELF = 0
_BACK = {"me", str(_ITSELF)}


async def chats(desk: Desk, asked: Asked) -> Answer:
    """List the chats that a person may manage; with the number of one, let what is typed concern that."""
    say, manager, wanted = asked.texts.say, asked.manager, asked.argument.casefold()
    if manager is None:
        return lines(say("Type /chats in our private chat: groups and channels are managed from there."))
    if not wanted:
        return await _listed(desk, asked.texts, manager, await _asked_anew(desk, manager))
    there = await desk.database.read(managers.of, manager.person)
    numbered = {str(number): one for number, one in enumerate(there, 1)}
    if wanted in _BACK or wanted in numbered:
        meant = None if wanted in _BACK else numbered[wanted]
        return lines(escape(await _choose(desk, asked.texts, manager, meant)))
    return await _listed(desk, asked.texts, manager, there)


async def choose_chat(desk: Desk, asked: Asked, chat: int) -> Reaction:
    """Return what becomes of a button that chooses a chat, 0 for the one where it stands."""
    say, manager = asked.texts.say, asked.manager
    if manager is None:
        return Reaction(say("Type /chats in our private chat."))
    there = await desk.database.read(managers.of, manager.person)
    meant = next((one for one in there if one.chat.id == chat), None)
    if meant is None and chat != _ITSELF:
        return Reaction(say("I do not know this button any more."))
    told = await _choose(desk, asked.texts, manager, meant)
    there = await desk.database.read(managers.of, manager.person)
    chosen = await desk.database.read(managers.chosen, manager.person)
    return Reaction(told, rows=_rows(there, chosen, asked.texts))


async def managed_now(desk: Desk, texts: Texts, manager: Manager) -> Managed | Answer | None:
    """Return which chat the commands of a private one concern, None for itself.

    It is an answer where the person may not manage that chat, or where that cannot be asked just now.
    """
    chosen = await desk.database.read(managers.chosen, manager.person)
    if chosen is None:
        return None
    refused = await _refused(desk, texts, manager, chosen)
    return lines(escape(refused)) if refused else chosen


def for_chat(answer: Answer, managed: Managed, texts: Texts) -> Answer:
    """Return an answer that says first which chat it is about."""
    head = escape(texts.say("For: {title}", title=chat_name(managed, texts)))
    return replace(answer, html=f"<b>{head}</b>\n{answer.html}")


def chat_name(managed: Managed, texts: Texts) -> str:
    """Return what a chat is called, a topic with its forum; by its number where it has no title."""
    chat = managed.chat
    if chat.thread is None:
        return shortened(chat.title, _NAME) or str(chat.peer)
    topic = shortened(chat.title, _HALF) or texts.say("topic no. {number}", number=chat.thread)
    return f"{shortened(managed.forum, _HALF) or chat.peer} › {topic}"


async def _choose(desk: Desk, texts: Texts, manager: Manager, meant: Managed | None) -> str:
    """Let what is typed concern a chat, None for the private one, if the person may; return what to say."""
    if meant is None:
        await desk.database.write(managers.choose, manager.person, None)
        return texts.say("What you type here concerns this chat again.")
    refused = await _refused(desk, texts, manager, meant)
    if refused:
        return refused
    await desk.database.write(managers.choose, manager.person, meant.chat.id)
    title = chat_name(meant, texts)
    return texts.say("What you type here concerns {title} now. /chats me ends that.", title=title)


async def _refused(desk: Desk, texts: Texts, manager: Manager, meant: Managed) -> str:
    """Return why a person cannot manage a chat, empty if they can; who is no admin is forgotten as one."""
    title = chat_name(meant, texts)
    may = await manager.may(meant.chat.peer)
    if may is None:
        return texts.say(
            "Whether you are an admin of {title} cannot be checked just now, so nothing was done."
            " Please try again.",
            title=title,
        )
    if may:
        return ""
    await desk.database.write(managers.remove, manager.person, meant.chat.peer)
    return texts.say(
        "You are no admin of {title}, or I am not there any more. What you type here concerns this chat.",
        title=title,
    )


async def _asked_anew(desk: Desk, manager: Manager) -> list[Managed]:
    """Return what a person may manage, without what Telegram says they may manage no more."""
    there = await desk.database.read(managers.of, manager.person)
    for peer in dict.fromkeys(one.chat.peer for one in there[:_MOST]):
        may = await manager.may(peer)
        if may is None:  # nor would it tell of the others now, and the person waits
            break
        if not may:
            await desk.database.write(managers.remove, manager.person, peer)
    return await desk.database.read(managers.of, manager.person)


async def _listed(desk: Desk, texts: Texts, manager: Manager, there: list[Managed]) -> Answer:
    """Return the chats with their numbers, and a button for each."""
    say = texts.say
    if not there:
        return lines(
            say("There is no chat that you could manage from here."),
            say("Add me to a group, or make me an admin of a channel who may post: then it stands here."),
            say("Where I am in a group already, an admin types /start there."),
        )
    chosen = await desk.database.read(managers.chosen, manager.person)
    about = say("this chat itself") if chosen is None else chat_name(chosen, texts)
    named = (f"{number}. {escape(chat_name(one, texts))}" for number, one in enumerate(there[:_MOST], 1))
    answer = lines(
        say("You can manage from here:"),
        *named,
        "",
        say("What you type here concerns: {title}", title=f"<b>{escape(about)}</b>"),
        say("/chats and a number chooses another, /chats me this chat itself."),
    )
    return replace(answer, rows=_rows(there, chosen, texts))


def _rows(there: list[Managed], chosen: Managed | None, texts: Texts) -> Rows:
    """Return a button for each chat and one for the private chat, the one that counts marked."""
    now = _ITSELF if chosen is None else chosen.chat.id
    named = [(one.chat.id, chat_name(one, texts)) for one in there[:_MOST]]
    return tuple(
        (Button(f"✓ {name}" if chat == now else name, data=write_chat(chat)),)
        for chat, name in [*named, (_ITSELF, texts.say("This chat"))]
    )
