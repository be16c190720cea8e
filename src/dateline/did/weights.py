"""Weights of linear models, as training/weights stores them: by feature, in hundredths, in the order of the file's labels."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files


def load_weights(name: str) -> Mapping[str, tuple[float, ...]]:
    """The weights of the file `name` of this room."""
    stored = json.loads(files("dateline.did").joinpath(name).read_text(encoding="utf-8"))
    return {feature: tuple(w / 100 for w in weights) for feature, weights in stored["weights"].items()}
