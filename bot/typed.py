"""What people type: a command, and what stands behind it."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"/(?P<name>\w+)(?:@(?P<bot>\w+))?(?:\s+(?P<argument>.*))?", re.DOTALL)


def split_command(text: str, username: str) -> tuple[str | None, str]:
    """Return a command's name and what stands behind it; no name where it is none, or another bot's."""
    found = _COMMAND.fullmatch(text.strip())
    if found is None or (found["bot"] or username).casefold() != username.casefold():
        return None, ""
    return found["name"].casefold(), (found["argument"] or "").strip()
