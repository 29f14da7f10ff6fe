"""What is written in an alert's message, and in its record: the one way from an alert to both.

A message is written when it is sent or edited, from the story as it stands then.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot import story_view
from bot.render import alert_message, alert_record
from bot.story_render import most_telling, story_message
from storage import outbox, stories
from storage.model import Trust

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.render import Message
    from bot.story_view import StoryView, Teller
    from bot.texts import Texts
    from storage.database import Connection
    from storage.model import Alert, Source

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Subject:
    """An alert as it stands, and what there is to tell; ``view`` is None for a post without a story."""

    alert: Alert
    teller: Teller
    view: StoryView | None

    @property
    def version(self) -> int:
        """The version of the story that a message written now shows."""
        return self.view.story.version if self.view else 0


def read(connection: Connection, alert: Alert, watched: Mapping[str, Source]) -> Subject | None:
    """Return an alert as it stands with what it is about; None where that is kept no longer.

    All of it is of one moment, so that the version is that of what is told.
    """
    known = outbox.get(connection, alert.id)
    if known is None:
        return None
    view = story_view.load(connection, known, watched)
    if view is not None:
        return Subject(known, most_telling(view, known), view)
    is_post = stories.get(connection, known.story) is None  # a story's number can be that of any post
    teller = story_view.teller_of(connection, known.story, watched) if is_post else None
    return Subject(known, teller, None) if teller else None


def written(subject: Subject, texts: Texts, now: datetime) -> Message | None:
    """Return an alert as people see it, None where that fails: one story must not hide the others."""
    alert, teller = subject.alert, subject.teller
    try:
        if subject.view is not None:
            return story_message(alert, subject.view, texts, now)
        return alert_message(alert, teller.stored, teller.title, teller.voice, texts, now)
    except Exception:
        logger.exception("alert %d could not be written", alert.id)
        return None


def record(subject: Subject, *, edit: bool = False) -> dict[str, Any]:
    """Return what was sent or edited as ``--json`` prints it: the post, and how its story stood.

    ``action`` is ``new``, ``edit``, or ``sound`` for a reply, ``posts`` how many tell the story.
    """
    alert, view = subject.alert, subject.view
    trust = view.story.trust if view else Trust.UNCONFIRMED
    return {
        "action": "edit" if edit else "sound" if alert.step else "new",
        "trust": trust.word,
        "posts": view.story.posts if view else 1,
        **alert_record(alert, subject.teller.stored),
    }
