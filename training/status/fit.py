"""Fits the weights by which the status of acts is weighed (src/dateline/did/stance.py) and measures them by cross-validation.

    python training/status/fit.py --gold DIR [--write]

Needs Dateline installed, nothing else. DIR holds `said/timebank_status_dev.jsonl` and `dispatches/{articles,gold}.jsonl`. Cross-validation
is over documents (TimeBank) and over situations (the dispatches: neighbouring numbers tell one story), five folds.
`--write` fits on everything and writes src/dateline/did/status_v1.json.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline import Refused
from dateline.article import Span
from dateline.desk import load_tools
from dateline.did.stance import STATUSES, is_verbal
from dateline.did.status import features_of
from dateline.did.voice import Voices
from dateline.intake import read_sources
from dateline.said import find_statements

MODEL = Path(__file__).parents[2] / "src" / "dateline" / "did" / "status_v1.json"
GIVEN = ("id", "text", "published", "title", "outlet", "url")
FOLDS = 5
STEPS = 150
RATE = 0.03
RIDGE = 2.0
FEWEST = 3  # examples that a feature must stand in
DISPATCHES = 1.5  # weight of an example of theirs beside one of TimeBank
FAINT = 0.05  # features without a weight this strong are not stored
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One act with the statuses that are right for it."""

    fold: int
    set: str
    features: list[str]
    right: tuple[str, ...]


def main() -> int:
    """Reads, cross-validates, and writes the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="folder of gold copy")
    parser.add_argument("--write", action="store_true", help=f"write {MODEL.name}")
    options = parser.parse_args()
    if not options.gold.is_dir():
        parser.error(f"{options.gold} is not a folder; the gold copy is not part of this repository")
    examples = [*read(options.gold, "said/timebank_status_dev.jsonl", None), *read(options.gold, "dispatches/articles.jsonl", "gold.jsonl")]
    pairs: dict[str, Counter[tuple[str, str]]] = {"timebank": Counter(), "dispatches": Counter()}
    for fold in range(FOLDS):
        names, weights = fit([e for e in examples if e.fold != fold])
        for e in (e for e in examples if e.fold == fold):
            pairs[e.set][judged(names, weights, e)] += 1
    for name, counted in pairs.items():
        print(name, figures(counted))
    if options.write:
        write(*fit(examples))
    return 0


def read(gold: Path, path: str, answers: str | None) -> Iterator[Example]:
    """Every marked act of a file; `answers` is the file beside it that holds the marks, if they are not in the same one."""
    tools = load_tools()
    source = gold / path
    rows = [json.loads(line) for line in (source if answers is None else source.with_name(answers)).open(encoding="utf-8")]
    marks = {row["id"]: row["events"] for row in rows}
    with tempfile.TemporaryDirectory() as folder:
        articles = [a for a in read_sources([str(plain(source, Path(folder)))]) if not isinstance(a, Refused)]
    for start in range(0, len(articles), 16):
        batch = articles[start : start + 16]
        for article, g in zip(batch, tools.tagger.tag(batch), strict=True):
            voices = Voices(find_statements(article, g, (), tools.said))
            for event in marks[article.id]:
                words = g.within(Span(*event["trigger"]))
                if not words:
                    continue
                inside = {w.index for w in words}
                word = next((w for w in words if w.head not in inside), words[-1])
                voice = voices.at(word.span)
                told = "none" if voice is None else "direct" if voice.kind == "direct" else "reported"
                found = features_of(g, word, told=told, verbal=is_verbal(g, word))
                right = (event["status"], *(event.get("status_any") or ()))
                yield Example(fold_of(article.id, answers is not None), "dispatches" if answers else "timebank", found, right)


def plain(source: Path, folder: Path) -> Path:
    """The articles as any user's JSONL, without what is marked in them, in a scratch file."""
    out = folder / "articles.jsonl"
    with source.open(encoding="utf-8") as lines, out.open("w", encoding="utf-8") as sink:
        for line in lines:
            row = json.loads(line)
            sink.write(json.dumps({k: row[k] for k in GIVEN if row.get(k)}, ensure_ascii=False) + "\n")
    return out


def fold_of(name: str, situations: bool) -> int:
    """The fold of a document; of a dispatch that of its situation (six neighbouring numbers of one letter)."""
    found = re.fullmatch(r"([a-z]+)(\d+)", name) if situations else None
    return zlib.crc32((f"{found[1]}{int(found[2]) // 6}" if found else name).encode()) % FOLDS


def fit(examples: Sequence[Example]) -> tuple[dict[str, int], Floats]:
    """Feature numbers and weights: multinomial logistic regression with a ridge, by a fixed number of steps on all examples at once."""
    rows = [e.features for e in examples]
    seen = Counter(f for row in rows for f in row)
    names = {f: n for n, f in enumerate(sorted(f for f, count in seen.items() if count >= FEWEST))}
    held = [[names[f] for f in row if f in names] for row in rows]
    columns = np.array([c for row in held for c in row])
    starts = np.cumsum([0, *(len(row) for row in held)])[:-1]
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in held])
    order = np.argsort(columns, kind="stable")
    firsts = np.searchsorted(columns[order], np.arange(len(names)))
    target = np.array([[float(s in e.right) for s in STATUSES] for e in examples])
    counts = np.array([[DISPATCHES if e.set == "dispatches" else 1.0] for e in examples])
    weights = np.zeros((len(names), len(STATUSES)))
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        chance = softmax(np.add.reduceat(weights[columns], starts, axis=0))
        wanted = chance * target
        error = (chance - wanted / wanted.sum(1, keepdims=True)) * counts
        slope = np.add.reduceat(error[owner[order]], firsts, axis=0) + RIDGE * weights
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope * slope
        rate = RATE * (1 - 0.95 * step / STEPS)
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return names, weights


def softmax(scores: Floats) -> Floats:
    """Scores as chances, row by row."""
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True))


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


def write(names: dict[str, int], weights: Floats) -> None:
    """Stores the weights in hundredths, one feature a line."""
    kept = {f: [round(100 * w) for w in weights[n]] for f, n in names.items() if abs(weights[n]).max() >= FAINT}
    lines = ",\n".join(f"{json.dumps(f, ensure_ascii=False)}: {json.dumps(w, separators=(',', ':'))}" for f, w in kept.items())
    MODEL.write_text(f'{{"version": "status_v1", "labels": {json.dumps(STATUSES)}, "weights": {{\n{lines}\n}}}}\n', encoding="utf-8")
    print(f"{MODEL.name}: {len(kept)} features, {MODEL.stat().st_size // 1024} KB")


if __name__ == "__main__":
    raise SystemExit(main())
