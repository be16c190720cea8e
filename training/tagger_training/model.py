"""MiniLM-L6 with one set of heads for all layers of the grammar: one pass serves them all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dateline.grammar.features import QUOTE_STATES, SHAPES

from .chain import Chain
from .labels import CHAINS, TAG_HEADS

HIDDEN, HEADS, WIDE, LAYERS, VOCABULARY = 384, 12, 1536, 6, 30522
ARC, LABEL = 128, 64


class Rounded(nn.Linear):
    """A linear layer that, while `on`, computes in training what its int8 form will: weights of 7 bits a row, inputs of 8 bits a window.

    The gradient passes as if nothing were rounded.
    """

    on = False

    def forward(self, x: Tensor) -> Tensor:
        """As `nn.Linear`."""
        if not (self.on and self.training):
            return super().forward(x)
        with torch.no_grad():
            low, high = x.amin((1, 2), keepdim=True).clamp(max=0), x.amax((1, 2), keepdim=True).clamp(min=0)
            step = (high - low).float() / 255 + 1e-9
            dx = (x / step).round_() * step - x
            row = self.weight.abs().amax(1, keepdim=True) / 64 + 1e-9
            dw = (self.weight / row).round_() * row - self.weight
        return F.linear(x + dx.to(x.dtype), self.weight + dw, self.bias)


class Layer(nn.Module):
    """One transformer layer, post-norm as BERT's."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = Rounded(HIDDEN, 3 * HIDDEN)
        self.out = Rounded(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = Rounded(HIDDEN, WIDE)
        self.down = Rounded(WIDE, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`mask` is added to the attention scores."""
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        if self.training:
            a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        else:
            a = torch.softmax(q @ k.transpose(-1, -2) * (HIDDEN // HEADS) ** -0.5 + mask, -1) @ v
        a = a.transpose(1, 2).reshape(b, t, HIDDEN)
        x = self.norm1(x + F.dropout(self.out(a), 0.1, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), 0.1, self.training))


class Encoder(nn.Module):
    """Embeddings of piece, position, word shape and quotation state, then six layers."""

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, HIDDEN)
        self.position = nn.Embedding(512, HIDDEN)
        self.shape = nn.Embedding(len(SHAPES), HIDDEN)
        self.quote = nn.Embedding(len(QUOTE_STATES), HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        nn.init.zeros_(self.shape.weight)
        nn.init.zeros_(self.quote.weight)

    def load(self, path: Path) -> None:
        """Weights of all-MiniLM-L6-v2 (`model.safetensors`)."""
        from safetensors.torch import load_file

        given = load_file(str(path))
        with torch.no_grad():
            self.word.weight.copy_(given["embeddings.word_embeddings.weight"])
            kind = given["embeddings.token_type_embeddings.weight"][0]
            self.position.weight.copy_(given["embeddings.position_embeddings.weight"] + kind)
            for part in ("weight", "bias"):
                getattr(self.norm, part).copy_(given[f"embeddings.LayerNorm.{part}"])
                for i, layer in enumerate(self.layers):
                    at = f"encoder.layer.{i}."
                    qkv = [given[f"{at}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                    getattr(layer.qkv, part).copy_(torch.cat(qkv))
                    for mine, name in (
                        (layer.out, "attention.output.dense"),
                        (layer.norm1, "attention.output.LayerNorm"),
                        (layer.up, "intermediate.dense"),
                        (layer.down, "output.dense"),
                        (layer.norm2, "output.LayerNorm"),
                    ):
                        getattr(mine, part).copy_(given[f"{at}{name}.{part}"])

    def forward(self, ids: Tensor, shape: Tensor, quote: Tensor, mask: Tensor) -> Tensor:
        """Vectors of the pieces."""
        x = self.word(ids) + self.position.weight[: ids.shape[1]] + self.shape(shape) + self.quote(quote)
        x = F.dropout(self.norm(x), 0.1, self.training)
        added = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, added)
        return x


class Tagger(nn.Module):
    """All heads over the first piece of each word."""

    def __init__(self, sizes: dict[str, int], relations: int) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.sizes = [sizes[h] for h in TAG_HEADS]
        self.tags = nn.Linear(HIDDEN, sum(self.sizes))
        self.arc_dependent = nn.Linear(HIDDEN, ARC)
        self.arc_head = nn.Linear(HIDDEN, ARC)
        self.arc = nn.Parameter(torch.zeros(ARC, ARC))
        self.arc_bias = nn.Parameter(torch.zeros(ARC))
        self.root = nn.Linear(HIDDEN, 1)
        self.label_dependent = nn.Linear(HIDDEN, LABEL)
        self.label_head = nn.Linear(HIDDEN, LABEL)
        self.label = nn.Parameter(torch.randn(LABEL, relations, LABEL) * 0.01)
        self.label_bias1 = nn.Linear(LABEL, relations)
        self.label_bias2 = nn.Linear(LABEL, relations)
        self.label_root = nn.Parameter(torch.zeros(LABEL))
        self.chains = nn.ModuleDict({head: Chain(tags) for head, tags in CHAINS.items()})

    def forward(self, ids: Tensor, shape: Tensor, quote: Tensor, mask: Tensor, first: Tensor) -> dict[str, Tensor]:
        """`tags` (all tag heads side by side), `arc` (dependent, head; root score on the diagonal), label vectors of both sides."""
        x = self.encoder(ids, shape, quote, mask)
        w = torch.gather(x, 1, first[:, :, None].expand(-1, -1, HIDDEN))
        w = F.dropout(w, 0.2, self.training)
        dependent, head = F.gelu(self.arc_dependent(w)), F.gelu(self.arc_head(w))
        arc = (dependent @ self.arc + self.arc_bias) @ head.transpose(1, 2)
        eye = torch.eye(arc.shape[1], dtype=arc.dtype)
        return {
            "tags": self.tags(w),
            "arc": arc * (1 - eye) + eye * self.root(w),
            "dependent": F.gelu(self.label_dependent(w)),
            "head": F.gelu(self.label_head(w)),
        }

    def rounded(self, on: bool) -> None:
        """Whether training computes as the int8 form will."""
        for part in self.modules():
            if isinstance(part, Rounded):
                part.on = on

    def split(self, tags: Tensor) -> dict[str, Tensor]:
        """The tag heads' scores by name."""
        return dict(zip(TAG_HEADS, tags.split(self.sizes, -1), strict=True))

    def relations(self, dependent: Tensor, head: Tensor, heads: Tensor) -> Tensor:
        """Scores of the relations to the given heads (a root is its own head)."""
        picked = torch.gather(head, 1, heads[:, :, None].expand(-1, -1, LABEL))
        is_root = (heads == torch.arange(heads.shape[1])[None])[:, :, None]
        picked = torch.where(is_root, self.label_root.expand_as(picked), picked)
        scores = torch.einsum("bwd,drk->bwrk", dependent, self.label)
        out: Any = (scores @ picked[..., None])[..., 0] + self.label_bias1(dependent) + self.label_bias2(picked)
        return out
