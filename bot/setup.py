"""From a configuration to what the rooms take: sources, topics and targets, all checked together.

Every problem is found in one go: those of the file's parts and those between them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from bot.config import ConfigError, Problem
from bot.config_reading import parse
from bot.config_values import seconds
from bot.gazetteer.ambiguity import doubts_of
from bot.gazetteer.homonyms import homonyms
from bot.kept_forms import KeptForms
from bot.reloading.layers import read_layers
from bot.setup_places import homes, places_of
from bot.setup_sources import repeated, short, sources_of
from bot.topics import catalogue
from monitors import rules
from monitors.fetching import addresses
from monitors.language.forms import Forms
from monitors.place_names import PlaceNames, canonical
from monitors.places import Gazetteer
from monitors.schedule import rhythm
from monitors.watchlist import Vocabulary
from storage.model import EVERY_TOPIC, Field, rule_target, topic_target
from storage.model.seals import UNSEALED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from bot.config import Config
    from bot.reloading.layers import Layers
    from monitors.schedule import Rhythm
    from storage.model import Place, Source, Topic
    from storage.model.seals import Seals


@dataclass(frozen=True)
class Setup:
    """A configuration that has been checked, as the rooms take it."""

    config: Config
    sources: tuple[Source, ...]
    topics: tuple[Topic, ...]
    console_targets: tuple[str, ...]
    places: tuple[Place, ...] = ()
    seals: Seals = field(default=UNSEALED, compare=False)

    def unlocked(self) -> Setup:
        """Return it with the key to the numbers of chats; raises :exc:`bot.config.KeyFileError`."""
        seals = self.config.seals()
        return replace(self, seals=seals) if seals else self

    @cached_property
    def operators(self) -> tuple[int, ...]:
        """The numbers of the operators, as chats are known here."""
        return tuple(map(self.seals.seal, self.config.telegram.admins))

    @property
    def canary_chat(self) -> int | None:
        """The chat that gets the proofs of delivery, as chats are known here."""
        chat = self.config.canary.chat
        return None if chat is None else self.seals.seal(chat)

    @cached_property
    def watched(self) -> Mapping[str, Source]:
        """The sources by name."""
        return {source.key: source for source in self.sources}

    @cached_property
    def polled(self) -> Mapping[str, Source]:
        """The sources that have an address, by name; the others hand their posts over by themselves."""
        return {source.key: source for source in self.sources if source.urls}

    @cached_property
    def known(self) -> rules.Known:
        """What a rule may name."""
        return known_names(self.sources, self.topics, self.places)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What rules are compiled with."""
        languages = self.config.region.languages
        forms = Forms(languages, self.kept_forms.memory)
        doubts = doubts_of(self.places, languages, homonyms(), forms.memory)
        gazetteer = Gazetteer.compile(self.places, forms, doubts)
        self.kept_forms.save()
        return Vocabulary(self.known, forms, gazetteer)

    @cached_property
    def kept_forms(self) -> KeptForms:
        """What earlier starts worked out of the words' forms."""
        return KeptForms(self.config.database)

    @cached_property
    def rhythms(self) -> Mapping[str, Rhythm]:
        """How often each source is polled, by name."""
        polling, per_host = self.config.polling, self.config.fetch.per_host
        on_host = Counter(source.host for source in self.sources)
        return {
            source.key: rhythm(polling.min_interval, polling.max_interval, on_host[source.host], per_host)
            for source in self.sources
        }


def load(path: Path) -> Setup:
    """Read and check a configuration with its override file; raises :exc:`ConfigError` with every problem."""
    return load_layers(read_layers(path))


def load_layers(layers: Layers) -> Setup:
    """Check a configuration that was read; raises :exc:`ConfigError` with every problem."""
    setup, problems = check(layers.merged, layers.path.absolute().parent)
    if problems := [*layers.problems, *map(layers.placed, problems)]:
        raise ConfigError(layers.path, problems)
    return setup


def check(values: Mapping[str, Any], folder: Path) -> tuple[Setup, list[Problem]]:
    """Return the set-up of a configuration as far as it is right, and all that is wrong with it."""
    config, problems = parse(values, folder)
    places = places_of(config, problems)
    sources = sources_of(config, homes(config, places, problems), problems)
    topics = _topics(config, known_names(sources, [], places), problems)
    problems += _bad_addresses(config)
    targets = _console_targets(config, known_names(sources, topics, places), problems)
    if not any(problem.place.startswith("polling.") for problem in problems):
        problems += _bad_intervals(config)
    return Setup(config, tuple(sources), tuple(topics), tuple(targets), places), problems


def known_names(
    sources: Iterable[Source], topics: Iterable[Topic], places: Sequence[Place] = ()
) -> rules.Known:
    """Return what a rule may name."""
    return rules.Known(
        topics={topic.name: topic.rule for topic in topics},
        sources=frozenset(source.key for source in sources),
        places=PlaceNames(places).spellings,
    )


def target_of(text: str, known: rules.Known) -> str:
    """Return what somebody wants to follow: ``all``, a topic by its name, a place, or a rule of their own.

    Who types a place's name alone means the place with all that lies in it, and not every text with that
    word. Raises :exc:`monitors.rules.RuleError` where it is none of them.
    """
    wanted = text.strip()
    if wanted.casefold() == EVERY_TOPIC:
        return EVERY_TOPIC
    for name in known.topics:
        if wanted.casefold() == name.casefold():
            return topic_target(name)
    if place := known.places.get(canonical(wanted)):
        return rule_target(rules.write(Field("place", place)))
    return rule_target(rules.parse(wanted, known).text)


def _topics(config: Config, known: rules.Known, problems: list[Problem]) -> list[Topic]:
    problems += repeated("topics", "name", [entry.name if entry else "" for entry in config.topics])
    chosen, unclear = catalogue.chosen(config.region.extends, config.topics)
    problems += unclear
    topics, found = rules.parse_topics([one.definition for one in chosen], known)
    for problem in found:
        place = chosen[problem.index].place
        if place.endswith(".rule"):
            place = place.removesuffix("rule") + problem.part
        problems.append(Problem(place, short(str(problem.error))))
    return list(topics)


def _bad_addresses(config: Config) -> list[Problem]:
    problems = []
    for index, text in enumerate(config.fetch.allow_private):
        try:
            addresses.parse_networks([text])
        except ValueError as error:
            problems.append(Problem(f"fetch.allow_private[{index}]", short(str(error))))
    return problems


def _console_targets(config: Config, known: rules.Known, problems: list[Problem]) -> list[str]:
    targets = []
    for index, text in enumerate(config.console.follow):
        try:
            targets.append(target_of(text, known))
        except rules.RuleError as error:
            problems.append(Problem(f"console.follow[{index}]", short(str(error))))
    return targets


def _bad_intervals(config: Config) -> list[Problem]:
    shortest, longest = config.polling.min_interval, config.polling.max_interval
    if longest >= shortest:
        return []
    text = f"expected at least polling.min_interval ({seconds(shortest)}), got {seconds(longest)}"
    return [Problem("polling.max_interval", text)]
