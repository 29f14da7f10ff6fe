"""A message to everybody: written, looked at, confirmed twice, and sent by the outbox behind all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.notice_render import LONGEST, notice_message
from bot.passage import escape, plain, shortened
from bot.screens.administering.leading import Part, back, go
from bot.screens.screen import Choice, Page, Turn
from storage import notices

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import State
    from storage.notices import Notice, Progress

_LATEST = 5
_TEXT = 60
_DROP, _SEND, _STOP = "drop", "send", "stop"


# --- those that were sent ---------------------------------------------------------------------


async def _show_all(desk: Desk, asked: Asked, state: State) -> Page:
    del state
    say, found = asked.texts.say, await desk.database.read(notices.latest, _LATEST)
    told = say("A message to all goes behind all alerts, without a sound, and waits where it is quiet.")
    rows = tuple((go(f"📣 {shortened(one.text, _TEXT // 2)}", "notice", notice=one.id),) for one in found)
    heading = f"<b>{say('Message to all')}</b>"
    return Page(f"{heading}\n{told}", (*rows, (go(say("Write one"), "write"),), back(asked, "home")))


async def _show_one(desk: Desk, asked: Asked, state: State) -> Page:
    say, notice = asked.texts.say, await _notice(desk, state)
    if notice is None:
        return _gone(asked)
    far = await desk.database.read(notices.progress, notice.id)
    told = [f"📣 {escape(shortened(notice.text, _TEXT))}", "", *_progress(far, asked)]
    stops = (Choice(say("Stop sending"), _STOP),) if far.waiting else ()
    again = (go(say("Look again"), "notice", notice=notice.id),)
    return Page("\n".join(told), (again, stops, back(asked, "notices")))


def _progress(far: Progress, asked: Asked) -> list[str]:
    say = asked.texts.say
    return [
        say("Sent: {number}", number=far.sent),
        say("Waiting: {number}", number=far.waiting),
        say("Failed: {number}", number=far.failed),
        *([say("Stopped: {number}", number=far.stopped)] if far.stopped else []),
    ]


async def _stop(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    del choice
    stopped = 0
    while more := await desk.database.write(notices.stop, state["notice"], desk.clock.now()):
        stopped += more
    told = asked.texts.count("It is not sent to {number} chat.", "It is not sent to {number} chats.", stopped)
    return Turn(toast=told)


# --- writing ----------------------------------------------------------------------------------


async def _write(desk: Desk, asked: Asked, state: State) -> Page:
    say = asked.texts.say
    told = [state["told"], ""] if state.get("told") else []
    asks = say("Type the message. It is plain text, at most {number} characters long.", number=LONGEST)
    draft = await _notice(desk, state) if "notice" in state else None
    before = ["", say("So far it reads:"), escape(draft.text)] if draft else []
    leads = go(say("Cancel"), "draft", notice=draft.id) if draft else go(say("Cancel"), "notices")
    return Page("\n".join([*told, asks, *before]), ((leads,),), asks=True)


async def _heard(desk: Desk, asked: Asked, state: State, text: str) -> Turn:
    """Keep what was typed as a draft, in the place of one that it replaces."""
    text = plain(text).strip()
    length = len(text.encode("utf-16-le")) // 2
    if not text or length > LONGEST:
        told = asked.texts.say("That is too long, or there is nothing to read in it.")
        return Turn({**state, "told": told})
    if "notice" in state:
        await desk.database.write(notices.drop, state["notice"])
    notice = await desk.database.write(notices.draft, text, desk.clock.now())
    return Turn({"page": "draft", "notice": notice})


async def _show_draft(desk: Desk, asked: Asked, state: State) -> Page:
    say, notice = asked.texts.say, await _notice(desk, state)
    if notice is None:
        return _gone(asked)
    count = await desk.database.read(notices.addressees, desk.clock.now())
    sends = go(_to_chats(count, asked), "sure", notice=notice.id, chats=count)
    rows = (
        (sends,) if count else (),
        (go(say("Edit"), "write", notice=notice.id), Choice(say("Cancel"), _DROP)),
    )
    heading = say("This is how it will look:")
    return Page(f"{heading}\n\n{_look(notice, asked)}", rows)


def _look(notice: Notice, asked: Asked) -> str:
    return notice_message(notice.text, asked.texts).as_html()


def _to_chats(count: int, asked: Asked) -> str:
    return asked.texts.count("Send to {number} chat", "Send to {number} chats", count)


async def _drop(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    del asked, choice
    await desk.database.write(notices.drop, state["notice"])
    return Turn({"page": "notices"})


async def _show_sure(desk: Desk, asked: Asked, state: State) -> Page:
    texts, notice = asked.texts, await _notice(desk, state)
    if notice is None:
        return _gone(asked)
    asks = texts.count(
        "Really send this to {number} chat? What has arrived cannot be taken back.",
        "Really send this to {number} chats? What has arrived cannot be taken back.",
        state["chats"],
    )
    rows = ((Choice(texts.say("Yes, send it"), _SEND),), back(asked, "draft", notice=notice.id))
    return Page(f"<b>{asks}</b>\n\n{_look(notice, asked)}", rows)


async def _send(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    """Owe it to everybody; where a press comes twice, or after a crash, it is owed once all the same."""
    del choice
    count = await desk.database.write(notices.owe, state["notice"], desk.clock.now())
    toast = (
        asked.texts.count("It goes to {number} chat.", "It goes to {number} chats.", count) if count else ""
    )
    return Turn({"page": "notice", "notice": state["notice"]}, toast)


async def _notice(desk: Desk, state: State) -> Notice | None:
    return await desk.database.read(notices.get, state["notice"])


def _gone(asked: Asked) -> Page:
    return Page(asked.texts.say("That message is not there any more."), (back(asked, "notices"),))


PARTS = (
    Part("notices", _show_all),
    Part("notice", _show_one, _stop),
    Part("write", _write, hear=_heard),
    Part("draft", _show_draft, _drop),
    Part("sure", _show_sure, _send),
)
"""The pages about messages to everybody."""
