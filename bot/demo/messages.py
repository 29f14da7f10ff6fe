"""Pictures of alerts as chats get them, for people who have not run the program.

    python -m bot.demo.messages docs/pictures

Six stories, invented, each in its message as it is really written, light and dark; and one unfolded.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.demo.gallery import in_both, write
from bot.story_render import story_message
from bot.story_view import StoryView, Teller
from bot.texts import Texts
from storage.model import (
    Alert,
    AlertState,
    Hit,
    Match,
    Membership,
    Post,
    Role,
    Severity,
    StoredPost,
    Story,
    Trust,
    Voice,
    topic_target,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.render import Message

_MORNING = datetime(2026, 5, 22, 6, 0, tzinfo=UTC)
_FIRE = topic_target("fire")
_PLACE = "Northbridge"
_NUMBER = 12
_ALERT = Alert(1, 1, _NUMBER, 0, Severity.CRITICAL, (_FIRE,), AlertState.QUEUED, _MORNING)
_TEXTS = Texts(zone=ZoneInfo("Europe/Moscow"))


def _after(minutes: int) -> datetime:
    return _MORNING + timedelta(minutes=minutes)


def _told(number: int, title: str, voice: Voice, text: str, minutes: int, **more: Any) -> Teller:  # noqa: ANN401 - any field of a membership
    at, name, copies = _after(minutes), title.casefold().replace(" ", "_"), more.pop("copies", 0)
    post = Post(f"telegram:{name}", str(number), f"https://t.me/{name}/{number}", text, at)
    begin = text.casefold().find("fire")
    word = (Match("fire", text[begin : begin + 4], begin, begin + 4),) if begin >= 0 else ()
    stored = StoredPost(number, post, at, (Hit(_FIRE, Severity.CRITICAL, word),), places=(_PLACE,))
    return Teller(stored, title, voice, Membership(number, _NUMBER, Role.REPORT, at, name, **more), copies)


_FIRST = _told(
    1,
    "Riverside talk",
    Voice.CHANNEL,
    "Fire in a warehouse on Mill Street, smoke can be seen from the bridge. People say that nobody was "
    "inside. Two engines went past, the road is closed as far as the station.",
    0,
)
_SECOND = _told(
    2, "Northbridge today", Voice.MEDIA, "Warehouse on fire on Mill Street: 2 buildings, 400 m².", 7
)
_OFFICIAL = _told(
    3, "Fire service", Voice.OFFICIAL, "Mill Street: fire on 400 m², 6 engines at work. Nobody is hurt.", 16
)
_UNSURE = _told(
    1, "Riverside talk", Voice.CHANNEL, "Reportedly a fire on Mill Street.", 0, hedge="Reportedly"
)
_WORKS = _told(1, "Riverside talk", Voice.CHANNEL, "Fire at the chemical works, flames above the chimney.", 0)
_AGAINST = _told(
    4, "Fire service", Voice.OFFICIAL, "No fire at the works: steam was let off.", 21, denies=True
)


def _view(*told: Teller, **story: Any) -> StoryView:  # noqa: ANN401 - any field of a story
    counted = {"posts": len(told), "origins": len(told)} | story
    now = Story(
        _NUMBER, _MORNING, _after(20), Severity.CRITICAL, {_FIRE: Severity.CRITICAL}, (_PLACE,), lead=1
    )
    return StoryView(replace(now, **counted), told[0], told)


_COPIED = replace(_FIRST, copies=40)

_ALERTS: dict[str, tuple[StoryView, int]] = {
    "first": (_view(_UNSURE), 1),
    "copied": (_view(_COPIED, posts=41, copies=40), 9),
    "corroborated": (
        _view(replace(_FIRST, copies=12), _SECOND, posts=14, copies=12, trust=Trust.CORROBORATED),
        9,
    ),
    "official": (
        _view(replace(_FIRST, copies=31), _SECOND, _OFFICIAL, posts=34, copies=31, trust=Trust.OFFICIAL),
        18,
    ),
    "disputed": (
        _view(replace(_WORKS, copies=5), _AGAINST, posts=7, copies=5, origins=1, is_disputed=True),
        24,
    ),
    "ended": (
        _view(
            replace(_FIRST, copies=44),
            _SECOND,
            _OFFICIAL,
            posts=47,
            copies=44,
            trust=Trust.OFFICIAL,
            ended=_after(95),
        ),
        96,
    ),
}
"""By name of the picture: a story, and how many minutes after its first post it is shown."""

UNFOLDED = "official-unfolded"


def messages() -> dict[str, Message]:
    """Return the six alerts by the names of their pictures."""
    return {
        name: story_message(_ALERT, view, _TEXTS, _after(minutes))
        for name, (view, minutes) in _ALERTS.items()
    }


def pictures() -> dict[str, str]:
    """Return all pictures by their files' names, as SVG."""
    made: dict[str, str] = {}
    shown = [(name, message, False) for name, message in messages().items()]
    for name, message, unfolded in [*shown, (UNFOLDED, messages()["official"], True)]:
        made |= in_both(f"alert-{name}", [(message.as_html(), message.buttons)], unfolded=unfolded)
    return made


def main(folder: Path, say: Callable[[str], object] = print) -> None:
    """Write the pictures into a folder, which is made where it is not there."""
    write(pictures(), folder, say)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
