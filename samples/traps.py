"""Checks which traps of the sample crisis the records met: `python samples/traps.py out/records.jsonl`. Standard library only.

traps.tsv names file, trap, words, what is expected and why it is a trap. Every line is checked on the record of its dispatch; with
--strict the exit code is 1 when one is missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Record = dict[str, Any]
NAMES = {
    "dateline": "dateline read",
    "part": "line set apart",
    "time": "date worked out",
    "own-voice": "told by the paper",
    "toll": "figure kept as stated",
    "speaker": "claim given to its speaker",
    "within": "statement inside a statement",
    "status": "not taken for a fact",
    "state": "state of a place",
    "left-out": "not read as copy",
    "copy": "reprint known as a copy",
}


def overlaps(a: Any, b: Any) -> bool:
    """Whether two spans share a character."""
    return bool(a) and a[0] < b[1] and b[0] < a[1]


def where(record: Record, words: str) -> tuple[int, int]:
    """The first place of the words; the last for words that end a line (a trailing tag repeats a name)."""
    find = record["text"].rfind if words.endswith("\\n") else record["text"].find
    bare = words.removesuffix("\\n")
    start = find(bare)
    return (start, start + len(bare)) if start >= 0 else (-1, -1)


def part(record: Record, words: str, expect: str) -> bool:
    """The words stand in a part of one of the expected kinds."""
    at = where(record, words)
    return any(overlaps(p["span"], at) and p["kind"] in expect.split() for p in record["parts"])


def dateline(record: Record, words: str, expect: str) -> bool:
    """Place, date and agency of the dateline."""
    line = record.get("dateline") or {}
    return [line.get("place") or "", line.get("date") or "", line.get("agency") or ""] == expect.split("|")


def time(record: Record, words: str, expect: str) -> bool:
    """A time at the words has the expected value, or bounds where no value is sure."""
    found = [t for t in record["times"] if overlaps(t["span"], where(record, words))]
    return any(t["value"] == expect if expect else t["start"] and t["start"] != t["end"] for t in found)


def own_voice(record: Record, words: str, expect: str) -> bool:
    """An act at the words is told by the paper and has the date."""
    return any(e["statement"] is None and e["date"] == expect for e in acts(record, words))


def toll(record: Record, words: str, expect: str) -> bool:
    """A toll at the words has kind and bounds."""
    kind, _, figures = expect.partition(" ")
    low, high = (int(figure) if figure else None for figure in figures.split("-"))
    tolls = record["casualties"] + [c for e in record["events"] for c in e["casualties"]]
    return any(overlaps(c["span"], where(record, words)) and (c["kind"], c["low"], c["high"]) == (kind, low, high) for c in tolls)


def speaker(record: Record, words: str, expect: str) -> bool:
    """A statement holds the words, and its speaker is the expected one."""
    actors = {a["id"]: a for a in record["actors"]}
    for statement in told(record, words):
        source = statement.get("source") or {}
        span = source.get("span")
        names = [record["text"][span[0] : span[1]] if span else "", actors.get(source.get("actor"), {}).get("name", "")]
        if any(expect.casefold() in name.casefold() for name in names):
            return True
    return False


def within(record: Record, words: str, expect: str) -> bool:
    """A statement that holds the words is reported by another."""
    return any(statement["within"] for statement in told(record, words))


def status(record: Record, words: str, expect: str) -> bool:
    """An act at the words has one of the expected statuses."""
    return any(e["status"] in expect.split() for e in acts(record, words))


def state(record: Record, words: str, expect: str) -> bool:
    """A condition at the words has kind and status."""
    found = [c for c in record["conditions"] if overlaps(c["span"], where(record, words))]
    return any(f"{c['kind']} {c['status']}" == expect for c in found)


def told(record: Record, words: str) -> Iterator[Record]:
    """Statements whose content holds some of the words, the innermost first."""
    at = where(record, words)
    found = [s for s in record["statements"] if any(overlaps(c, at) for c in s["content"])]
    return iter(sorted(found, key=lambda s: sum(b - a for a, b in s["content"])))


def acts(record: Record, words: str) -> list[Record]:
    """Events whose trigger lies at the words."""
    return [e for e in record["events"] if overlaps(e["trigger"], where(record, words))]


def is_copy(record: Record, other: Record) -> bool:
    """Whether most of the five-word runs of one text's body stand in the other's."""

    def runs(r: Record) -> set[tuple[str, ...]]:
        body = " ".join(r["text"][p["span"][0] : p["span"][1]] for p in r["parts"] if p["kind"] == "body").split()
        return set(zip(*(body[n:] for n in range(5)), strict=False))

    a, b = runs(record), runs(other)
    return bool(a) and len(a & b) / len(a) > 0.5


def left_out(record: Record, words: str, expect: str) -> bool:
    """The words stand in no part that is read."""
    at = where(record, words)
    return at[0] < 0 or part(record, words, "debris")


CHECKS: dict[str, Callable[[Record, str, str], bool]] = {
    "part": part,
    "dateline": dateline,
    "time": time,
    "own-voice": own_voice,
    "toll": toll,
    "speaker": speaker,
    "within": within,
    "status": status,
    "state": state,
    "left-out": left_out,
}


def load(path: str) -> dict[str, Record]:
    """Records by "file" or "file:id"."""
    out: dict[str, Record] = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            name = Path((record["source"].get("path") or "").partition(":")[0]).name
            out[f"{name}:{record['id']}" if name.endswith(".jsonl") else name] = record
    return out


def traps() -> list[dict[str, str]]:
    """Lines of traps.tsv."""
    with open(HERE / "traps.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def met(trap: dict[str, str], records: dict[str, Record]) -> bool:
    """Whether the record of the trap's file met it."""
    record = records.get(trap["file"])
    if record is None:
        return False
    if trap["trap"] == "copy":
        return trap["expect"] in records and is_copy(record, records[trap["expect"]])
    return CHECKS[trap["trap"]](record, trap["words"], trap["expect"])


def main() -> int:
    """Prints one line a trap and the count."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("records", help="records of samples/crisis, from `dateline read samples/crisis --format jsonl`")
    options.add_argument("--strict", action="store_true", help="exit with 1 when a trap was missed")
    given = options.parse_args()
    records, listed = load(given.records), traps()
    results = [met(trap, records) for trap in listed]
    print("\nTraps in the copy:")
    for trap, ok in zip(listed, results, strict=True):
        words = trap["words"].removesuffix("\\n") or f"copy of {trap['expect']}"
        words = words if len(words) <= 46 else words[:45] + "…"
        print(f"  {'met   ' if ok else 'MISSED'} {NAMES[trap['trap']]:<29}{words:<47} {trap['file']}")
    print(f"{sum(results)} of {len(results)} met")
    return 1 if given.strict and not all(results) else 0


if __name__ == "__main__":
    sys.exit(main())
