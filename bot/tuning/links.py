"""Links to posts as people copy them, and as the store knows them."""

from __future__ import annotations

import re

_LINK = re.compile(r"(?:https?://)?(?P<host>[\w-]+(?:\.[\w-]+)+)(?P<path>/\S*)", re.IGNORECASE)
_TELEGRAM = {"t.me", "telegram.me", "telegram.dog"}
_POST = re.compile(r"/(?:s/)?(?P<name>\w+)/(?P<number>[0-9]+)/?(?:[?#].*)?")


def link_in(text: str) -> str:
    """Return the link that a text is and nothing else, as its network writes it; empty where it is none.

    Telegram's come in many ways: without ``https://``, with ``/s/``, with ``?single`` behind them.
    """
    found = _LINK.fullmatch(text.strip())
    if found is None:
        return ""
    if found["host"].casefold() in _TELEGRAM and (post := _POST.fullmatch(found["path"])):
        return f"https://t.me/{post['name']}/{post['number']}"
    has_scheme = text.strip().casefold().startswith("http")
    return text.strip() if has_scheme else ""
