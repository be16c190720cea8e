"""From weights to the files of `did/pairs_v1/`: an int8 ONNX graph and its config."""

from __future__ import annotations

import hashlib
import json
import tempfile
import warnings
from pathlib import Path

import torch

from .examples import TYPES
from .model import OneSentence, Reader

MOST_BYTES = 26_000_000


def export(model: Reader, target: Path, vocabulary: Path, *, warmth: float) -> None:
    """Writes `target` anew. `warmth` divides the scores, so that probabilities are as often right as they say."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    target.mkdir(parents=True, exist_ok=True)
    ids = torch.randint(1000, 2000, (1, 16))
    zero = torch.zeros(1, 16, dtype=torch.long)
    roles = torch.tensor([[0, 1, 1, *[0] * 12, 2]])
    names = ["ids", "shape", "quote", "role"]
    with tempfile.TemporaryDirectory() as folder, torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        full = Path(folder) / "model.onnx"
        torch.onnx.export(
            OneSentence(model).eval(), (ids, zero, zero, roles), str(full), input_names=names, output_names=["scores", "single", "alone"],
            dynamic_axes={**{name: {1: "t"} for name in names}, "single": {0: "t"}, "alone": {0: "t"}}, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            full,
            target / "model.onnx",
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=True,
            reduce_range=True,  # 7 bits, as the tagger's: the same answer on processors without VNNI
        )
    size = (target / "model.onnx").stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"model.onnx has {size} bytes, more than {MOST_BYTES}")
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (target / "model.onnx", vocabulary)}
    config = {"name": target.name, "types": list(TYPES), "warmth": warmth, "sha256": digests}
    (target / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
