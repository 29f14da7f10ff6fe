"""Inline mode: what people find by typing the bot's name and some words in any chat.

Only public posts are shown, the same to everybody, so it needs no subscription and keeps nothing.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ContextTypes, InlineQueryHandler

from bot import story_view
from bot.finding import find
from bot.languages import spoken
from bot.passage import escape, html_of, passage, shortened
from bot.render import moment_of
from bot.story_words import headline, trust_lines
from bot.telegram_sender import NO_PREVIEW
from monitors import rules
from storage import stories
from storage.model import EVERY_TOPIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from telegram import InlineQuery

    from bot.commands.desk import Desk
    from bot.story_view import StoryView
    from bot.texts import Texts
    from storage.database import Connection
    from storage.model import Rule

logger = logging.getLogger(__name__)

CARDS = 10
"""Stories in one answer; Telegram takes 50 and asks for more when somebody scrolls."""

MOST_STORIES, LOOKED_AT = 100, 5_000
"""Stories that are offered in all, and posts that are looked at for them: people wait at every letter."""

CACHED = 10
"""Seconds for which Telegram may give the same answer to others."""

LATELY = timedelta(days=2)
_TITLE, _PASSAGE = 100, 500
_START = "inline"


def inline_queries(at_hand: Callable[[], tuple[Desk, Texts]]) -> InlineQueryHandler[Any, Any]:
    """Return what answers inline queries; ``at_hand`` gives the desk and the texts that count just now."""

    async def ask(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.inline_query
        if query is not None:
            desk, texts = at_hand()
            await _answer(query, desk, spoken(texts, query.from_user.language_code))

    return InlineQueryHandler(ask)


async def _answer(query: InlineQuery, desk: Desk, texts: Texts) -> None:
    """Answer with story cards; with none where the store cannot be read, for nobody waits for a reason."""
    begin = int(query.offset) if query.offset.isdecimal() else 0
    try:
        views, is_more = await desk.database.read(_found, desk, query.query.strip(), begin)
        cards = [_card(view, desk, texts) for view in views]
    except Exception as error:  # noqa: BLE001 - whatever it is: what somebody types goes on, and stays unknown
        logger.warning("an inline query found nothing (%s)", type(error).__name__)
        cards, is_more = [], False
    button = InlineQueryResultsButton(texts.say("Open the bot"), start_parameter=_START)
    try:
        await query.answer(
            cards,
            cache_time=CACHED,
            is_personal=True,  # for its language and its times
            next_offset=str(begin + CARDS) if is_more else "",
            button=None if cards or begin else button,
        )
    except TelegramError as error:  # it is answered within seconds or never
        logger.info("an inline query could not be answered: %s", error)


def _found(connection: Connection, desk: Desk, text: str, begin: int) -> tuple[list[StoryView], bool]:
    """Return one answer's stories, and whether there are more: of a rule, or the newest without any words."""
    numbers = _searched(connection, desk, text) if text else _newest(connection, desk)
    page = numbers[begin : begin + CARDS]
    views = (story_view.view_of(connection, number, desk.setup.watched) for number in page)
    return [view for view in views if view is not None], len(numbers) > begin + CARDS


def _newest(connection: Connection, desk: Desk) -> list[int]:
    found = stories.since(connection, desk.clock.now() - LATELY)
    return [one.id for one in found if one.into is None][:MOST_STORIES]


def _searched(connection: Connection, desk: Desk, text: str) -> list[int]:
    """Return the stories of which a post fits, the newest first; what is no rule is taken as plain words."""
    rule = _rule(desk, text)
    if rule is None:
        return []
    setup = desk.setup
    hits = find(connection, rule, setup.vocabulary, setup.watched, MOST_STORIES, LOOKED_AT)
    numbers = (stories.of_post(connection, stored.id) for stored, _ in hits)
    return list(dict.fromkeys(number for number in numbers if number is not None))


def _rule(desk: Desk, text: str) -> Rule | None:
    plain = " ".join("".join(c if c.isalnum() else " " for c in text).split())
    for wanted in (text, f'"{plain}"'):
        try:
            return rules.parse(wanted, desk.setup.known)
        except rules.RuleError:
            continue  # half typed, perhaps
    return None


def _card(view: StoryView, desk: Desk, texts: Texts) -> InlineQueryResultArticle:
    """Return a story as it is offered, and as it is sent when somebody chooses it."""
    now, story = desk.clock.now(), view.story
    title = shortened(headline(story, [EVERY_TOPIC], texts), _TITLE)
    age = texts.age(max(now - story.last, timedelta()))
    count = texts.count("{number} post", "{number} posts", story.posts)
    return InlineQueryResultArticle(
        id=str(story.id),
        title=title,
        description=" · ".join([*_plain(trust_lines(view, texts)), count, age]),
        input_message_content=InputTextMessageContent(
            _message(view, title, desk, texts), parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
    )


def _message(view: StoryView, title: str, desk: Desk, texts: Texts) -> str:
    lead, now = view.lead.stored, desk.clock.now()
    spans = [match for hit in lead.hits for match in hit.matches]
    name = escape(shortened(view.lead.title, _TITLE))
    source = f'<a href="{escape(lead.post.link)}">{name}</a>' if lead.post.link else name
    return "\n".join(
        (
            f"<b>{escape(title)}</b>",
            *map(escape, trust_lines(view, texts)),
            f"<blockquote>{html_of(passage(lead.post.text, spans, _PASSAGE))}</blockquote>",
            f"{source}, {escape(texts.moment(moment_of(lead), now))}",
            escape(texts.say("As it stood at {time}.", time=texts.moment(now, now))),
        )
    )


def _plain(lines: Iterable[str]) -> Sequence[str]:
    return [line.strip() for line in lines]
