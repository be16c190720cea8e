"""The tagger's encoder, told who the two parties are, and what it says of the act between them."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from tagger_training.export import OneWindow
from tagger_training.labels import EVENTS, TAG_HEADS
from tagger_training.model import HIDDEN, LAYERS, Encoder
from torch import Tensor, nn

TYPES = len(EVENTS) - 1
_WIDE = 256


def shipped(path: Path, sizes: dict[str, int]) -> tuple[Encoder, nn.Linear]:
    """The encoder of a shipped tagger and its event head, with the weights of the int8 file as numbers again."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    held = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}

    def weight(name: str) -> Tensor:
        found = held[f"{name}_quantized"].float() - held[f"{name}_zero_point"].float()
        return found * held[f"{name}_scale"]

    encoder = Encoder()
    named = sorted((n for n in held if n.startswith("onnx::MatMul_") and n.endswith("_quantized")), key=lambda n: int(n.split("_")[1]))
    state = {name: weight(f"model.encoder.{name}") for name in ("word.weight", "shape.weight", "quote.weight")}
    state |= {
        name.removeprefix("model.encoder."): value
        for name, value in held.items()
        if name.startswith("model.encoder.") and "weight_" not in name
    }
    products = [f"layers.{n}.{part}.weight" for n in range(LAYERS) for part in ("qkv", "out", "up", "down")]
    state |= {key: weight(name.removesuffix("_quantized")).T for key, name in zip(products, named, strict=True)}
    encoder.load_state_dict(state)
    tags = weight("model.tags.weight_Transposed").T
    first = sum(sizes[h] for h in TAG_HEADS[: TAG_HEADS.index("event")])
    events = nn.Linear(HIDDEN, TYPES)
    with torch.no_grad():
        events.weight.copy_(tags[first + 1 : first + 1 + TYPES])
        events.bias.copy_(held["model.tags.bias"][first + 1 : first + 1 + TYPES])
    return encoder, events


class Reader(nn.Module):
    """Six layers that see the roles, and two votes for the types: of all words weighed together, and of single words.

    The embeddings stay as the tagger has them.
    """

    def __init__(self, encoder: Encoder, events: nn.Linear) -> None:
        super().__init__()
        self.word, self.position, self.shape, self.quote, self.norm = (
            part.requires_grad_(False) for part in (encoder.word, encoder.position, encoder.shape, encoder.quote, encoder.norm)
        )
        self.layers = encoder.layers
        self.events = events
        self.roles = nn.Embedding(3, HIDDEN)
        nn.init.normal_(self.roles.weight, std=0.05)
        self.look = nn.Linear(HIDDEN, 2)
        self.wide = nn.Linear(3 * HIDDEN, _WIDE)
        self.out = nn.Linear(_WIDE, TYPES)

    def embedded(self, ids: Tensor, shape: Tensor, quote: Tensor) -> Tensor:
        """What the first layer is given, without the roles."""
        out: Tensor = self.norm(self.word(ids) + self.position.weight[: ids.shape[1]] + self.shape(shape) + self.quote(quote))
        return out

    def forward(self, ids: Tensor, shape: Tensor, quote: Tensor, role: Tensor, mask: Tensor, *, masked: float = 0.0) -> Tensor:
        """Scores of the types. `masked`: share of the pieces whose embedding is hidden (in training)."""
        x = self.embedded(ids, shape, quote)
        if masked:  # in one sentence of seven all of a party: what is done matters, not who they are
            hidden = torch.rand(ids.shape) < masked
            for party in (1, 2):
                hidden |= (role == party) & (torch.rand(len(ids), 1) < 3 * masked)
            x = x * ~hidden[:, :, None]
        x = x + self.roles(role)
        added = (1.0 - mask[:, None, None, :]) * -1e4
        for layer in self.layers:
            x = layer(x, added)
        return self.vote(x, role, mask)[0]

    def vote(self, x: Tensor, role: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """The heads over the last states: scores of the types, and what each piece says for each of them, as heavy as it weighs."""
        looks = self.look(x) + (1.0 - mask[:, :, None]) * -1e4
        weights = torch.softmax(looks.float(), 1)
        pooled = [(weights[:, :, :1] * x).sum(1)]
        for party in (1, 2):
            held = (role == party).to(x.dtype)[:, :, None]
            pooled.append((held * x).sum(1) / held.sum(1).clamp(min=1))
        hidden = F.gelu(self.wide(F.dropout(torch.cat(pooled, -1), 0.2, self.training)))
        whole = self.out(F.dropout(hidden, 0.2, self.training)).float()
        single = torch.log_softmax(self.events(x).float(), -1) + torch.log(weights[:, :, 1:] + 1e-9)
        return whole + single.logsumexp(1), single


class OneSentence(nn.Module):
    """The reader on one sentence without padding: what the run time calls."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, shape: Tensor, quote: Tensor, role: Tensor) -> tuple[Tensor, ...]:
        """All inputs (1, pieces). Scores (types); what each piece says, as heavy as it weighs, and by itself (pieces, types)."""
        m = self.model
        x = m.embedded(ids, shape, quote) + m.roles(role)
        for layer in m.layers:
            x = OneWindow.layer(layer, x)
        scores, single = m.vote(x, role, torch.ones_like(ids, dtype=torch.float32))
        return scores[0], single[0], torch.log_softmax(m.events(x), -1)[0]
