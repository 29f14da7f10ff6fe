"""The recorded day at the time that a clock tells."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from bot.demo.shown import View

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.demo.day import Day, Outlet, Recorded

_VIEWS_STEP = 600  # seconds of the day between two states of the view counters


class Replay:
    """Shows the day's outlets as they stand at ``now()``; a view is made anew only when it changes."""

    def __init__(self, day: Day, now: Callable[[], datetime]) -> None:
        self._now = now
        self._start = day.start
        self._outlets = {(outlet.kind, outlet.name): outlet for outlet in day.outlets}
        self._posts: dict[str, list[Recorded]] = {outlet.name: [] for outlet in day.outlets}
        for recorded in day.posts:
            self._posts[recorded.outlet].append(recorded)
        self._changes = {
            name: sorted(change for recorded in posts for change in recorded.changes())
            for name, posts in self._posts.items()
        }
        self._views: dict[str, View] = {}

    def channel(self, name: str) -> View | None:
        """Return a channel by its name, case ignored."""
        return self._view(self._outlets.get(("telegram", name.lower())))

    def feed(self, name: str) -> View | None:
        """Return a feed by its name, case ignored."""
        return self._view(self._outlets.get(("feed", name.lower())))

    def _view(self, outlet: Outlet | None) -> View | None:
        if outlet is None:
            return None
        moment = self._now()
        changes = self._changes[outlet.name]
        past = bisect_right(changes, moment)
        step = int(moment.timestamp()) // _VIEWS_STEP if outlet.kind == "telegram" else 0
        known = self._views.get(outlet.name)
        if known is not None and known.version == (past, step):
            return known
        shown = (recorded.shown(moment) for recorded in self._posts[outlet.name])
        posts = sorted((post for post in shown if post is not None), key=lambda post: post.id)
        changed = changes[past - 1] if past else self._start
        view = View(outlet.channel, posts, (past, step), changed)
        self._views[outlet.name] = view
        return view
