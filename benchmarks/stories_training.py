"""Learns from pairs that people judged how likely two texts tell of one event, and writes it down.

Three logistic regressions with a penalty on large weights: whether two headlines tell of one event (said:
the same or nearly), whether they say the same, and, from what the first says of the beginnings of two
articles and from the articles' whole words, whether these tell of one event. Only figures are written.

    python -m benchmarks.stories_training
"""

from __future__ import annotations

from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.places import corpora
from benchmarks.stories_pairs import (
    HEADLINES,
    PAIRS,
    Pair,
    article_pairs,
    f1,
    frequencies_of,
    headline_pairs,
)
from monitors.stories.weighing import weights
from monitors.stories.weighing.leads import FEATURES, lead_features
from monitors.stories.weighing.text_model import BODY_FEATURES, body_features, probability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from monitors.stories.weighing.frequencies import Frequencies

    Features = Sequence[Sequence[float]]

FOLDS = 5
PENALTY_OF_HEADLINES, PENALTY_OF_ARTICLES = 5.0, 3.0
"""What squares of the weights of standardised features cost; the fewer the pairs, the more it matters."""
_STEPS = 30


class Model(NamedTuple):
    """The weights of a logistic regression in the order of its features, and these features' deviations."""

    constant: float
    weights: tuple[float, ...]
    spread: tuple[float, ...] = ()

    def odds(self, features: Sequence[float]) -> float:
        """Return the log-odds for features."""
        return self.constant + sum(map(mul, self.weights, features), 0.0)


def learn(rows: Features, said: Sequence[bool], penalty: float) -> Model:
    """Return the logistic regression with a ridge penalty, by Newton's method."""
    table = np.array(rows, float)
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    design = np.hstack([(table - mean) / spread, np.ones((len(rows), 1))])
    found = _newton(design, np.array(said, float), penalty)
    scaled = found[:-1] / spread
    return Model(float(found[-1] - scaled @ mean), tuple(map(float, scaled)), tuple(map(float, spread)))


def _newton(design: NDArray[np.float64], said: NDArray[np.float64], penalty: float) -> NDArray[np.float64]:
    costs = np.diag([penalty] * (design.shape[1] - 1) + [0.0])
    found = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        guessed = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        slope = design.T @ (guessed - said) + costs @ found
        curve = (design.T * (guessed * (1 - guessed))) @ design + costs
        found = found - np.linalg.solve(curve, slope)
    return found


def folds(count: int, seed: int = 1) -> Iterator[tuple[list[int], list[int]]]:
    """Yield five times which of so many pairs are learnt from, and which are kept back."""
    order = np.random.default_rng(seed).permutation(count)
    for fold in range(FOLDS):
        kept = set(order[fold::FOLDS].tolist())
        yield [i for i in range(count) if i not in kept], sorted(kept)


def crossed(rows: Features, said: Sequence[bool], penalty: float, seed: int = 1) -> list[float]:
    """Return each pair's probability by a model that was learnt without it."""
    found = [0.0] * len(rows)
    for learnt, kept in folds(len(rows), seed):
        model = learn([rows[i] for i in learnt], [said[i] for i in learnt], penalty)
        for i in kept:
            found[i] = probability(model.odds(rows[i]))
    return found


def best_threshold(guessed: Sequence[float], said: Sequence[bool]) -> tuple[float, float]:
    """Return the probability from which on F1 is best, and that F1."""
    order = sorted(zip(guessed, said, strict=True), reverse=True)
    nexts = [value for value, _ in order[1:]] + [-1.0]
    right, best, positives = 0, (0.0, 0.5), sum(said)
    for count, ((value, is_true), following) in enumerate(zip(order, nexts, strict=True), 1):
        right += is_true
        if following < value:
            best = max(best, (2 * right / (count + positives), value))
    return best[1], best[0]


def headline_rows(pairs: Sequence[Pair]) -> list[tuple[float, ...]]:
    """Return the features of pairs of headlines."""
    frequencies = frequencies_of(pairs)
    return [lead_features(pair.first, pair.second, frequencies) for pair in pairs]


def article_rows(pairs: Sequence[Pair], lead: Callable[[Sequence[float]], float]) -> list[tuple[float, ...]]:
    """Return the features of pairs of articles; ``lead`` judges their leads."""
    frequencies = frequencies_of(pairs)
    return [_article_row(pair, lead, frequencies) for pair in pairs]


def _article_row(
    pair: Pair, lead: Callable[[Sequence[float]], float], known: Frequencies
) -> tuple[float, ...]:
    features = lead_features(pair.first, pair.second, known)
    return body_features(pair.first, pair.second, known, features, lead(features))


def learn_headlines(pairs: Sequence[Pair]) -> Iterator[tuple[str, Model, float]]:
    """Yield the two models of headlines by name, with the probability from which on each finds best."""
    rows = headline_rows(pairs)
    for name, least in (("related", 0), ("same", 1)):
        said = [pair.said >= least for pair in pairs]
        threshold, reached = best_threshold(crossed(rows, said, PENALTY_OF_HEADLINES), said)
        model = learn(rows, said, PENALTY_OF_HEADLINES)
        print(f"{name}: F1 {reached:.3f} in five-fold cross-validation, from {threshold:.2f} on")
        print("   decided by", ", ".join(_deciding(model, FEATURES)))
        yield name, model, threshold


def learn_articles(pairs: Sequence[Pair], lead: Callable[[Sequence[float]], float]) -> Model:
    """Return the model of articles; ``lead`` judges their leads."""
    rows, said = article_rows(pairs, lead), [pair.said == 1 for pair in pairs]
    model = learn(rows, said, PENALTY_OF_ARTICLES)
    guesses = (crossed(rows, said, PENALTY_OF_ARTICLES, seed) for seed in range(1, 6))
    reached = [f1([value >= SAME_EVENT for value in guess], said)[2] for guess in guesses]
    print("articles: F1", ", ".join(f"{value:.3f}" for value in reached), "in five partitions into five")
    print("   decided by", ", ".join(_deciding(model, BODY_FEATURES)))
    return model


def _deciding(model: Model, names: Sequence[str]) -> list[str]:
    """Return what moves the odds most between usual pairs, and by how much."""
    steps = sorted(
        zip(map(mul, model.weights, model.spread), names, strict=True), key=lambda one: -abs(one[0])
    )
    return [f"{name} {step:+.2f}" for step, name in steps[:6]]


def main() -> None:
    """Learn, say what was learnt, and write it down."""
    learnt, thresholds = {}, {"same_event": SAME_EVENT}
    for name, model, threshold in learn_headlines(headline_pairs(corpora() / HEADLINES)):
        learnt[name], thresholds[name] = model, threshold
    learnt["body"] = learn_articles(article_pairs(corpora() / PAIRS), learnt["related"].odds)
    _write(learnt, thresholds)


SAME_EVENT = 0.5
"""Articles are of one event where that is likelier than not: so few pairs do not bear a better threshold."""

_HEAD = """\
# What was learnt of how likely two texts tell of one event, by benchmarks/stories_training.py: weights of
# logistic regressions, in log-odds. The features are explained in leads.py and text_model.py. Behind each
# weight stands by how much the feature moves the log-odds between usual pairs (one standard deviation).
#
# Learnt: spelling in common (pieces and beginnings of words) says more than whole words, rare words in common
# more than common ones; leads of unequal weight are less likely to say the same; equal figures speak for one
# event, figures that only one has against the same wording; so does a negation in one alone. Neighbouring
# words in common add nothing to that (the weight is negative as it corrects the others).
"""


def _write(learnt: Mapping[str, Model], thresholds: Mapping[str, float]) -> None:
    lines = [_HEAD, "[thresholds]", *(f"{name} = {value:.3f}" for name, value in thresholds.items())]
    for name, model in learnt.items():
        lines += ["", f"[{name}]", f"constant = {model.constant:.3f}"]
        names = BODY_FEATURES if name == "body" else FEATURES
        lines += [
            f"{feature} = {weight:.3f}  # {weight * spread:+.2f}"
            for feature, weight, spread in zip(names, model.weights, model.spread, strict=True)
        ]
    path = Path(weights.__file__).with_name(weights.FILE)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
