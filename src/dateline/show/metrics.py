"""Metrics in Prometheus' text format and `/healthz`, for `dateline watch` (its own small server) and `dateline serve` (routes to mount).

Written by hand: the format is a few lines (prometheus.io/docs/instrumenting/exposition_formats, version 0.0.4).
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import msgspec

from dateline.errors import DatelineError

if TYPE_CHECKING:
    from starlette.routing import Route

#: The logger that is told of every answer.
ANSWERS = "dateline.serve.answers"
KIND = "text/plain; version=0.0.4; charset=utf-8"
#: Upper bounds of histograms of durations, in seconds.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
#: Whether all is well, and the facts about it.
Health = Callable[[], tuple[bool, dict[str, Any]]]
_Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counters, gauges and histograms of one process, under names that begin with `dateline_`. Safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._about: dict[str, tuple[str, str]] = {}
        self._values: dict[str, dict[_Labels, float]] = {}
        self._series: dict[str, dict[_Labels, list[float]]] = {}
        self._asked: dict[str, Callable[[], float]] = {}
        self.ask("dateline_started_seconds", "When the process began, in seconds since 1970.", float(int(time.time())).__float__)
        self.ask("dateline_resident_bytes", "Memory that the process holds.", _resident)

    def count(self, name: str, help: str, by: float = 1, /, **labels: str) -> None:
        """Adds to a counter; its name ends in `_total`."""
        with self._lock:
            self._about[name] = ("counter", help)
            values = self._values.setdefault(name, {})
            values[_key(labels)] = values.get(_key(labels), 0.0) + by

    def set(self, name: str, help: str, value: float, /, **labels: str) -> None:
        """Sets a gauge."""
        with self._lock:
            self._about[name] = ("gauge", help)
            self._values.setdefault(name, {})[_key(labels)] = value

    def ask(self, name: str, help: str, value: Callable[[], float], /) -> None:
        """A gauge whose value is asked for whenever the metrics are read."""
        with self._lock:
            self._about[name] = ("gauge", help)
            self._asked[name] = value

    def observe(self, name: str, help: str, seconds: float, /, **labels: str) -> None:
        """Adds a duration to a histogram with the bounds SECONDS; its name ends in `_seconds`."""
        with self._lock:
            self._about[name] = ("histogram", help)
            series = self._series.setdefault(name, {}).setdefault(_key(labels), [0.0] * (len(SECONDS) + 2))
            for n, bound in enumerate(SECONDS):
                series[n] += seconds <= bound
            series[-2] += 1
            series[-1] += seconds

    def render(self) -> str:
        """All of it as text, in the order of names."""
        with self._lock:
            asked = list(self._asked.items())
        for name, value in asked:
            self.set(name, self._about[name][1], value())
        with self._lock:
            return "".join(f"{line}\n" for name in sorted(self._about) for line in self._lines(name))

    def _lines(self, name: str) -> Iterable[str]:
        kind, help = self._about[name]
        yield f"# HELP {name} {_escaped(help)}"
        yield f"# TYPE {name} {kind}"
        for labels, value in sorted(self._values.get(name, {}).items()):
            yield f"{name}{_braces(labels)} {_number(value)}"
        for labels, series in sorted(self._series.get(name, {}).items()):
            for bound, value in zip((*map(_number, SECONDS), "+Inf"), series, strict=False):
                yield f"{name}_bucket{_braces((*labels, ('le', bound)))} {_number(value)}"
            yield f"{name}_sum{_braces(labels)} {series[-1]!r}"
            yield f"{name}_count{_braces(labels)} {_number(series[-2])}"


def _key(labels: dict[str, str]) -> _Labels:
    return tuple(sorted((name, str(value)) for name, value in labels.items()))


def _braces(labels: _Labels) -> str:
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels) + "}" if labels else ""


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _resident() -> float:
    """Bytes of memory held now; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return float(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0.0


# A small server of its own, for `dateline watch --metrics`


@contextmanager
def listening(address: str | None, metrics: Metrics, health: Health) -> Iterator[int | None]:
    """Serves /metrics and /healthz at "host:port" in a thread meanwhile, and gives the port; None serves nothing.

    Raises DatelineError for an address that cannot be listened at.
    """
    if address is None:
        yield None
        return
    server = _server(address, metrics, health)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()


def _server(address: str, metrics: Metrics, health: Health) -> ThreadingHTTPServer:
    host, _, port = address.rpartition(":")
    if not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise DatelineError(f"{address!r} is no address to listen at; write it like 127.0.0.1:9100")

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            status, kind, body = _answer(self.path, metrics, health)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            pass

    try:
        server = ThreadingHTTPServer((host.strip("[]") or "127.0.0.1", int(port)), Handler)
    except OSError as error:
        raise DatelineError(f"cannot listen at {address} ({error.strerror or error}); choose another address") from error
    server.daemon_threads = True
    return server


def _answer(path: str, metrics: Metrics, health: Health) -> tuple[int, str, bytes]:
    path = path.partition("?")[0]
    if path == "/metrics":
        return 200, KIND, metrics.render().encode("utf-8", "replace")
    if path == "/healthz":
        well, facts = health()
        return 200 if well else 503, "application/json", msgspec.json.encode({"status": "ok" if well else "failing", **facts})
    return 404, "text/plain; charset=utf-8", b"/metrics and /healthz are served here\n"


# Parts for an app of Starlette, for `dateline serve`


def routes(metrics: Metrics, health: Health) -> list[Route]:
    """/metrics and /healthz as routes to mount."""
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    def answer(request: Request) -> Response:
        status, kind, body = _answer(request.url.path, metrics, health)
        return Response(body, status, media_type=kind, headers={"Cache-Control": "no-store"})

    return [Route("/metrics", answer), Route("/healthz", answer)]


_Message = MutableMapping[str, Any]
_App = Callable[[_Message, Callable[[], Awaitable[_Message]], Callable[[_Message], Awaitable[None]]], Awaitable[None]]


class Timed:
    """An ASGI app around another that counts its answers by view and status, and measures how long each took.

    The view is the first part of a path that the app knows (`/article`), so that addresses made up by a stranger make no new series.
    """

    def __init__(self, app: _App, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(
        self, scope: _Message, receive: Callable[[], Awaitable[_Message]], send: Callable[[_Message], Awaitable[None]]
    ) -> None:
        """Hands the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began = ["500"], time.perf_counter()

        async def watched(message: _Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = str(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            known = scope.get("endpoint") is not None and status[0] != "404"
            view = "/" + str(scope.get("path", "/")).strip("/").partition("/")[0] if known else "none"
            seconds = time.perf_counter() - began
            self._metrics.count("dateline_answers_total", "Answers of the reading room.", view=view, status=status[0])
            self._metrics.observe("dateline_answer_seconds", "Time to answer.", seconds, view=view)
            facts = {"method": scope.get("method"), "path": scope.get("path"), "status": int(status[0]), "seconds": round(seconds, 4)}
            logging.getLogger(ANSWERS).info("answer", extra={"facts": facts})
