"""How benchmarks print what they measured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def show(figures: Mapping[str, Any], *, as_json: bool) -> None:
    """One JSON object, or a line a figure."""
    if as_json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:24} {value}")
