"""What the fits of this folder share: plain copy to read, folds, and a linear model fitted by a fixed number of steps."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline import Refused
from dateline.article import Article
from dateline.desk import Tools
from dateline.grammar.words import Grammar
from dateline.intake import read_sources

Floats = NDArray[np.float64]
DID = Path(__file__).parents[2] / "src" / "dateline" / "did"
FOLDS = 5
_COPY = Path(__file__).parents[1] / "copy" / "build.py"
_BATCH = 16  # articles tagged at once
_GIVEN = ("id", "text", "published", "title", "outlet", "url")
_FEWEST = 3  # examples that a feature must stand in
_RATE = 0.03


def asked(about: str | None, model: Path) -> argparse.Namespace:
    """The command line of a fit: `gold`, a folder that is there, and `write`."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="folder of gold copy")
    parser.add_argument("--write", action="store_true", help=f"write {model.name}")
    options = parser.parse_args()
    if not options.gold.is_dir():
        parser.error(f"{options.gold} is not a folder; the gold copy is not part of this repository")
    return options


@contextmanager
def own_copy() -> Iterator[Path]:
    """A folder, for a while, of the dispatches of training/copy that are for training: articles.jsonl and gold.jsonl."""
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([sys.executable, str(_COPY), "--split", "train", "--out", out], check=True, stdout=subprocess.DEVNULL)
        yield Path(out)


def marks_of(path: Path) -> dict[str, dict[str, Any]]:
    """The marked rows of a file by their id."""
    return {row["id"]: row for row in map(json.loads, path.open(encoding="utf-8"))}


def tagged(source: Path, tools: Tools) -> Iterator[tuple[Article, Grammar]]:
    """The articles of a corpus with their words."""
    articles = articles_of(source)
    for start in range(0, len(articles), _BATCH):
        batch = articles[start : start + _BATCH]
        yield from zip(batch, tools.tagger.tag(batch), strict=True)


def articles_of(source: Path) -> list[Article]:
    """The articles of a corpus, read as any user's JSONL without what is marked in them."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "articles.jsonl"
        with source.open(encoding="utf-8") as lines, out.open("w", encoding="utf-8") as sink:
            for line in lines:
                row = json.loads(line)
                sink.write(json.dumps({k: row[k] for k in _GIVEN if row.get(k)}, ensure_ascii=False) + "\n")
        return [a for a in read_sources([str(out)]) if not isinstance(a, Refused)]


def fold_of(name: str, *, situations: bool) -> int:
    """The fold of a document; of a dispatch that of its situation (six neighbouring numbers of one letter)."""
    found = re.fullmatch(r"([a-z]+)(\d+)", name) if situations else None
    return zlib.crc32((f"{found[1]}{int(found[2]) // 6}" if found else name).encode()) % FOLDS


def fit(rows: Sequence[Sequence[str]], right: Floats, worth: Floats, *, steps: int, ridge: float) -> tuple[dict[str, int], Floats]:
    """Feature numbers and weights (features, labels): multinomial logistic regression with a ridge, by `steps` steps on all rows at once.

    `right` (rows, labels) is 1 for every label that is right for a row, `worth` (rows, 1) what an error there costs.
    """
    seen = Counter(f for row in rows for f in row)
    names = {f: n for n, f in enumerate(sorted(f for f, count in seen.items() if count >= _FEWEST))}
    held = [[names[f] for f in row if f in names] for row in rows]
    columns = np.array([c for row in held for c in row])
    starts = np.cumsum([0, *(len(row) for row in held)])[:-1]
    owner = np.repeat(np.arange(len(held)), [len(row) for row in held])
    order = np.argsort(columns, kind="stable")
    firsts = np.searchsorted(columns[order], np.arange(len(names)))
    weights = np.zeros((len(names), right.shape[1]))
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        chance = _softmax(np.add.reduceat(weights[columns], starts, axis=0))
        wanted = chance * right
        error = (chance - wanted / wanted.sum(1, keepdims=True)) * worth
        slope = np.add.reduceat(error[owner[order]], firsts, axis=0) + ridge * weights
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope * slope
        rate = _RATE * (1 - 0.95 * step / steps)
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return names, weights


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True))


def write(model: Path, labels: Sequence[str], names: dict[str, int], weights: Floats, *, faint: float) -> None:
    """Stores the weights in hundredths, one feature a line; those without a weight as strong as `faint` are left out."""
    kept = {f: [round(100 * w) for w in weights[n]] for f, n in names.items() if abs(weights[n]).max() >= faint}
    lines = ",\n".join(f"{json.dumps(f, ensure_ascii=False)}: {json.dumps(w, separators=(',', ':'))}" for f, w in kept.items())
    model.write_text(f'{{"version": "{model.stem}", "labels": {json.dumps(labels)}, "weights": {{\n{lines}\n}}}}\n', encoding="utf-8")
    print(f"{model.name}: {len(kept)} features, {model.stat().st_size // 1024} KB")
