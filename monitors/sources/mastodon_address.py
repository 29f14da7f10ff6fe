"""The names and addresses of Mastodon accounts and hashtags, as people write and copy them."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from monitors.sources.contract import Meant
from monitors.sources.html import web_address

PAGE = 40
"""Statuses: the most that Mastodon gives out at once."""

_SERVER = r"[^\W_](?:[\w.-]*[^\W_])?(?::\d{1,5})?"
_USER = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?"
_NAME = re.compile(rf"(?:@?(?P<user>{_USER})|#(?P<tag>\w+))@(?P<server>{_SERVER})")
_PATH = re.compile(rf"/(?:@|users/)(?P<user>{_USER})(?:@(?P<home>{_SERVER}))?(?:/.*)?|/tags/(?P<tag>\w+)/?")
_ELSEWHERE = re.compile(
    r"(?:.*\.)?(?:bsky\.app|bsky\.social|flickr\.com|flipboard\.com|github\.com|giphy\.com|habr\.com|hashnode\.com"
    r"|hive\.blog|instagram\.com|kick\.com|medium\.com|mirror\.xyz|npmjs\.com|odysee\.com|ok\.ru|paragraph\.xyz"
    r"|peakd\.com|producthunt\.com|reddit\.com|roblox\.com|rumble\.com|rutube\.ru|snapchat\.com|stackexchange\.com|stackoverflow\.com|steemit\.com|substack\.com"
    r"|t\.me|telegram\.me|threads\.(?:net|com)|tiktok\.com|tumblr\.com|twitch\.tv|twitter\.com|unsplash\.com"
    r"|vimeo\.com|vk\.(?:com|ru)|warpcast\.com|x\.com|youtu\.be|youtube\.com|dzen\.ru)(?::\d+)?"
)
"""Well-known sites of other kinds that have paths like ``/@name``, ``/users/name`` or ``/tags/name``."""


def address_of(name: str, url: str) -> str:
    """Return the address of an account's look-up, or of a hashtag's timeline.

    ``url`` is the server's base address where that is not ``https://server``. Raises :exc:`ValueError` with
    what was expected.
    """
    found = _NAME.fullmatch(name)
    if found is None:
        raise ValueError(f"expected user@server or #tag@server, got {name!r}")
    base = _base(url) if url else f"https://{found['server'].lower()}"
    if found["tag"]:
        return f"{base}/api/v1/timelines/tag/{quote(found['tag'])}?limit={PAGE}"
    return f"{base}/api/v1/accounts/lookup?acct={quote(found['user'])}"


def meant(address: str) -> Meant | None:
    """Return the account or hashtag that an address leads to, or that is written like ``@user@server``."""
    address = address.strip()
    if address.startswith(("@", "#")):
        return Meant(address.removeprefix("@")) if _NAME.fullmatch(address) else None
    try:
        parts = urlsplit(address)
        server = parts.netloc.lower()
    except ValueError:
        return None
    found = _PATH.fullmatch(parts.path)
    if not found or parts.scheme not in {"http", "https"} or _ELSEWHERE.fullmatch(server):
        return None
    name = f"#{found['tag']}@{server}" if found["tag"] else f"{found['user']}@{found['home'] or server}"
    at_home = parts.scheme == "https" or found["home"]
    return Meant(name, "" if at_home else f"http://{server}") if _NAME.fullmatch(name) else None


def server_of(address: str) -> str:
    """Return the base address of the server that an address is on."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _base(url: str) -> str:
    address = web_address(url)
    parts = urlsplit(address)
    if not address or parts.path.strip("/") or parts.query:
        raise ValueError(f"expected the base address of a server like https://mastodon.example, got {url!r}")
    return f"{parts.scheme}://{parts.netloc}"
