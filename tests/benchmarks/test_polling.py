"""A short form of the polling benchmark: polling as it is must not get worse."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from benchmarks.polling import Outcome, outcomes_of, parse

SHORT = ["--sources", "25", "--days", "2", "--per-minute", "5", "--seed", "4"]


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    """Every policy's outcome in the usual scenario."""
    return {one.policy: one for one in outcomes_of("usual", parse(SHORT))[0]}


def test_posts_are_noticed_much_sooner_than_with_a_fixed_interval(outcomes: dict[str, Outcome]) -> None:
    """Even though within two days nearly everything has still to be learnt."""
    ours, fixed = outcomes["ours"], outcomes["fixed"]
    assert ours.mean_s < 0.52 * fixed.mean_s
    assert ours.p50_s < 0.33 * fixed.p50_s


def test_ours_comes_near_who_knows_everything(outcomes: dict[str, Outcome]) -> None:
    """And nobody is better than who knows everything."""
    means = {policy: one.mean_s for policy, one in outcomes.items()}
    assert min(means, key=lambda policy: means[policy]) == "oracle"
    assert means["ours"] < 1.2 * means["oracle"]


def test_all_spend_the_same(outcomes: dict[str, Outcome]) -> None:
    """Within a hundredth, ours within a few while it is learning what bursts cost."""
    budget = outcomes["fixed"].requests
    assert {p: one.requests for p, one in outcomes.items() if p != "ours"} == pytest.approx(
        dict.fromkeys(["fixed", "inverse", "sqrt", "oracle"], budget), rel=0.01
    )
    assert outcomes["ours"].requests == pytest.approx(budget, rel=0.07)


def test_one_object_a_policy_is_printed() -> None:
    """With the names that others read."""
    command = [sys.executable, "-m", "benchmarks.polling", "--json", "--sources", "10", "--days", "0.5"]
    printed = subprocess.run([*command, "--per-minute", "2"], capture_output=True, check=True, text=True)  # noqa: S603
    read = [json.loads(line) for line in printed.stdout.splitlines()]
    assert [one["policy"] for one in read] == ["fixed", "inverse", "sqrt", "ours", "oracle"]
    assert all({"mean_s", "p50_s", "p95_s", "requests"} <= set(one) for one in read)
