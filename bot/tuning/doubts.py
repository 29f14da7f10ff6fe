"""What ``check`` warns of: rules that are right and yet odd, and words that the store shows to be noise."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from bot.config import Problem
from bot.config_values import shown
from bot.finding import source_of
from bot.passage import shortened
from bot.tuning.command_line import look_into
from monitors import rules
from monitors.noise import NoiseMeter
from monitors.rule_doubts import Contradictions, without_forms
from storage import search
from storage.errors import StorageError
from storage.model import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.setup import Setup
    from storage.database import Connection
    from storage.model import Rule

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

LOOKED_AT = 20_000
"""Stored posts in which words are counted, the newest: enough to tell, and quick."""

MOST_WORDS = 10
"""Words of one rule that are named together."""

_EXAMPLE = 80
_TAKEN_OVER = "topic "


def doubts(setup: Setup) -> Iterator[Problem]:
    """Yield what is odd about a configuration, with the place of each; see :func:`odd_rules`."""
    yield from odd_rules(setup)
    if setup.config.database.exists():
        try:
            yield from look_into(setup.config.database, partial(noise, setup=setup))
        except StorageError as error:
            yield Problem("storage.path", str(error))


def odd_rules(setup: Setup) -> Iterator[Problem]:
    """Yield what is odd about the rules of topics and of the console.

    Of the words of topics that were taken over nothing is said: who runs the bot did not write them.
    """
    contradictions = Contradictions(setup.vocabulary, setup.sources)
    for place, rule in _rules(setup):
        if reason := contradictions.reason(rule.root):
            yield Problem(place, f"it can never hold: {reason}")
        formless = [term.text for term in without_forms(rule.root, setup.vocabulary.forms)]
        if formless and not place.startswith(_TAKEN_OVER):
            more = f" and {len(formless) - MOST_WORDS} more" if len(formless) > MOST_WORDS else ""
            named = ", ".join(formless[:MOST_WORDS]) + more
            yield Problem(place, f"no forms are known of {named}: misspelt, or a name without its capital?")


def _rules(setup: Setup) -> Iterator[tuple[str, Rule]]:
    """Yield every rule with the place where it is configured."""
    for topic in setup.topics:
        yield _place_of(topic.name, setup), topic.rule
    for index, target in enumerate(setup.console_targets):
        if target.startswith("rule:"):
            yield f"console.follow[{index}]", rules.parse(target.removeprefix("rule:"), setup.known)


def _place_of(topic: str, setup: Setup) -> str:
    """Return where a topic stands in the configuration; one that was taken over is called by its name."""
    names = [entry.name if entry else "" for entry in setup.config.topics]
    return f"topics[{names.index(topic)}].rule" if topic in names else f"{_TAKEN_OVER}{shown(topic)}"


def noise(connection: Connection, setup: Setup) -> list[Problem]:
    """Return the words of rules that mostly stand in stored posts outside the region."""
    meter = NoiseMeter(setup.topics, setup.vocabulary)
    if not meter or not setup.places:
        return []
    for stored in islice(search.newest(connection, Field("anything", ""), _LONG_AGO), LOOKED_AT):
        if not stored.post.service:
            meter.see(stored.post, source_of(stored.post.source, setup.watched))
    return [
        Problem(
            _place_of(found.topic.name, setup),
            f"{found.leaf.text} is noise: of {found.there:,} stored posts with it, {found.outside:,}"
            f" ({100 * found.outside // found.there} %) are not about the region, such as"
            f" «{shortened(found.example, _EXAMPLE)}»",
        )
        for found in meter.noisy()
    ]
