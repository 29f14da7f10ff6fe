"""Numbers of chats and people within the Bot API's JSON, both ways.

A chat is an object with an ``id`` and one of four types, a person one with ``is_bot``; elsewhere numbers of
theirs stand under names that end in ``chat_id`` or ``user_id`` (https://core.telegram.org/bots/api).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_CHATS = frozenset({"private", "group", "supergroup", "channel"})
_NAMES = ("chat_id", "user_id")

PUBLIC = frozenset({"channel_post", "edited_channel_post"})
"""What channels publish that are sources: nobody's private affair, and known by its real numbers."""


def converted(value: Any, convert: Callable[[int], int]) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a copy of JSON in which every number of a chat or person is converted."""
    if isinstance(value, list):
        return [converted(one, convert) for one in value]
    if not isinstance(value, dict):
        return value
    is_theirs = "is_bot" in value or ("type" in value and _is_chat(value["type"]))
    return {
        name: convert(one)
        if type(one) is int and (name.endswith(_NAMES) or (name == "id" and is_theirs))
        else one
        if name in PUBLIC
        else converted(one, convert)
        for name, one in value.items()
    }


def _is_chat(kind: object) -> bool:
    return isinstance(kind, str) and kind in _CHATS
