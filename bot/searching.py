"""Searches of people: what a rule finds, kept by ids, and what of that some filters let through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.commands.mistakes import rule_mistake
from bot.finding import look, source_of
from bot.render import moment_of
from monitors import rules
from storage import posts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Any

    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts
    from storage.database import Connection
    from storage.model import Match, StoredPost, Voice

    State = Mapping[str, Any]

LOOKED_AT = 20_000
"""Stored posts that one search looks at, the newest: the program must go on for everybody else."""

MOST_HITS = 300
"""Posts that a search keeps: sixty pages, of which nobody turns the last."""

EXAMPLES = ('"Гора-Подол" OR Козинка', "дрон* AND voice:official", "пожар NOT учения")

FILTERS = ("place", "topic", "voice", "day")


def searched(connection: Connection, desk: Desk, text: str) -> tuple[list[tuple[int, int]], bool]:
    """Return what a rule finds, the newest first: ids and how well each fits; and whether there may be more.

    That is how many different words of the rule stand in it, and then how often any of them does: the longest
    posts do not win by their length. Raises :exc:`monitors.rules.RuleError`.
    """
    rule = rules.parse(text, desk.setup.known)
    setup = desk.setup
    found, is_bounded = look(connection, rule, setup.vocabulary, setup.watched, MOST_HITS, LOOKED_AT)
    return [(stored.id, _score(matches)) for stored, matches in found], is_bounded


def _score(matches: Sequence[Match]) -> int:
    return 10 * len({match.term for match in matches}) + min(len(matches), 9)


async def looked_for(desk: Desk, asked: Asked, state: State, text: str) -> dict[str, Any]:
    """Return the state after a search for a rule; what is wrong with it is in ``error``."""
    try:
        found, bounded = await desk.database.read(searched, desk, text)
    except rules.RuleError as error:
        mistake = rule_mistake(error, replace(asked, argument=text), f"/search {EXAMPLES[0]}")
        return {**state, "error": mistake.html}
    return {**state, "rule": text, "hits": found, "bounded": bounded, "page": 0, "menu": "", "error": ""}


@dataclass(frozen=True, slots=True)
class Hit:
    """A stored post with what it can be narrowed down by."""

    stored: StoredPost
    score: int
    voice: Voice

    def values(self, kind: str, texts: Texts) -> tuple[str, ...]:
        """Return what it is by a filter."""
        match kind:
            case "place":
                return self.stored.places
            case "topic":
                return self.stored.topics
            case "voice":
                return (self.voice.value,)
        return (self.day(texts).isoformat(),)

    def day(self, texts: Texts) -> date:
        """Return the day on which it was published, by the reader's clock."""
        return moment_of(self.stored).astimezone(texts.zone).date()


def hits_of(connection: Connection, desk: Desk, state: State) -> list[Hit]:
    """Return what a search found that is kept still, newest or best first."""
    scores = dict(state["hits"])
    kept = posts.several(connection, scores)
    voices = (source_of(one.post.source, desk.setup.watched).voice for one in kept)
    found = [Hit(one, scores[one.id], voice) for one, voice in zip(kept, voices, strict=True)]
    by_score = state.get("order") == "best"
    return sorted(found, key=lambda hit: (hit.score if by_score else 0, hit.stored.id), reverse=True)


def narrowed(state: State, found: list[Hit], texts: Texts) -> list[Hit]:
    """Return the hits that all filters let through."""
    wanted = {kind: value for kind in FILTERS if (value := state.get(kind))}
    return [hit for hit in found if all(value in hit.values(kind, texts) for kind, value in wanted.items())]
