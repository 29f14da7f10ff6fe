"""What is attached to a message of the Bot API, as a channel's preview would show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitors.sources.text import clean
from storage.model import Media, Poll

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_KINDS = {
    "photo": "photo",
    "animation": "video",
    "video": "video",
    "video_note": "round_video",
    "voice": "voice",
    "audio": "audio",
    "document": "document",
    "sticker": "sticker",
    "location": "location",
    "contact": "contact",
}
"""The fields of a message that hold an attachment, and what a preview shows it as."""

_REPEATED = {"document": "animation", "location": "venue"}
"""Fields that are set beside another of which they repeat a part."""

_HIDDEN = ("story", "paid_media", "game", "invoice", "dice", "giveaway", "giveaway_winners", "checklist")
_MOST_OPTIONS = 50
_UNIT = 1024


def media_of(message: Mapping[str, Any]) -> Iterator[Media]:
    """Yield a message's attachment; the Bot API gives no addresses, and one message has at most one."""
    found = [name for name in _KINDS if isinstance(message.get(name), dict | list) and message[name]]
    for name in found:
        if _REPEATED.get(name) not in found:
            value = message[name]
            yield Media(_KINDS[name], title=_title(name, value if isinstance(value, dict) else {}))
    worded = message.get("text") or message.get("caption")
    if not found and not worded and any(name in message for name in _HIDDEN):
        yield Media("unsupported")


def poll_of(message: Mapping[str, Any]) -> Poll | None:
    """Return the poll of a message with the name that a preview gives to its kind."""
    poll = message.get("poll")
    if not isinstance(poll, dict) or not _words(poll, "question"):
        return None
    options = poll.get("options")
    given = options[:_MOST_OPTIONS] if isinstance(options, list) else []
    sort = "Quiz" if poll.get("type") == "quiz" else "Poll"
    kind = f"{'Public' if poll.get('is_anonymous') is False else 'Anonymous'} {sort}"
    answers = (_words(option, "text") for option in given if isinstance(option, dict))
    return Poll(_words(poll, "question"), kind, tuple(answer for answer in answers if answer))


def _title(name: str, value: Mapping[str, Any]) -> str:
    match name:
        case "document":
            return _with_extra(_words(value, "file_name"), _size(value.get("file_size")))
        case "audio":
            return _with_extra(
                _words(value, "title") or _words(value, "file_name"), _words(value, "performer")
            )
        case "contact":
            words = (_words(value, key) for key in ("first_name", "last_name", "phone_number"))
            return " ".join(word for word in words if word)
    return ""


def _with_extra(title: str, extra: str) -> str:
    return f"{title} ({extra})" if extra else title


def _size(value: object) -> str:
    """Return a file's size as previews write it: ``1.2 MB``."""
    if type(value) is not int or value <= 0:
        return ""
    size, unit = float(value), "B"
    for larger in ("KB", "MB", "GB"):
        if size < _UNIT:
            break
        size, unit = size / _UNIT, larger
    return f"{size:.1f}".removesuffix(".0") + f" {unit}"


def _words(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return clean(found) if isinstance(found, str) else ""
