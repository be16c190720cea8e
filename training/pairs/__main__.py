"""`python -m pairs crossvalidate|fit|export --shared DIR --work DIR`: see ../README.md."""

from __future__ import annotations

import argparse
import copy
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import torch
from tagger_training.model import Layer

from dateline.grammar.windows import Pieces

from .card import write_card
from .crossvalidate import crossvalidate
from .examples import Example, others, plv
from .export import export
from .fit import Plan, State, fit, mean, plain_attention, train
from .model import Reader, shipped

ROOT = Path(__file__).resolve().parents[2]
TAGGER = ROOT / "src/dateline/grammar/tagger_v2"
TARGET = ROOT / "src/dateline/did/pairs_v1"


def main() -> int:
    """Entry point."""
    p = argparse.ArgumentParser(prog="pairs", description=__doc__)
    p.add_argument("task", choices=["crossvalidate", "fit", "export"])
    p.add_argument("--shared", type=Path, required=True, help="folder that holds gold/ (layout: ../README.md)")
    p.add_argument("--work", type=Path, required=True, help="folder for checkpoints and figures, outside the repository")
    p.add_argument("--runs", type=int, default=Plan.runs, help="runs whose weights are averaged")
    p.add_argument("--model", type=Path, default=TARGET, help="where the finished model goes")
    a = p.parse_args()
    gold = a.shared / "gold"
    if not gold.is_dir():
        print(f"no corpora: {gold} is not a folder; --shared must name one that holds gold/ (layout: ../README.md)", file=sys.stderr)
        return 2
    a.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    setattr(Layer, "forward", plain_attention)  # noqa: B010 - a name that mypy takes for a slip
    sizes = {head: len(labels) for head, labels in json.loads((TAGGER / "config.json").read_text(encoding="utf-8"))["heads"].items()}
    torch.manual_seed(1)
    model = Reader(*shipped(TAGGER / "model.onnx", sizes))
    if a.task != "export":
        learn(model, gold, a.work, Plan(runs=a.runs), measure=a.task == "crossvalidate")
    if a.task != "crossvalidate":
        finish(model, a.work, a.model)
    return 0


def learn(model: Reader, gold: Path, work: Path, plan: Plan, *, measure: bool) -> None:
    """Trains on everything, or measures by cross-validation; leaves model.pt or figures.json in `work`."""
    given, rest = _corpora(gold)
    start = _start(model, rest, plan, work)
    beside = [e for e in rest if e.source == "own"]
    if measure:
        (work / "figures.json").write_text(json.dumps(crossvalidate(model, start, given, beside, plan, work)), encoding="utf-8")
        return
    fitted = [fit(model, start, [*given, *beside], plan, run=run, fold=0) for run in range(plan.runs)]
    torch.save(mean(fitted), work / "model.pt")


def finish(model: Reader, work: Path, target: Path) -> None:
    """Exports model.pt of `work` with the figures that lie beside it, and writes the card."""
    model.load_state_dict(torch.load(work / "model.pt", weights_only=True))
    figures = work / "figures.json"
    measured: dict[str, Any] = json.loads(figures.read_text(encoding="utf-8")) if figures.exists() else {}
    export(model, target, TAGGER / "vocabulary.json", warmth=measured.get("warmth", 1.0))
    write_card(target, measured)


def _corpora(gold: Path) -> tuple[list[Example], list[Example]]:
    """The pairs of PLV, and those of all other corpora."""
    pieces = Pieces(TAGGER / "vocabulary.json")
    given = plv(gold / "events/plv.jsonl", pieces)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, str(ROOT / "training/copy/build.py"), "--split", "train", "--out", folder], check=True)
        return given, others(gold, Path(folder), pieces, given)


def _start(model: Reader, rest: list[Example], plan: Plan, work: Path) -> State:
    """The weights after the other corpora, kept in the work folder."""
    kept = work / "first.pt"
    if kept.exists():
        model.load_state_dict(torch.load(kept, weights_only=True))
        return copy.deepcopy(model.state_dict())
    train(model, rest, plan.first, plan.rate, 1)
    torch.save(model.state_dict(), kept)
    return copy.deepcopy(model.state_dict())


if __name__ == "__main__":
    sys.exit(main())
