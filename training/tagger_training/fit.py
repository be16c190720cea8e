"""The training loop: batches of one kind at a time, a schedule by the clock, checkpoints."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from .examples import Stream, collate
from .labels import NAMES, O_OR_MISC, UNKNOWN, Doc
from .model import Tagger

# Share of the pieces each group gets, whatever its size.
SHARES = {"trees": 0.36, "said": 0.38, "names": 0.11, "dispatches": 0.07, "events": 0.03, "status": 0.05}
AVERAGE = 0.999  # of the running average of the weights
ROUNDED_FROM = 0.55  # share of the run after which the encoder trains as rounded as its int8 form computes
WEIGHTS = {"upos": 1.0, "xpos": 0.5, "lemma": 0.5, "start": 0.3, "arc": 1.0, "rel": 1.0, "mention": 0.4, "name": 1.2,
           "attribution": 1.5, "event": 1.5, "status": 0.5, "condition": 0.5}  # fmt: skip


def cross(scores: Tensor, gold: Tensor) -> Tensor:
    """Mean cross entropy over labelled words."""
    return F.cross_entropy(scores.float().reshape(-1, scores.shape[-1]), gold.reshape(-1), ignore_index=UNKNOWN)


def allowed(gold: Tensor, tags: int) -> Tensor:
    """Which tags each word may have (batch, words, tags): its gold one; any where none is known; O or MISC where either may be right."""
    out = F.one_hot(gold.clamp(0, tags - 1), tags).bool()
    if tags == len(NAMES):
        out[gold == O_OR_MISC] = torch.tensor([t == "O" or t.endswith("-MISC") for t in NAMES])
    out[gold == UNKNOWN] = True
    return out


def losses(model: Tagger, out: dict[str, Tensor], b: dict[str, Tensor]) -> dict[str, Tensor]:
    """Loss by head, for the heads the batch has gold for."""
    found: dict[str, Tensor] = {}
    for head, scores in model.split(out["tags"]).items():
        if head not in b or not bool((b[head] >= 0).any()):
            continue
        if head in model.chains:
            found[head] = model.chains[head].loss(scores, allowed(b[head], scores.shape[-1]), b["words"])
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
    budget: int | None = None,
    threads: int,
    rate: float,
    pieces: int,
    most: int,
    save_every: float,
    shares: Mapping[str, float] = MappingProxyType(SHARES),
    resume: dict[str, Any] | None = None,
) -> None:
    """Trains for `minutes` of wall time, or for a `budget` of word pieces whatever time they take; the rate falls to zero with it.

    Writes `out`/last.pt every `save_every` minutes: the model, the running average of its weights and the optimizer's state; and
    `out`/half.pt once, before rounding begins. `resume` is such a checkpoint, whose minutes and pieces count.
    """
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    rng = random.Random(1)
    slow = [p for n, p in model.named_parameters() if n.startswith("encoder.") and ".shape." not in n and ".quote." not in n]
    fast = [p for n, p in model.named_parameters() if not n.startswith("encoder.") or ".shape." in n or ".quote." in n]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": rate, "top": rate}, {"params": fast, "lr": rate * 8, "top": rate * 8}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )
    state: dict[str, Any] = {"minutes": 0.0, "steps": 0, "pieces": 0, "given": dict.fromkeys(groups, 0.0)}
    if resume:
        optimizer.load_state_dict(resume["optimizer"])
        state = resume["facts"]
    seed = int(state["steps"])
    streams = {k: Stream(docs, seed + i, pieces=pieces, most=most) for i, (k, docs) in enumerate(groups.items())}
    weights = list(model.parameters())
    average = [p.detach().clone() for p in weights]
    if resume:
        for kept, name in zip(average, dict(model.named_parameters()), strict=True):
            kept.copy_(resume["average"][name])
    shown: dict[str, float] = {}
    half = resume is not None and _share(state, state["minutes"], minutes, budget) >= ROUNDED_FROM
    start = time.time() - 60 * state["minutes"]
    saved = time.time()
    model.train()
    while (share := _share(state, gone := (time.time() - start) / 60, minutes, budget)) < 1:
        if share >= ROUNDED_FROM and not half:
            save(model, average, optimizer, out, state, name="half")
        half = share >= ROUNDED_FROM
        model.rounded(half)
        scale = min((state["steps"] - seed + 1) / 80, 1 - share)
        for g in optimizer.param_groups:
            g["lr"] = g["top"] * scale
        group = min(streams, key=lambda k: (state["given"][k] / shares[k] + rng.random() * pieces * 3, k))
        batch = collate(streams[group].next())
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = model(batch["ids"], batch["shape"], batch["quote"], batch["mask"], batch["first"])
        found = losses(model, scores, batch)
        total = sum((WEIGHTS[k] * v for k, v in found.items()), torch.zeros(()))
        optimizer.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        torch._foreach_lerp_(average, [p.detach() for p in weights], max(1 - AVERAGE, 1 / (state["steps"] + 2)))
        size = int(batch["mask"].sum())
        state["given"][group] += size
        state["pieces"] += size
        state["steps"] += 1
        state["minutes"] = gone
        for k, v in found.items():
            shown[k] = 0.97 * shown.get(k, v.item()) + 0.03 * v.item()
        if state["steps"] % 50 == 0:
            line = " ".join(f"{k} {v:.3f}" for k, v in shown.items())
            passes = " ".join(f"{k} {s.passes}" for k, s in streams.items())
            print(f"{state['steps']} {gone:.1f}min {state['pieces'] / (60 * gone):.0f}/s | {line} | {passes}", flush=True)
        if time.time() - saved > save_every * 60:
            save(model, average, optimizer, out, state)
            saved = time.time()
    save(model, average, optimizer, out, state)


def _share(state: dict[str, Any], gone: float, minutes: float, budget: int | None) -> float:
    return state["pieces"] / budget if budget else gone / minutes


def save(
    model: Tagger, average: list[Tensor], optimizer: torch.optim.Optimizer, out: Path, facts: dict[str, Any], *, name: str = "last"
) -> None:
    """The checkpoint, replaced whole, and what was spent on it."""
    named = dict(zip(dict(model.named_parameters()), average, strict=True))
    kept = {"model": model.state_dict(), "average": named, "optimizer": optimizer.state_dict(), "facts": facts}
    torch.save(kept, out / f"{name}.tmp")
    (out / f"{name}.tmp").replace(out / f"{name}.pt")
    (out / "facts.json").write_text(json.dumps(facts))
    print("saved", facts, flush=True)
