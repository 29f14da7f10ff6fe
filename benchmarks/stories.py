"""How well texts that tell of one event are told from others, on pairs that people judged.

Beside it the overlap of lemmas (pymorphy3 for Russian) or stems (Snowball for English) at the threshold
that is best for these very pairs. "As shipped" are the weights in monitors/stories/weighing/weights.toml,
which were learnt from these files; "cross-validated" are figures of models that never saw the pairs that
they judged.

    python -m benchmarks.stories [--json]
    python -m benchmarks.stories --pairs FILE --json        other pairs of articles, as shipped
    python -m benchmarks.stories --headlines FILE --json    other pairs of headlines, as shipped
"""

from __future__ import annotations

import json
from pathlib import Path
from statistics import fmean

import click

from benchmarks.places import corpora
from benchmarks.stories_baseline import overlap
from benchmarks.stories_pairs import (
    HEADLINES,
    PAIRS,
    Pair,
    article_pairs,
    f1,
    frequencies_of,
    headline_pairs,
)
from benchmarks.stories_training import (
    PENALTY_OF_ARTICLES,
    PENALTY_OF_HEADLINES,
    article_rows,
    best_threshold,
    crossed,
    headline_rows,
)
from monitors.stories.likeness import SAME_EVENT, likeness
from monitors.stories.weighing import weights
from monitors.stories.weighing.text_model import RELATED, probability, same_odds

Figures = dict[str, float]

_SEEDS = range(1, 6)


def of_articles(pairs: list[Pair]) -> Figures:
    """Return how well pairs of articles are judged at the shipped settings."""
    known = frequencies_of(pairs)
    found = [likeness(pair.first, pair.second, known).score >= SAME_EVENT for pair in pairs]
    precision, recall, both = f1(found, [pair.said == 1 for pair in pairs])
    return {"pairs": len(pairs), "precision": precision, "recall": recall, "f1": both}


def of_headlines(pairs: list[Pair]) -> Figures:
    """Return how well pairs of headlines are judged at the shipped settings."""
    known, limits = frequencies_of(pairs), weights.THRESHOLDS
    related = [likeness(pair.first, pair.second, known).score >= limits["related"] for pair in pairs]
    same = [probability(same_odds(pair.first, pair.second, known)) >= limits["same"] for pair in pairs]
    return {
        "pairs": len(pairs),
        "f1_related": f1(related, [pair.said >= 0 for pair in pairs])[2],
        "f1_same": f1(same, [pair.said == 1 for pair in pairs])[2],
    }


def articles_crossed(pairs: list[Pair]) -> Figures:
    """Return F1 of models of articles that did not see the pairs that they judged, over five partitions."""
    rows = article_rows(pairs, RELATED.odds)
    said = [pair.said == 1 for pair in pairs]
    guesses = [crossed(rows, said, PENALTY_OF_ARTICLES, seed) for seed in _SEEDS]
    found = [[value >= SAME_EVENT for value in guess] for guess in guesses]
    each = {"": range(len(pairs)), **{f"_{lang}": _of(pairs, lang) for lang in ("ru", "en")}}
    return {
        f"f1{name}": fmean(f1([fold[i] for i in chosen], [said[i] for i in chosen])[2] for fold in found)
        for name, chosen in each.items()
    }


def _of(pairs: list[Pair], lang: str) -> list[int]:
    return [index for index, pair in enumerate(pairs) if pair.lang == lang]


def headlines_crossed(pairs: list[Pair]) -> Figures:
    """Return F1 of models of headlines that did not see the pairs that they judged, five-fold."""
    rows = headline_rows(pairs)
    found = {}
    for name, least in (("related", 0), ("same", 1)):
        said = [pair.said >= least for pair in pairs]
        found[f"f1_{name}"] = best_threshold(crossed(rows, said, PENALTY_OF_HEADLINES), said)[1]
    return found


def baseline(pairs: list[Pair], least: int) -> float:
    """Return the F1 of the overlap of lemmas at its best threshold."""
    found = [overlap(pair.first.words, pair.second.words) for pair in pairs]
    return best_threshold(found, [pair.said >= least for pair in pairs])[1]


def everything() -> dict[str, Figures]:
    """Return all figures of the two files."""
    articles, headlines = article_pairs(corpora() / PAIRS), headline_pairs(corpora() / HEADLINES)
    return {
        "articles, lemma overlap": {"f1": baseline(articles, 1)},
        "articles, cross-validated": articles_crossed(articles),
        "articles, as shipped": of_articles(articles),
        "headlines, lemma overlap": {
            "f1_related": baseline(headlines, 0),
            "f1_same": baseline(headlines, 1),
        },
        "headlines, cross-validated": headlines_crossed(headlines),
        "headlines, as shipped": of_headlines(headlines),
    }


@click.command()
@click.option("--pairs", type=click.Path(exists=True, path_type=Path), help="Pairs of articles.")
@click.option("--headlines", type=click.Path(exists=True, path_type=Path), help="Pairs of headlines.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def main(pairs: Path | None, headlines: Path | None, *, as_json: bool) -> None:
    """Measure how well pairs are judged."""
    figures: Figures | dict[str, Figures]
    if pairs:
        figures = of_articles(article_pairs(pairs))
    elif headlines:
        figures = of_headlines(headline_pairs(headlines))
    else:
        figures = everything()
    print(json.dumps(figures, ensure_ascii=False) if as_json else _table(figures))


def _table(figures: Figures | dict[str, Figures]) -> str:
    lines = []
    for name, value in figures.items():
        shown = (
            "  ".join(f"{key} {one:.3f}" for key, one in value.items())
            if isinstance(value, dict)
            else f"{value:.3f}"
        )
        lines.append(f"{name:<28} {shown}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
