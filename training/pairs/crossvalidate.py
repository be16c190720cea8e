"""Accuracy and macro-F1 on PLV by five folds over groups of like sentences."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from .examples import FOLDS, TYPES, Example, fold_of
from .fit import Plan, State, chances, fit, mean
from .model import Reader

YIELD = tuple(sorted((TYPES.index("CONCEDE"), TYPES.index("RETREAT"))))


def answers(found: Tensor) -> list[int]:
    """Best type of each row, CONCEDE and RETREAT taken together under the number of the former."""
    together = found.clone()
    together[:, YIELD[0]] += together[:, YIELD[1]]
    together[:, YIELD[1]] = 0
    return together.argmax(1).tolist()


def scores(found: Tensor, examples: Sequence[Example]) -> dict[str, float]:
    """Percent right, and the mean F1 of the types."""
    gold = [e.right[0] for e in examples]
    given = [g if a in e.right else a for a, g, e in zip(answers(found), gold, examples, strict=True)]
    each = []
    for kind in sorted(set(gold)):
        both = sum(a == g == kind for a, g in zip(given, gold, strict=True))
        each.append(2 * both / (given.count(kind) + gold.count(kind)))
    right = sum(a == g for a, g in zip(given, gold, strict=True))
    return {"accuracy": round(100 * right / len(gold), 2), "macro_f1": round(100 * sum(each) / len(each), 2)}


def warmth(found: Tensor, examples: Sequence[Example]) -> float:
    """What to divide scores by, so that probabilities are as often right as they say: the least surprised of a few."""

    def surprise(by: float) -> float:
        logs = torch.log_softmax(torch.log(found + 1e-9) / by, -1)
        return -sum(float(torch.logsumexp(log[list(e.right)], 0)) for log, e in zip(logs, examples, strict=True))

    return min((round(0.5 + 0.05 * n, 2) for n in range(21)), key=surprise)


def crossvalidate(model: Reader, start: State, plv: Sequence[Example], beside: list[Example], plan: Plan, work: Path) -> dict[str, Any]:
    """Figures of the averaged weights, of the mean answer of all runs, and of single runs; printed after every run.

    `beside` is trained on beside PLV in every fold. Weights are kept in `work`, so that more runs can be added.
    """
    names = ("averaged", "together", *(f"run {n + 1}" for n in range(plan.runs)))
    found = {name: torch.zeros(len(plv), len(TYPES)) for name in names}
    for run in range(plan.runs):
        for fold in range(FOLDS):
            held = [n for n, e in enumerate(plv) if fold_of(e) == fold]
            kept = [work / f"fold{fold}_run{n}.pt" for n in range(run + 1)]
            if not kept[-1].exists():
                others = [e for e in plv if fold_of(e) != fold]
                torch.save(fit(model, start, [*others, *beside], plan, run=run, fold=fold), kept[-1])
            states: list[State] = [torch.load(path, weights_only=True) for path in kept]
            for name, state in ((f"run {run + 1}", states[-1]), ("averaged", mean(states))):
                model.load_state_dict(state)
                found[name][held] = chances(model, [plv[n] for n in held])
            found["together"][held] += found[f"run {run + 1}"][held]
            print(f"run {run + 1}, fold {fold}: {scores(found['averaged'][held], [plv[n] for n in held])}", file=sys.stderr, flush=True)
        print({name: scores(rows, plv) for name, rows in found.items()}, flush=True)
    model.load_state_dict(start)
    return {name: scores(rows, plv) for name, rows in found.items()} | {"warmth": warmth(found["averaged"], plv)}
