"""What is written in an alert's message, and in its record: the one way from an alert to both.

A message is written when it is sent or edited, from the story, or the stories of a summary, as they stand
then. An alert about story 0 is a summary, a notice of the operators, or a proof that alerts arrive.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bot import story_view, summary_view
from bot.notice_render import AboutNotice
from bot.render import alert_message, alert_record, chat_record
from bot.story_render import most_telling, story_message
from bot.summary_render import proof_message, summary_message, summary_record
from storage import notices, outbox, stories
from storage.model import NOTICE, PROOF, Trust

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.render import Message
    from bot.story_view import StoryView, Teller
    from bot.summary_view import SummaryView
    from bot.texts import Texts
    from storage.database import Connection
    from storage.model import Alert, Source

logger = logging.getLogger(__name__)


class Subject(Protocol):
    """An alert as it stands, and what there is to tell.

    ``version`` is that of the story or summary which a message written now shows.
    """

    @property
    def alert(self) -> Alert:
        """The alert."""

    @property
    def version(self) -> int:
        """The version of what is told."""

    def message(self, texts: Texts, now: datetime) -> Message:
        """Return what people see."""

    def record(self, *, edit: bool) -> dict[str, Any]:
        """Return what machines read, of a message that was sent or edited."""


@dataclass(frozen=True, slots=True)
class AboutStory:
    """An alert about a story; ``view`` is None for a post without one."""

    alert: Alert
    teller: Teller
    view: StoryView | None

    @property
    def version(self) -> int:
        """The version of the story."""
        return self.view.story.version if self.view else 0

    def message(self, texts: Texts, now: datetime) -> Message:
        """Return the story as it stands, or what has just changed."""
        if self.view is not None:
            return story_message(self.alert, self.view, texts, now)
        teller = self.teller
        return alert_message(self.alert, teller.stored, teller.title, teller.voice, texts, now)

    def record(self, *, edit: bool) -> dict[str, Any]:
        """Return the post, and how its story stood; ``posts`` is how many tell that."""
        alert, view = self.alert, self.view
        trust = view.story.trust if view else Trust.UNCONFIRMED
        return {
            "action": "edit" if edit else "sound" if alert.step else "new",
            "trust": trust.word,
            "posts": view.story.posts if view else 1,
            **alert_record(alert, self.teller.stored),
        }


@dataclass(frozen=True, slots=True)
class AboutSeveral:
    """A summary: an alert that gathers others."""

    alert: Alert
    view: SummaryView

    @property
    def version(self) -> int:
        """The version of the summary, not of its stories."""
        return self.view.version

    def message(self, texts: Texts, now: datetime) -> Message:
        """Return the stories by place."""
        return summary_message(self.view, texts, now)

    def record(self, *, edit: bool) -> dict[str, Any]:
        """Return what was gathered, why, and of what time."""
        return {
            "action": "edit" if edit else "new",
            **chat_record(self.alert),
            **summary_record(self.view),
        }


@dataclass(frozen=True, slots=True)
class AboutNothing:
    """A proof that alerts arrive."""

    alert: Alert
    version: int = 0

    def message(self, texts: Texts, now: datetime) -> Message:
        """Return one line with the time."""
        return proof_message(texts, now)

    def record(self, *, edit: bool) -> dict[str, Any]:
        """Return that it was a proof."""
        return {"action": "edit" if edit else "new", **chat_record(self.alert), "proof": True}


def read(connection: Connection, alert: Alert, watched: Mapping[str, Source]) -> Subject | None:
    """Return an alert as it stands with what it is about; None where that is kept no longer.

    All of it is of one moment, so that the version is that of what is told.
    """
    known = outbox.get(connection, alert.id)
    if known is None:
        return None
    if known.story == 0:
        return _about_no_story(connection, known)
    view = story_view.load(connection, known, watched)
    if view is not None:
        return AboutStory(known, most_telling(view, known), view)
    is_post = stories.get(connection, known.story) is None  # a story's number can be that of any post
    teller = story_view.teller_of(connection, known.story, watched) if is_post else None
    return AboutStory(known, teller, None) if teller else None


def _about_no_story(connection: Connection, alert: Alert) -> Subject | None:
    if alert.occasion == PROOF:
        return AboutNothing(alert)
    if alert.occasion.startswith(NOTICE):
        notice = notices.told_by(connection, alert.occasion)
        return AboutNotice(alert, notice.text) if notice else None
    return AboutSeveral(alert, summary_view.load(connection, alert))


def written(subject: Subject, texts: Texts, now: datetime) -> Message | None:
    """Return an alert as people see it, None where that fails: one story must not hide the others."""
    try:
        return subject.message(texts, now)
    except Exception:
        logger.exception("alert %d could not be written", subject.alert.id)
        return None


def record(subject: Subject, *, edit: bool = False) -> dict[str, Any]:
    """Return what was sent or edited as ``--json`` prints it.

    ``action`` is ``new``, ``edit``, or ``sound`` for a reply.
    """
    return subject.record(edit=edit)
