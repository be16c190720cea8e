"""Reads all corpora once and keeps the documents, cut and labelled, in one file."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

from dateline.grammar.windows import Pieces

from . import texts, treebanks
from .examples import prepare
from .labels import ATTRIBUTION, CONDITIONS, EVENTS, MENTIONS, NAMES, STATUS, Doc
from .names import name_docs


def build(gold: Path, pieces: Pieces) -> tuple[dict[str, list[Doc]], dict[str, list[str]]]:
    """Training documents by group, and the label sets."""
    gum = treebanks.read_trees(gold / "syntax/gum_train.conllu", skip=treebanks.NON_COMMERCIAL, entities=True)
    ewt = treebanks.read_trees(gold / "syntax/ewt_train.conllu")
    sets = treebanks.tree_sets(gum + ewt)
    trees = treebanks.tree_docs(gum, "gum", sets) + treebanks.tree_docs(ewt, "ewt", sets)
    names, _ = name_docs(gold)
    dispatches = texts.dispatch_docs(gold / "dispatches/gold.jsonl")
    events = texts.event_docs(gold / "events/plover_gsr.jsonl", "gsr", negative=0.3, positive=1.0)
    events += texts.event_docs(gold / "events/rams.jsonl", "rams", negative=0.0, positive=0.5)
    events += texts.event_docs(gold / "events/wikievents.jsonl", "wikievents", negative=0.3, positive=0.7)
    status = texts.status_docs(gold / "said/timebank_status_dev.jsonl", "timebank")
    status += texts.status_docs(gold / "said/fact_uw_train.jsonl", "uw", together=6)
    groups = {
        "trees": trees,
        "said": texts.polnear_docs(gold / "said/polnear_train.jsonl"),
        "names": names,
        "dispatches": dispatches,
        "events": events,
        "status": status,
    }
    merge_status(trees, gold / "said/fact_uds_ih2_train.jsonl")
    for docs in groups.values():
        for doc in docs:
            prepare(doc, pieces)
    sets |= {
        "start": ["", "start"], "name": list(NAMES), "mention": list(MENTIONS), "attribution": list(ATTRIBUTION),
        "event": list(EVENTS), "status": list(STATUS), "condition": list(CONDITIONS),
    }  # fmt: skip
    return groups, sets


def merge_status(trees: list[Doc], path: Path) -> None:
    """Factuality marks made on EWT sentences go onto the same sentences here; clear cases only."""
    known: dict[str, list[tuple[int, str]]] = {}
    for line in path.open(encoding="utf-8"):
        d = json.loads(line)
        known["".join(d["text"].split())] = [
            (len(d["text"][: e["trigger"][0]].replace(" ", "")), e["status"]) for e in d["events"] if not 0.8 <= abs(e["factuality"]) <= 1.9
        ]
    met = 0
    for doc in trees:
        if doc.source != "ewt":
            continue
        labels = [-100] * len(doc.words)
        for a, b in zip(doc.starts, [*doc.starts[1:], len(doc.words)], strict=True):
            marks = known.get("".join(doc.words[a:b]), [])
            at, position = {}, 0
            for i in range(a, b):
                at[position] = i
                position += len(doc.words[i])
            for offset, status in marks:
                if offset in at and status in STATUS:
                    labels[at[offset]] = STATUS.index(status)
                    met += 1
        doc.labels["status"] = labels
    print("factuality marks placed:", met)


def load(gold: Path, pieces: Pieces, cache: Path) -> tuple[dict[str, list[Doc]], dict[str, list[str]]]:
    """As `build`, from `cache` if it is there."""
    if cache.exists():
        with cache.open("rb") as f:
            kept: Any = pickle.load(f)
            return kept
    built = build(gold, pieces)
    with cache.open("wb") as f:
        pickle.dump(built, f, protocol=5)
    return built
