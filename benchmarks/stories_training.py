"""Learns from pairs that people judged how likely two texts tell of one event, and writes it down.

Three logistic regressions with a penalty on large weights: whether two headlines tell of one event (said:
the same or nearly), whether they say the same, and, from what the first says of the beginnings of two
articles and from the articles' whole words, whether these tell of one event. Only figures are written.

    python -m benchmarks.stories_training
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.places import corpora
from benchmarks.stories_pairs import HEADLINES, PAIRS, Pair, article_pairs, frequencies_of, headline_pairs
from monitors.stories import weights
from monitors.stories.text_model import body_features, probability, weighed
from monitors.stories.leads import lead_features

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from monitors.stories.frequencies import Frequencies

    Features = Sequence[Mapping[str, float]]

FOLDS = 5
PENALTY_OF_HEADLINES, PENALTY_OF_ARTICLES = 5.0, 1.0
"""What squares of the weights of standardised features cost; the fewer the pairs, the more it matters."""
_STEPS = 30


class Model(NamedTuple):
    """Weights by the features' names, ``constant`` among them."""

    weights: dict[str, float]

    def odds(self, features: Mapping[str, float]) -> float:
        """Return the log-odds for features."""
        return weighed(self.weights, features)


def learn(rows: Features, said: Sequence[bool], penalty: float) -> Model:
    """Return the logistic regression with a ridge penalty, by Newton's method."""
    names = list(rows[0])
    table = np.array([[float(row[name]) for name in names] for row in rows])
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    design = np.hstack([(table - mean) / spread, np.ones((len(rows), 1))])
    found = _newton(design, np.array(said, float), penalty)
    scaled = found[:-1] / spread
    constant = found[-1] - float(scaled @ mean)
    return Model({"constant": float(constant), **dict(zip(names, map(float, scaled), strict=True))})


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
    right, best, positives = 0, (0.0, 0.5), sum(said)
    for count, (value, is_true) in enumerate(order, 1):
        right += is_true
        best = max(best, (2 * right / (count + positives), value))
    return best[1], best[0]


def headline_rows(pairs: Sequence[Pair]) -> list[dict[str, float]]:
    """Return the features of pairs of headlines."""
    frequencies = frequencies_of(pairs)
    return [lead_features(pair.first, pair.second, frequencies) for pair in pairs]


def article_rows(
    pairs: Sequence[Pair], lead: Callable[[Mapping[str, float]], float]
) -> list[dict[str, float]]:
    """Return the features of pairs of articles; ``lead`` judges their leads."""
    frequencies = frequencies_of(pairs)
    return [_article_row(pair, lead, frequencies) for pair in pairs]


def _article_row(
    pair: Pair, lead: Callable[[Mapping[str, float]], float], known: Frequencies
) -> dict[str, float]:
    odds = lead(lead_features(pair.first, pair.second, known))
    return body_features(pair.first, pair.second, known, odds)


def main() -> None:
    """Learn, say what was learnt, and write it down."""
    headlines = headline_pairs(corpora() / HEADLINES)
    rows = headline_rows(headlines)
    learnt, thresholds = {}, {"same_event": 0.5}
    for name, least in (("related", 0), ("same", 1)):
        said = [pair.said >= least for pair in headlines]
        thresholds[name], reached = best_threshold(crossed(rows, said, PENALTY_OF_HEADLINES), said)
        learnt[name] = learn(rows, said, PENALTY_OF_HEADLINES)
        print(f"{name}: F1 {reached:.3f} in five-fold cross-validation, from {thresholds[name]:.2f} on")
    articles = article_pairs(corpora() / PAIRS)
    bodies = article_rows(articles, learnt["related"].odds)
    said = [pair.said == 1 for pair in articles]
    learnt["body"] = learn(bodies, said, PENALTY_OF_ARTICLES)
    for seed in range(1, 6):
        guessed = [
            value >= thresholds["same_event"] for value in crossed(bodies, said, PENALTY_OF_ARTICLES, seed)
        ]
        print("articles:", *(f"{value:.3f}" for value in _f1(guessed, said)))
    _write(learnt, thresholds)


def _f1(found: Sequence[bool], true: Sequence[bool]) -> tuple[float, float, float]:
    from benchmarks.stories_pairs import f1

    return f1(found, true)


_HEAD = """\
# What was learnt of how likely two texts tell of one event, by benchmarks/stories_training.py: weights of
# logistic regressions, in log-odds. The features are explained in leads.py and text_model.py.
"""


def _write(learnt: Mapping[str, Model], thresholds: Mapping[str, float]) -> None:
    path = Path(weights.__file__).with_name(weights.FILE)
    tables = {"thresholds": thresholds, **{name: model.weights for name, model in learnt.items()}}
    lines = [_HEAD]
    for name, table in tables.items():
        lines += [f"[{name}]", *(f"{key} = {value:.3f}" for key, value in table.items()), ""]
    path.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
