"""What the command line shows: tables for people, records for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from bot.health.texts import pace
from bot.passage import passage, plain, shortened
from bot.render import moment_of, post_record
from monitors.health import newest_post
from storage.model import Health, to_iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import Any

    from bot.finding import Found
    from bot.health.standings import Stands
    from bot.texts import Texts
    from storage.model import Source

_COLOURS = {Health.FRESH: "green", Health.LATE: "yellow", Health.BROKEN: "red", Health.GONE: "red"}
_PASSAGE, _DETAIL = 200, 120


def source_record(source: Source, one: Stands, posts: int) -> dict[str, Any]:
    """Return how a source stands, as ``sources --json`` prints it; times in UTC, null for what is not known.

    ``state`` with ``since`` and ``reason`` is how it stands; ``trouble``, ``detail`` and ``failures`` tell of
    its last polls. ``per_day`` is its usual number of posts, ``expected`` how many of them its rhythm would
    have brought since ``last_post``.
    """
    state, standing = one.state, one.standing
    return {
        "source": source.key,
        "kind": source.kind,
        "name": source.name,
        "voice": source.voice.value,
        "title": state.title,
        "state": standing.health.value,
        "since": _iso(standing.since),
        "reason": standing.reason.value if standing.reason else None,
        "trouble": state.trouble.value if state.trouble else None,
        "detail": state.trouble_detail,
        "failures": state.failures,
        "last_success": _iso(state.last_success),
        "last_post": _iso(state.last_post),
        "next_poll": _iso(state.next_poll),
        "per_day": round(one.usual.per_day, 2) if one.usual else None,
        "expected": round(one.usual.expected, 2) if one.usual else None,
        "gap": {"after": state.gap.after, "before": state.gap.before, "noticed": to_iso(state.gap.noticed)}
        if state.gap
        else None,
        "posts": posts,
    }


def _iso(moment: datetime | None) -> str | None:
    return to_iso(moment) if moment else None


def sources_table(
    standings: Iterable[Stands], watched: Mapping[str, Source], texts: Texts, now: datetime
) -> Table:
    """Return how every source stands, for people."""
    names = ("source", "voice", "state", "read", "newest post", "usual", "why")
    table = Table(*names, box=None, header_style="bold")
    table.columns[0].overflow = "fold"
    for one in standings:
        state, newest = one.state, newest_post(one.state, now)
        table.add_row(
            Text(state.source),
            watched[state.source].voice.value,
            Text(one.health.value, _COLOURS[one.health]),
            texts.age(now - state.last_success) if state.last_success else "never",
            texts.age(now - newest) if newest else "",
            pace(one.usual.per_day, texts) if one.usual else "",
            Text(_why(one, texts, now)),
        )
    return table


def _why(one: Stands, texts: Texts, now: datetime) -> str:
    """Return why a source stands as it does, one thing a line."""
    told, state, standing = [], one.state, one.standing
    if standing.reason:
        since = f" since {texts.moment(standing.since, now)}" if standing.since else ""
        detail = f": {shortened(standing.detail, _DETAIL)}" if standing.detail else ""
        told.append(f"{standing.reason.value}{since}{detail}")
    if state.gap:
        told.append(f"posts between {state.gap.after} and {state.gap.before} are missing")
    return "\n".join(told)


def found_record(found: Found) -> dict[str, Any]:
    """Return a post that a search found, as ``search --json`` prints it."""
    stored, matches = found
    return {"id": stored.id, **post_record(stored, matches)}


def found_text(found: Iterable[Found], texts: Texts, now: datetime) -> Text:
    """Return the posts that a search found, for people: the words found in bold."""
    text = Text()
    for stored, matches in found:
        time = texts.moment(moment_of(stored), now)
        text.append(f"{stored.post.source}, {time}  {plain(stored.post.link)}\n", "dim")
        for piece in passage(stored.post.text, matches, _PASSAGE):
            text.append(piece.text, "bold" if piece.is_match else "")
        text.append("\n\n")
    return text
