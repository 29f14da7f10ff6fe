"""Who takes part in the chats of the fake Bot API, and with which rights."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

BOT: Json = {
    "id": 100001,
    "is_bot": True,
    "first_name": "Region Watch",
    "username": "regionwatch_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}

RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_send_welcome_messages",
)  # fmt: skip
"""What administrators may do: all of it, unless a test says otherwise."""

PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info",
    "can_invite_users", "can_pin_messages", "can_manage_topics",
)  # fmt: skip
"""What restricted members may do: nothing of it, unless a test says otherwise."""


def person(user: int, language: str) -> Json:
    """Return a person."""
    return {"id": user, "is_bot": False, "first_name": f"Person {user}", "language_code": language}


def member(user: Json, status: str, rights: Json | None = None) -> Json:
    """Return a place in a chat; ``rights`` are those that differ.

    ``status`` is ``member``, ``restricted``, ``left``, ``kicked``, ``administrator`` or ``creator``.
    """
    more: dict[str, Json] = {
        "administrator": {"can_be_edited": False, "is_anonymous": False, **dict.fromkeys(RIGHTS, True)},
        "creator": {"is_anonymous": False},
        "restricted": {"is_member": True, "until_date": 0, **dict.fromkeys(PERMISSIONS, False)},
        "kicked": {"until_date": 0},
    }
    return {"status": status, "user": user, **more.get(status, {}), **(rights or {})}
