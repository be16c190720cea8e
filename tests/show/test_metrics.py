"""The text exposition format, /healthz, and the log."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dateline.errors import DatelineError
from dateline.show.logs import Log, take_over
from dateline.show.metrics import KIND, Metrics, Timed, listening, routes

LINE = re.compile(r'[a-z_]+(?:\{[a-z]+="(?:[^"\\\n]|\\[\\n"])*"(?:,[a-z]+="(?:[^"\\\n]|\\[\\n"])*")*\})? (?:[-+0-9.e]+|\+Inf|NaN)')


def metrics() -> Metrics:
    made = Metrics()
    made.count("dateline_polls_total", "Polls.", outcome="new")
    made.count("dateline_polls_total", "Polls.", 2, outcome="new")
    made.count("dateline_polls_total", "Polls.", outcome='od"d\\\n')
    made.set("dateline_feeds", "Feeds.", 2.5)
    for seconds in (0.004, 0.3, 100.0):
        made.observe("dateline_read_seconds", "Reading.", seconds)
    return made


def test_the_text_is_what_prometheus_reads() -> None:
    text = metrics().render()
    assert text.endswith("\n")
    for line in text.splitlines():
        assert line.startswith(("# HELP dateline_", "# TYPE dateline_")) or LINE.fullmatch(line), line
    assert 'dateline_polls_total{outcome="new"} 3\n' in text
    assert 'dateline_polls_total{outcome="od\\"d\\\\\\n"} 1\n' in text
    assert "dateline_feeds 2.5\n" in text
    assert 'dateline_read_seconds_bucket{le="0.005"} 1\n' in text
    assert 'dateline_read_seconds_bucket{le="0.5"} 2\n' in text
    assert 'dateline_read_seconds_bucket{le="+Inf"} 3\n' in text
    assert "dateline_read_seconds_count 3\n" in text
    assert "dateline_read_seconds_sum 100.304\n" in text
    resident = re.search(r"^dateline_resident_bytes (\d+)$", text, re.MULTILINE)
    assert resident is not None
    assert int(resident[1]) > 10_000_000


def test_the_small_server_answers() -> None:
    well = [True]
    with listening("127.0.0.1:0", metrics(), lambda: (well[0], {"feeds": 1})) as port:
        base = f"http://127.0.0.1:{port}"
        with urllib.request.urlopen(base + "/metrics", timeout=5) as answer:
            assert answer.headers["content-type"] == KIND
        with urllib.request.urlopen(base + "/healthz?x", timeout=5) as answer:
            assert json.load(answer) == {"status": "ok", "feeds": 1}
        well[0] = False
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(base + "/healthz", timeout=5)
        with error.value as refused:
            assert (refused.code, json.load(refused)["status"]) == (503, "failing")
        with pytest.raises(DatelineError, match="cannot listen"), listening(f"127.0.0.1:{port}", metrics(), lambda: (True, {})):
            pass


@pytest.mark.parametrize("address", ["", "nowhere", "127.0.0.1:x", "127.0.0.1:99999"])
def test_an_address_that_is_none_is_named(address: str) -> None:
    with pytest.raises(DatelineError, match="no address to listen at"), listening(address, metrics(), lambda: (True, {})):
        pass


def test_an_app_is_timed() -> None:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    def fails(request: Request) -> PlainTextResponse:
        raise RuntimeError

    counts = Metrics()
    article = Route("/article/{id}", lambda request: PlainTextResponse("x"))
    app = Timed(Starlette(routes=[article, Route("/fails", fails), *routes(counts, lambda: (False, {}))]), counts)
    assert _get(app, "/article/7") == 200
    assert _get(app, "/article/8") == 200
    assert _get(app, "/made-up") == 404
    assert _get(app, "/healthz") == 503
    assert _get(app, "/metrics") == 200
    with pytest.raises(RuntimeError):
        _get(app, "/fails")
    text = counts.render()
    assert 'dateline_answers_total{status="200",view="/article"} 2' in text
    assert 'dateline_answers_total{status="404",view="none"} 1' in text
    assert 'dateline_answers_total{status="500",view="/fails"} 1' in text
    assert "made-up" not in text
    assert 'dateline_answer_seconds_count{view="/article"} 2' in text


def _get(app: Any, path: str) -> int:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"", "headers": []}
    with ThreadPoolExecutor(1) as apart:  # a browser's tests leave a running loop in this thread
        apart.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    return int(sent[0]["status"])


def test_the_log_is_json_for_machines() -> None:
    out = io.StringIO()
    log = Log("json", stream=out)
    log("poll", feed="http://p/\x1b[2J", items=3, reason=None, odd="\ud800", path=out)
    log("poll", level="debug", feed="left out")
    (line,) = out.getvalue().splitlines()
    event = json.loads(line)
    assert (event["event"], event["level"], event["items"], event["odd"]) == ("poll", "info", 3, "?")
    assert "reason" not in event
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", event["time"])
    assert "\x1b" not in line


def test_the_log_is_one_line_for_people() -> None:
    out = io.StringIO()
    Log(stream=out)("poll", level="warning", feed="http://p/", reason="two\nlines \x1b[2J")
    assert re.fullmatch(r'\d\d:\d\d:\d\d warning: poll feed=http://p/ reason="two lines [^\x1b]*\[2J"\n', out.getvalue())


def test_what_libraries_log_is_taken_over() -> None:
    out = io.StringIO()
    take_over(Log("json", stream=out), "dateline.test")
    logger = logging.getLogger("dateline.test.answers")
    logger.info("answer", extra={"facts": {"status": 200}})
    logger.debug("left out")
    try:
        raise ValueError("a fault")
    except ValueError:
        logger.exception("fault at %s", "/x")
    answer, fault = (json.loads(line) for line in out.getvalue().splitlines())
    assert (answer["event"], answer["level"], answer["status"]) == ("answer", "info", 200)
    assert (fault["event"], fault["level"]) == ("fault at /x", "error")
    assert fault["fault"].endswith("ValueError: a fault")


def test_a_closed_log_is_no_reason_to_stop() -> None:
    out = io.StringIO()
    out.close()
    Log(stream=out)("poll")
