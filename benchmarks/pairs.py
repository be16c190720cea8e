"""Types of acts whose two parties are given: accuracy, macro-F1 and time a pair, on any file of records with spans of both parties.

    python benchmarks/pairs.py GOLD.jsonl [GOLD.jsonl ...]

A row has `text` and `events` with `type`, `source_spans`, `target_spans` (YIELD is CONCEDE or RETREAT; other types that are right may stand
in `type_any`). The shipped model was trained on PLV's and GSR's development halves: a figure means something on copy that it has not seen.
For PLV's development half see the cross-validation in the model's card.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline import Refused, code_pairs

_MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def main() -> int:
    """Measures each file; returns 2 where one is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    for path in parser.parse_args().gold:
        if not path.is_file():
            print(f"{path} is not a file; the gold copy is not part of this repository", file=sys.stderr)
            return 2
        measure(path)
    return 0


def pairs_of(path: Path) -> Iterator[tuple[dict[str, Any], set[str]]]:
    """Rows for `code_pairs`, one for each event with a party, and the types that are right for it."""
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            for event in row["events"]:
                source, target = event.get("source_spans") or [], event.get("target_spans") or []
                if not target and event.get("reciprocal"):
                    source, target = source[:1], source[1:]
                if event.get("type") and (source or target):
                    yield {"id": row["id"], "sentence": row["text"], "source": source, "target": target}, right(event)


def right(event: dict[str, Any]) -> set[str]:
    """The types that are right for an event."""
    return {event["type"], *(event.get("type_any") or ())}


def measure(path: Path) -> None:
    """Prints the figures of one file; where it knows YIELD only, CONCEDE and RETREAT count as that."""
    asked = list(pairs_of(path))
    if not asked:
        print(f"{path.name}: no event has the spans of a party")
        return
    merged = any("YIELD" in types for _, types in asked)
    started = time.perf_counter()
    found = list(code_pairs(row for row, _ in asked))
    took = 1000 * (time.perf_counter() - started) / max(1, len(asked))
    gold, given = [], []
    for (_, types), answer in zip(asked, found, strict=True):
        kind = "refused" if isinstance(answer, Refused) else answer["type"]
        kind = _MERGED.get(kind, kind) if merged else kind
        gold.append(kind if kind in types else min(types))
        given.append(kind)
    accuracy = sum(a == b for a, b in zip(gold, given, strict=True)) / max(1, len(gold))
    print(f"{path.name}: {len(gold)} pairs, accuracy {100 * accuracy:.1f}, macro-F1 {100 * macro(gold, given):.1f}, {took:.1f} ms a pair")


def macro(gold: Sequence[str], given: Sequence[str]) -> float:
    """Mean F1 of the gold types."""
    held, said, both = Counter(gold), Counter(given), Counter(a for a, b in zip(gold, given, strict=True) if a == b)
    return sum(2 * both[kind] / (held[kind] + said[kind]) for kind in held) / max(1, len(held))


if __name__ == "__main__":
    sys.exit(main())
