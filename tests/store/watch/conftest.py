"""A paper's server on this machine, a clock that does not tick by itself, and a watch over both."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dateline.article import Article
from dateline.desk import read_records
from dateline.errors import Refused
from dateline.store import Store, open_store
from dateline.store.watch import Clock, Plan, Telling, Watch
from dateline.store.watch.copy import Parser
from dateline.store.watch.plan import PRINT
from dateline.store.watch.searches import Match

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Paper:
    """What the server answers by path, and what it was asked: (path, headers, body)."""

    url: str = ""
    pages: dict[str, Answer | Callable[[dict[str, str]], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]

    def feed(self, path: str, *texts: str, **headers: str) -> str:
        """Puts up a feed of these texts; returns its address."""
        self.pages[path] = (200, {"Content-Type": "application/rss+xml", **headers}, rss(*texts))
        return self.url + path

    def links(self, path: str, *links: str) -> str:
        """Puts up a feed of headlines that lead to these pages."""
        self.pages[path] = (200, {"Content-Type": "application/rss+xml"}, rss(*links, links=links))
        return self.url + path


def rss(*texts: str, links: Iterable[str] = ()) -> bytes:
    known = list(links)
    items = "".join(
        f"<item><guid isPermaLink='false'>item-{hash_of(text)}</guid><title>Report {hash_of(text)}</title>"
        f"<link>{known[n] if n < len(known) else f'http://paper.invalid/{hash_of(text)}'}</link>"
        f"<pubDate>Thu, 06 Jan 2022 10:00:00 GMT</pubDate><description><![CDATA[{text}]]></description></item>"
        for n, text in enumerate(texts)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>The Paper</title>{items}</channel></rss>".encode()


def hash_of(text: str) -> int:
    return sum(map(ord, text)) % 9973


@pytest.fixture
def paper() -> Iterator[Paper]:
    told = Paper()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            told.asked.append((self.path, headers, self.rfile.read(size)))
            page = told.pages.get(self.path, (404, {}, b""))
            status, more, body = page(headers) if callable(page) else page
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield told
    server.shutdown()
    server.server_close()


class Hands(Clock):
    """A clock that moves when it is waited for. `at` are things to do at so many seconds after the start; it stops the watch at `end`."""

    def __init__(self, end: float, at: dict[float, Callable[[], object]] | None = None) -> None:
        self.start = self.time = 1_641_470_400.0
        self.end, self.at = end, sorted((at or {}).items())

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float, stopped: threading.Event) -> None:
        self.time += max(seconds, 0.001)
        while self.at and self.time - self.start >= self.at[0][0]:
            self.at.pop(0)[1]()
        if self.time - self.start >= self.end:
            stopped.set()


@dataclass
class Desk:
    """A store with a watch: what it noticed, and what it told by target."""

    store: Store
    clock: Hands
    notices: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    told: list[Match] = field(default_factory=list)

    def watch(self, plan: Plan, *, read: Callable[..., Any] | None = None, targets: dict[str, Any] | None = None) -> Watch:
        telling = Telling(self.store, plan.search, {PRINT: self.told.append, **(targets or {})}, self.notice)
        return Watch(
            self.store, plan, telling=telling, read=read or read_all, notice=self.notice, agent="dateline/test", clock=self.clock
        )  # fmt: skip

    def notice(self, event: str, /, **facts: Any) -> None:
        self.notices.append((event, facts))

    def outcomes(self, event: str) -> list[str]:
        return [facts["outcome"] for name, facts in self.notices if name == event]

    def articles(self) -> int:
        return self.store.count(layer="articles")


@dataclass(frozen=True)
class Done:
    """What reading came to."""

    new: int
    known: int
    replaced: int
    refused: int


def read_all(store: Store, items: Iterable[Article | Refused]) -> Done:
    """Reads and stores items, without weaving."""
    new = known = refused = 0
    for item in read_records(items):
        if isinstance(item, Refused):
            store.refuse(item.where, item.reason, at="2022-01-06T12:00:00Z")
            refused += 1
        else:
            put = store.put([item], read_at="2022-01-06T12:00:00Z")
            new, known = new + put.new, known + put.same
    return Done(new, known, 0, refused)


@pytest.fixture(scope="session")
def parser() -> Iterator[Parser]:
    """One parsing process for all tests: a watch starts its own in half a second."""
    one = Parser()
    close, one.close = one.close, lambda: None  # type: ignore[method-assign]
    yield one
    close()


@pytest.fixture
def desk(tmp_path: Path, parser: Parser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Desk]]:
    """Makes a desk over the one store of the test; may be called again, as after a restart."""
    stores: list[Store] = []
    monkeypatch.setattr("dateline.store.watch.watcher.Parser", lambda: parser)

    def make(end: float = 1e9, at: dict[float, Callable[[], object]] | None = None) -> Desk:
        stores.append(open_store(tmp_path / "store.db", create=True))
        return Desk(stores[-1], Hands(end, at))

    yield make
    for store in stores:
        store.close()
