"""What the rooms are given of a set-up: the values and limits that they work by."""

from __future__ import annotations

import gc
import math
from datetime import timedelta
from random import SystemRandom
from typing import TYPE_CHECKING

from bot import __version__
from bot.polling import AT_ONCE_PER_HOST
from monitors.fetch import Fetcher, FetchLimits
from monitors.memory import Ground
from monitors.rhythm import allotment
from monitors.stories.placing import Settings
from monitors.stories.weighing.nearness import Nearness
from monitors.visit import Policy
from monitors.watchlist import Watchlist
from storage.model import DeliveryPolicy, Retention, topic_target

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from bot.setup import Setup
    from monitors.clock import Clock
    from monitors.rhythm.allotment import Terms

_MOST_AT_ONCE = 200

USER_AGENT = f"regionwatch/{__version__} (a region's public channels; one polite reader)"
"""How the program names itself to every source."""


def watchlist(setup: Setup, own_rules: Iterable[str] = ()) -> Watchlist:
    """Return what is watched for, compiled; chats' own rules are added whenever they change."""
    compiled = Watchlist(setup.topics, setup.vocabulary, own_rules)
    setup.kept_forms.save()
    gc.freeze()  # or every full collection would look through all these forms, and the loop would wait
    return compiled


def ground(setup: Setup) -> Ground:
    """Return what stories are told apart by."""
    nearness = Nearness(setup.places)
    closes_after = {topic_target(t.name): t.closes_after.total_seconds() for t in setup.topics}
    return Ground(setup.watched, Settings(closes_after, nearness=nearness, within=nearness.within))


def policy(setup: Setup) -> Policy:
    """Return how far back is read, and told of."""
    return Policy(setup.config.fetch.backlog_pages, setup.config.fetch.alert_backlog)


def horizon(setup: Setup) -> timedelta:
    """Return the longest time for which a sound clock can put a poll off."""
    return max((one.longest for one in setup.rhythms.values()), default=timedelta())


def at_once(setup: Setup) -> int:
    """Return how many polls of one host may be under way: what its allowance brings in two seconds."""
    return min(max(AT_ONCE_PER_HOST, math.ceil(2 * setup.config.fetch.per_host)), _MOST_AT_ONCE)


def terms(setup: Setup) -> Terms:
    """Return what polling may cost."""
    polling, per_host = setup.config.polling, setup.config.fetch.per_host
    shortest, longest = polling.min_interval, polling.max_interval
    return allotment.terms(shortest, longest, per_host, polling.requests_per_minute)


def retention(setup: Setup) -> Retention:
    """Return how long posts are kept."""
    return Retention(setup.config.storage.keep_matched, setup.config.storage.keep_other)


def delivery_policy(setup: Setup) -> DeliveryPolicy:
    """Return how chats are spared."""
    delivery = setup.config.delivery
    return DeliveryPolicy(
        delivery.flood,
        delivery.flood_within,
        delivery.catch_up_after,
        {topic_target(one.name): one.stale_after or one.closes_after for one in setup.topics},
        zone=setup.config.region.timezone,
    )


def limits(setup: Setup) -> FetchLimits:
    """Return how sources may be asked; this counts from the start on."""
    fetch = setup.config.fetch
    return FetchLimits(USER_AGENT, per_host=fetch.per_host, allow_private=fetch.allow_private)


def fetcher(setup: Setup, clock: Clock, random: Random | None = None) -> Fetcher:
    """Return the way to sources as a configuration allows it."""
    return Fetcher(limits(setup), clock, random or SystemRandom())
