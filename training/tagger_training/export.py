"""From a checkpoint to the files of `grammar/tagger_vN/`: two ONNX graphs, vocabulary, config with statistics and checksums."""

from __future__ import annotations

import hashlib
import json
import shutil
import warnings
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from .chain import Chain
from .labels import TAG_HEADS
from .model import HIDDEN, LABEL, Tagger
from .priors import priors
from .treebanks import NON_COMMERCIAL, read_trees

MOST_BYTES = 26_000_000
FILES = ("model.onnx", "relations.onnx", "vocabulary.json", "lemmas.json", "priors.npz")
WINDOW = 256  # pieces of one window at run time, edges included


class OneWindow(nn.Module):
    """The tagger on one window without padding: what the run time calls."""

    def __init__(self, model: Tagger) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, shape: Tensor, quote: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """All inputs (1, pieces) but `first` (1, words); outputs without the batch axis."""
        m = self.model
        x = m.encoder.word(ids) + m.encoder.position.weight[: ids.shape[1]] + m.encoder.shape(shape) + m.encoder.quote(quote)
        x = m.encoder.norm(x)
        for layer in m.encoder.layers:
            x = self.layer(layer, x)
        w = torch.index_select(x.reshape(-1, HIDDEN), 0, first.reshape(-1))
        gelu = nn.functional.gelu
        dependent, head = gelu(m.arc_dependent(w)), gelu(m.arc_head(w))
        arc = (dependent @ m.arc + m.arc_bias) @ head.transpose(0, 1)
        return m.tags(w), arc, m.root(w), gelu(m.label_dependent(w)), gelu(m.label_head(w))

    @staticmethod
    def layer(layer: Any, x: Tensor) -> Tensor:
        """As `model.Layer`, no mask, no dropout."""
        q, k, v = layer.qkv(x).view(1, -1, 3, 12, HIDDEN // 12).permute(2, 0, 3, 1, 4)
        a = torch.softmax(q @ k.transpose(-1, -2) * (HIDDEN // 12) ** -0.5, -1) @ v
        x = layer.norm1(x + layer.out(a.transpose(1, 2).reshape(1, -1, HIDDEN)))
        out: Tensor = layer.norm2(x + layer.down(nn.functional.gelu(layer.up(x))))
        return out


class Relations(nn.Module):
    """The best relation of each word to the head that the tree chose."""

    def __init__(self, model: Tagger) -> None:
        super().__init__()
        r = model.label.shape[1]
        self.flat = nn.Linear(LABEL * LABEL, r, bias=False)
        self.flat.weight.data = model.label.detach().permute(1, 0, 2).reshape(r, LABEL * LABEL).clone()
        self.one, self.two, self.root = model.label_bias1, model.label_bias2, model.label_root

    def forward(self, dependent: Tensor, head: Tensor, heads: Tensor) -> Tensor:
        """`heads`: index of each word's head, -1 for a root."""
        table = torch.cat([self.root[None], head], 0)
        picked = torch.index_select(table, 0, heads + 1)
        pairs = (dependent[:, :, None] * picked[:, None, :]).reshape(-1, LABEL * LABEL)
        return (self.flat(pairs) + self.one(dependent) + self.two(picked)).argmax(-1)


def transitions(chain: Chain) -> dict[str, Any]:
    """The learned scores of a chain; illegal transitions are IMPOSSIBLE."""
    begin, between = chain.scores()
    return {"between": [[round(x, 3) for x in row] for row in between.tolist()], "begin": [round(x, 3) for x in begin.tolist()]}


def lexicon(gold: Path) -> dict[str, Any]:
    """Lemmas that exist, and forms whose lemma is not the form itself, seen twice and of one mind."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    known: Counter[str] = Counter()
    for name, skip in (("gum_train", NON_COMMERCIAL), ("ewt_train", set())):
        for doc in read_trees(gold / f"syntax/{name}.conllu", skip=skip):
            for form, lemma, _, xpos, *_ in doc["rows"]:
                if xpos in ("NNP", "NNPS", "GW", "ADD", "FW", "XX", "NFP") or not any(c.isalpha() for c in form) or lemma == "_":
                    continue
                seen[xpos, form.lower()][lemma] += 1
                known[lemma] += 1
    forms: dict[str, dict[str, str]] = {}
    for (xpos, form), lemmas in sorted(seen.items()):
        lemma, n = lemmas.most_common(1)[0]
        if lemma != form and n >= 2 and n >= 0.8 * lemmas.total():
            forms.setdefault(xpos, {})[form] = lemma
    return {"forms": forms, "known": sorted(known)}


def export(gold: Path, work: Path, target: Path, vocabulary: Path) -> None:
    """Writes `target` anew, and `work`/float with the weights as trained (to measure what int8 loses); figures come from `evaluate`.

    The weights are the mean of those before rounding began and the last: it is better than either at nearly everything.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    sets = json.loads((work / "sets.json").read_text())
    found = [torch.load(work / name, weights_only=True) for name in ("half.pt", "last.pt") if (work / name).exists()]
    kept = found[-1]
    model = Tagger({h: len(sets[h]) for h in TAG_HEADS}, len(sets["rel"]))
    model.load_state_dict({key: sum(each["average"][key] for each in found) / len(found) for key in kept["average"]})
    model.eval()
    full = work / "float"
    for folder in (full, target):
        folder.mkdir(parents=True, exist_ok=True)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _write_window(model, full / "model.onnx")
        _write_relations(model, full / "relations.onnx")
        for name in ("model.onnx", "relations.onnx"):
            quantize_dynamic(
                full / name,
                target / name,
                weight_type=QuantType.QInt8,
                op_types_to_quantize=["MatMul", "Gather"] if name == "model.onnx" else ["MatMul"],
                per_channel=True,
                reduce_range=True,  # 7 bits: sums cannot overflow on processors without VNNI, so that all give the same answer
            )
    size = (target / "model.onnx").stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"model.onnx has {size} bytes, more than {MOST_BYTES}")
    for folder in (full, target):
        shutil.copyfile(vocabulary, folder / "vocabulary.json")
        (folder / "lemmas.json").write_text(
            json.dumps(lexicon(gold), ensure_ascii=False, sort_keys=True, separators=(",", ":")), encoding="utf-8"
        )
        (folder / "priors.npz").write_bytes(priors(gold, sets["rel"], sets["upos"]))
        config = {
            "name": target.name,
            "window": WINDOW,
            "heads": {h: sets[h] for h in TAG_HEADS},
            "relations": sets["rel"],
            "names": transitions(model.chains["name"]),
            "attribution": transitions(model.chains["attribution"]),
            "sha256": {f: hashlib.sha256((folder / f).read_bytes()).hexdigest() for f in FILES},
            "training": kept["facts"],
        }
        (folder / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print("wrote", target, size, "bytes")


def _write_window(model: Tagger, path: Path) -> None:
    ids = torch.randint(1000, 2000, (1, 16))
    zero = torch.zeros(1, 16, dtype=torch.long)
    torch.onnx.export(
        OneWindow(model).eval(), (ids, zero, zero, torch.randint(0, 16, (1, 7))), str(path),
        input_names=["ids", "shape", "quote", "first"], output_names=["tags", "arc", "root", "dependent", "head"],
        dynamic_axes={"ids": {1: "t"}, "shape": {1: "t"}, "quote": {1: "t"}, "first": {1: "w"}, "tags": {0: "w"}, "arc": {0: "w", 1: "w"},
                      "root": {0: "w"}, "dependent": {0: "w"}, "head": {0: "w"}},
        opset_version=17, dynamo=False,
    )  # fmt: skip


def _write_relations(model: Tagger, path: Path) -> None:
    torch.onnx.export(
        Relations(model).eval(), (torch.rand(7, LABEL), torch.rand(7, LABEL), torch.tensor([-1, 0, 0, 0, 0, 0, 0])), str(path),
        input_names=["dependent", "head", "heads"], output_names=["relation"],
        dynamic_axes={"dependent": {0: "w"}, "head": {0: "w"}, "heads": {0: "w"}, "relation": {0: "w"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
