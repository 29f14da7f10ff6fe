"""What a post tells, in a form that can be compared with what others tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitors.language import fold
from monitors.stories.words.addresses import canonical_address, linked_articles
from monitors.stories.words.content_words import names_of, stemmer_of, stems_of
from monitors.stories.words.numbers import numbers_and_times
from monitors.stories.words.over import topics_over
from monitors.stories.words.wording import denies, hedge_in
from storage.model import Severity, Voice, end_target

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from monitors.matching import Reading
    from storage.model import Post, Source


@dataclass(frozen=True, slots=True)
class Telling:
    """What one post tells.

    ``post`` is its id in the store, ``speaker`` whose telling it is (:attr:`storage.model.Source.speaker`),
    ``moment`` when it was published, in seconds since 1970. ``words`` are its canonical words in order, the
    channel's boilerplate left out; ``stems`` those that carry meaning, reduced to their stems, ``names`` the
    stems of words that are written with a capital inside a sentence. ``targets`` maps what it satisfies
    (``topic:shelling``, ``rule:…``) to the severity, ``places`` are the region's places in it, as configured.
    ``numbers`` are its numbers, each with what it counts where that is known (``3 раненый``), ``times`` the
    times of day named in it, in minutes. ``link`` is its own address, ``forward`` the address or name of what
    it forwards, ``links`` the articles that it links. ``hedge`` is the wording by which it says that it is
    not sure, ``denies`` that it denies the event, ``ends`` are the topics (targets) of which it says that
    they are over.
    """

    post: int
    source: str
    speaker: str
    voice: Voice
    moment: float
    words: tuple[str, ...]
    stems: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    targets: Mapping[str, Severity] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    times: frozenset[int] = frozenset()
    lang: str = ""
    link: str = ""
    forward: str = ""
    links: frozenset[str] = frozenset()
    hedge: str = ""
    denies: bool = False
    ends: frozenset[str] = frozenset()

    @property
    def severity(self) -> Severity:
        """The greatest severity of what it satisfies."""
        return max(self.targets.values(), default=Severity.INFO)


_ENDS = end_target("")
LONGEST = 20_000
"""So many characters of a text are looked at for names, numbers and times; no telling is longer."""


def telling_of(
    post_id: int,
    post: Post,
    search_text: str,
    reading: Reading,
    source: Source,
    seen: datetime,
    *,
    text: str | None = None,
) -> Telling:
    """Return what a post tells.

    ``search_text`` is its canonical words with a space between them, ``reading`` what it came to,
    ``seen`` when it was first seen: a date that lies after that is not believed. ``text`` is its text
    without the channel's boilerplate, where some was left out.
    """
    words = tuple(search_text.split(" ") if search_text else ()) if text is None else tuple(fold.words(text))
    shown = (post.text if text is None else text)[:LONGEST]
    numbers, times = numbers_and_times(shown, words)
    targets = {hit.target: hit.severity for hit in reading.hits}
    return Telling(
        post=post_id,
        source=source.key,
        speaker=source.speaker,
        voice=source.voice,
        moment=min(post.published or seen, seen).timestamp(),
        words=words,
        stems=stems_of(words, stemmer_of(words, post.lang)),
        names=names_of(shown),
        targets={target: severity for target, severity in targets.items() if not target.startswith(_ENDS)},
        places=frozenset(reading.places),
        numbers=numbers,
        times=times,
        lang=post.lang,
        link=canonical_address(post.link),
        forward=canonical_address(post.forward.link or post.forward.name) if post.forward else "",
        links=linked_articles(post),
        hedge=hedge_in(words),
        denies=denies(words),
        ends=topics_over(post.text, reading),
    )
