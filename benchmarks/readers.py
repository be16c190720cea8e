"""Many readers of the reading room while copy is put into its store: errors, and how long an answer takes.

    python benchmarks/readers.py --db FILE [--readers 50] [--seconds 20] [--pause 2] [--records RECORDS.jsonl]

Serves the store from a process of its own; each reader asks one view after the other, with a pause between. With --records a further
process puts these records into the store under new ids and weaves, over and over, so name a copy of the store. Prints one JSON object:
answers by status or error, milliseconds by the clock.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from urllib.parse import quote

import httpx

from dateline.store import open_store

_WRITE = """
import sys, itertools
from dataclasses import replace
from dateline.record import loads
from dateline.store import open_store
records = [loads(line) for line in open(sys.argv[2], "rb")]
with open_store(sys.argv[1]) as store:
    for n in itertools.count():
        store.put([replace(record, id=f"reader-{n}-{record.id}") for record in records], read_at="2026-01-01T00:00:00Z")
        store.weave()
"""


def views(db: str) -> list[str]:
    """Addresses of every kind of view."""
    with open_store(db, readonly=True) as store:
        stories = [f"/story/{quote(row.id, safe='')}" for row in store.stories(limit=8)]
        articles = [f"/article/{quote(row.id, safe='')}" for row in store.articles(limit=8)]
        happenings = [f"/happening/{quote(row.id, safe='')}" for row in store.happenings(limit=8)]
    story = stories[0].replace("/story/", "story=")
    drawn = ["/timeline", "/timeline?by=actor", f"/timeline?{story}", "/map", "/map?type=PROTEST", "/review"]
    drawn.append("/compare?" + "&".join(page.replace("/article/", "article=") for page in articles[:3]))
    lists = ["/", "/stories", "/events", "/events?type=PROTEST", "/actors", "/search?q=police", "/api/events", "/api/facets"]
    return [*lists, *drawn, *stories, *articles, *happenings]


def read(address: str, paths: list[str], first: int, until: float, took: list[float], status: Counter[str], pause: float) -> None:
    """One reader, beginning at another view than the others."""
    with httpx.Client(base_url=address, timeout=60) as client:
        at = first
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                status[str(client.get(paths[at % len(paths)]).status_code)] += 1
            except httpx.HTTPError as error:
                status[type(error).__name__] += 1
            took.append(time.monotonic() - began)
            at += 1
            time.sleep(pause)  # a person looks before the next click


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Many readers of the reading room.")
    parser.add_argument("--db", required=True)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--pause", type=float, default=2)
    parser.add_argument("--records")
    parser.add_argument("--port", type=int, default=8499)
    args = parser.parse_args()
    command = "from dateline.show.cli import main; main()"
    serve = [sys.executable, "-c", command, "serve", "--db", args.db, "--port", str(args.port), "--quiet"]
    server = subprocess.Popen(serve)
    writer = subprocess.Popen([sys.executable, "-c", _WRITE, args.db, args.records]) if args.records else None
    address = f"http://127.0.0.1:{args.port}"
    try:
        paths = views(args.db)
        wait(address)
        took: list[float] = []
        status: Counter[str] = Counter()
        until = time.monotonic() + args.seconds
        threads = [threading.Thread(target=read, args=(address, paths, n, until, took, status, args.pause)) for n in range(args.readers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        for process in (server, writer):
            if process:
                process.terminate()
                process.wait(20)
    took.sort()
    quick = {"median": statistics.median(took), "p95": took[int(len(took) * 0.95)], "worst": took[-1]}
    print(json.dumps({"answers": dict(status), "ms": {name: round(value * 1000) for name, value in quick.items()}}, indent=1))


def wait(address: str) -> None:
    """Until the room answers, a minute at most; then once more for what it draws at first."""
    for _ in range(120):
        try:
            httpx.get(f"{address}/events", timeout=60)
            return
        except httpx.HTTPError:
            time.sleep(0.5)
    raise SystemExit("the room did not open")


if __name__ == "__main__":
    main()
