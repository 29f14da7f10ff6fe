"""One post of Bluesky: what it says (the lexicons app.bsky.feed.defs and .post, and app.bsky.embed.*)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitors.sources.bluesky_text import words_of
from monitors.sources.dates import parse_date
from monitors.sources.feed_entries import mappings
from monitors.sources.html import web_address
from monitors.sources.json_api import key_of, line_of, mapping, text_of
from monitors.sources.text import clean, digest
from storage.model import Forward, LinkPreview, Media, Post

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

_ADDRESS = re.compile(r"at://([^/\s]{1,300})/app\.bsky\.feed\.post/([A-Za-z0-9._~:-]{1,200})")


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry of a feed: a post, and the account that shows it: its author, or who reposted it and when."""

    key: str
    post: Mapping[str, Any]
    by: Mapping[str, Any]
    reposted: str | None = None
    is_pinned: bool = False

    @property
    def time(self) -> datetime | None:
        """When it was published, or reposted."""
        return _published(self.post) if self.reposted is None else parse_date(self.reposted)

    @property
    def is_repost(self) -> bool:
        """Whether another account shows it than the one that wrote it, or the same one once more."""
        return self.reposted is not None

    @property
    def author(self) -> Mapping[str, Any]:
        """The account that wrote the post."""
        return mapping(self.post, "author")


def of_feed(entry: object) -> Shown | None:
    """Return what a feedViewPost shows, or None where it is none.

    A repost's key is the address of its own record; of old servers, which do not tell it, the post's and the
    reposter's.
    """
    if not isinstance(entry, dict):
        return None
    shown, reason = of_search(entry.get("post")), mapping(entry, "reason")
    if shown is None or not reason:
        return shown
    by = mapping(reason, "by")
    if _type(reason) == "reasonPin" or not by:
        return Shown(shown.key, shown.post, shown.by, is_pinned=True)
    key = key_of(reason, "uri") or f"{shown.key}#{key_of(by, 'did')}"
    return Shown(key, shown.post, by, text_of(reason, "indexedAt"))


def of_search(post: object) -> Shown | None:
    """Return what a postView shows, or None where it is none; its key is its address."""
    if not isinstance(post, dict):
        return None
    key = key_of(post, "uri")
    return Shown(key, post, mapping(post, "author")) if key else None


def digest_of(shown: Shown) -> bytes:
    """Return what stands for a post as its author wrote it: its ``cid`` is a digest of the record.

    Where a server leaves it out, the record itself does; so it does where it lacks its text, which may
    come under the same ``cid``.
    """
    return digest(*(part.encode(errors="replace") for part in (shown.key, _content(shown.post))))


def _content(post: Mapping[str, Any]) -> str:
    record = mapping(post, "record")
    try:
        return (text_of(record, "text") and key_of(post, "cid")) or json.dumps(record, sort_keys=True)
    except RecursionError:  # read with a few levels more to spare than there are here
        return ""


def read(source: str, key: str, shown: Shown) -> Post:
    """Read what a feed shows.

    A repost has its own key, author and time, and all else is of the post that it repeats. A quoted post
    stands below the words of the one who quotes it, and is the origin of both.
    """
    post, record = shown.post, mapping(shown.post, "record")
    text, links = words_of(record)
    embeds = tuple(_embeds(mapping(post, "embed")))
    card, quoted = _card(embeds), _quoted(embeds)
    media = tuple(_media(embeds))
    origin = post if shown.is_repost else quoted
    return Post(
        source=source,
        key=key,
        link=_link(text_of(post, "uri")),
        text=_text(record, text, card, quoted, media),
        published=shown.time,
        author=_name(shown.by),
        forward=Forward(_name(mapping(origin, "author")), _link(text_of(origin, "uri")) or None)
        if origin
        else None,
        reply_to=_link(text_of(mapping(mapping(record, "reply"), "parent"), "uri")),
        media=media,
        links=tuple(dict.fromkeys([*links, *([card.url] if card else [])])),
        preview=card,
        lang=_language(record),
    )


def _type(values: Mapping[str, Any]) -> str:
    """Return the name in a type: ``images`` of ``app.bsky.embed.images#view``, or that of a part."""
    name, _, part = text_of(values, "$type").partition("#")
    return name.rpartition(".")[2] if part in {"", "view", "main"} else part


def _published(post: Mapping[str, Any]) -> datetime | None:
    """Return when a post was written as far as that can be: nothing is seen before it is written.

    The record's own time is the author's to choose; the AppView orders feeds by the earlier one, too.
    """
    moments = (text_of(mapping(post, "record"), "createdAt"), text_of(post, "indexedAt"))
    return min(filter(None, map(parse_date, moments)), default=None)


def _link(address: str) -> str:
    """Return the page of a post; its author is named by the DID, so that it lasts."""
    found = _ADDRESS.fullmatch(address)
    return f"https://bsky.app/profile/{found[1]}/post/{found[2]}" if found else ""


def _name(account: Mapping[str, Any]) -> str:
    return line_of(account, "displayName") or line_of(account, "handle")


def _language(record: Mapping[str, Any]) -> str:
    """Return the language of a post that names one; of several nobody knows which is meant."""
    langs = record.get("langs")
    named = langs if isinstance(langs, list) and len(langs) == 1 else [""]
    return clean(named[0]).lower() if isinstance(named[0], str) else ""


def _warning(record: Mapping[str, Any]) -> str:
    """Return the labels by which an author warns of a post's content."""
    values = (line_of(label, "val") for label in mappings(mapping(record, "labels"), "values"))
    return ", ".join(value for value in values if value and not value.startswith("!"))


def _text(
    record: Mapping[str, Any],
    text: str,
    card: LinkPreview | None,
    quoted: Mapping[str, Any],
    media: tuple[Media, ...],
) -> str:
    """Return what a reader would read: the warning, the text, the quote.

    A post of links alone is read with the card of its link, one without words with what its pictures are
    said to show.
    """
    pieces = [text]
    if card and all(word.startswith(("http://", "https://")) for word in text.split()):
        pieces += [card.title, card.description]
    if quoted:
        pieces.append(words_of(mapping(quoted, "value")).text)
    if not any(pieces):
        pieces = [one.title for one in media]
    return clean("\n\n".join(filter(None, [_warning(record), *pieces])))


def _embeds(embed: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what is embedded in a post: one thing, or a quoted post and one thing."""
    if _type(embed) == "recordWithMedia":
        yield mapping(embed, "media")
        yield mapping(embed, "record")
    elif embed:
        yield embed


def _quoted(embeds: tuple[Mapping[str, Any], ...]) -> Mapping[str, Any]:
    """Return the quoted post; what was deleted, blocked or detached shows nothing, and lists are no posts."""
    records = (mapping(embed, "record") for embed in embeds)
    return next((record for record in records if mapping(record, "value")), {})


def _card(embeds: tuple[Mapping[str, Any], ...]) -> LinkPreview | None:
    for embed in embeds:
        card = mapping(embed, "external")
        if url := web_address(text_of(card, "uri")):
            return LinkPreview(
                url, title=line_of(card, "title"), description=clean(text_of(card, "description"))
            )
    return None


def _media(embeds: tuple[Mapping[str, Any], ...]) -> Iterator[Media]:
    for embed in embeds:
        for picture in mappings(embed, "images"):
            yield _medium("photo", picture, "fullsize", "thumb")
        if _type(embed) == "video":
            yield _medium("video", embed, "playlist", "thumbnail")


def _medium(kind: str, values: Mapping[str, Any], url: str, thumbnail: str) -> Media:
    addresses = (web_address(text_of(values, name)) for name in (url, thumbnail))
    return Media(kind, clean(text_of(values, "alt")), *addresses)
