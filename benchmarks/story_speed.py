"""How fast a post is placed in its story, with two days of posts in the window, and what that takes.

Tellings are pre-made and synthetic: words by Zipf's law, 60 on average; three posts in ten copy an earlier
one, one in ten satisfies a topic and tells of one of some hundreds of events that go on at once, in words
half its own. Only placing is timed, of this process's CPU: the window is filled first, then every single post
is timed. What a telling costs to make (:func:`monitors.stories.telling_of`) is not in it.

    python -m benchmarks.story_speed [--posts N] [--json]
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from monitors.stories.placing import Settings, Stories
from monitors.stories.telling import Telling
from storage.model import Severity, Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WINDOW = 48 * 3600.0
POSTS, TIMED = 1_000_000, 50_000
SOURCES, EVENTS, POSTS_AN_EVENT = 2_000, 300, 50
COPIES, MATCHED = 0.3, 0.1
VOCABULARY, COMMON = 60_000, 300
WORDS, LEAST_WORDS = 60, 3
REMEMBERED = 3_000
TOPICS = tuple(f"topic:{number}" for number in range(12))
DISTRICTS, VILLAGES = 20, 400
MICROSECONDS = 1e6


@dataclass(frozen=True, slots=True)
class Event:
    """What some posts tell of: a topic, a place, and words that go with it."""

    target: str
    place: str
    words: tuple[str, ...]
    number: str


class World:
    """Sources that tell of events, copy each other, and mostly tell of nothing that matters."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - a benchmark that anybody can repeat
        self._words = tuple(map(word, range(VOCABULARY)))
        self._weights = tuple(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
        self._events = [self._event() for _ in range(EVENTS)]
        self._recent: list[Telling] = []

    def tellings(self, seconds: float) -> Iterator[Telling]:
        """Yield tellings without end, so many seconds apart."""
        post = 0
        while True:
            post += 1
            told = self._copy(post) if self._recent and self._chance.random() < COPIES else self._new(post)
            told = replace(told, moment=post * seconds)
            self._remember(told)
            yield told

    def _new(self, post: int) -> Telling:
        length = max(LEAST_WORDS, round(self._chance.gammavariate(2, WORDS / 2)))
        if self._chance.random() >= MATCHED:
            return self._telling(post, self._drawn(length))
        if self._chance.random() < 1 / POSTS_AN_EVENT:
            self._events[self._chance.randrange(EVENTS)] = self._event()
        event = self._chance.choice(self._events)
        own = self._chance.sample(event.words, k=min(len(event.words), length // 2))
        words = (*own, *self._drawn(length - len(own)))
        told = self._telling(post, words)
        numbers = frozenset({event.number}) if self._chance.random() < COPIES else frozenset[str]()
        return replace(
            told, targets={event.target: Severity.CRITICAL}, places=frozenset({event.place}), numbers=numbers
        )

    def _copy(self, post: int) -> Telling:
        """Return an earlier post under another name, shortened or with a signature of another channel."""
        told = self._chance.choice(self._recent)
        kept = told.words[: max(LEAST_WORDS, round(len(told.words) * self._chance.uniform(0.6, 1)))]
        source = self._source()
        words = (*kept, "подписаться", word(VOCABULARY + int(source.rpartition("s")[2])))
        return replace(told, post=post, source=source, speaker=source, words=words, stems=stems_of(words))

    def _telling(self, post: int, words: tuple[str, ...]) -> Telling:
        source = self._source()
        return Telling(post, source, source, Voice.CHANNEL, 0.0, words, stems_of(words))

    def _event(self) -> Event:
        return Event(
            self._chance.choice(TOPICS),
            f"village{self._chance.randrange(VILLAGES)}",
            self._drawn(WORDS),
            f"{self._chance.randrange(30)} раненый",
        )

    def _drawn(self, length: int) -> tuple[str, ...]:
        return tuple(self._chance.choices(self._words, cum_weights=self._weights, k=length))

    def _source(self) -> str:
        return f"telegram:s{self._chance.randrange(SOURCES)}"

    def _remember(self, told: Telling) -> None:
        if len(self._recent) < REMEMBERED:
            self._recent.append(told)
        else:
            self._recent[self._chance.randrange(REMEMBERED)] = told


def word(number: int) -> str:
    """Return a word of its own for a number, of syllables."""
    spelled = ""
    while number or not spelled:
        number, rest = divmod(number, len(SYLLABLES))
        spelled += SYLLABLES[rest]
    return spelled


SYLLABLES = tuple(consonant + vowel for consonant in "бвгдзклмнпрст" for vowel in "аеиоу")
COMMON_WORDS = frozenset(map(word, range(COMMON)))


def stems_of(words: Sequence[str]) -> frozenset[str]:
    """Return those of the words that are not common to all texts."""
    return frozenset(words) - COMMON_WORDS


def within(place: str) -> frozenset[str]:
    """Return a village, its district and the region."""
    if not place.startswith("village"):
        return frozenset({place})
    return frozenset({place, f"district{int(place[7:]) % DISTRICTS}", "region"})


def measured(posts: int) -> dict[str, float]:
    """Fill a window with posts, then time the next, one by one."""
    tellings = World(1).tellings(WINDOW / posts)
    stories = Stories(Settings(within=within))
    for told in islice(tellings, posts):
        stories.place(told, told.moment)
    took, placed = [], 0
    for told in islice(tellings, TIMED):
        start = time.process_time()
        placement = stories.place(told, told.moment)
        took.append(time.process_time() - start)
        placed += placement is not None
    took.sort()
    return {
        "posts": posts,
        "in_stories": placed / TIMED,
        "per_second": TIMED / sum(took),
        "median_us": took[TIMED // 2] * MICROSECONDS,
        "p99_us": took[TIMED * 99 // 100] * MICROSECONDS,
        "worst_us": took[-1] * MICROSECONDS,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--posts", type=int, default=POSTS, help="posts in the window of 48 hours")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args(arguments)
    figures = measured(given.posts)
    if given.json:
        print(json.dumps({name: round(figure, 3) for name, figure in figures.items()}))
        return
    print(f"{given.posts:,} posts in the window, the next {TIMED:,} timed (pre-made tellings, CPU time)")
    print(f"  placed in a story: {figures['in_stories']:.0%} of the posts")
    print(f"  posts a second:    {figures['per_second']:,.0f}")
    print(f"  one post:          {figures['median_us']:.0f} µs median, {figures['p99_us']:.0f} µs p99")
    print(f"  memory in all:     {figures['memory_mb']:,.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
