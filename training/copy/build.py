#!/usr/bin/env python3
"""Compiles the hand-written dispatches of src/ into records. Standard library only.

build.py [--split all|train|test] [--out FOLDER] [NAME ...]

Writes gold.jsonl, articles.jsonl and chronicle.json into FOLDER (without --out: checks only) and says what they hold. Every slip is
reported with file and line; the exit status is then 1. The notation is described in README.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import dates  # noqa: E402
from acts import Acts  # noqa: E402
from markup import CopyError, read  # noqa: E402
from names import Record, load_places  # noqa: E402


class Dispatch(Acts):
    """One source on its way to a record."""

    def dateline(self) -> Record | None:
        span = next(([a, b] for k, a, b in self.s.parts if k == "dateline"), None)
        words = [None if x.strip() == "-" else x.strip() for x in self.s.head.get("dateline", "").split("|")]
        if (span is None) != (words == [""]):
            raise self.s.fail(1, "a dateline needs both its head line and its brace")
        if span is None:
            return None
        place, printed, agency = [*words, None, None][:3]
        return {"span": span, "place": place, "date": printed and dates.short(printed, self.day), "agency": agency}

    def record(self) -> Record:
        head = self.s.head
        if unknown := set(head) - {"outlet", "url", "published", "split", "dateline", "places"}:
            raise self.s.fail(1, f"no such setting: {min(unknown)}")
        dateline = self.dateline()
        self.read_places()
        given = self.read_mentions()
        actors = self.actors()
        statements = self.statements(given)
        events, labels = self.events()
        tolls = self.tolls(labels)
        times, conditions = self.times(), self.conditions()
        if self.slips:
            raise CopyError("\n".join(str(x) for x in self.slips))
        headline = next(([a, b] for k, a, b in self.s.parts if k == "headline"), None)
        return {
            "id": self.s.path.stem,
            "source": {"path": None, "url": head.get("url"), "outlet": head.get("outlet")},
            "text": self.text,
            "published": self.published,
            "published_from": self.published_from or "given",
            "headline": headline,
            "dateline": dateline,
            "parts": [{"kind": k, "span": [a, b]} for k, a, b in self.s.parts],
            "times": times,
            "places": self.places,
            "actors": actors,
            "statements": statements,
            "events": events,
            "conditions": conditions,
            "casualties": tolls,
        }


def compile_source(path: Path, places: dict[str, Record]) -> tuple[str, Record, Record]:
    """Split, record and article of a source. Raises CopyError."""
    source = read(path)
    split = source.head.get("split", "")
    if split not in ("train", "test"):
        raise source.fail(1, "split: train or test")
    record = Dispatch(source, places).record()
    article = {"id": record["id"], "text": record["text"], "outlet": record["source"]["outlet"], "url": record["source"]["url"]}
    if record["published_from"] == "given":
        article["published"] = record["published"]
    return split, record, article


def summary(records: list[Record]) -> str:
    """How many of what."""
    kinds = Counter(e["type"] for r in records for e in r["events"] if not e.get("optional"))
    count = {k: sum(len(r[k]) for r in records) for k in ("events", "statements", "conditions", "times", "places", "actors")}
    lines = [f"{len(records)} dispatches, " + ", ".join(f"{v} {k}" for k, v in count.items())]
    return "\n".join([*lines, "  ".join(f"{k} {v}" for k, v in sorted(kinds.items()))])


def main() -> int:
    """Compiles all or the named sources."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these sources (file names without .txt)")
    parser.add_argument("--split", choices=("all", "train", "test"), default="all")
    parser.add_argument("--out", type=Path, help="folder to write to")
    options = parser.parse_args()
    places = load_places()
    records, articles, faults = [], [], 0
    for path in sorted((HERE / "src").glob("*.txt")):
        if options.names and path.stem not in options.names:
            continue
        try:
            split, record, article = compile_source(path, places)
        except CopyError as error:
            print(error, file=sys.stderr)
            faults += 1
            continue
        if options.split in ("all", split):
            records.append(record)
            articles.append(article)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        for name, rows in (("gold", records), ("articles", articles)):
            body = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (options.out / f"{name}.jsonl").write_text(body, encoding="utf-8")
        empty: Record = {k: [] for k in ("origins", "stories", "happenings", "conflicts", "timeline")}
        (options.out / "chronicle.json").write_text(json.dumps(empty), encoding="utf-8")
    print(summary(records))
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
