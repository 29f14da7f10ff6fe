"""What a post tells, in a form that can be compared with what others tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.model import Severity, Voice

if TYPE_CHECKING:
    from collections.abc import Mapping


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
