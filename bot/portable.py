"""What a chat has set and follows as one JSON file, for people to read and for ``/import`` to take back.

The file names its format and version. What stands under ``kept`` is only told, never taken back: it belongs
to messages and rights that cannot be carried.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.portable_parts import Parts
from storage.model import to_iso
from storage.portability import Portable

if TYPE_CHECKING:
    from datetime import datetime

    from bot.texts import Texts
    from monitors.rules import Known
    from storage.portability import Kept

FORMAT, VERSION = "regionwatch chat", 1

LARGEST = 2**20
"""Bytes of a file that is taken back: the most that one chat can follow is a tenth of it."""

_MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Ground:
    """By what a file is judged: what may be followed here, which store this is, and the time."""

    known: Known
    store: str
    now: datetime
    texts: Texts


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds, None where it is none of ours; ``told`` says what is left out, or why all is."""

    portable: Portable | None
    told: tuple[str, ...] = ()


def written(portable: Portable, kept: Kept | None, store: str, now: datetime) -> bytes:
    """Return the file of a chat, in UTF-8."""
    wishes = portable.wishes
    told_at = portable.told_at
    values = {
        "format": FORMAT,
        "version": VERSION,
        "exported": to_iso(now),
        "store": store,
        "language": portable.language,
        "trust": {"heard_from": portable.heard_from.word, "sound_at": told_at.word if told_at else None},
        "times": {
            "mode": wishes.mode.word,
            "digest": wishes.digest,
            "quiet": wishes.quiet,
            "zone": wishes.zone,
            "critical_through": wishes.critical_through,
        },
        "following": [
            {"target": one.target, "mode": one.mode.word if one.mode is not None else None}
            | {"since": to_iso(one.since)}
            for one in portable.followed
        ],
        "muted": [
            {"kind": one.kind.value, "value": one.value}
            | {"since": to_iso(one.since), "until": to_iso(one.until)}
            for one in portable.muted
        ],
    }
    if kept is not None:
        values["kept"] = _told(kept)
    return json.dumps(values, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _told(kept: Kept) -> dict[str, Any]:
    return {
        "number": kept.chat.peer or kept.chat.id,
        "topic": kept.chat.thread,
        "title": kept.chat.title,
        "paused_because": kept.chat.paused,
        "may_manage": list(kept.manages),
        "messages_with_buttons": list(kept.screens),
        "alerts": [
            {"story": one.story, "at": to_iso(one.at), "state": one.state, "reason": one.reason}
            for one in kept.alerts
        ],
    }


def read(data: bytes, ground: Ground) -> Reading:
    """Return what a file holds that can be taken back here; whatever it is, nothing is raised."""
    say = ground.texts.say
    try:
        values = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Reading(None, (say("This is no file that can be read: it is no JSON."),))
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        return Reading(None, (say("This file was not made by /export."),))
    version = values.get("version")
    if type(version) is not int or version < 1:
        return Reading(None, (say("This file was not made by /export."),))
    if version > VERSION:
        return Reading(None, (say("This file was made by a newer version of this bot."),))
    parts = Parts(values, ground.known, ground.now, ground.texts)
    portable = Portable(
        parts.language(),
        parts.heard_from(),
        parts.told_at(),
        parts.wishes(),
        parts.followed(),
        parts.muted(is_same_store=values.get("store") == ground.store),
    )
    return Reading(portable, _shortened(parts.left_out, ground.texts))


def _shortened(lines: list[str], texts: Texts) -> tuple[str, ...]:
    left_out = tuple(dict.fromkeys(lines))
    more = len(left_out) - _MOST_LINES
    if more <= 0:
        return left_out
    return (*left_out[:_MOST_LINES], texts.count("… and {number} more", "… and {number} more", more))
