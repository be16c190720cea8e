"""The training loop: batches of one kind at a time, a schedule by the clock, checkpoints."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .examples import Stream, collate
from .labels import NAMES, O_OR_MISC, UNKNOWN, Doc
from .model import Tagger

# Share of the pieces each group gets, whatever its size.
SHARES = {"trees": 0.36, "said": 0.33, "names": 0.17, "dispatches": 0.07, "events": 0.03, "status": 0.04}
WEIGHTS = {"upos": 1.0, "xpos": 0.5, "lemma": 0.5, "start": 0.3, "arc": 1.0, "rel": 1.0, "mention": 0.4, "name": 1.2,
           "attribution": 1.5, "event": 1.5, "status": 0.5, "condition": 0.5}  # fmt: skip


def cross(scores: Tensor, gold: Tensor) -> Tensor:
    """Mean cross entropy over labelled words."""
    return F.cross_entropy(scores.float().reshape(-1, scores.shape[-1]), gold.reshape(-1), ignore_index=UNKNOWN)


def names_loss(scores: Tensor, gold: Tensor) -> Tensor:
    """As `cross`; "O or MISC" is met by either."""
    log = F.log_softmax(scores.float().reshape(-1, scores.shape[-1]), -1)
    flat = gold.reshape(-1)
    either = flat == O_OR_MISC
    miss = torch.zeros(())
    if bool(either.any()):
        loose = [0, NAMES.index("B-MISC"), NAMES.index("I-MISC")]
        miss = -torch.logsumexp(log[either][:, loose], -1).sum()
    exact = (flat >= 0) & ~either
    total = miss - log[exact].gather(1, flat[exact][:, None]).sum()
    return total / max(1, int(either.sum() + exact.sum()))


def losses(model: Tagger, out: dict[str, Tensor], b: dict[str, Tensor]) -> dict[str, Tensor]:
    """Loss by head, for the heads the batch has gold for."""
    found: dict[str, Tensor] = {}
    for head, scores in model.split(out["tags"]).items():
        if head not in b or not bool((b[head] >= 0).any()):
            continue
        if head == "name":
            found[head] = names_loss(scores, b[head])
        elif head == "event":
            each = F.cross_entropy(
                scores.float().reshape(-1, scores.shape[-1]), b[head].reshape(-1), ignore_index=UNKNOWN, reduction="none"
            )
            weight = b["weight"].reshape(-1) * (b[head].reshape(-1) >= 0)
            found[head] = (each * weight).sum() / weight.sum().clamp(min=16.0)
        else:
            found[head] = cross(scores, b[head])
    if "head" in b:
        arc = out["arc"].float().masked_fill(~b["same"], -1e4)
        found["arc"] = cross(arc, b["head"])
        known = b["head"].clamp(min=0)
        rel = torch.where(b["head"] >= 0, b["rel"], UNKNOWN)
        found["rel"] = cross(model.relations(out["dependent"].float(), out["head"].float(), known), rel)
    return found


def fit(
    model: Tagger,
    groups: dict[str, list[Doc]],
    out: Path,
    *,
    minutes: float,
    threads: int,
    rate: float,
    pieces: int,
    most: int,
    save_every: float,
) -> None:
    """Trains for `minutes` of wall time; the rate falls to zero with the clock. Writes `out`/last.pt every `save_every` minutes."""
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    rng = random.Random(1)
    np.random.seed(1)
    slow = [p for n, p in model.named_parameters() if n.startswith("encoder.") and ".shape." not in n and ".quote." not in n]
    fast = [p for n, p in model.named_parameters() if not n.startswith("encoder.") or ".shape." in n or ".quote." in n]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": rate, "top": rate}, {"params": fast, "lr": rate * 8, "top": rate * 8}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )
    streams = {k: Stream(docs, i, pieces=pieces, most=most) for i, (k, docs) in enumerate(groups.items())}
    given = dict.fromkeys(streams, 0.0)
    average: dict[str, float] = {}
    start = time.time()
    saved, step, seen = start, 0, 0
    model.train()
    while (gone := (time.time() - start) / 60) < minutes:
        scale = min((step + 1) / 80, max(0.0, 1 - gone / minutes))
        for g in optimizer.param_groups:
            g["lr"] = g["top"] * scale
        group = min(streams, key=lambda k: (given[k] / SHARES[k] + rng.random() * pieces * 3, k))
        batch = collate(streams[group].next())
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = model(batch["ids"], batch["shape"], batch["quote"], batch["mask"], batch["first"])
        found = losses(model, scores, batch)
        total = sum((WEIGHTS[k] * v for k, v in found.items()), torch.zeros(()))
        optimizer.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        size = int(batch["mask"].sum())
        given[group] += size
        seen += size
        step += 1
        for k, v in found.items():
            average[k] = 0.97 * average.get(k, v.item()) + 0.03 * v.item()
        if step % 50 == 0:
            shown = " ".join(f"{k} {v:.3f}" for k, v in average.items())
            passes = " ".join(f"{k} {s.passes}" for k, s in streams.items())
            print(f"{step} {gone:.1f}min {seen / (time.time() - start):.0f}/s | {shown} | {passes}", flush=True)
        if time.time() - saved > save_every * 60:
            save(model, out, {"minutes": gone, "steps": step, "pieces": seen, "given": given})
            saved = time.time()
    save(model, out, {"minutes": minutes, "steps": step, "pieces": seen, "given": given})


def save(model: Tagger, out: Path, facts: dict[str, Any]) -> None:
    """Weights and what was spent on them, replaced whole."""
    torch.save(model.state_dict(), out / "last.tmp")
    (out / "last.tmp").replace(out / "last.pt")
    (out / "facts.json").write_text(json.dumps(facts))
    print("saved", facts, flush=True)
