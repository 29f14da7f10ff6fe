"""What networks and their bridges put round a post in a feed, taken off again.

Reddit signs every entry (``submitted by /u/name [link] [comments]``), and VK sends outgoing links over a
page of its own.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from monitors.sources.html import Plain, web_address

_SIGNATURE = re.compile(
    r"\s*submitted by\s{1,9}/u/[\w-]{1,40}(?:\s{1,9}to\s{1,9}/?r/\w{1,40})?"
    r"\s{1,9}\[link\]\s{1,9}\[comments\]\s*$"
)
_WRITER = re.compile(r"https?://(?:\w{1,20}\.)?reddit\.com/(?:u|user)/[^/]+/?")
_AWAY = re.compile(r"https?://(?:m\.)?vk\.(?:com|ru)/away(?:\.php)?\?")


def bare(body: Plain, own: str) -> Plain:
    """Return a text without its network's signature and the links in that; ``own`` is the entry's link."""
    links = tuple(dict.fromkeys(_direct(link) for link in body.links))
    signature = _SIGNATURE.search(body.text, max(0, len(body.text) - 300))
    if signature is None:
        return Plain(body.text, links)
    said = tuple(link for link in links if link != own and not _WRITER.fullmatch(link))
    return Plain(body.text[: signature.start()], said)


def _direct(link: str) -> str:
    """Return where a link leads in the end."""
    if not _AWAY.match(link):
        return link
    aim = parse_qs(urlsplit(link).query).get("to", [""])[0]
    return web_address(aim) or link if aim else link
