"""How soon posts are noticed: our polling beside four others, all with the same requests a day.

A made-up region (``benchmarks/polling_world.py``) is polled by each policy in turn; delays are exact, from
a post's publication to the poll that brought it. *fixed* polls all sources alike; *inverse* in proportion
to 1/rate and *sqrt* by the square-root rule, both with the true rates; *ours* knows only what its polls
brought; the *oracle* knows every parameter and every event (``benchmarks/polling_oracle.py``). In the
scenario ``weighted`` only some posts match, and delays are those of the posts that do.

    python -m benchmarks.polling [--scenario usual|frequent|weighted|all] [--seed 1] [--sources 1000]
        [--days 30] [--per-minute 200] [--json]
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.polling_oracle import Limits, Oracle
from benchmarks.polling_ours import Ours
from benchmarks.polling_regular import intervals, noticed, rates
from benchmarks.polling_world import SCENARIOS, world
from monitors.rhythm.allotment import Terms, weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.polling_world import Flags, Floats, Scenario, World

LIMITS = Limits()
TRIAL_DAYS = 3.0
"""Days on which the oracle's price is first tried."""

NEAR = 0.004
"""How near to the budget the oracle has to come."""

NO_HOST = 1e9
"""Requests per second of one host: here the budget is the only limit."""


@dataclass(frozen=True)
class Outcome:
    """What one policy came to: seconds of delay, requests, the longest that a source was left."""

    scenario: str
    policy: str
    mean_s: float
    p50_s: float
    p95_s: float
    burst_mean_s: float
    burst_p50_s: float
    burst_p95_s: float
    requests: int
    longest_s: float


class Contest:
    """One world and one budget, for all policies."""

    def __init__(self, scenario: Scenario, world: World, per_second: float, seed: int) -> None:
        self.scenario, self.world, self.per_second = scenario, world, per_second
        count = len(world.sources.rate)
        self.start: Floats = np.random.default_rng(seed + 1).random(count) * count / per_second
        self.weights: Floats = np.maximum(world.sources.matching, 1e-3)
        self.cpu_us = 0.0

    def run(self) -> Iterator[Outcome]:
        """Let each policy poll the world."""
        count = len(self.world.sources.rate)
        wanted = self.weights * rates(self.world)
        yield self._regular("fixed", np.ones(count))
        yield self._regular("inverse", wanted)
        yield self._regular("sqrt", np.sqrt(wanted))
        yield self._ours()
        yield self._oracle()

    def _regular(self, policy: str, eagerness: Floats) -> Outcome:
        interval = intervals(eagerness, self.per_second, LIMITS)
        seen = noticed(self.world, interval, self.start)
        requests = round(float((self.world.seconds / interval).sum()))
        return self._outcome(policy, seen, requests, float(interval.max()))

    def _ours(self) -> Outcome:
        terms = Terms(LIMITS.shortest, LIMITS.longest, NO_HOST, self.per_second)
        ours = Ours(self.world, terms, weight if self.scenario.matching else None)
        began = time.process_time()
        ours.run(self.start)
        self.cpu_us = (time.process_time() - began) / ours.requests * 1e6
        return self._outcome("ours", ours.noticed, ours.requests, ours.longest)

    def _oracle(self) -> Outcome:
        price, budget = 10.0, self.per_second * self.world.seconds
        trial = min(TRIAL_DAYS, self.world.days / 3)
        for until in (trial, trial, *[self.world.days] * 4):
            oracle = Oracle(self.world, price, self.weights, LIMITS)
            oracle.run(self.start, until * 86_400)
            used = oracle.requests / (budget * until / self.world.days)
            if until == self.world.days and abs(used - 1) < NEAR:
                break
            price *= used**2
        return self._outcome("oracle", oracle.noticed, oracle.requests, oracle.longest)

    def _outcome(self, policy: str, seen: Floats, requests: int, longest: float) -> Outcome:
        counted = self.world.matched & (self.world.times < self.world.seconds - LIMITS.longest)
        delay = seen - self.world.times
        burst = counted & self.world.in_burst
        whole, bursts = _three(delay, counted), _three(delay, burst)
        return Outcome(self.scenario.name, policy, *whole, *bursts, requests, round(longest, 1))


def _three(delay: Floats, which: Flags) -> tuple[float, float, float]:
    chosen = delay[which]
    if not len(chosen):
        return 0.0, 0.0, 0.0
    middle, high = np.percentile(chosen, [50, 95])
    return round(float(chosen.mean()), 2), round(float(middle), 2), round(float(high), 2)


def report(outcomes: list[Outcome], budget: float, cpu_us: float) -> None:
    """Print a table, and ours beside the fixed interval and the oracle."""
    print(f"\n{outcomes[0].scenario}: seconds from publication to notice, of all posts | of posts in bursts")
    print(f"{'':8} {'mean':>7} {'median':>7} {'p95':>7} | {'mean':>7} {'median':>7} {'p95':>7}   requests")
    for one in outcomes:
        print(
            f"{one.policy:8} {one.mean_s:7.1f} {one.p50_s:7.1f} {one.p95_s:7.1f} | "
            f"{one.burst_mean_s:7.1f} {one.burst_p50_s:7.1f} {one.burst_p95_s:7.1f}   "
            f"{one.requests} ({one.requests / budget:.3f} of the budget), at most {one.longest_s:.0f} s apart"
        )
    named = {one.policy: one for one in outcomes}
    ours = named["ours"]
    for other in (named["fixed"], named["oracle"]):
        print(
            f"ours / {other.policy}: mean {ours.mean_s / other.mean_s:.3f}, median "
            f"{ours.p50_s / other.p50_s:.3f}, p95 {ours.p95_s / other.p95_s:.3f}; "
            f"{other.mean_s / ours.mean_s:.2f} x sooner"
        )
    print(f"one poll of ours: {cpu_us:.0f} us of CPU, the simulation included")


def outcomes_of(name: str, options: argparse.Namespace) -> tuple[list[Outcome], float, float]:
    """Run one scenario: outcomes, the budget in requests, and our CPU time per poll in microseconds."""
    per_second = options.per_minute / 60
    made = world(SCENARIOS[name], options.sources, options.days, options.seed)
    contest = Contest(SCENARIOS[name], made, per_second, options.seed)
    outcomes = list(contest.run())
    for one in outcomes:
        if one.longest_s > LIMITS.longest + 1:
            raise AssertionError(f"{one.policy} left a source for {one.longest_s} s")
    return outcomes, per_second * made.seconds, contest.cpu_us


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the options."""
    parser = argparse.ArgumentParser(description="How soon posts are noticed, by policy.")
    parser.add_argument("--scenario", choices=[*SCENARIOS, "all"], default="usual")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sources", type=int, default=1_000)
    parser.add_argument("--days", type=float, default=30.0)
    parser.add_argument("--per-minute", type=float, default=200.0)
    parser.add_argument("--json", action="store_true", help="one object a policy, one a line")
    return parser.parse_args(arguments)


def main() -> None:
    """Run and print."""
    options = parse()
    for name in SCENARIOS if options.scenario == "all" else [options.scenario]:
        outcomes, budget, cpu_us = outcomes_of(name, options)
        if options.json:
            for one in outcomes:
                print(json.dumps(asdict(one)))
        else:
            report(outcomes, budget, cpu_us)


if __name__ == "__main__":
    main()
