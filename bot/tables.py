"""What the command line shows: tables for people, records for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from bot.passage import passage, plain, shortened
from bot.render import moment_of, post_record
from monitors.schedule import health
from storage.model import Health, to_iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import Any

    from bot.finding import Found
    from bot.texts import Texts
    from monitors.schedule import Rhythm
    from storage.model import Source, SourceState

_COLOURS = {Health.FRESH: "green", Health.LATE: "yellow", Health.BROKEN: "red", Health.GONE: "red"}
_PASSAGE, _DETAIL = 200, 120


def source_record(
    source: Source, state: SourceState, rhythm: Rhythm, posts: int, now: datetime
) -> dict[str, Any]:
    """Return how a source stands, as ``sources --json`` prints it."""
    return {
        "source": source.key,
        "kind": source.kind,
        "name": source.name,
        "voice": source.voice.value,
        "title": state.title,
        "state": health(state, rhythm, now).value,
        "trouble": state.trouble.value if state.trouble else None,
        "detail": state.trouble_detail,
        "since": _iso(state.trouble_since),
        "failures": state.failures,
        "last_success": _iso(state.last_success),
        "last_post": _iso(state.last_post),
        "next_poll": _iso(state.next_poll),
        "gap": {"after": state.gap.after, "before": state.gap.before, "noticed": to_iso(state.gap.noticed)}
        if state.gap
        else None,
        "posts": posts,
    }


def _iso(moment: datetime | None) -> str | None:
    return to_iso(moment) if moment else None


def sources_table(
    sources: Iterable[Source],
    states: Mapping[str, SourceState],
    rhythms: Mapping[str, Rhythm],
    texts: Texts,
    now: datetime,
) -> Table:
    """Return how every source stands, for people."""
    table = Table("source", "voice", "state", "read", "newest post", "trouble", box=None, header_style="bold")
    table.columns[0].overflow = "fold"
    for source in sources:
        state = states[source.key]
        stands = health(state, rhythms[source.key], now)
        table.add_row(
            Text(source.key),
            source.voice.value,
            Text(stands.value, _COLOURS[stands]),
            texts.age(now - state.last_success) if state.last_success else "never",
            texts.moment(state.last_post, now) if state.last_post else "",
            Text(_trouble(state, texts, now)),
        )
    return table


def _trouble(state: SourceState, texts: Texts, now: datetime) -> str:
    """Return what is wrong with a source, one thing a line."""
    told = []
    if state.trouble and state.trouble_since:
        since = texts.moment(state.trouble_since, now)
        told.append(f"{state.trouble.value} since {since}: {shortened(state.trouble_detail, _DETAIL)}")
    if state.gap:
        told.append(f"posts between {state.gap.after} and {state.gap.before} are missing")
    return "\n".join(told)


def found_record(found: Found) -> dict[str, Any]:
    """Return a post that a search found, as ``search --json`` prints it."""
    stored, matches = found
    return {"story": stored.id, **post_record(stored, matches)}


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
