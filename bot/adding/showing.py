"""What a person is told of a source before it is added, and what a machine is; plain lines, no markup."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.adding.reasons import reason
from bot.adding.writing import suggested
from bot.names import voice_name
from bot.passage import shortened
from bot.reloading.toml_text import written
from monitors.sources import KINDS
from storage.model import Trouble, to_iso

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from bot.adding.finding_out import Finding, Refusal
    from bot.adding.probing import Probe, Seen
    from bot.texts import Texts
    from monitors.sources.contract import Kind
    from storage.model import Hit

MOST_SHOWN = 5
"""Posts that are shown, the newest."""

_TEXT, _TITLE, _WORDS = 100, 80, 4
_CLOSED = frozenset({Trouble.NO_TOKEN, Trouble.FORBIDDEN})
"""What a token may open."""

_OFTEN = 1.5
"""Posts a day from which on they are counted by the day."""


def found_lines(
    finding: Finding, probe: Probe, seen: Sequence[Seen], texts: Texts, now: datetime
) -> list[str]:
    """Return what can be added, its newest posts, and how many of all shown would have matched."""
    say = texts.say
    name, title = probe.source.key, shortened(probe.title, _TITLE)
    return [
        f"{name}: {title}" if title else name,
        *(
            [say("address: {address}", address=finding.entry.url)]
            if finding.entry and finding.entry.url
            else []
        ),
        say("voice: {voice}", voice=voice_name(probe.source.voice, texts)),
        *_feeds(finding, texts),
        _rhythm(probe, texts, now),
        *(_post_line(one, texts, now) for one in seen[:MOST_SHOWN]),
        *_matches(seen, texts),
    ]


def refused_lines(finding: Finding, texts: Texts, kinds: Mapping[str, Kind] = KINDS) -> list[str]:
    """Return why an address cannot be added, and what would help."""
    say = texts.say
    if finding.already is not None:
        return [say("{source} is watched already.", source=finding.already.key)]
    if not finding.refusals:
        return [say("{address} is the address of no network that is known.", address=finding.address)]
    return [
        *(_refusal(refusal, texts) for refusal in finding.refusals),
        *_feeds(finding, texts),
        *_by_token(finding, texts, kinds),
        *_by_selectors(finding, texts, kinds),
    ]


def found_record(finding: Finding, probe: Probe, seen: Sequence[Seen], *, added: bool) -> dict[str, Any]:
    """Return what was found as ``sources add --json`` prints it."""
    entry = finding.entry.model_dump(mode="json") if finding.entry else {}
    return {
        "source": probe.source.key,
        **entry,
        "title": probe.title,
        "feeds": [link.url for link in finding.feeds],
        "per_day": round(probe.per_day, 2) if probe.per_day is not None else None,
        "newest": to_iso(newest) if (newest := _newest(probe)) else None,
        "shown": len(probe.posts),
        "matched": sum(bool(one.hits) for one in seen),
        "topics": dict(_topics(seen)),
        "posts": [_post_record(one) for one in seen[:MOST_SHOWN]],
        "added": added,
    }


# --- what was found ---------------------------------------------------------------------------


def _feeds(finding: Finding, texts: Texts) -> Iterator[str]:
    """Tell which feed was taken where there are several."""
    if len(finding.feeds) > 1:
        yield texts.say("The page names several feeds; number {number} is this one:", number=finding.picked)
        for number, link in enumerate(finding.feeds, 1):
            yield f"  {number}. {link.url} {shortened(link.title, _TITLE)}".rstrip()


def _rhythm(probe: Probe, texts: Texts, now: datetime) -> str:
    if not probe.posts:
        return texts.say("It shows no posts now.")
    often, newest = probe.per_day, _newest(probe)
    if often is None or newest is None:
        return texts.count("It shows {number} post.", "It shows {number} posts.", len(probe.posts))
    age = texts.age(now - newest)
    if often >= _OFTEN:
        return texts.say(
            "About {number} posts a day; the newest is from {age}.", number=round(often), age=age
        )
    return texts.count(
        "One post in {number} day; the newest is from {age}.",
        "One post in {number} days; the newest is from {age}.",
        max(1, round(1 / often)),
        age=age,
    )


def _newest(probe: Probe) -> datetime | None:
    return max((post.published for post in probe.posts if post.published), default=None)


def _post_line(one: Seen, texts: Texts, now: datetime) -> str:
    age = f"{texts.age(now - one.post.published)}: " if one.post.published else ""
    text = shortened(one.post.text, _TEXT) or one.post.link
    hits = "; ".join(f"{_topic(hit)}: {', '.join(_words(hit))}" for hit in one.hits)
    return f"• {age}{text}" + (f" [{hits}]" if hits else "")


def _matches(seen: Sequence[Seen], texts: Texts) -> Iterator[str]:
    if seen:
        matched = sum(bool(one.hits) for one in seen)
        yield texts.count(
            "Of {number} post, {matched} would have matched.",
            "Of {number} posts, {matched} would have matched.",
            len(seen),
            matched=matched,
        )
        for topic, count in _topics(seen).most_common():
            yield f"  {topic}: {count}"


def _topics(seen: Sequence[Seen]) -> Counter[str]:
    return Counter(_topic(hit) for one in seen for hit in one.hits)


def _topic(hit: Hit) -> str:
    return hit.target.partition(":")[2]


def _words(hit: Hit) -> list[str]:
    return [*dict.fromkeys(match.form for match in hit.matches)][:_WORDS]


def _post_record(one: Seen) -> dict[str, Any]:
    """Return a post in the way of the alerts' records, before it was ever stored."""
    post = one.post
    return {
        "post": post.link,
        "published": to_iso(post.published) if post.published else None,
        "topics": [_topic(hit) for hit in one.hits],
        "words": [word for hit in one.hits for word in _words(hit)],
        "text": post.text,
    }


# --- what cannot be added ---------------------------------------------------------------------


def _refusal(refusal: Refusal, texts: Texts) -> str:
    return texts.say("{what}: {reason}", what=refusal.what, reason=reason(refusal.why, texts))


def _by_token(finding: Finding, texts: Texts, kinds: Mapping[str, Kind]) -> Iterator[str]:
    for refusal in finding.refusals:
        kind = refusal.kind
        if refusal.why.trouble in _CLOSED and kind in kinds and kinds[kind].TAKES_TOKEN:
            yield texts.say(
                "A token for {kind} goes into {variable}, or into a file that [[networks]] names.",
                kind=kind,
                variable=f"REGIONWATCH_{kind.upper()}_TOKEN",
            )


def _by_selectors(finding: Finding, texts: Texts, kinds: Mapping[str, Kind]) -> Iterator[str]:
    """Show the table with which a web page could be read by selectors, where some kind does that."""
    kind = next((kind for kind in kinds.values() if kind.SELECTS), None)
    if kind is not None and finding.page:
        yield texts.say(
            "By CSS selectors the page could still be read. Fill in and put into the configuration:"
        )
        select = dict.fromkeys(kind.SELECTS, "")
        table = {
            "kind": kind.KIND,
            "name": suggested(finding.page, kind.KIND, ()),
            "url": finding.page,
            "select": select,
        }
        yield written({"sources": [table]})
