"""The head of a Telegram preview page: what it says of the channel itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from monitors.sources.telegram_message import count
from monitors.sources.text import clean

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_INFO = ".tgme_channel_info_"


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as its page shows it.

    The counters are as exact as the page writes them ("12.5K" is 12500), None where it shows none.
    ``image_url`` expires after about two days.
    """

    username: str = ""
    title: str = ""
    description: str = ""
    image_url: str = ""
    verified: bool = False
    subscribers: int | None = None
    photos: int | None = None
    videos: int | None = None
    files: int | None = None
    links: int | None = None


def read_channel(body: bytes) -> Channel:
    """Read the head of a preview page; parts that are missing are left empty."""
    root = LexborHTMLParser(body).root
    if root is None:
        return Channel()
    counters = dict(_counter(node) for node in root.css(f"{_INFO}counter"))
    return Channel(
        username=_text(root, f"{_INFO}header_username").removeprefix("@"),
        title=_text(root, f"{_INFO}header_title span") or _meta(root, "og:title"),
        description=_text(root, f"{_INFO}description", lines=True) or _meta(root, "og:description"),
        image_url=_picture(root) or _meta(root, "og:image"),
        verified=root.css_first(f"{_INFO}header_labels .verified-icon") is not None,
        subscribers=counters.get("subscriber"),
        photos=counters.get("photo"),
        videos=counters.get("video"),
        files=counters.get("file"),
        links=counters.get("link"),
    )


def _counter(node: LexborNode) -> tuple[str, int | None]:
    """Return a counter's word in the singular, in which it also stands beside a one, and its number."""
    return _text(node, ".counter_type").removesuffix("s"), count(_text(node, ".counter_value"))


def _text(root: LexborNode, selector: str, *, lines: bool = False) -> str:
    node = root.css_first(selector)
    if node is None:
        return ""
    for line in node.css("br") if lines else ():
        line.replace_with("\n")
    return clean(node.text())


def _meta(root: LexborNode, name: str) -> str:
    node = root.css_first(f'meta[property="{name}"]')
    return clean((node.attributes.get("content") or "") if node else "")


def _picture(root: LexborNode) -> str:
    node = root.css_first(".tgme_page_photo_image img")
    return (node.attributes.get("src") or "") if node else ""
