"""Whether the stories of the demo's day are those that a reader sees, and how often a chat hears of them.

The posts of the recorded day run through the program on a simulated clock, for one chat that follows
everything. Its stories are compared with the events that a reader named (``story`` in bot/demo/recording) by
B-cubed precision and recall (Bagga and Baldwin, "Algorithms for Scoring Coreference Chains", 1998). Beside
the messages with sound stands what a chat got before there were stories: one for each post that satisfies a
rule.

    python -m benchmarks.story_day [--json]
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import click

from bot import parts
from bot.demo.play import demo_setup
from bot.demo.reading import load_day
from bot.retelling.chat_record import Action
from bot.retelling.recording import Recorded, Recording
from bot.retelling.retelling import retell
from monitors import decide, receiving
from monitors.keeping import Keeper
from monitors.sources.text import digest
from storage import posts, sources, stories
from storage.database import Database
from storage.model import Post, Sighting

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from bot.demo.day import Day
    from bot.demo.day import Recorded as Played
    from bot.retelling.chat_record import Shown
    from bot.setup import Setup
    from storage.database import Connection
    from storage.model import Source, Trust


_NAMED = 5
"""Posts that a line names."""


class Score(NamedTuple):
    """B-cubed: the mean share of a post's story that is of its event, and of its event that is in that."""

    precision: float
    recall: float
    f1: float


def b_cubed(found: Mapping[str, Hashable], labels: Mapping[str, str]) -> Score:
    """Compare stories with events, over the posts that have a label; one in no story is a story by itself."""
    stories: defaultdict[Hashable, set[str]] = defaultdict(set)
    events: defaultdict[str, set[str]] = defaultdict(set)
    for post, event in labels.items():
        stories[found.get(post, (post,))].add(post)
        events[event].add(post)
    shared = {post: len(stories[found.get(post, (post,))] & events[labels[post]]) for post in labels}
    precision = fmean(shared[post] / len(stories[found.get(post, (post,))]) for post in labels)
    recall = fmean(shared[post] / len(events[labels[post]]) for post in labels)
    return Score(precision, recall, 2 * precision * recall / (precision + recall))


def shown_of(day: Day) -> list[Shown]:
    """Return all that a chat which follows everything would have seen of the day."""
    shown: list[Shown] = []
    with TemporaryDirectory(prefix="regionwatch-") as folder:
        setup = demo_setup(day, "http://127.0.0.1:1", Path(folder))
        asyncio.run(retell(setup, ["all"], recording_of(day, setup.sources), shown.append))
    return shown


def recording_of(day: Day, watched: Sequence[Source]) -> Recording:
    """Return the day as a recording of these sources; what the network says itself is left out."""
    named = {source.name: source for source in watched}
    told = [one for one in day.posts if not one.post.service]
    states = (state for one in told for state in _states(one, named[one.outlet]))
    return Recording(tuple(sorted(states, key=lambda state: state.at)), ())


def _states(one: Played, source: Source) -> Iterator[Recorded]:
    key, shown = str(one.post.id), one.post
    link = shown.link or f"https://t.me/{source.name}/{key}"
    post = Post(source.key, key, link, shown.text, published=shown.published, forward=shown.forward)
    yield Recorded(shown.published, source, post)
    if one.edited_at:
        yield Recorded(one.edited_at, source, replace(post, text=one.edited_text, edited=True))


def labels_of(day: Day) -> dict[str, str]:
    """Return the event of each post that concerns somebody, by ``kind:name/id``."""
    kinds = {outlet.name: outlet.kind for outlet in day.outlets}
    return {f"{kinds[one.outlet]}:{one.outlet}/{one.post.id}": one.story for one in day.posts if one.story}


async def stories_of(day: Day) -> dict[str, int]:
    """Return the story of each post that is in one, at the end of the day."""
    with (
        TemporaryDirectory(prefix="regionwatch-") as folder,
        Database.open(Path(folder) / "day.db", durable=False) as database,
    ):
        setup = demo_setup(day, "http://127.0.0.1:1", Path(folder))
        return await database.write(_keep, setup, recording_of(day, setup.sources))


def _keep(connection: Connection, setup: Setup, recording: Recording) -> dict[str, int]:
    """Keep all posts; return the story of each."""
    sources.configure(connection, setup.sources)
    watchlist, keeper = parts.watchlist(setup, []), Keeper(parts.ground(setup))
    for one in recording.posts:
        keeper.close_silent(connection, one.at)
        reading, words = watchlist.match(one.post, one.source)
        content = decide.content_of(words)
        shown = digest(one.post.text.encode())
        sighting = Sighting(one.post, shown, content, words, reading.hits, reading.places)
        recollection = posts.recall(connection, one.source.key, [one.post.key], [])
        state = replace(sources.state(connection, one.source.key), title=one.source.name)
        verdict = receiving.verdict(state, sighting, recollection, is_told=True)
        keeper.save(connection, verdict, one.at)
    every = stories.since(connection, recording.posts[0].at - timedelta(days=1))
    return {
        f"{member.stored.post.source}/{member.stored.post.key}": story.id
        for story in every
        for member in stories.posts_of(connection, story.id)
    }


def confirmations(shown: list[Shown]) -> int:
    """Return how often a chat saw the trust in a story rise."""
    trust: dict[int, Trust] = {}
    rises = 0
    for one in shown:
        rises += one.trust > trust.get(one.story, one.trust)
        trust[one.story] = max(one.trust, trust.get(one.story, one.trust))
    return rises


def figures(day: Day) -> dict[str, float]:
    """Return what the day comes to."""
    shown, labels = shown_of(day), labels_of(day)
    found, told = asyncio.run(stories_of(day)), {post for one in shown for post in one.posts}
    score = b_cubed(found, labels)
    actions = Counter(one.action for one in shown)
    events = set(labels.values())
    return {
        "matching_posts": len(labels),
        "events": len(events),
        "events_missed": len(events - {labels[post] for post in told if post in labels}),
        "stories": len({found[post] for post in labels if post in found}),
        **{f"b_cubed_{name}": round(value, 4) for name, value in score._asdict().items()},
        "messages_before_stories": len(labels),
        "messages_new": actions[Action.NEW],
        "messages_with_sound": actions[Action.NEW] + actions[Action.SOUND],
        "messages_edited": actions[Action.EDIT],
        "confirmations": confirmations(shown),
        "most_messages_with_sound": len(events) + confirmations(shown),
    }


def differences(day: Day) -> Iterator[str]:
    """Yield how the posts of each event are spread over stories that are not the event alone."""
    labels, found = labels_of(day), asyncio.run(stories_of(day))
    spread: defaultdict[str, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for post, event in labels.items():
        spread[event][found.get(post, 0)].append(post)
    held = Counter(story for event in spread.values() for story in event)
    for event, parts_of in spread.items():
        if len(parts_of) > 1 or any(held[story] > 1 for story in parts_of):
            yield f"{event}:"
            for story, members in sorted(parts_of.items()):
                named = ", ".join(members[:_NAMED]) + (" …" if len(members) > _NAMED else "")
                yield f"  {len(members)} in story {story or 'none'}: {named}"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def main(*, as_json: bool) -> None:
    """Print how the day's stories compare with its events, and what a chat hears."""
    day = load_day()
    found = figures(day)
    if as_json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name.replace('_', ' '):28} {value:g}")
    for line in differences(day):
        print(f"  {line}")


if __name__ == "__main__":
    main()
