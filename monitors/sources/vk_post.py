"""One post of a wall as VK's API writes it: its words, what it repeats, what is attached.

The objects are described at https://dev.vk.com/ru/reference/objects/post. Nothing in them is relied on.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from monitors.sources.html import literal, web_address
from monitors.sources.text import clean, digest
from monitors.sources.vk_attachments import attachments, media_of, poll_of, preview_of, words_of
from storage.model import Forward, Post

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST_REPEATED = 10
"""Posts within each other that are read; each was reposted with words of its own."""

_MENTION = re.compile(
    r"\[(?:(?:club|public|event|id)\d{1,15}(?::[^\[\]|]{0,50})?|(?P<link>https?://[^\[\]|\s]{1,2000}))"
    r"\|(?P<shown>[^\[\]]{1,500})\]"
)
_ALIAS = re.compile(r"#alias\|(?P<shown>[^|#]{1,500})\|(?P<link>[^|#\s]{1,2000})#")

_LASTING = frozenset(
    ("id", "owner_id", "from_id", "date", "edited", "text", "title", "description", "caption", "artist")
).union(
    (
        "type",
        "question",
        "answers",
        "signer_id",
        "copy_history",
        "attachments",
        "geo",
        "place",
        "coordinates",
    ),
    ("photo", "posted_photo", "video", "audio", "doc", "link", "graffiti", "poll", "album", "note", "page"),
    ("market", "article", "podcast", "sticker", "sticker_id", "audio_playlist", "event", "app"),
)
"""The keys whose values a digest is of: no counters, sizes, rights, access keys and media addresses."""

_LASTING_OF_LINK = _LASTING | {"url"}
"""The address of a link is what it says; those of files and pictures change at every visit."""

_DEEPEST = 12
"""Objects within each other; a picture of a link in a repeated post is the ninth."""


@dataclass(frozen=True, slots=True)
class Names:
    """Who is named beside an answer: names by number, numbers by short name; communities are negative."""

    by_number: Mapping[int, str]
    numbers: Mapping[str, int]

    @classmethod
    def read(cls, response: Mapping[str, Any]) -> Names:
        """Read ``profiles`` and ``groups``, which come with ``extended=1``."""
        found = [*_named(response, "profiles", 1), *_named(response, "groups", -1)]
        return cls(
            {number: name for number, name, _ in found},
            {short: number for number, _, short in found if short},
        )


@dataclass(frozen=True, slots=True)
class Raw:
    """One post with the names that its answer holds."""

    post: Mapping[str, Any]
    names: Names


def number(value: object) -> int:
    """Return a whole number, 0 for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def digest_of(post: Mapping[str, Any]) -> bytes:
    """Return the digest of what a post says, whoever has liked it meanwhile."""
    lasting = json.dumps(_lasting(post, _DEEPEST), sort_keys=True)
    return digest(lasting.encode())


def read(source: str, key: str, raw: Raw) -> Post:
    """Read one post; the words of those that it repeats stand below its own."""
    post, names = raw.post, raw.names
    chain = [post, *_repeated(post)]
    pieces = [attachment for one in chain for attachment in attachments(one)]
    marked = "\n\n".join(words for one in chain if (words := _string(one, "text")))
    poll = next((found for piece in pieces if (found := poll_of(piece))), None)
    preview = next((card for piece in pieces if (card := preview_of(piece))), None)
    text = literal(_shown(marked))
    said = [text.text, *([poll.question, *(f"• {option}" for option in poll.options)] if poll else ())]
    links = [*_marked_links(marked), *text.links, *([preview.url] if preview else ())]
    return Post(
        source=source,
        key=key,
        link=_link(post),
        text=clean("\n".join(said)) or clean("\n".join(words_of(pieces))),
        published=_moment(post.get("date")),
        edited=number(post.get("edited")) > 0,
        author=_author(post, names),
        views=_views(post),
        forward=_forward(chain, names),
        media=tuple(media_of(pieces, post)),
        links=tuple(dict.fromkeys(link for link in links if link)),
        preview=preview,
        poll=poll,
    )


# --- who --------------------------------------------------------------------------------------


def _named(response: Mapping[str, Any], name: str, sign: int) -> Iterator[tuple[int, str, str]]:
    values = response.get(name)
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict) and number(value.get("id")) > 0:
            whole = f"{_string(value, 'first_name')} {_string(value, 'last_name')}"
            shown = " ".join(clean(_string(value, "name") or whole).split())
            yield sign * value["id"], shown, _string(value, "screen_name").lower()


def _author(post: Mapping[str, Any], names: Names) -> str:
    """Return who signed a post, or wrote it on somebody else's wall; nobody where the wall speaks itself."""
    signer, writer = number(post.get("signer_id")), number(post.get("from_id"))
    return names.by_number.get(signer or (writer if writer != post["owner_id"] else 0), "")


def _forward(chain: list[Mapping[str, Any]], names: Names) -> Forward | None:
    """Return where a repeated post was first published: the last of them."""
    if len(chain) == 1:
        return None
    origin = chain[-1]
    owner = number(origin.get("owner_id"))
    return Forward(names.by_number.get(owner or number(origin.get("from_id")), ""), _link(origin) or None)


def _link(post: Mapping[str, Any]) -> str:
    owner, post_id = number(post.get("owner_id")), number(post.get("id"))
    return f"https://vk.com/wall{owner}_{post_id}" if owner and post_id else ""


# --- what -------------------------------------------------------------------------------------


def _repeated(post: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    history = post.get("copy_history")
    found = history[:_MOST_REPEATED] if isinstance(history, list) else []
    return [one for one in found if isinstance(one, dict)]


def _shown(text: str) -> str:
    """Put names in the place of VK's own markup for mentions and links."""
    return _ALIAS.sub(r"\g<shown>", _MENTION.sub(r"\g<shown>", text))


def _marked_links(text: str) -> list[str]:
    found = [found["link"] or "" for pattern in (_MENTION, _ALIAS) for found in pattern.finditer(text)]
    return [web_address(link) for link in found if link]


def _views(post: Mapping[str, Any]) -> int | None:
    views = post.get("views")
    count = views.get("count") if isinstance(views, dict) else None
    return count if isinstance(count, int) and not isinstance(count, bool) else None


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if (seconds := number(value)) > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _string(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _lasting(value: object, depth: int) -> object:
    if not depth:
        return None
    if isinstance(value, dict):
        kept = _LASTING_OF_LINK if "caption" in value or "description" in value else _LASTING
        return {key: _lasting(inner, depth - 1) for key, inner in value.items() if key in kept}
    if isinstance(value, list):
        return [_lasting(inner, depth - 1) for inner in value]
    return value
