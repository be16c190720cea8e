"""Kills an ingest at random points and looks at what is left: nothing acknowledged is lost, nothing is torn, a rerun completes.

    python benchmarks/kill.py [--kills N] [--articles N] [--seed N]

The copy is the samples', read once before; each run stores those records as `dateline ingest` does, in small transactions, and weaves. A
child process is killed (SIGKILL) after a random part of the time that an undisturbed run takes. Then: every article that was told of is
there, every one that is there equals its record and has all its rows, SQLite finds the file whole, a second run completes, and all rows of
all tables (but the times of reading) are those of the undisturbed run, byte for byte. Exit code 1 if anything differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

os.environ["DATELINE_BATCH_STORED"] = "4"

from dateline import desk
from dateline.intake import read_sources
from dateline.record import Record
from dateline.store import open_store
from dateline.store.ingest import ingest

SAMPLES = Path(__file__).parent.parent / "samples" / "crisis"
#: Columns that hold the number of an article inside its store, and those that hold the time of a reading.
_NUMBERS = {"article", "of", "headline_from"}
_TIMES = {"read_at", "at"}
_LAYERS = ("events", "actors", "statements", "conditions", "places", "times")


def main() -> int:
    """Kills, checks and prints; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return kill_many(Path(folder), options.kills, options.articles, random.Random(options.seed))


def kill_many(folder: Path, kills: int, articles: int, rng: random.Random) -> int:
    """Runs undisturbed once, then as often with a kill; the exit code."""
    copy, whole = folder / "copy.jsonl", folder / "whole.db"
    made = make_copy(copy, articles)
    took = run(copy, made, whole, None)[1]
    expected = dump(whole)
    faults: list[str] = []
    stored: list[int] = []
    for number in range(kills):
        store = folder / f"{number}.db"
        told, _ = run(copy, made, store, rng.uniform(0, took))
        if store.exists():
            faults += (f"kill {number}: {fault}" for fault in look(store, told, made))
            stored.append(len(told))
        run(copy, made, store, None)
        if dump(store) != expected:
            faults.append(f"kill {number}: the rerun's rows differ from those of the undisturbed run")
        for path in folder.glob(f"{number}.db*"):
            path.unlink()
        if sys.stderr.isatty():
            print(f"{number + 1} of {kills}, {len(faults)} faults", end="\r", file=sys.stderr)
    least, most = min(stored, default=0), max(stored, default=0)
    print(f"{kills} kills in runs of {took:.2f} s; at the kill {least} to {most} of {articles} articles were told of")
    print(f"{len(faults)} faults; rows of the undisturbed run: sha256 {hashlib.sha256(expected).hexdigest()[:16]}")
    for fault in faults[:20]:
        print(fault)
    return 1 if faults else 0


def make_copy(copy: Path, articles: int) -> dict[str, Record]:
    """JSONL of articles, and their records: the samples in turn, each time with another first line and id."""
    made: dict[str, Record] = {}
    sources = [item for item in read_sources([str(SAMPLES)]) if not isinstance(item, Exception)]
    with copy.open("w", encoding="utf-8") as out:
        for number in range(articles):
            article = sources[number % len(sources)]
            text = article.text + "\n" * (number // len(sources) + 1)
            out.write(json.dumps({"id": f"copy-{number:04}", "text": text, "published": article.published}) + "\n")
    for record in desk.read_records(read_sources([str(copy)])):
        assert isinstance(record, Record)
        made[record.id] = record
    return made


def run(copy: Path, read: dict[str, Record], store: Path, kill_after: float | None) -> tuple[list[str], float]:
    """One run in a process of its own; the ids that it told of and its seconds."""
    ours, theirs = os.pipe()
    start = time.monotonic()
    process = os.fork()
    if not process:
        os.close(ours)
        os._exit(child(copy, read, store, os.fdopen(theirs, "w")))
    os.close(theirs)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(process, signal.SIGKILL)
    with os.fdopen(ours) as pipe:
        told = pipe.read().splitlines()
    status = os.waitpid(process, 0)[1]
    if kill_after is None and status:
        raise SystemExit(f"the run to {store.name} ended with status {status}")
    return told, time.monotonic() - start


def child(copy: Path, read: dict[str, Record], store: Path, out: TextIO) -> int:
    """What is killed: an ingest of records that were read before; prints the ids of each transaction after it."""

    def read_records(items: Iterable[Any], **_: object) -> Iterator[Any]:
        return (read[item.id] for item in items)

    desk.read_records = read_records  # type: ignore[assignment]
    try:
        with open_store(store, create=True) as db:
            ingest(db, [str(copy)], told=lambda _, ids: print(*ids, sep="\n", file=out, flush=True))
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def look(path: Path, told: list[str], made: dict[str, Record]) -> Iterator[str]:
    """What is wrong with a store after a kill."""
    with open_store(path, create=True) as store:
        found = {record.id: record for record in store.records()}
        yield from (f"{id} was told of and is lost" for id in told if id not in found)
        yield from (f"{id} is not its record" for id, record in found.items() if replace(record, made_by=made[id].made_by) != made[id])
    with sqlite3.connect(path) as db:
        (state,) = db.execute("PRAGMA integrity_check").fetchone()
        if state != "ok" or db.execute("PRAGMA foreign_key_check").fetchone():
            yield f"the file is damaged: {state}"
        for layer in _LAYERS:
            rows = dict(db.execute(f"SELECT a.id, count(*) FROM {layer} AS l JOIN articles AS a ON a.n = l.article GROUP BY a.id"))
            yield from (f"{id}: {layer} are torn" for id, record in found.items() if rows.get(id, 0) != len(getattr(record, layer)))
    db.close()


def dump(path: Path) -> bytes:
    """All rows of all tables but what differs from run to run: article numbers become ids, times of reading are left out."""
    db = sqlite3.connect(path)
    ids = dict(db.execute("SELECT n, id FROM articles"))
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")]
    out: list[str] = []
    for name in names:
        if (name.startswith("copy") and name != "copies") or name in ("state", "migrations"):
            continue
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})")]
        rows = []
        for row in db.execute(f"SELECT * FROM {name}"):
            pairs = zip(columns, row, strict=True)
            rows.append(repr([_plain(name, column, value, ids) for column, value in pairs if column not in _TIMES]))
        out += [name, *sorted(rows)]
    db.close()
    return "\n".join(out).encode("utf-8", "surrogatepass")


def _plain(table: str, column: str, value: Any, ids: dict[int, str]) -> Any:
    if column in _NUMBERS or (table, column) in (("origins", "first"), ("loose", "article")):
        return ids.get(value, value)
    return ids[value] if (table, column) == ("articles", "n") else value


if __name__ == "__main__":
    sys.exit(main())
