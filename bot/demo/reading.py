"""From the files of ``bot/demo/recording`` to a :class:`~bot.demo.day.Day`: read, check, join.

One file is one channel or feed; ``day.toml`` holds the hours and what is watched for.
"""

from __future__ import annotations

import tomllib
from datetime import UTC
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from bot.demo.checks import checked
from bot.demo.day import Day, Outlet, Recorded
from bot.demo.entries import DayFile, OutletFile
from bot.demo.shown import TELEGRAM, Channel, Reply, Shown
from storage.model import Forward

if TYPE_CHECKING:
    from datetime import datetime
    from importlib.resources.abc import Traversable
    from zoneinfo import ZoneInfo

    from bot.demo.entries import PostEntry

_QUOTED = 90  # letters of the answered post that a reply shows
_READERS = (0.34, 0.41, 0.29, 0.47, 0.38)  # share of the audience that sees a post within a day, invented
_File = TypeVar("_File", bound=BaseModel)


class DayError(ValueError):
    """The recording cannot be read; the message lists every problem found, one a line."""


def load_day(folder: Traversable | None = None) -> Day:
    """Read the day that comes with the package, or another folder of the same form.

    Raises :exc:`DayError` with all problems, as ``open_border.toml posts[3].at: …`` (counted from 0).
    """
    folder = folder or files("bot.demo") / "recording"
    problems: list[str] = []
    head = _read(folder / "day.toml", DayFile, problems)
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    outlets = [
        outlet
        for name in names
        if name != "day.toml" and (outlet := _read(folder / name, OutletFile, problems)) is not None
    ]
    if head is None or problems:
        raise DayError("\n".join(problems))
    setup, problems = checked(head, outlets)
    if problems:
        raise DayError("\n".join(problems))
    return _day(head, outlets, setup.config.region.timezone)


def _read(file: Traversable, form: type[_File], problems: list[str]) -> _File | None:
    try:
        return form.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(f"{file.name}: {error}")
    except ValidationError as error:
        problems.extend(f"{file.name} {_path(one['loc'])}: {one['msg']}" for one in error.errors())
    return None


def _path(location: tuple[int | str, ...]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location).removeprefix(
        "."
    )


def _day(head: DayFile, outlets: list[OutletFile], zone: ZoneInfo) -> Day:
    joiner = _Joiner(outlets, zone)
    posts = [joiner.recorded(outlet, post) for outlet in outlets for post in outlet.posts]
    return Day(
        start=joiner.utc(head.start),
        end=joiner.utc(head.end),
        outlets=tuple(_outlet(outlet) for outlet in outlets),
        posts=tuple(sorted(posts, key=lambda recorded: recorded.post.published)),
        watched=head.watched,
    )


def _outlet(file: OutletFile) -> Outlet:
    pictures = sum(one.kind == "photo" for post in file.posts for one in post.media)
    channel = Channel(
        name=file.name,
        title=file.title,
        description=file.description,
        verified=file.verified,
        counters=((file.audience, "subscribers"), (pictures, "photos")),
        custom_emoji=file.custom_emoji,
        home=file.site,
    )
    return Outlet(file.kind, channel, file.voice, file.language, file.home)


class _Joiner:
    """Puts in each post's place what it takes from others: a copy its text, a reply its quote."""

    def __init__(self, outlets: list[OutletFile], zone: ZoneInfo) -> None:
        self._entries = {f"{outlet.name}/{post.id}": post for outlet in outlets for post in outlet.posts}
        self._titles = {outlet.name: outlet.title for outlet in outlets}
        self._zone = zone

    def utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self._zone).astimezone(UTC)

    def recorded(self, outlet: OutletFile, entry: PostEntry) -> Recorded:
        topics = entry.topics or self._source(entry).topics
        return Recorded(
            outlet=outlet.name,
            post=self._shown(outlet, entry),
            topics=topics,
            origin=entry.origin,
            edited_at=self.utc(entry.edited_at) if entry.edited_at else None,
            edited_text=entry.edited_text,
            edited_topics=topics if entry.edited_topics is None else entry.edited_topics,
            deleted_at=self.utc(entry.deleted_at) if entry.deleted_at else None,
            story=entry.story or self._source(entry).story,
        )

    def _source(self, entry: PostEntry) -> PostEntry:
        return self._entries[entry.origin] if entry.origin else entry

    def _shown(self, outlet: OutletFile, entry: PostEntry) -> Shown:
        return Shown(
            id=entry.id,
            published=self.utc(entry.at),
            text=entry.text or self._source(entry).text,
            bold=entry.bold,
            anchors=entry.anchors,
            author=entry.author,
            views=_readers(outlet, entry),
            forward=self._forward(entry),
            reply=self._reply(outlet, entry),
            via=entry.via,
            media=entry.media or self._source(entry).media[:1],
            preview=entry.preview,
            poll=entry.poll,
            service=entry.service,
            needs_app=entry.needs_app,
            link=f"{outlet.site}news/{entry.id}" if outlet.site else "",
        )

    def _forward(self, entry: PostEntry) -> Forward | None:
        if entry.forward:
            return Forward(self._titles[entry.forward.partition("/")[0]], f"{TELEGRAM}/{entry.forward}")
        return Forward(entry.forward_name) if entry.forward_name else None

    def _reply(self, outlet: OutletFile, entry: PostEntry) -> Reply | None:
        if entry.reply_to is None:
            return None
        answered = self._entries[f"{outlet.name}/{entry.reply_to}"]
        quote = (answered.text or "Photo").replace("\n", " ")[:_QUOTED]
        return Reply(entry.reply_to, outlet.title, quote)


def _readers(outlet: OutletFile, entry: PostEntry) -> int | None:
    if entry.service or outlet.kind == "feed":
        return None
    if entry.views is not None:
        return entry.views
    return int(outlet.audience * _READERS[entry.id % len(_READERS)])
