"""Training: first on the pairs of all other corpora, then on those of PLV, several times; the weights of all runs are averaged."""

from __future__ import annotations

import copy
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from tagger_training.model import HEADS, HIDDEN, Layer
from torch import Tensor, nn

from .examples import Example
from .model import Reader

State = dict[str, Tensor]
_SMOOTH = 0.1  # share of a label that is spread over all types
_MASKED = 0.05  # pieces whose embedding is hidden in training
_HEAD = 4  # times the encoder's rate
_WARM = 0.1  # share of the steps in which the rate rises
_BATCH = 16


@dataclass(frozen=True)
class Plan:
    """How long and how often: passes over the other corpora, passes over PLV, runs whose weights are averaged."""

    first: int = 2
    second: int = 6
    runs: int = 2
    rate: float = 2e-4


def plain_attention(self: Layer, x: Tensor, mask: Tensor) -> Tensor:
    """A layer without the fused attention, which is slow in bf16 on a processor."""
    b, t, _ = x.shape
    q, k, v = self.qkv(x).view(b, t, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
    a = torch.softmax((q @ k.transpose(-1, -2)).float() * (HIDDEN // HEADS) ** -0.5 + mask, -1).to(v.dtype) @ v
    x = self.norm1(x + F.dropout(self.out(a.transpose(1, 2).reshape(b, t, HIDDEN)), 0.1, self.training))
    return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), 0.1, self.training))


def batches(examples: Sequence[Example], size: int, chance: random.Random | None = None) -> list[list[int]]:
    """Numbers of examples of like length; in another order each time with a `chance`."""
    order = list(range(len(examples)))
    if chance:
        chance.shuffle(order)
    out = []
    for first in range(0, len(order), size * 20):
        part = sorted(order[first : first + size * 20], key=lambda n: len(examples[n].given.ids))
        out += [part[i : i + size] for i in range(0, len(part), size)]
    if chance:
        chance.shuffle(out)
    return out


def collate(examples: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Pieces, shapes, quotation states, roles and mask of a batch, padded."""
    rows = [(e.given.ids, e.given.shapes, e.given.quotes, e.given.roles, [1] * len(e.given.ids)) for e in examples]
    longest = max(len(row[0]) for row in rows)
    ids, shapes, quotes, roles, mask = (torch.tensor([row[n] + [0] * (longest - len(row[n])) for row in rows]) for n in range(5))
    return ids, shapes, quotes, roles, mask.float()


def loss(scores: Tensor, examples: Sequence[Example]) -> Tensor:
    """Negative log probability that any of the right types is meant, smoothed; weighed by what the examples are worth."""
    logs = torch.log_softmax(scores, -1)
    each = [-(1 - _SMOOTH) * torch.logsumexp(log[list(e.right)], 0) - _SMOOTH * log.mean() for log, e in zip(logs, examples, strict=True)]
    worth = torch.tensor([e.worth for e in examples])
    return (torch.stack(each) * worth).sum() / worth.sum()


def train(model: Reader, examples: Sequence[Example], passes: int, rate: float, seed: int) -> None:
    """AdamW in bf16, one thread: the same seed makes the same model on the same machine."""
    chance = random.Random(seed)
    torch.manual_seed(seed)
    heads = [*model.look.parameters(), *model.wide.parameters(), *model.out.parameters(), *model.roles.parameters()]
    body = [*model.layers.parameters(), *model.events.parameters()]
    groups = [{"params": body, "lr": rate}, {"params": heads, "lr": _HEAD * rate}]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    steps = passes * len(batches(examples, _BATCH))
    falling = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: min(1, (n + 1) / (_WARM * steps)) * max(0, 1 - n / steps))
    model.train()
    for number in range(passes):
        total = 0.0
        for part in batches(examples, _BATCH, chance):
            chosen = [examples[n] for n in part]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = model(*collate(chosen), masked=_MASKED)
            error = loss(scores, chosen)
            optimizer.zero_grad()
            error.backward()
            nn.utils.clip_grad_norm_([*body, *heads], 1.0)
            optimizer.step()
            falling.step()
            total += error.item() * len(part)
        print(f"seed {seed}, pass {number + 1}: loss {total / len(examples):.3f}", file=sys.stderr, flush=True)
    model.eval()


def fit(model: Reader, start: State, examples: Sequence[Example], plan: Plan, *, run: int, fold: int) -> State:
    """The weights of one run from a start."""
    model.load_state_dict(start)
    train(model, examples, plan.second, plan.rate, 100 * run + fold)
    return copy.deepcopy(model.state_dict())


def mean(states: Sequence[State]) -> State:
    """The mean of weights."""
    return {key: sum((s[key] for s in states[1:]), states[0][key]) / len(states) for key in states[0]}


@torch.no_grad()
def chances(model: Reader, examples: Sequence[Example]) -> Tensor:
    """Probabilities of the types, a row an example."""
    model.eval()
    out = torch.zeros(len(examples), model.out.out_features)
    for part in batches(examples, 32):
        out[part] = torch.softmax(model(*collate([examples[n] for n in part])), -1)
    return out
