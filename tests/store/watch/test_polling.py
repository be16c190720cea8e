"""Polite polling against a real server on this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.store.watch.plan import Feed, Plan
from dateline.store.watch.state import FeedState, back_off, load_feeds, retry_after, save_feeds

LIBRARY = "OSLO, January 6 (Fjord Press) -- The city opened a library on Thursday. Readers queued for an hour in the snow to see it."
BRIDGE = "BERGEN, January 6 (Fjord Press) -- Engineers closed a bridge on Thursday. It will be mended before the spring, the city said."
PAGE = b"""<html><head><title>Harbour closed - The Paper</title></head><body><article><h1>Harbour closed</h1>
<p>BERGEN, January 6. Police closed the harbour on Thursday after a storm broke two of its cranes, the port said in the afternoon.</p>
<p>Ships waited outside until the wind fell. No one was hurt, and the cranes will be mended within a week, said the harbour master.</p>
</article></body></html>"""


def feed(url: str, **more: Any) -> Feed:
    return Feed(url, private=True, **{"interval": "10m", **more})


def state_of(desk: Any, url: str) -> FeedState:
    with desk.store.reading() as db:
        return load_feeds(db)[url]


def test_the_second_poll_asks_for_changes_only(desk: Callable[..., Any], paper: Any) -> None:
    def page(headers: dict[str, str]) -> Any:
        return (304, {}, b"") if headers.get("if-none-match") == '"one"' else full

    url = paper.feed("/rss", LIBRARY, BRIDGE)
    full = (200, {"ETag": '"one"', "Last-Modified": "Thu, 06 Jan 2022 10:00:00 GMT"}, paper.pages["/rss"][2])
    paper.pages["/rss"] = page
    first = desk(end=1000.0)
    first.watch(Plan([feed(url)])).run()
    assert paper.paths() == ["/robots.txt", "/rss", "/rss"]
    assert [asked.get("if-none-match") for _, asked, _ in paper.asked] == [None, None, '"one"']
    assert paper.asked[2][1]["if-modified-since"] == "Thu, 06 Jan 2022 10:00:00 GMT"
    assert paper.asked[1][1]["user-agent"] == "dateline/test"
    assert first.outcomes("poll") == ["new", "same"]
    assert first.articles() == 2

    again = desk(end=100.0)  # a restart remembers all of it, and asks nothing before its time
    again.clock.time = again.clock.start = first.clock.time
    again.watch(Plan([feed(url)])).run()
    assert len(paper.asked) == 3


def test_items_that_come_again_are_not_read_again(desk: Callable[..., Any], paper: Any) -> None:
    plan = Plan([feed(paper.feed("/rss", LIBRARY))])
    at = desk(end=1700.0, at={300.0: lambda: paper.feed("/rss", BRIDGE, LIBRARY)})
    at.watch(plan).run()
    assert at.outcomes("poll") == ["new", "new", "same"]
    assert [facts["new"] for name, facts in at.notices if name == "read"] == [1, 1]
    assert at.articles() == 2


def test_a_rewritten_item_is_read_again(desk: Callable[..., Any], paper: Any) -> None:
    items = paper.feed("/rss", LIBRARY)
    plan, body = Plan([feed(items)]), paper.pages["/rss"][2]
    rewritten = (200, {}, body.replace(b"an hour", b"two hours"))
    at = desk(end=900.0, at={300.0: lambda: paper.pages.update({"/rss": rewritten})})
    at.watch(plan).run()
    assert at.articles() == 2


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_kept(desk: Callable[..., Any], paper: Any, status: int) -> None:
    paper.pages["/rss"] = (status, {"Retry-After": "7200"}, b"")
    paper.pages["/other"] = (200, {}, b"")
    at = desk(end=7100.0)
    at.watch(Plan([feed(paper.url + "/rss"), feed(paper.url + "/other")])).run()
    assert paper.paths().count("/rss") == 1
    assert paper.paths().count("/other") == 0  # the whole host is left alone
    at = desk(end=200.0)
    at.clock.time = at.clock.start = at.clock.start + 7201
    at.watch(Plan([feed(paper.url + "/rss")])).run()
    assert paper.paths().count("/rss") == 2


def test_faults_back_off_and_pass(desk: Callable[..., Any], paper: Any) -> None:
    paper.pages["/rss"] = (500, {}, b"")
    at = desk(end=9000.0, at={4000.0: lambda: paper.feed("/rss", LIBRARY)})
    at.watch(Plan([feed(paper.url + "/rss")])).run()
    outcomes = at.outcomes("poll")
    assert outcomes[:3] == ["failed", "failed", "failed"]
    assert "new" in outcomes
    waits = [facts["wait"] for name, facts in at.notices if name == "poll" and facts["outcome"] == "failed"]
    assert all(600 * 2**n <= wait <= 660 * 2**n for n, wait in enumerate(waits))
    state = state_of(at, paper.url + "/rss")
    assert (state.failures, state.problem) == (0, None)


def test_a_server_that_was_down_is_read_when_it_is_up(desk: Callable[..., Any], paper: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{free.getsockname()[1]}/rss"
    down, here = feed(gone), feed(paper.feed("/rss", LIBRARY))
    at = desk(end=400.0)
    at.watch(Plan([down, here])).run()
    assert at.articles() == 1  # the other feed was read meanwhile
    robots = [facts for name, facts in at.notices if name == "robots" and facts["host"] == gone.removesuffix("/rss")]
    assert len(robots) >= 3  # 30 s, 1 min, 2 min
    assert all(facts["status"] is None for facts in robots)
    assert state_of(at, gone).failures >= 1

    at = desk(end=100.0)
    at.clock.time = at.clock.start = at.clock.start + 4000
    port = int(gone.split(":")[2].split("/")[0])
    with _serving(paper, port):
        paper.feed("/rss", BRIDGE)
        at.watch(Plan([down])).run()
    assert at.articles() == 2
    assert state_of(at, gone).failures == 0


def test_a_lost_host_is_asked_soon_without_robots(desk: Callable[..., Any]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{free.getsockname()[1]}/rss"
    at = desk(end=300.0)
    at.watch(Plan([feed(gone, robots=False)])).run()
    assert at.outcomes("poll")[:3] == ["lost", "lost", "lost"]


def test_robots_are_heeded_and_asked_once_a_day(desk: Callable[..., Any], paper: Any) -> None:
    paper.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private\n")
    paper.feed("/private/rss", LIBRARY)
    plan = Plan([feed(paper.url + "/private/rss"), feed(paper.feed("/open", BRIDGE), interval="6h")])
    at = desk(end=86_000.0)
    well = at.watch(plan).run()
    assert not well
    assert "/private/rss" not in paper.paths()
    assert paper.paths().count("/robots.txt") == 1
    assert paper.paths().count("/open") >= 3
    assert "forbidden" in at.outcomes("poll")
    assert "robots.txt" in state_of(at, plan.feed[0].url).problem
    later = desk(end=90_000.0)
    later.watch(plan).run()
    assert paper.paths().count("/robots.txt") == 2


def test_robots_may_be_left_aside_for_a_feed_of_ones_own(desk: Callable[..., Any], paper: Any) -> None:
    paper.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /\n")
    at = desk()
    at.watch(Plan([feed(paper.feed("/rss", LIBRARY), robots=False)])).run(once=True)
    assert paper.paths() == ["/rss"]
    assert at.articles() == 1


@pytest.mark.parametrize("body", [b"", b"<rss><channel", b"<!DOCTYPE x [<!ENTITY a 'b'>]><rss>&a;</rss>", b"\0\xff", b"<html></html>"])
def test_a_malformed_feed_holds_up_no_other(desk: Callable[..., Any], paper: Any, body: bytes) -> None:
    paper.pages["/bad"] = (200, {"ETag": '"x"'}, body)
    at = desk()
    well = at.watch(Plan([feed(paper.url + "/bad"), feed(paper.feed("/rss", LIBRARY))])).run(once=True)
    assert not well
    assert at.articles() == 1
    state = state_of(at, paper.url + "/bad")
    assert state.failures == 1
    assert state.etag is None


def test_a_redirect_to_a_private_address_is_refused(desk: Callable[..., Any], paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.intake.fetch.is_public", lambda address: address == "127.0.0.1")
    paper.pages["/rss"] = (302, {"Location": paper.url.replace("127.0.0.1", "127.0.0.2") + "/inside"}, b"")
    paper.feed("/inside", LIBRARY)
    at = desk()
    at.watch(Plan([Feed(paper.url + "/rss")])).run(once=True)
    assert "/inside" not in paper.paths()
    assert at.articles() == 0
    assert "private" in state_of(at, paper.url + "/rss").problem


def test_a_private_feed_is_refused_unless_it_is_meant(desk: Callable[..., Any], paper: Any) -> None:
    at = desk()
    assert not at.watch(Plan([Feed(paper.feed("/rss", LIBRARY))])).run(once=True)
    assert paper.asked == []
    assert "private address" in state_of(at, paper.url + "/rss").problem


def test_pages_are_fetched_one_at_a_time(desk: Callable[..., Any], paper: Any) -> None:
    times: list[float] = []

    def page(headers: dict[str, str]) -> Any:
        times.append(at.clock.time)
        return 200, {"Content-Type": "text/html"}, PAGE

    paper.pages |= {"/a": page, "/b": (404, {}, b""), "/c": (200, {"Content-Type": "application/pdf"}, b"%PDF")}
    url = paper.links("/rss", paper.url + "/a", paper.url + "/b", paper.url + "/c")
    at = desk()
    at.watch(Plan([feed(url, full=True, outlet="The Paper")], delay=5.0)).run(once=True)
    assert at.articles() == 1
    (row,) = at.store.articles()
    assert (row.outlet, row.url) == ("The Paper", paper.url + "/a")
    assert [place.place for place in at.store.refused()] == sorted([paper.url + "/b", paper.url + "/c"])
    assert paper.paths() == ["/robots.txt", "/rss", "/a", "/b", "/c"]
    assert times[0] - at.clock.start >= 10  # robots.txt, feed, page: five seconds between two requests


def test_a_page_that_fails_for_a_while_is_tried_again(desk: Callable[..., Any], paper: Any) -> None:
    paper.pages["/a"] = (503, {}, b"")
    url = paper.links("/rss", paper.url + "/a")
    mend = {70.0: lambda: paper.pages.update({"/a": (200, {"Content-Type": "text/html"}, PAGE)})}
    at = desk(end=500.0, at=mend)
    at.watch(Plan([feed(url, full=True)])).run()
    assert at.articles() == 1
    assert paper.paths().count("/a") >= 2
    assert state_of(at, url).pages == []


def test_a_page_that_keeps_failing_is_refused(desk: Callable[..., Any], paper: Any) -> None:
    paper.pages["/a"] = (500, {}, b"")
    at = desk(end=3600.0)
    at.watch(Plan([feed(paper.links("/rss", paper.url + "/a"), full=True, interval="1d")])).run()
    assert paper.paths().count("/a") == 5
    assert [row.reason for row in at.store.refused()] == ["answered with status 500"]


def test_robots_of_many_hosts_are_forgotten(desk: Callable[..., Any], paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.store.watch.polling.MOST_HOSTS", 2)
    at = desk()
    with at.store.writing() as db:
        save_feeds(db, [FeedState(f"http://p{n}.invalid/robots.txt", checked=1.6e9 + n, robots="") for n in range(5)])
    at.watch(Plan([feed(paper.feed("/rss", LIBRARY))])).run(once=True)
    with at.store.reading() as db:
        assert sorted(load_feeds(db)) == [paper.url + "/robots.txt", paper.url + "/rss", "http://p4.invalid/robots.txt"]


def test_once_polls_each_feed_one_time(desk: Callable[..., Any], paper: Any) -> None:
    plan = Plan([feed(paper.feed("/one", LIBRARY)), feed(paper.feed("/two", BRIDGE))])
    assert desk().watch(plan).run(once=True)
    assert desk().watch(plan).run(once=True)
    assert paper.paths().count("/one") == paper.paths().count("/two") == 2


def test_a_full_disk_is_waited_out(desk: Callable[..., Any], paper: Any) -> None:
    at = desk(end=3000.0, at={200.0: lambda: limit(1 << 30)})
    many = [LIBRARY.replace("an hour", f"{n} hours") for n in range(2, 32)]
    watch = at.watch(Plan([feed(paper.feed("/rss", *many))]))
    writer = at.store._writer

    def limit(pages: int) -> None:
        writer.execute(f"PRAGMA max_page_count = {pages}")

    limit(writer.execute("PRAGMA page_count").fetchone()[0])
    healths: list[tuple[bool, Any]] = []
    at.clock.at.insert(0, (100.0, lambda: healths.append(watch.health())))
    watch.run()
    assert healths[0][0] is False
    assert "disk is full" in healths[0][1]["trouble"]
    assert [name for name, _ in at.notices if name in ("trouble", "recovered")][-1] == "recovered"
    assert at.articles() == len(many)
    assert watch.health()[0]


def test_a_stop_leaves_what_was_not_read_for_the_next_run(desk: Callable[..., Any], paper: Any) -> None:
    def read_one(store: Any, items: Any) -> Any:
        item = next(items)
        watch.stop()
        assert list(items) == []
        return reader(store, [item])

    url = paper.feed("/rss", LIBRARY, BRIDGE, ETag='"one"')
    at = desk()
    watch = at.watch(Plan([feed(url)]))
    reader, watch._read = watch._read, read_one
    watch.run()
    assert at.articles() == 1
    assert state_of(at, url).etag is None
    again = desk()
    again.watch(Plan([feed(url)])).run(once=True)
    assert again.articles() == 2


def test_states_survive_the_store(tmp_path: Path, desk: Callable[..., Any]) -> None:
    store = desk().store
    state = FeedState("http://p/", '"e"', None, 1.6e9, 2, 1.7e9, ["k"], [], "why", "User-agent: *")
    with store.writing() as db:
        save_feeds(db, [state])
        db.execute("INSERT INTO feeds (url, state, next) VALUES ('http://bad/', '{', 'never')")
    with store.reading() as db:
        found = load_feeds(db)
    assert found["http://p/"] == state
    assert found["http://bad/"] == FeedState("http://bad/")


def test_back_off_is_the_same_each_time_and_bounded() -> None:
    waits = [back_off("http://p/", n, first=30.0, most=900.0) for n in range(1, 60)]
    assert waits == [back_off("http://p/", n, first=30.0, most=900.0) for n in range(1, 60)]
    assert 30 <= waits[0] <= 33
    assert max(waits) <= 990
    assert back_off("http://q/", 1, first=30.0) != waits[0]


def test_retry_after_is_a_number_or_a_date() -> None:
    assert retry_after("120", 0.0) == 120
    assert retry_after("Thu, 06 Jan 2022 12:00:30 GMT", 1_641_470_400.0) == 30
    assert retry_after("Thu, 06 Jan 2021 12:00:30 GMT", 1_641_470_400.0) == 0
    assert retry_after("soon", 0.0) is None
    assert retry_after(None, 0.0) is None
    assert retry_after("9" * 400, 0.0) == 7 * 86400


def _serving(paper: Any, port: int) -> Any:
    """The paper's pages at another port."""
    import threading
    from contextlib import contextmanager
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, _, body = paper.pages.get(self.path, (404, {}, b""))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    @contextmanager
    def serving() -> Any:
        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield
        server.shutdown()
        server.server_close()

    return serving()
