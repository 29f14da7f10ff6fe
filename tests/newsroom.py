"""Posts that are told to a keeper one by one, matched by the topics that ship, in a small region."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot import parts
from bot.setup import check
from monitors.keeping import Keeper
from monitors.sources.text import digest
from storage import chats, outbox, posts, sources, stories
from storage.alert_rows import ALERTS, alert_of
from storage.model import Entry, Post, Sighting, SourceState, Verdict
from tests.hazards import VALUES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.setup import Setup
    from monitors.watchlist import Watchlist
    from storage.database import Connection
    from storage.model import Alert, Story, StoryPost

NAMES = {
    "governor": "official",
    "press": "media",
    "first": "channel",
    "second": "channel",
    "third": "channel",
}
"""The sources of the newsroom, with their voices. All are at home in the region."""


def setup(folder: Path, *more: dict[str, Any]) -> Setup:
    """Return the newsroom's set-up, with further sources."""
    home = {"kind": "telegram", "home": "Белгородская область"}
    watched = [home | {"name": name, "voice": voice} for name, voice in NAMES.items()]
    values = VALUES | {"sources": [*watched, *(home | one for one in more)]}
    found, problems = check(values, folder)
    assert problems == []
    return found


@dataclass
class Newsroom:
    """A keeper with a store, told of posts at given minutes after ``begin``."""

    connection: Connection
    setup: Setup
    watchlist: Watchlist
    begin: datetime
    keeper: Keeper = field(default_factory=Keeper)
    last: int = 0

    def __post_init__(self) -> None:
        """Watch the sources."""
        sources.configure(self.connection, self.setup.sources)
        self.restart()

    def restart(self) -> None:
        """Forget all that only memory holds."""
        self.keeper = Keeper(parts.ground(self.setup))

    def at(self, minutes: float) -> datetime:
        """Return a time so many minutes after the beginning."""
        return self.begin + timedelta(minutes=minutes)

    def tell(
        self, source: str, text: str, minutes: float = 0, *, key: str = "", announce: bool = True
    ) -> int:
        """Publish a post, or edit the one of a key; return its id."""
        self.last += 1
        name, now = f"telegram:{source}", self.at(minutes)
        is_edit = bool(key)
        key = key or str(self.last)
        post = Post(name, key, f"https://t.me/{source}/{key}", text, now)
        reading, words = self.watchlist.match(post, self.setup.watched[name])
        sighting = Sighting(post, digest(text.encode()), b"", words, reading.hits, reading.places)
        entry = (Entry(sighting, announce=announce),)
        verdict = (
            Verdict(SourceState(name), revised=entry) if is_edit else Verdict(SourceState(name), new=entry)
        )
        self.keeper.save(self.connection, verdict, now)
        linked = posts.linked(self.connection, post.link)
        assert linked is not None
        return linked.id

    def follow(self, chat: int, *targets: str, **settings: Any) -> None:  # noqa: ANN401 - heard_from, told_at
        """Let a chat follow targets, every topic where none is named."""
        for target in targets or ("all",):
            chats.follow(self.connection, chat, target, self.begin)
        if rules := [target for target in targets if target.startswith("rule:")]:
            self.watchlist = self.watchlist.with_own_rules(rules)
        if "heard_from" in settings:
            chats.set_heard_from(self.connection, chat, settings["heard_from"])
        if "told_at" in settings:
            chats.set_told_at(self.connection, chat, settings["told_at"])

    def story(self, post: int) -> Story:
        """Return the story of a post."""
        number = stories.of_post(self.connection, post)
        found = stories.get(self.connection, number) if number else None
        assert found is not None
        return found

    def members(self, post: int) -> list[StoryPost]:
        """Return all posts of a post's story."""
        return stories.posts_of(self.connection, self.story(post).id)

    def alerts(self, chat: int = 7) -> list[Alert]:
        """Return all alerts of a chat, by the order in which they were owed."""
        rows = self.connection.conn.execute(f"{ALERTS} WHERE alerts.chat = ? ORDER BY alerts.id", [chat])
        return [alert_of(row) for row in rows]

    def send(self, minutes: float) -> Sequence[Alert]:
        """Take all that is due as sent."""
        due = outbox.due(self.connection, self.at(minutes), 99, [], console=False)
        for alert in due:
            outbox.attempt(self.connection, alert.id)
            outbox.sent(
                self.connection, alert.id, 100 + alert.id, self.at(minutes), self.story_version(alert)
            )
        return due

    def story_version(self, alert: Alert) -> int:
        """Return the version of an alert's story."""
        found = stories.get(self.connection, alert.story)
        assert found is not None
        return found.version
