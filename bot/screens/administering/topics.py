"""The topics: all of them, and each with its rule and where that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.tune import origin
from bot.passage import escape, shortened
from bot.render import SYMBOLS
from bot.screens.administering.leading import Part, back, go
from bot.screens.screen import Page, paged, turning

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import Choice, State
    from storage.model import Topic

_ON_PAGE = 10
_LABEL, _RULE = 40, 2500


async def _show_all(desk: Desk, asked: Asked, state: State) -> Page:
    say = asked.texts.say
    rows = tuple((_leads(one, state.get("number", 0)),) for one in desk.setup.topics)
    shown, number, pages = paged(rows, state.get("number", 0), _ON_PAGE)
    heading = say("Topics and how much they matter") if rows else say("There are no topics.")
    return Page(f"<b>{heading}</b>", (*shown, turning(number, pages), back(asked, "home")))


def _leads(topic: Topic, number: int) -> Choice:
    label = f"{SYMBOLS[topic.severity]} {shortened(topic.name, _LABEL)}"
    return go(label, "topic", topic=topic.name, number=number)


def topic_of(desk: Desk, state: State) -> Topic | None:
    """Return the topic that a page is about, None where it is not there any more."""
    return next((one for one in desk.setup.topics if one.name == state["topic"]), None)


async def _show_one(desk: Desk, asked: Asked, state: State) -> Page:
    say, topic = asked.texts.say, topic_of(desk, state)
    leads = back(asked, "topics", number=state.get("number", 0))
    if topic is None:
        return Page(say("There is no topic {name}.", name=f"<b>{escape(state['topic'])}</b>"), (leads,))
    told = [
        f"{SYMBOLS[topic.severity]} <b>{escape(topic.name)}</b>, {topic.severity.word}",
        *(await origin(topic.name, desk.reload, asked) if desk.reload else []),
        say("Its rule:"),
        f"<code>{escape(shortened(topic.rule.text, _RULE))}</code>",
    ]
    tries = go(say("Try a rule"), "try", topic=topic.name, number=state.get("number", 0))
    return Page("\n".join(told), ((tries,), leads))


PARTS = (Part("topics", _show_all), Part("topic", _show_one))
"""The pages about topics."""
