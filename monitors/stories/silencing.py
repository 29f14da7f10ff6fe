"""Whether a chat has asked for silence about a story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.model import EVERY_TOPIC, SilenceKind, topic_target

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from storage.model import Silence, Story


@dataclass(frozen=True, slots=True)
class Heard:
    """What a chat would be told: a story, the subscriptions by which, and the sources of its posts.

    ``within`` gives of a place all places in which it lies, itself among them.
    """

    story: Story
    targets: Collection[str]
    sources: Collection[str]
    within: Callable[[str], Collection[str]]

    @property
    def asked(self) -> set[str]:
        """What the story satisfies of that which the chat asked for; ``all`` asks for every topic."""
        return {
            target
            for target in self.story.targets
            if target in self.targets or (EVERY_TOPIC in self.targets and target.startswith("topic:"))
        }


def silence_for(heard: Heard, silences: Sequence[Silence]) -> Silence | None:
    """Return the silence because of which a chat is not told, None where it is.

    Something is held back only as a whole: a story of two topics of which one is muted is told, and so is
    one of two places, or one that a source tells besides those that are muted.
    """
    return next((silence for kind in SilenceKind if (silence := _by(kind, heard, silences))), None)


def _by(kind: SilenceKind, heard: Heard, silences: Sequence[Silence]) -> Silence | None:
    """Return a silence of one kind if those of that kind cover all that there is to tell."""
    of_kind = {silence.value: silence for silence in silences if silence.kind is kind}
    covering = [
        next((of_kind[value] for value in values if value in of_kind), None)
        for values in _to_cover(kind, heard)
    ]
    return covering[0] if covering and all(covering) else None


def _to_cover(kind: SilenceKind, heard: Heard) -> list[Collection[str]]:
    """Return what there is to tell, each by the values of silences that cover it."""
    match kind:
        case SilenceKind.EVERYTHING:
            return [[""]]
        case SilenceKind.STORY:
            return [[str(heard.story.id)]]
        case SilenceKind.TOPIC:
            return [[target.removeprefix(topic_target(""))] for target in sorted(heard.asked)]
        case SilenceKind.PLACE:
            return [heard.within(place) for place in heard.story.places]
        case SilenceKind.SOURCE:
            return [[source] for source in sorted(heard.sources)]
