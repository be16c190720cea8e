"""Fits the weights by which candidates for acts are weighed (src/dateline/did/worth.py) and measures them by cross-validation.

    python training/weights/acts.py --gold DIR [--write]

Needs Dateline installed, nothing else. DIR holds `dispatches/{articles,gold}.jsonl`, `events/{rams,wikievents}.jsonl`, of which only the
marked acts are taken, and what ordinary.py reads, in which every candidate is taken for a figure of speech; the other half of the examples
are the dispatches of training/copy that are for training. The tagger has seen all but these and is too sure of itself there, so that they
weigh less. Cross-validation is over documents (over situations in the dispatches), five folds, each candidate on its own; `wrong` counts
those kept in copy in which nothing happens. `--write` fits on everything and writes src/dateline/did/acts_v1.json.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from linear import DID, FOLDS, Floats, asked, fit, fold_of, marks_of, own_copy, tagged, write
from ordinary import ordinary

from dateline.article import Article, Span
from dateline.desk import load_tools
from dateline.did.acts import told_sentences
from dateline.did.sides import BRIEF
from dateline.did.triggers import candidate, likely_triggers, same_act
from dateline.did.worth import Worth, bar_of, copy_of, features
from dateline.grammar.words import Grammar

MODEL = DID / "acts_v1.json"
LABELS = ("act", "none")
WORTH = {"dispatches": 0.7, "copy": 1.0, "rams": 0.3, "wikievents": 0.3, "ordinary": 0.3}
STEPS = 200
RIDGE = 4.0
FAINT = 0.03  # features without a weight this strong are not stored


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate and whether it is an act of its type; None where either may be right. `words`: the length of its article."""

    fold: int
    set: str
    article: str
    words: int
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
        for _, article in groupby((e for e in examples if e.fold == fold), key=lambda e: (e.set, e.article)):
            count(list(article), model, counts)
    for name, c in counts.items():
        print(name, {**c, "marked": marked[name], "f1": round(2 * c["right"] / max(1, c["kept"] + marked[name]), 3)}, flush=True)
    if options.write:
        write(MODEL, LABELS, *weights_of(examples), faint=FAINT)
    return 0


def count(article: Sequence[Example], model: Worth, counts: Mapping[str, Counter[str]]) -> None:
    """Adds how many of an article's candidates are kept, how many of them rightly, and how many in copy in which nothing happens."""
    chances = [model.chance(e.features) for e in article]
    bar, own, none = bar_of(article[0].words, chances), counts[article[0].set], not any(e.right for e in article)
    own["ordinary pieces"] += none
    for e, chance in zip(article, chances, strict=True):
        if e.right is not None and chance >= bar:
            own["kept"] += 1
            own["right"] += e.right
            own["wrong"] += none


def everything(gold: Path, marked: Counter[str]) -> Iterator[Example]:
    """The examples of all sets; `marked` counts the acts that are marked in each."""
    yield from read("dispatches", gold / "dispatches" / "articles.jsonl", gold / "dispatches" / "gold.jsonl", marked)
    with own_copy() as folder:
        yield from read("copy", folder / "articles.jsonl", folder / "gold.jsonl", marked)
    for name in ("rams", "wikievents"):
        path = gold / "events" / f"{name}.jsonl"
        yield from (e for e in read(name, path, path, marked) if e.right)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "ordinary.jsonl"
        rows = [json.dumps({"id": name, "text": text, "events": []}) + "\n" for name, text in ordinary(gold)]
        path.write_text("".join(rows), encoding="utf-8")
        yield from read("ordinary", path, path, marked)


def read(name: str, articles: Path, gold: Path, marked: Counter[str]) -> Iterator[Example]:
    """The candidates of every article of a file, but for those too brief to be doubted."""
    tools = load_tools()
    rows = marks_of(gold)
    for article, g in tagged(articles, tools):
        events = rows[article.id]["events"]
        marked[name] += sum(not e.get("optional") for e in events)
        if len(told_sentences(article, g)) > BRIEF:
            yield from judged(name, article, g, events, tools)


def judged(name: str, article: Article, g: Grammar, events: Sequence[Mapping[str, Any]], tools: Any) -> Iterator[Example]:
    """The candidates of one article beside the marked acts."""
    copy, fold = copy_of(g), fold_of(article.id, situations=name == "dispatches")
    for sentence in told_sentences(article, g):
        found = likely_triggers(g, sentence, tools.did.lexicon)
        verdicts = [verdict(g.span_of(t.first, t.last + 1), t.type, events) for t in found]
        for n, t in enumerate(found):
            right = verdicts[n]
            told = right is False and any(
                v is not False and same_act(g, o, t) for k, (o, v) in enumerate(zip(found, verdicts, strict=True)) if k != n
            )
            known = [*copy.about, *features(g, candidate(g, t), copy)]
            yield Example(fold, name, article.id, len(g.words), known, None if told else right)


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
