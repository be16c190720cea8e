"""Fits the weights by which candidates for acts are weighed (src/dateline/did/worth.py) and measures them by cross-validation.

    python training/weights/acts.py --gold DIR [--write]

Needs Dateline installed, nothing else. DIR holds `dispatches/{articles,gold}.jsonl`; the other half of the examples are the dispatches of
training/copy that are for training. The tagger has seen the former and is too sure of itself there, so that they weigh less.
Cross-validation is over documents (over situations in the former), five folds. `--write` fits on everything and writes
src/dateline/did/acts_v1.json.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from linear import DID, FOLDS, Floats, asked, fit, fold_of, marks_of, own_copy, tagged, write

from dateline.article import Article, Span
from dateline.desk import load_tools
from dateline.did.acts import told_sentences
from dateline.did.triggers import candidate, likely_triggers, same_act
from dateline.did.worth import KEPT, Worth, features, public_share
from dateline.grammar.words import Grammar

MODEL = DID / "acts_v1.json"
LABELS = ("act", "none")
WORTH = {"dispatches": 0.7, "copy": 1.0}
STEPS = 200
RIDGE = 4.0
FAINT = 0.03  # features without a weight this strong are not stored


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate and whether it is an act of its type; None where either may be right."""

    fold: int
    set: str
    features: list[str]
    right: bool | None


def main() -> int:
    """Reads, cross-validates, and writes the weights if asked to."""
    options = asked(__doc__, MODEL)
    marked: Counter[str] = Counter()
    examples = list(everything(options.gold, marked))
    counts = {name: Counter[str]() for name in WORTH}
    for fold in range(FOLDS):
        model = as_model(*weights_of([e for e in examples if e.fold != fold]))
        for e in (e for e in examples if e.fold == fold and e.right is not None):
            kept = model.chance(e.features) >= KEPT
            counts[e.set]["kept"] += kept
            counts[e.set]["right"] += bool(kept and e.right)
    for name, c in counts.items():
        print(name, {**c, "marked": marked[name], "f1": round(2 * c["right"] / (c["kept"] + marked[name]), 3)}, flush=True)
    if options.write:
        write(MODEL, LABELS, *weights_of(examples), faint=FAINT)
    return 0


def everything(gold: Path, marked: Counter[str]) -> Iterator[Example]:
    """The examples of both sets; `marked` counts the acts that are marked in each."""
    yield from read("dispatches", gold / "dispatches", marked)
    with own_copy() as folder:
        yield from read("copy", folder, marked)


def read(name: str, folder: Path, marked: Counter[str]) -> Iterator[Example]:
    """The candidates of every article of a folder."""
    tools = load_tools()
    rows = marks_of(folder / "gold.jsonl")
    for article, g in tagged(folder / "articles.jsonl", tools):
        events = rows[article.id]["events"]
        marked[name] += sum(not e.get("optional") for e in events)
        yield from judged(name, article, g, events, tools)


def judged(name: str, article: Article, g: Grammar, events: Sequence[Mapping[str, Any]], tools: Any) -> Iterator[Example]:
    """The candidates of one article beside the marked acts."""
    share, fold = public_share(g), fold_of(article.id, situations=name == "dispatches")
    for sentence in told_sentences(article, g):
        found = likely_triggers(g, sentence, tools.did.lexicon)
        verdicts = [verdict(g.span_of(t.first, t.last + 1), t.type, events) for t in found]
        for n, t in enumerate(found):
            right = verdicts[n]
            told = right is False and any(
                v is not False and same_act(g, o, t) for k, (o, v) in enumerate(zip(found, verdicts, strict=True)) if k != n
            )
            yield Example(fold, name, features(g, candidate(g, t), share), None if told else right)


def verdict(span: Span, kind: str, events: Sequence[Mapping[str, Any]]) -> bool | None:
    """Whether a trigger is marked with its type; None where naming it is neither right nor wrong."""
    here = [e for e in events if Span(*e["trigger"]).overlaps(span)]
    fits = [e for e in here if kind in (e["type"], *(e.get("type_any") or ()))]
    if any(not e.get("optional") for e in fits):
        return True
    return None if any(e.get("optional") for e in here) else False


def weights_of(examples: Sequence[Example]) -> tuple[dict[str, int], Floats]:
    """Feature numbers and weights of these examples."""
    kept = [e for e in examples if e.right is not None]
    right = np.array([[float(bool(e.right)), float(not e.right)] for e in kept])
    return fit([e.features for e in kept], right, np.array([[WORTH[e.set]] for e in kept]), steps=STEPS, ridge=RIDGE)


def as_model(names: Mapping[str, int], weights: Floats) -> Worth:
    """The weights as the run time reads them."""
    return Worth({name: float(weights[n][0] - weights[n][1]) for name, n in names.items() if np.abs(weights[n]).max() >= FAINT})


if __name__ == "__main__":
    sys.exit(main())
