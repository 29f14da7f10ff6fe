"""Addresses in one spelling, so that two posts that link one article are seen to do so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.model import Post

_BEGINNING = re.compile(r"^(?:https?:)?//(?:www\.|m\.)?|^www\.", re.IGNORECASE)
# What is added to an address to count where its readers come from.
_COUNTING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|yclid|ysclid|igshid|ref|from|single|comment)(?:=[^&#]*)?(?:&|(?=#)|$)"
)


def canonical_address(address: str) -> str:
    """Return an address without scheme, ``www.``, fragment, readers' counting and slash at the end."""
    plain = _BEGINNING.sub("", address.strip()).partition("#")[0]
    path, mark, query = plain.partition("?")
    host, slash, rest = path.partition("/")
    query = _COUNTING.sub("", query).rstrip("&") if mark else ""
    return (f"{host.lower()}{slash}{rest}".rstrip("/") + (f"?{query}" if query else "")).removesuffix("?")


def linked_articles(post: Post) -> frozenset[str]:
    """Return the articles that a post links, canonical: not its own channel, its own address or a person.

    Left out are addresses without a path (a site's or channel's front page says nothing of an event)
    and those of the post's own channel.
    """
    addresses = (*post.links, post.preview.url) if post.preview else post.links
    if not addresses:
        return frozenset()
    own = _folder(canonical_address(post.link))
    found = map(canonical_address, addresses)
    return frozenset(address for address in found if _is_article(address) and not _is_own(address, own))


def _folder(address: str) -> str:
    """Return an address up to its last part: a channel's own, for a post of Telegram."""
    return address.rpartition("/")[0].replace("/s/", "/").lower()


def _is_own(address: str, own: str) -> bool:
    plain = address.replace("/s/", "/").lower()
    return bool(own) and "/" in own and (plain == own or plain.startswith((own + "/", own + "?")))


def _is_article(address: str) -> bool:
    host, _, path = address.partition("/")
    if not path:
        return "?" in host
    return host not in _MESSENGERS or (
        "/" in path.removeprefix("s/") and not path.startswith(("+", "joinchat"))
    )


_MESSENGERS = frozenset({"t.me", "telegram.me", "vk.com", "max.ru", "dzen.ru", "instagram.com"})
"""Hosts at which an address of one part is a channel, not something that it published."""
