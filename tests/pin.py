"""Writes tests/pinned/crisis.json anew: what the sample crisis gives today. Run it when a model or rule changes an answer on purpose.

python tests/pin.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dateline import Record, read_many

ROOT = Path(__file__).parent.parent
PINNED = ROOT / "tests" / "pinned" / "crisis.json"
LAYERS = ("parts", "sentences", "times", "places", "allusions", "actors", "statements", "events", "conditions", "casualties")


def findings() -> dict[str, dict[str, list[str]]]:
    """For each article and layer its values, one line of JSON each, without ids that shift when one value is added."""
    out: dict[str, dict[str, list[str]]] = {}
    for record in read_many([ROOT / "samples" / "crisis"]):
        if isinstance(record, Record):
            raw = record.to_dict()
            out[record.id] = {layer: [json.dumps(plain(value), ensure_ascii=False) for value in raw[layer]] for layer in LAYERS}
    return out


def plain(value: Any) -> Any:
    """Values without ids and references, which are numbered in order of the text."""
    if isinstance(value, dict):
        return {
            k: plain(v) for k, v in value.items() if k not in ("id", "actor", "statement", "within", "source", "target", "place", "time")
        }
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


if __name__ == "__main__":
    PINNED.parent.mkdir(exist_ok=True)
    PINNED.write_text(json.dumps(findings(), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
