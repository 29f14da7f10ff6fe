"""The networks that can be watched: one module each, and one contract for all.

A module reads its network in three steps, each of them pure: ``request`` says what to fetch,
``listing`` cuts the page into items without reading them, and ``parse`` reads one item. The
pipeline parses only items whose digest is new, so a page without news costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitors.sources import bluesky, feed, mastodon, page, telegram, telegram_member, telegram_proof, vk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitors.sources.contract import Fed, Kind, Proof

KINDS: Mapping[str, Kind] = {kind.KIND: kind for kind in (telegram, feed, mastodon, bluesky, vk, page)}

FED: Mapping[str, Fed] = {kind.KIND: kind for kind in (telegram_member,)}
"""The networks that hand their posts over by themselves; they are configured, and not polled."""

PROOFS: Mapping[str, Proof] = {telegram.KIND: telegram_proof}
"""Those that can be asked whether one post is still there."""

__all__ = [
    "FED",
    "KINDS",
    "PROOFS",
    "bluesky",
    "feed",
    "mastodon",
    "page",
    "telegram",
    "telegram_member",
    "vk",
]
