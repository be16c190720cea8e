"""Fits the weights by which the status of acts is weighed (src/dateline/did/stance.py) and measures them by cross-validation.

    python training/weights/status.py --gold DIR [--write]

Needs Dateline installed, nothing else. DIR holds `said/timebank_status_dev.jsonl` and `dispatches/{articles,gold}.jsonl`. Cross-validation
is over documents (TimeBank) and over situations (the dispatches: neighbouring numbers tell one story), five folds.
`--write` fits on everything and writes src/dateline/did/status_v1.json.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from linear import DID, FOLDS, Floats, asked, fit, fold_of, marks_of, tagged, write

from dateline.article import Span
from dateline.desk import load_tools
from dateline.did.stance import STATUSES, is_verbal
from dateline.did.status import features_of
from dateline.did.voice import Voices
from dateline.said import find_statements

MODEL = DID / "status_v1.json"
STEPS = 150
RIDGE = 1.5
DISPATCHES = 1.2  # weight of an example of theirs beside one of TimeBank
FAINT = 0.05  # features without a weight this strong are not stored


@dataclass(frozen=True, slots=True)
class Example:
    """One act with the statuses that are right for it."""

    fold: int
    set: str
    features: list[str]
    right: tuple[str, ...]


def main() -> int:
    """Reads, cross-validates, and writes the weights if asked to."""
    options = asked(__doc__, MODEL)
    examples = [*read(options.gold, "said/timebank_status_dev.jsonl", None), *read(options.gold, "dispatches/articles.jsonl", "gold.jsonl")]
    pairs: dict[str, Counter[tuple[str, str]]] = {"timebank": Counter(), "dispatches": Counter()}
    for fold in range(FOLDS):
        names, weights = weights_of([e for e in examples if e.fold != fold])
        for e in (e for e in examples if e.fold == fold):
            pairs[e.set][judged(names, weights, e)] += 1
    for name, counted in pairs.items():
        print(name, figures(counted))
    if options.write:
        write(MODEL, STATUSES, *weights_of(examples), faint=FAINT)
    return 0


def read(gold: Path, path: str, answers: str | None) -> Iterator[Example]:
    """Every marked act of a file; `answers` is the file beside it that holds the marks, if they are not in the same one."""
    tools = load_tools()
    source = gold / path
    marks = marks_of(source if answers is None else source.with_name(answers))
    for article, g in tagged(source, tools):
        voices = Voices(find_statements(article, g, (), tools.said))
        for event in marks[article.id]["events"]:
            words = g.within(Span(*event["trigger"]))
            if not words:
                continue
            inside = {w.index for w in words}
            word = next((w for w in words if w.head not in inside), words[-1])
            voice = voices.at(word.span)
            told = "none" if voice is None else "direct" if voice.kind == "direct" else "reported"
            found = features_of(g, word, told=told, verbal=is_verbal(g, word))
            right = (event["status"], *(event.get("status_any") or ()))
            yield Example(fold_of(article.id, situations=answers is not None), "dispatches" if answers else "timebank", found, right)


def weights_of(examples: Sequence[Example]) -> tuple[dict[str, int], Floats]:
    """Feature numbers and weights of these examples."""
    right = np.array([[float(s in e.right) for s in STATUSES] for e in examples])
    worth = np.array([[DISPATCHES if e.set == "dispatches" else 1.0] for e in examples])
    return fit([e.features for e in examples], right, worth, steps=STEPS, ridge=RIDGE)


def judged(names: dict[str, int], weights: Floats, example: Example) -> tuple[str, str]:
    """(right, answer)."""
    sums = weights[[names[f] for f in example.features if f in names]].sum(0)
    answer = STATUSES[int(sums.argmax())]
    return (answer if answer in example.right else example.right[0]), answer


def figures(pairs: Counter[tuple[str, str]]) -> dict[str, Any]:
    """Accuracy and macro F1 in percent, and the F1 of every status."""
    each = {}
    for s in STATUSES:
        both = sum(n for (right, answer), n in pairs.items() if right == answer == s)
        all_ = sum(n * ((right == s) + (answer == s)) for (right, answer), n in pairs.items())
        each[s] = round(200 * both / all_, 1) if all_ else 0.0
    total = sum(pairs.values())
    accuracy = round(100 * sum(n for (right, answer), n in pairs.items() if right == answer) / total, 1)
    return {"acts": total, "accuracy": accuracy, "macro_f1": round(sum(each.values()) / len(each), 1), "f1": each}


if __name__ == "__main__":
    raise SystemExit(main())
