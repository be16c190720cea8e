"""Status of TimeBank's events by cross-validation: the shipped model has seen all of TimeBank, so its own figure there means nothing.

Each fold trains from the base encoder on trees, on the factuality marks that do not come from TimeBank, and on the other folds.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import torch

from dateline.grammar.windows import Pieces

from . import prepare as corpora
from .examples import collate, windows
from .fit import fit
from .labels import STATUS, TAG_HEADS, Doc
from .model import Tagger
from .texts import status_docs

FOLDS = 5
SHARES = {"trees": 0.6, "status": 0.4}


def crossvalidate(gold: Path, work: Path, base: Path, *, budget: int, threads: int) -> dict[str, float]:
    """Accuracy and macro F1 in percent over all events of all folds; `budget` word pieces of training a fold."""
    pieces = Pieces(base / "tokenizer.json")
    groups, sets = corpora.load(gold, pieces, work / "corpora.pickle")
    every = [corpora.prepare(d, pieces) for d in status_docs(gold / "said/timebank_status_dev.jsonl", "timebank")]
    pairs: Counter[tuple[int, int]] = Counter()
    for fold in range(FOLDS):
        torch.manual_seed(fold)
        model = Tagger({h: len(sets[h]) for h in TAG_HEADS}, len(sets["rel"]))
        model.encoder.load(base / "model.safetensors")
        out = work / f"fold{fold}"
        out.mkdir(exist_ok=True)
        known = {"trees": groups["trees"], "status": [d for i, d in enumerate(every) if i % FOLDS != fold]}
        fit(model, known, out, minutes=0, budget=budget, threads=threads, rate=2e-4, pieces=2200, most=256, save_every=1e9, shares=SHARES)
        kept = torch.load(out / "last.pt", weights_only=True)
        model.load_state_dict(kept["average"])
        for doc in every[fold::FOLDS]:
            pairs += judged(model.eval(), doc)
        print("fold", fold, json.dumps(figures(pairs)), flush=True)
    return figures(pairs)


def judged(model: Tagger, doc: Doc) -> Counter[tuple[int, int]]:
    """(gold, answer) of each marked event of a text."""
    pairs: Counter[tuple[int, int]] = Counter()
    for window in windows(doc, None, 256):
        batch = collate([window])
        with torch.no_grad():
            tags = model(batch["ids"], batch["shape"], batch["quote"], batch["mask"], batch["first"])["tags"]
        found = model.split(tags)["status"][0].argmax(-1).tolist()
        pairs.update((g, a) for g, a in zip(window["status"], found, strict=True) if g >= 0)
    return pairs


def figures(pairs: Counter[tuple[int, int]]) -> dict[str, float]:
    """Accuracy, macro F1 and F1 by status, in percent."""
    out: dict[str, float] = {"accuracy": round(100 * sum(n for (g, a), n in pairs.items() if g == a) / max(1, pairs.total()), 2)}
    for k, name in enumerate(STATUS):
        gold, mine = sum(n for (g, _), n in pairs.items() if g == k), sum(n for (_, a), n in pairs.items() if a == k)
        out[name] = round(200 * pairs[k, k] / max(1, gold + mine), 2)
    return out | {"macro_f1": round(sum(out[name] for name in STATUS) / len(STATUS), 2), "events": pairs.total()}
