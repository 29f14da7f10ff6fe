"""The form of the recording's files, as a person writes them; see ``recording/README.md``."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - pydantic reads the annotations when the class is made
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.demo.shown import Attachment, Ballot, ServiceKind  # noqa: TC001 - the same
from storage.model import LinkPreview, Voice  # noqa: TC001 - the same

Reference = str
"""A post of the day, as ``channel/id``."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PostEntry(_Entry):
    """One post. Times are local to the day, without an offset.

    ``copy_of`` and ``forward`` take text, topics, story and the first attachment from the post they name,
    unless they have their own; ``forward_name`` is for an origin that is not public. ``views`` are those of
    a day later, worked out from the audience if not given. ``edited_*`` and ``deleted_at`` say what
    becomes of it.
    """

    id: int = Field(gt=0)
    at: datetime
    text: str = ""
    topics: frozenset[str] = frozenset()
    story: str = ""
    copy_of: Reference = ""
    forward: Reference = ""
    forward_name: str = ""
    reply_to: int | None = None
    author: str = ""
    via: str = ""
    views: int | None = None
    bold: bool = False
    anchors: tuple[tuple[str, str], ...] = ()
    media: tuple[Attachment, ...] = ()
    poll: Ballot | None = None
    preview: LinkPreview | None = None
    service: ServiceKind = ""
    needs_app: bool = False
    edited_at: datetime | None = None
    edited_text: str = ""
    edited_topics: frozenset[str] | None = None
    deleted_at: datetime | None = None

    @property
    def origin(self) -> Reference:
        """The post that this one repeats or passes on; empty for one of its own."""
        return self.copy_of or self.forward

    @property
    def ids(self) -> range:
        """The ids that it takes: an album one for each attachment."""
        return range(self.id, self.id + max(1, len(self.media)))


class OutletFile(_Entry):
    """A channel or feed. ``audience`` is its number of subscribers, ``site`` a feed's address.

    ``home`` is the place that it writes about, as in a configuration.
    """

    kind: Literal["telegram", "feed"]
    name: str = Field(pattern=r"^[a-z][a-z0-9_]{4,31}$")
    title: str
    description: str
    voice: Voice
    language: str = Field(pattern=r"^[a-z]{2}$")
    audience: int = Field(gt=0)
    verified: bool = False
    custom_emoji: bool = False
    home: str = ""
    site: str = ""
    posts: tuple[PostEntry, ...] = Field(min_length=1)


class DayFile(_Entry):
    """``day.toml``: the hours (local), and the rest as a configuration has it, which is checked as one."""

    start: datetime
    end: datetime
    region: dict[str, Any]
    places: list[dict[str, Any]]
    topics: list[dict[str, Any]]

    @property
    def watched(self) -> dict[str, Any]:
        """The part that is a configuration."""
        return self.model_dump(include={"region", "places", "topics"})
