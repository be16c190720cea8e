"""How long the reading room takes for an answer: each kind of view alone, or many readers while copy is put into the store.

    python benchmarks/readers.py --db FILE --each [--times 20]
    python benchmarks/readers.py --db FILE [--readers 50] [--seconds 20] [--pause 2] [--records RECORDS.jsonl]

With --each the room is asked in this process, one question after the other, no network between: for every view the milliseconds of the
first answer, the median and the worst, of processor time and by the clock, up to the first byte of a stream. Nothing is remembered from
one question to the next, and views of single things (articles, stories, actors) show another one each time.

Else it is served from a process of its own; each reader asks one view after the other, with a pause between. With --records a further
process puts these records into the store under new ids and weaves, over and over, so name a copy of the store. Prints one JSON object:
answers by status or error, milliseconds by the clock, processor time of the server and the load of the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import httpx
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect

from dateline.show.export.formats import FORMATS
from dateline.show.web.app import make_app
from dateline.show.web.openapi import LISTS
from dateline.store import Store, open_store

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


#: Milliseconds that the median of every view is to stay under.
BAR = 50


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


def kinds(store: Store) -> dict[str, Callable[[int], str]]:
    """Every kind of view with the address of its n-th page to be asked."""
    facets = store.facets(most=40)
    stories = [row.id for row in store.stories(limit=40, offset=100)]
    articles = [row.id for row in store.articles(limit=80, offset=500)]
    happenings = [row.id for row in store.happenings(limit=40, sort="-origins")]
    actors = [one.value.removeprefix("=") for one in facets["actor"]]
    points = [row for row in store.events(limit=200, offset=300) if row.lat is not None]
    words = ("police", "strike", "government", "harbour", "minister", "protest*", "seven people", '"on Monday"')

    def each(path: str, values: list[str]) -> Callable[[int], str]:
        return lambda n: path + quote(values[n % len(values)], safe="")

    def box(n: int) -> str:
        at = points[n % len(points)]
        return f"{(at.lon or 0) - 2:.2f},{(at.lat or 0) - 2:.2f},{(at.lon or 0) + 2:.2f},{(at.lat or 0) + 2:.2f}"

    def then(n: int) -> str:
        story = store.story(stories[n % len(stories)])
        return f"/timeline?story={story.id}&as_of={(story.first or '2018-01-01')[:10]}"

    def fixed(path: str) -> Callable[[int], str]:
        return lambda n: path

    found = {"front page": fixed("/"), "stories": fixed("/stories"), "stories, page 200": fixed("/stories?page=200"),
             "events": fixed("/events"), "events, page 2000": fixed("/events?page=2000"),
             "events by publication": fixed("/events?sort=-published"), "events by doubt": fixed("/events?sort=-doubt"),
             "events in a month": each("/events?from=2019-03&to=", ["2019-03"])}  # fmt: skip
    keys = {"origins": "min_origins", "code": "actor"}
    found |= {
        f"events by {name}": each(f"/events?{keys.get(name, name)}=", [one.value for one in counts]) for name, counts in facets.items()
    }
    found |= {
        "events by words": each("/events?text=", list(words)),
        "story": each("/story/", stories),
        "happening": each("/happening/", happenings),
        "article": each("/article/", articles),
        "article explained": lambda n: f"/article/{quote(articles[n % len(articles)])}?explain=events[e1]",
        "actors": fixed("/actors"),
        "actors named": each("/actors?actor=", ["police", "min*", "president", "NAM", "union"]),
        "actor": each("/actor/", actors),
        "search": each("/search?q=", list(words)),
        "timeline": fixed("/timeline"),
        "timeline by actor": fixed("/timeline?by=actor"),
        "timeline by type": fixed("/timeline?by=type"),
        "timeline as of a day": fixed("/timeline?as_of=2018-06-01"),
        "timeline of a type": each("/timeline?type=", [one.value for one in facets["type"]]),
        "timeline of a story": each("/timeline?story=", stories),
        "timeline of a story, as of a day": then,
        "timeline of a week": lambda n: f"/timeline?from=2019-0{n % 9 + 1}-01&to=2019-0{n % 9 + 1}-03",
        "map": fixed("/map"),
        "map of a type": each("/map?type=", [one.value for one in facets["type"]]),
        "map, near": lambda n: f"/map?at={points[n % len(points)].lon},{points[n % len(points)].lat}&zoom=8",
        "map brush": lambda n: f"/map?box={box(n)}",
        "compare": lambda n: "/compare?" + "&".join(f"article={quote(articles[(n + k * 20) % len(articles)])}" for k in range(3)),
        "compare, choose": each("/compare?story=", stories),
        "review": lambda n: f"/review?skip={n}",
        "review of a type": each("/review?type=", [one.value for one in facets["type"]]),
        "help": fixed("/help"),
        "API": fixed("/api"),
        "API, OpenAPI": fixed("/api/openapi.json"),
        "API, facets": fixed("/api/facets"),
        "API, months": fixed("/api/months"),
        "API, search": each("/api/search?q=", list(words)),
        "API, timeline": fixed("/api/timeline"),
        "API, record": each("/api/records/", articles),
        "healthz": fixed("/healthz"),
    }  # fmt: skip
    found |= {f"API, {one.name}": fixed(one.path) for one in LISTS}
    found |= {f"API, {one.name} from 10,000": fixed(f"{one.path}?offset=10000") for one in LISTS}
    found |= {f"API, {one.name} by {sort}": fixed(f"{one.path}?sort={sort}") for one in LISTS for sort in one.sorts[1:]}
    return found | {f"export, {name}": each(f"/export/{name}?type=", ["PROTEST", "ASSAULT", "AID"]) for name in FORMATS}


async def ask(app: Starlette, address: str) -> tuple[int, int]:
    """Asks the room without a network between; status and bytes up to the first of a stream that goes on."""
    parts = urlsplit(address)
    status, size = 0, 0

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        nonlocal status, size
        status = message.get("status", status)
        size += len(message.get("body", b""))
        if size and message.get("more_body"):
            raise OSError("enough")

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept", b"text/html")],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    with suppress(OSError, ClientDisconnect):
        await app(scope, receive, send)
    return status, size


async def each(db: str, times: int, only: str) -> dict[str, Any]:
    """Milliseconds of every kind of view."""
    app = make_app(db, readonly=True)
    store: Store = app.state.store
    store.columns()
    out: dict[str, Any] = {}
    for name, address in kinds(store).items():
        if only not in name:
            continue
        processor, clock, statuses = [], [], Counter[int]()
        for n in range(times):
            forget(app)
            began, worked = time.perf_counter(), time.process_time()
            status, size = await ask(app, address(n))
            processor.append(1000 * (time.process_time() - worked))
            clock.append(1000 * (time.perf_counter() - began))
            statuses[status] += 1
        out[name] = {"median": _round(statistics.median(processor)), "worst": _round(max(processor)), "first": _round(processor[0]),
                     "clock": _round(statistics.median(clock)), "clock_worst": _round(max(clock)), "bytes": size}  # fmt: skip
        if set(statuses) != {200}:
            out[name]["answers"] = dict(statuses)
    return out


def summed(views: dict[str, Any]) -> dict[str, Any]:
    """The views, the slowest first, and which of them are over the bar of 50 ms."""
    slow = dict(sorted(views.items(), key=lambda one: -one[1]["median"]))
    over = [name for name, one in slow.items() if one["median"] >= BAR]
    return {"views": slow, "over_50_ms": over}


def _round(ms: float) -> float:
    return round(ms, 1)


def forget(app: Starlette) -> None:
    """What the room remembers of earlier answers."""
    app.state.store.columns().asked.clear()
    app.state.store.columns().answers.clear()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="How long the reading room takes for an answer.")
    parser.add_argument("--db", required=True)
    parser.add_argument("--each", action="store_true", help="every view alone, one question after the other")
    parser.add_argument("--times", type=int, default=20, help="how often each view is asked (default 20)")
    parser.add_argument("--only", default="", help="only views with these letters in their name")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--pause", type=float, default=2)
    parser.add_argument("--records")
    parser.add_argument("--port", type=int, default=8499)
    args = parser.parse_args()
    if args.each:
        print(json.dumps(summed(asyncio.run(each(args.db, args.times, args.only))), indent=1))
        return
    command = "from dateline.show.cli import main; main()"
    serve = [sys.executable, "-c", command, "serve", "--db", args.db, "--port", str(args.port), "--quiet"]
    server = subprocess.Popen(serve)
    writer = subprocess.Popen([sys.executable, "-c", _WRITE, args.db, args.records]) if args.records else None
    address = f"http://127.0.0.1:{args.port}"
    try:
        paths = views(args.db)
        wait(address, paths)
        took: list[float] = []
        status: Counter[str] = Counter()
        until = time.monotonic() + args.seconds
        threads = [threading.Thread(target=read, args=(address, paths, n, until, took, status, args.pause)) for n in range(args.readers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        stop(writer)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        stop(server)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = spent.ru_utime + spent.ru_stime - before.ru_utime - before.ru_stime
    took.sort()
    quick = {"median": statistics.median(took), "p95": took[int(len(took) * 0.95)], "worst": took[-1]}
    found = {"answers": dict(status), "ms": {name: round(value * 1000) for name, value in quick.items()}}
    print(json.dumps(found | {"server_processor_s": round(busy, 1), "load": round(os.getloadavg()[0], 1)}, indent=1))


def stop(process: subprocess.Popen[bytes] | None) -> None:
    """Ends a process of ours."""
    if process:
        process.terminate()
        process.wait(60)


def wait(address: str, paths: list[str]) -> None:
    """Until the room answers, a minute at most; then each address once, for what is drawn and loaded at first."""
    for _ in range(120):
        try:
            httpx.get(f"{address}/events", timeout=60)
            break
        except httpx.HTTPError:
            time.sleep(0.5)
    else:
        raise SystemExit("the room did not open")
    for path in paths:
        httpx.get(address + path, timeout=60)


if __name__ == "__main__":
    main()
