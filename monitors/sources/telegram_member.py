"""Telegram channels that have the bot as a member: their posts come by themselves, as the Bot API's messages.

A network that is fed and not polled (:class:`monitors.sources.contract.Fed`). Its posts are stored as
``telegram:<name>`` under the number of the message, with the words, links and attachments that the
channel's preview shows (:mod:`monitors.sources.telegram_message`), so that whichever comes first, both
are one post. The messages are described at https://core.telegram.org/bots/api#message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from monitors.sources.telegram_attachments import media_of, poll_of
from monitors.sources.text import clean, digest
from storage.model import Forward, Post

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

KIND = "telegram_member"
ABOUT = """\
Channels that have the bot as a member: posts and edits come at once, and nothing is polled. The name is the
channel's public name, or its id (`-100…`) where it has none. Posts are stored as `telegram:<name>`. A channel
that is watched as `telegram` needs no second entry: once the bot is its member it is both fed and polled."""
EXAMPLE = """\
[[sources]]
kind = "telegram_member"
name = "open_belgorod"
"""
STORED_AS = "telegram"

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}|-100\d{5,14}", re.ASCII)
_MOST_ENTITIES = 200
_WITHOUT_PREVIEW = frozenset(
    ("story", "paid_media", "game", "invoice", "dice", "giveaway", "giveaway_winners", "checklist")
)
"""What a preview does not show; everything else without words or attachments is a service message."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A post as the bot received it.

    ``names`` are the names under which its channel may be configured, the preferred one first;
    ``album`` is what the pieces of one album have in common, empty elsewhere.
    """

    names: tuple[str, ...]
    title: str
    post: Post
    digest: bytes
    album: str = ""


def check(name: str, url: str) -> None:
    """Raise :exc:`ValueError` with what was expected where this is no name of a channel."""
    if url:
        raise ValueError("expected no url, the name is enough")
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"expected a public name like open_belgorod or an id like -1001234567890, got {name!r}"
        )


def parse(message: Mapping[str, Any]) -> Arrival | None:
    """Read a ``channel_post`` or ``edited_channel_post``; None where it is no post: a service message.

    The post's source is made of the first of the names. What a preview adds by itself is missing: the
    card under a link, and how often the post was seen.
    """
    chat, key = _mapping(message, "chat"), message.get("message_id")
    names = tuple(_names(chat))
    media, poll = tuple(media_of(message)), poll_of(message)
    marked = _string(message, "text") or _string(message, "caption")
    if not names or type(key) is not int or not (marked or media or poll or _is_hidden(message)):
        return None
    pieces = [marked, *([poll.question, *(f"• {option}" for option in poll.options)] if poll else ())]
    if not any(pieces):
        pieces = [item.title for item in media if item.kind in {"document", "audio", "contact"}]
    post = Post(
        source=f"{STORED_AS}:{names[0]}",
        key=str(key),
        link=_link(chat, key),
        text=clean("\n".join(piece for piece in pieces if piece)),
        published=_moment(message.get("date")),
        edited="edit_date" in message,
        author=clean(_string(message, "author_signature")),
        forward=_forward(_mapping(message, "forward_origin")),
        reply_to=_reply(message, chat),
        via=_string(_mapping(message, "via_bot"), "username"),
        media=media,
        links=tuple(_links(message)),
        poll=poll,
    )
    album = message.get("media_group_id")
    album = album if isinstance(album, str) else ""
    return Arrival(names, clean(_string(chat, "title")), post, _digest_of(post), album)


def folded(pieces: Sequence[Arrival]) -> Arrival:
    """Return the pieces of one album as the one post that a preview shows: under the lowest number.

    The words are those of the first piece that has any; Telegram's own programs give them to one.
    """
    inorder = sorted(pieces, key=lambda piece: int(piece.post.key))
    first = inorder[0]
    post = replace(
        first.post,
        text=next((piece.post.text for piece in inorder if piece.post.text), ""),
        edited=any(piece.post.edited for piece in inorder),
        media=tuple(media for piece in inorder for media in piece.post.media),
        links=tuple(dict.fromkeys(link for piece in inorder for link in piece.post.links)),
        parts=tuple(piece.post.key for piece in inorder[1:]),
    )
    return replace(first, post=post, digest=_digest_of(post))


# --- who --------------------------------------------------------------------------------------


def _names(chat: Mapping[str, Any]) -> Iterator[str]:
    if username := _string(chat, "username"):
        yield username.lower()
    if type(chat.get("id")) is int:
        yield str(chat["id"])


def _link(chat: Mapping[str, Any], number: int) -> str:
    """Return a post's address; that of a private channel opens for its members alone."""
    if username := _string(chat, "username"):
        return f"https://t.me/{username}/{number}"
    inner = str(chat.get("id", "")).removeprefix("-100")
    return f"https://t.me/c/{inner}/{number}"


def _forward(origin: Mapping[str, Any]) -> Forward | None:
    """Return where a post was first published: https://core.telegram.org/bots/api#messageorigin."""
    if not origin:
        return None
    chat = _mapping(origin, "chat") or _mapping(origin, "sender_chat")
    user = _mapping(origin, "sender_user")
    person = f"{_string(user, 'first_name')} {_string(user, 'last_name')}"
    name = _string(chat, "title") or _string(origin, "sender_user_name") or person
    number, username = origin.get("message_id"), _string(chat, "username")
    link = f"https://t.me/{username}/{number}" if username and type(number) is int else None
    return Forward(clean(name), link)


def _reply(message: Mapping[str, Any], chat: Mapping[str, Any]) -> str:
    within, beyond = _mapping(message, "reply_to_message"), _mapping(message, "external_reply")
    answered = within or beyond
    number = answered.get("message_id")
    where = _mapping(answered, "chat") or (chat if within else {})
    return _link(where, number) if where and type(number) is int else ""


# --- what -------------------------------------------------------------------------------------


def _is_hidden(message: Mapping[str, Any]) -> bool:
    return not _WITHOUT_PREVIEW.isdisjoint(message)


def _links(message: Mapping[str, Any]) -> Iterator[str]:
    """Yield the addresses that the text links to, in order; entities count in UTF-16."""
    of = "" if _string(message, "text") else "caption_"
    text = (_string(message, "text") or _string(message, "caption")).encode("utf-16-le", "surrogatepass")
    entities = message.get(f"{of}entities")
    for entity in entities[:_MOST_ENTITIES] if isinstance(entities, list) else ():
        if isinstance(entity, dict) and (link := _target(entity, text)):
            yield clean(link)


def _target(entity: Mapping[str, Any], text: bytes) -> str:
    offset, length = entity.get("offset"), entity.get("length")
    if type(offset) is not int or type(length) is not int or offset < 0:
        return ""
    words = text[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace").strip()
    match entity.get("type"):
        case "text_link":
            return _string(entity, "url")
        case "url":
            return words if "://" in words or not words else f"http://{words}"
        case "mention":
            return f"https://t.me/{words.removeprefix('@')}" if words else ""
        case "email":
            return f"mailto:{words}"
    return ""


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(value, UTC) if isinstance(value, int) and value > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _digest_of(post: Post) -> bytes:
    kinds = " ".join(item.kind for item in post.media)
    return digest(*(part.encode(errors="replace") for part in (post.text, kinds, *post.links, *post.parts)))


def _mapping(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def _string(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""
