"""What is true of a post besides its words, as fields of rules ask for it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from monitors.language import detect
from storage.model import from_iso

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.model import Field, Post, Source

_ADDRESS = re.compile(r"https?://\w")
_VIDEOS = frozenset({"video", "round_video"})


class FieldKey(NamedTuple):
    """A condition on the post or its source, in the one spelling in which it is compared."""

    name: str
    value: str

    @classmethod
    def of(cls, field: Field) -> FieldKey:
        """Return the key of a field in a rule."""
        return cls(field.name, field.value.casefold())


class Facts:
    """What is true of one post; what costs time is worked out only when a rule asks.

    ``homes`` are the places that the source's home is or lies in. ``moment`` is when the post was
    published, None where nobody knows.
    """

    def __init__(self, post: Post, source: Source, homes: Collection[str], moment: datetime | None) -> None:
        self._post = post
        self._source = source
        self._homes = homes
        self._moment = moment

    @cached_property
    def plain(self) -> frozenset[FieldKey]:
        """What is true of the post's source."""
        source = self._source
        names = (source.key.casefold(), source.name.casefold())
        return frozenset(
            [
                *(FieldKey("source", name) for name in names),
                FieldKey("kind", source.kind.casefold()),
                FieldKey("voice", source.voice.value),
                *(FieldKey("home", home.casefold()) for home in self._homes),
            ]
        )

    def hold(self, key: FieldKey) -> bool:
        """Tell whether a condition is true."""
        match key.name:
            case "lang":
                return self._language == key.value
            case "has":
                return key.value in self._has
            case "after":
                return self._moment is not None and self._moment >= from_iso(key.value.upper())
            case "before":
                return self._moment is not None and self._moment < from_iso(key.value.upper())
        return key in self.plain

    @cached_property
    def _language(self) -> str:
        own = self._post.lang.partition("-")[0].casefold()
        return own or detect.language_of(self._post.text)

    @property
    def _has_link(self) -> bool:
        post = self._post
        return bool(post.links or post.preview or _ADDRESS.search(post.text))

    @cached_property
    def _has(self) -> frozenset[str]:
        kinds = {media.kind for media in self._post.media}
        there = {"photo": "photo" in kinds, "video": bool(kinds & _VIDEOS)}
        there |= {"poll": self._post.poll is not None, "link": self._has_link}
        return frozenset(name for name, is_there in there.items() if is_there)


LOOSE = frozenset({"lang", "has", "after", "before"})
"""Fields that no table can be asked for: rules that only they could single out are always looked at."""
