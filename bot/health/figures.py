"""What the program is like in numbers, and how Prometheus is told of them. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from bot.health.standings import standings
from storage.model import Health

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from prometheus_client.core import Metric

    from bot.health.verdict import Remembered
    from bot.setup import Setup
    from storage.model import AlertState


@dataclass(frozen=True, slots=True)
class Counts:
    """What this run of the program has counted; ``is_broken`` is of the circuit breaker, None without one."""

    sent: int = 0
    repeated: int = 0
    edited: int = 0
    polls: int = 0
    is_broken: bool | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What the store tells at one moment: what is remembered, and what the outbox adds up to."""

    at: datetime
    known: Remembered
    alerts: Mapping[AlertState, int]
    enqueued: int
    open_stories: int
    is_healthy: bool
    has_stopped: bool


def families(figures: Figures, setup: Setup, counts: Counts) -> Iterator[Metric]:
    """Yield every number, each with its name, unit and explanation."""
    yield from _of_alerts(figures)
    yield from _of_moments(figures)
    yield from _of_sources(figures, setup)
    yield from _of_run(counts)
    yield _gauge(
        "healthy", "1 while silence can be believed, as regionwatch health says.", figures.is_healthy
    )
    yield _gauge("stories_open", "Stories that posts may still join.", figures.open_stories)


def _of_alerts(figures: Figures) -> Iterator[Metric]:
    by_state = {state.value: number for state, number in figures.alerts.items()}
    yield _labelled("alerts", "Alerts by where they stand, all that were ever owed.", "state", by_state)
    yield CounterMetricFamily(
        "regionwatch_alerts_enqueued",
        "Alerts that were ever owed: what the states add up to.",
        figures.enqueued,
    )
    oldest = figures.known.proofs.oldest
    age = max((figures.at - oldest).total_seconds(), 0.0) if oldest else 0.0
    yield _gauge("alert_oldest_due_age_seconds", "How long the alert is due that has been due longest.", age)
    stopped = "1 while alerts are due and Telegram has taken no message for five minutes."
    yield _gauge("sending_stopped", stopped, figures.has_stopped)


def _of_moments(figures: Figures) -> Iterator[Metric]:
    proofs, polls = figures.known.proofs, [one.last_attempt for one in figures.known.states]
    for name, moment, text in (
        ("send", proofs.sending.taken, "Telegram last took a message."),
        ("store_proof", proofs.store, "the way from wire to store was last proved."),
        ("delivery_proof", proofs.alert.sent, "an alert of the program's own was last sent."),
        ("ping", proofs.ping, "the address of the dead man's switch last answered."),
        ("poll", max((poll for poll in polls if poll), default=None), "a source was last asked."),
    ):
        if moment is not None:  # what never was has no time: absent() finds it
            yield _gauge(f"last_{name}_timestamp_seconds", f"When {text}", moment.timestamp())


def _of_sources(figures: Figures, setup: Setup) -> Iterator[Metric]:
    found = Counter(one.health for one in standings(figures.known.states, setup, figures.at))
    numbers = {health.value: found[health] for health in Health}
    yield _labelled("sources", "Watched sources by how they stand.", "health", numbers)


def _of_run(counts: Counts) -> Iterator[Metric]:
    for name, number, text in (
        ("messages_sent", counts.sent, "Messages sent since the start."),
        ("messages_repeated", counts.repeated, "Messages among them that may have arrived before."),
        ("messages_edited", counts.edited, "Messages edited since the start."),
        ("polls", counts.polls, "Polls that have ended since the start."),
    ):
        yield CounterMetricFamily(f"regionwatch_{name}", text, number)
    if counts.is_broken is not None:
        text = "1 while nothing is sent because Telegram did not answer."
        yield _gauge("breaker_open", text, counts.is_broken)


def _gauge(name: str, text: str, number: float) -> Metric:
    return GaugeMetricFamily(f"regionwatch_{name}", text, float(number))


def _labelled(name: str, text: str, label: str, numbers: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"regionwatch_{name}", text, labels=[label])
    for value, number in numbers.items():
        family.add_metric([value], number)
    return family
