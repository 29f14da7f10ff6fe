"""A story with three voices, as it is shown: values alone, for tests of what people read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.story_view import StoryView, Teller
from bot.texts import Texts
from storage.model import (
    Alert,
    AlertState,
    Membership,
    Role,
    Severity,
    Step,
    StepKind,
    StoredPost,
    Story,
    Trust,
    Voice,
    topic_target,
)
from tests.conftest import MORNING
from tests.examples import hit, post

if TYPE_CHECKING:
    from datetime import datetime

MOSCOW = Texts(zone=ZoneInfo("Europe/Moscow"))
SHELLING = topic_target("shelling")
ALERT = Alert(9, 77, 12, 0, Severity.CRITICAL, (SHELLING,), AlertState.QUEUED, MORNING)


def after(minutes: float) -> datetime:
    """Return a moment so many minutes after nine in the morning in Moscow."""
    return MORNING + timedelta(minutes=minutes)


def teller(number: int, source: str, voice: Voice, text: str, minutes: float, **more: Any) -> Teller:  # noqa: ANN401 - any field
    """Return a report of the story, with fields of the post as stored and of its membership."""
    at = after(minutes)
    said = replace(post(str(number), text), source=f"telegram:{source}", published=at)
    of_post = {name: more.pop(name) for name in ("places", "deleted", "revisions") if name in more}
    copies = more.pop("copies", 0)
    stored = StoredPost(number, said, at, (hit(),), **of_post)
    member = Membership(number, 12, Role.REPORT, at, source, **more)
    return Teller(stored, source.replace("_", " ").title(), voice, member, copies)


FIRST = teller(1, "ashes", Voice.CHANNEL, "Обстрел Козинки, разрушен дом", 0, places=("Козинка",))
SECOND = teller(2, "open_belgorod", Voice.MEDIA, "Обстрел: разрушены 5 домов", 6, places=("Козинка",))
OFFICIAL = teller(3, "region", Voice.OFFICIAL, "Обстрел Козинки подтверждаем", 20, places=("Козинка",))

STORY = Story(
    12,
    MORNING,
    after(20),
    Severity.CRITICAL,
    {SHELLING: Severity.CRITICAL},
    ("Козинка",),
    posts=3,
    origins=3,
    lead=1,
)
CONFIRMED = Step(12, after(20), StepKind.TRUST, Trust.OFFICIAL.word, (3,))


def view(*reports: Teller, steps: tuple[Step, ...] = (), **story: Any) -> StoryView:  # noqa: ANN401 - any field
    """Return a story that these tell, the first of them its lead, with any fields of it."""
    told = reports or (FIRST, SECOND, OFFICIAL)
    counted = {"posts": len(told), "origins": len(told)} | story
    return StoryView(
        replace(STORY, **counted), told[0], told, steps=steps, evidence={one.stored.id: one for one in told}
    )
