"""Fits what makes a day of a long story matter, and measures it on stories left out, beside counting what was printed.

    python benchmarks/days.py --timelines FILE.jsonl --articles FILE.jsonl --records FILE.jsonl

`--timelines` has rows {id, topic, set, timeline: [[day, [sentence, ...]], ...]}, `--articles` rows with id and set, `--records` what
`dateline read --format jsonl` made of the articles. Prints the weights for `dateline.story.outline`, fitted on everything, and the
F1 of days where each topic in turn is left out of the fit.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dateline import loads
from dateline.record import Record
from dateline.story.days import ordinal
from dateline.story.outline import WEIGHTS, day_counts, independent

SIGNS = tuple(WEIGHTS)
#: Strength of the pull of all weights to nothing.
PULL = 5.0
SHARES = np.arange(0.2, 0.95, 0.025)


@dataclass(frozen=True)
class Case:
    """One timeline: candidate days, their signs, the days of the timeline."""

    id: str
    topic: str
    days: list[int]
    signs: np.ndarray
    printed: np.ndarray
    gold: set[int]


def main() -> None:
    """Fits, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("timelines", "articles", "records"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    cases = load(options.timelines, options.articles, options.records)
    figures: dict[str, list[float]] = {"nothing told": [], "number told": [], "printed, number told": []}
    for case in cases:
        others = [other for other in cases if other.topic != case.topic]
        weights = fit(others)
        share = best_share(others, weights)
        score = case.signs @ weights
        figures["nothing told"].append(f1(kept(case, score, share), case.gold))
        figures["number told"].append(f1(first(case, score), case.gold))
        figures["printed, number told"].append(f1(first(case, case.printed), case.gold))
        print(f"{case.id}: {len(case.gold)} days, {len(kept(case, score, share))} chosen, F1 {figures['nothing told'][-1]:.3f}")
    for name, found in figures.items():
        print(f"{name}: {np.mean(found):.4f}")
    weights = fit(cases)
    print(dict(zip(SIGNS, weights.round(3).tolist(), strict=True)), "share", round(float(best_share(cases, weights)), 3))


def load(timelines: Path, articles: Path, records: Path) -> list[Case]:
    """The cases; articles of one set are one story."""
    set_of = {row["id"]: row["set"] for row in map(json.loads, articles.open(encoding="utf-8"))}
    sets: dict[str, list[Record]] = {}
    with records.open("rb") as lines:
        for record in map(loads, lines):
            sets.setdefault(set_of[record.id], []).append(record)
    counts = {name: day_counts(independent(found)) for name, found in sets.items()}
    out = []
    for row in map(json.loads, timelines.open(encoding="utf-8")):
        found = counts[row["set"]]
        days = sorted(found)
        signs = np.array([[np.log1p(found[day][sign]) for sign in SIGNS] for day in days])
        gold = {day for stamp, _ in row["timeline"] if (day := ordinal(stamp)) is not None}
        out.append(Case(row["id"], row["topic"], days, signs, np.array([found[day]["printed"] for day in days]), gold))
    return out


def fit(cases: list[Case]) -> np.ndarray:
    """Logistic regression, every topic with nearly the same say."""
    topics = Counter(case.topic for case in cases)
    z = np.vstack([np.hstack([case.signs, np.ones((len(case.days), 1))]) for case in cases])
    y = np.concatenate([np.array([day in case.gold for day in case.days], float) for case in cases])
    say = np.concatenate([np.full(len(case.days), 100 / len(case.days) / topics[case.topic] ** 0.5) for case in cases])
    b, pull = np.zeros(z.shape[1]), np.eye(z.shape[1]) * PULL
    for _ in range(40):
        p = 1 / (1 + np.exp(-z @ b))
        b += np.linalg.solve((z * (say * p * (1 - p))[:, None]).T @ z + pull, z.T @ (say * (y - p)) - pull @ b)
    return b[:-1]


def kept(case: Case, score: np.ndarray, share: float) -> list[int]:
    """Days that weigh enough beside the five weightiest."""
    top = np.sort(score)[-5:].mean()
    return [day for day, value in zip(case.days, score, strict=True) if value >= share * top]


def first(case: Case, score: np.ndarray) -> list[int]:
    """As many days as the timeline has."""
    return [case.days[n] for n in np.argsort(-score, kind="stable")[: len(case.gold)]]


def best_share(cases: list[Case], weights: np.ndarray) -> float:
    """The share that serves these cases best."""
    return max(SHARES, key=lambda share: np.mean([f1(kept(case, case.signs @ weights, share), case.gold) for case in cases]))


def f1(found: list[int], gold: set[int]) -> float:
    """F1 of two sets of days."""
    return 2 * len(gold.intersection(found)) / (len(found) + len(gold)) if found else 0.0


if __name__ == "__main__":
    main()
