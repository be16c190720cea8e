"""Dateline among annotators: its agreement with each of several people who marked the same articles, beside their own among themselves.

    python benchmarks/annotators.py --gold DIR --yardsticks DIR

Prints one JSON object: for every set, as F1 in percent over all its articles, of content (half the words in common) and of full
attributions (the speaker's head word too): `pairs`, the median over all pairs of annotators; `others`, for the median annotator, the mean
agreement with the others; `dateline`, its agreement with the median annotator; `least` and `most` of its agreement with any of them.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from statistics import fmean, median
from typing import Any

from dateline.desk import load_tools
from dateline.intake import read_text
from dateline.said import find_statements

SETS = ("said/polnear_dev_multi.jsonl", "said/polnear_train_multi.jsonl")
FIGURES = ("content", "full")
Marks = dict[str, dict[str, Any]]  # articles by id, one annotator's


def main() -> int:
    """Reads, compares, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="folder of gold copy")
    parser.add_argument("--yardsticks", type=Path, required=True, help="folder of scorers")
    options = parser.parse_args()
    for folder in (options.gold, options.yardsticks):
        if not folder.is_dir():
            parser.error(f"{folder} is not a folder; the gold copy and the scorers are not part of this repository")
    sys.path.insert(0, str(options.yardsticks))
    scorer = importlib.import_module("score_statements")
    print(json.dumps({Path(name).stem: compare(options.gold / name, scorer) for name in SETS}, indent=1))
    return 0


def compare(source: Path, scorer: Any) -> dict[str, Any]:
    """The figures of one set."""
    by: dict[str, Marks] = defaultdict(dict)
    for line in source.open(encoding="utf-8"):
        row = json.loads(line)
        by[row["annotator"]][row["id"]] = row
    mine = {row["id"]: read(row) for marks in by.values() for row in marks.values()}
    pairs = {frozenset((a, b)): agreement(by[a], by[b], scorer) for a, b in combinations(sorted(by), 2)}
    ours = [agreement(by[a], mine, scorer) for a in sorted(by)]
    out: dict[str, Any] = {"articles": len(mine), "annotators": len(by)}
    for figure in FIGURES:
        own = [fmean(f[figure] for pair, f in pairs.items() if a in pair) for a in sorted(by)]
        met = [f[figure] for f in ours]
        out[figure] = {
            "pairs": round(median(f[figure] for f in pairs.values()), 1),
            "others": round(median(own), 1),
            "dateline": round(median(met), 1),
            "least": round(min(met), 1),
            "most": round(max(met), 1),
        }
    return out


def read(row: dict[str, Any]) -> dict[str, Any]:
    """The statements that Dateline finds in an article."""
    tools = load_tools()
    article = read_text(row["text"], id=row["id"], published=row.get("published"), outlet=row.get("outlet"))
    found = find_statements(article, tools.tagger.tag([article])[0], (), tools.said)
    statements = [
        {"id": s.id, "source": s.source and {"span": s.source.span, "actor": None}, "cue": s.cue, "content": list(s.content)} for s in found
    ]
    return {"id": row["id"], "text": row["text"], "statements": statements}


def agreement(gold: Marks, other: Marks, scorer: Any) -> dict[str, float]:
    """F1 over the articles that both have marked."""
    total: Counter[str] = Counter()
    for name in sorted(gold.keys() & other.keys()):
        total.update(scorer.score_article(gold[name], other[name], 0.5, False))
    both = total["ng"] + total["np"]
    return {"content": 200 * total["ov"] / both if both else 0.0, "full": 200 * total["full"] / both if both else 0.0}


if __name__ == "__main__":
    raise SystemExit(main())
