"""How well and how fast copies are found, beside datasketch's MinHashLSH (and rensa for speed).

Copies are made from real posts (benchmarks/copies_made.py) and looked for among the originals; halves are put
inside posts that are not among them. A false copy is a pair of real posts that has less than half of the
shorter one's three-word shingles in common. Templated alerts (benchmarks/copies_templates.py) are all
different: every copy found among them is false; a signed copy of each must be found.

    python -m benchmarks.copies [--json] [--list] [--posts 100000 --rounds 3 --many 1000000]
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Any
from zlib import crc32

from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]

from benchmarks.copies_made import Made, made_copies
from benchmarks.copies_speed import CHUNK, shingles
from benchmarks.copies_templates import Alert, alerts
from benchmarks.places import corpora, lexicon
from monitors.language import fold
from monitors.stories.boilerplate import Boilerplate
from monitors.stories.copies import Copies
from monitors.stories.telling import Telling
from monitors.stories.words.content_words import names_of
from monitors.stories.words.numbers import numbers_and_times
from monitors.stories.words.wording import denies
from storage.model import Voice

if TYPE_CHECKING:
    from collections.abc import Sequence

ALERTS = 3_000
NEARLY = 0.5
_PLAIN = Boilerplate()


def telling(post: int, published: str, places: frozenset[str] = frozenset()) -> Telling:
    """Return what a post tells, as far as copies ask for it, read as the programme reads it."""
    text = _PLAIN.strip("", published)
    words = tuple(fold.words(text))
    numbers, times = numbers_and_times(text, words)
    return Telling(
        post,
        "telegram:a",
        "a",
        Voice.CHANNEL,
        0.0,
        words,
        names=names_of(text),
        places=places,
        numbers=numbers,
        times=times,
        denies=denies(words),
    )


def is_sketched(text: str, sketches: dict[int, int], post: int) -> bool:
    """Return whether another post has two of a text's six smallest hashes of shingles; note them."""
    smallest = sorted({crc32(one.encode()) for one in shingles(tuple(fold.words(text)))})[:6]
    met = Counter(sketches[one] for one in smallest if one in sketches)
    sketches.update(dict.fromkeys(smallest, post))
    return max(met.values(), default=0) > 1


def sketched(text: str) -> MinHash:
    """Return a text's MinHash over its three-word shingles."""
    sketch = MinHash(num_perm=128)
    sketch.update_batch([shingle.encode() for shingle in shingles(tuple(fold.words(text)))])
    return sketch


class World:
    """Real posts in the window, ours and MinHash's; what is a copy among themselves is one post."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.copies, self.index = Copies(), MinHashLSH(threshold=0.5, num_perm=128)
        self.first: dict[int, int] = {}
        self.pairs: list[tuple[int, int]] = []
        for post, text in enumerate(texts, 1):
            told = telling(post, text)
            found = self.copies.find(told)
            self.first[post] = self.first[found.post] if found else post
            if found:
                self.pairs.append((post - 1, found.post - 1))
            self.copies.add(told)
            self.index.insert(post, sketched(text))

    def finds(self, made: Made) -> tuple[bool, bool]:
        """Return whether a copy's original is found by us, and by MinHash."""
        found = self.copies.find(telling(10**9, made.text))
        ours = found is not None and self.first[found.post] == self.first[made.source + 1]
        return ours, made.source + 1 in self.index.query(sketched(made.text))


def recall(texts: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return for each kind of copy how many there are, and which share of them we and MinHash find."""
    half = len(texts) // 2
    counts, ours, theirs = Counter[str](), Counter[str](), Counter[str]()
    for mine, hosts in ((texts[:half], texts[half:]), (texts[half:], texts[:half])):
        world = World(mine)
        # Whoever repeats a post of the window himself would be found as that.
        alone = [text for text in hosts if not world.copies.find(telling(10**9, text))]
        for made in made_copies(mine, alone, random.Random(1)):  # noqa: S311 - the same copies every time
            found = world.finds(made)
            counts[made.kind] += 1
            ours[made.kind] += found[0]
            theirs[made.kind] += found[1]
    return {
        kind: {"copies": count, "ours": ours[kind] / count, "minhash": theirs[kind] / count}
        for kind, count in counts.items()
    }


def is_near(first: str, second: str) -> bool:
    """Return whether half of the shorter text's shingles stand in the other: counted, not judged as ours."""
    here, there = (set(shingles(tuple(fold.words(text)))) for text in (first, second))
    return len(here & there) >= NEARLY * max(1, min(len(here), len(there)))


def merged(made: Sequence[Alert]) -> dict[str, float]:
    """Return the share of alerts taken for copies by us, sketches and MinHash, and of signed copies lost."""
    copies, index = Copies(), MinHashLSH(threshold=0.5, num_perm=128)
    sketches: dict[int, int] = {}
    ours = theirs = lost = plain = 0
    for post, alert in enumerate(made, 1):
        told = telling(post, alert.text, frozenset({alert.place}))
        ours += copies.find(told) is not None
        copies.add(told)
        plain += is_sketched(alert.text, sketches, post)
        sketch = sketched(alert.text)
        theirs += bool(index.query(sketch))
        index.insert(post, sketch)
    for post, alert in enumerate(made, 1):
        signed = alert.text + " Прислать новость, подписаться на наш канал"
        found = copies.find(telling(10**9, signed, frozenset({alert.place})))
        lost += found is None or found.post != post
    count = len(made)
    shares = {"ours": ours, "sketches": plain, "minhash": theirs, "copies lost": lost}
    return {"alerts": count} | {name: number / count for name, number in shares.items()}


def speed(name: str, count: int) -> dict[str, float]:
    """Return what finding costs, measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.copies_speed", name, str(count)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ourselves
    figures: dict[str, float] = json.loads(answer.stdout)
    return figures


def compared(count: int, rounds: int) -> dict[str, dict[str, float]]:
    """Return what finding costs us and others, the medians of some rounds, and how we stand to them.

    MinHashLSH, which is slow, gets a tenth of the posts: it is as fast for many as for few.
    """
    counts = {"ours": count, "rensa": count, "datasketch": max(CHUNK, count // 10)}
    runs = [{name: speed(name, size) for name, size in counts.items()} for _ in range(rounds)]
    found = {
        name: {figure: median(run[name][figure] for run in runs) for figure in runs[0][name]}
        for name in counts
    }
    rates = {name: row["posts_per_second"] for name, row in found.items()}
    found["ours against"] = {
        "rensa": rates["ours"] / rates["rensa"],
        "datasketch": rates["ours"] / rates["datasketch"],
        "rensa's memory": found["ours"]["megabytes"] / found["rensa"]["megabytes"],
    }
    return found


def figures(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return everything that is measured."""
    found: dict[str, Any] = {}
    path = corpora() / "telegram_posts" / "posts.jsonl"
    if path.is_file():
        texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
        pairs = World(texts).pairs
        false = [pair for pair in pairs if not is_near(texts[pair[0]], texts[pair[1]])]
        found["recall"] = recall(texts)
        found["false copies"] = {
            "posts": len(texts),
            "found": len(pairs),
            "false": len(false),
            "per 10,000": 1e4 * len(false) / len(texts),
        }
        if arguments.list:
            found["pairs"] = [(texts[later], texts[earlier], "") for later, earlier in pairs]
    places = sorted(lexicon().gazetteer.keys)
    found["alerts"] = merged(alerts(places, ALERTS, random.Random(2)))  # noqa: S311 - the same every time
    found["speed"] = compared(arguments.posts, arguments.rounds)
    if arguments.many:
        found["many"] = speed("ours", arguments.many)
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--posts", type=int, default=100_000, help="in the window, when speed is measured")
    parser.add_argument("--rounds", type=int, default=1, help="of which speeds are the medians")
    parser.add_argument("--many", type=int, default=0, help="posts for us alone, say 1000000")
    arguments = parser.parse_args()
    found = figures(arguments)
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for subject, rows in found.items():
        print(subject)
        for name, row in rows.items() if isinstance(rows, dict) else enumerate(rows):
            print(f"  {name}: {row}")


if __name__ == "__main__":
    main()
