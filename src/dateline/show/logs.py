"""Logs of what runs for days: one line an event on standard error, for people or as JSON for machines."""

from __future__ import annotations

import logging
import sys
import threading
from datetime import UTC, datetime
from typing import IO, Any, Literal

import msgspec

from dateline.show.clean import printable

Form = Literal["human", "json"]
LEVELS = ("debug", "info", "warning", "error")


class Log:
    """Writes events: `log("poll", feed=url, items=3)`. Safe from several threads; a closed standard error is no reason to stop.

    `form` is human (`07:30:00 poll feed=https://... items=3`) or json (one object a line: time, level, event and the facts). Events below
    `least` are left out.
    """

    def __init__(self, form: Form = "human", *, least: str = "info", stream: IO[str] | None = None) -> None:
        self._form, self._least, self._stream = form, LEVELS.index(least), stream or sys.stderr
        self._lock = threading.Lock()

    def __call__(self, event: str, /, *, level: str = "info", **facts: Any) -> None:
        """Writes one event with its facts; those that are None are left out."""
        if LEVELS.index(level) < self._least:
            return
        known = {key: value for key, value in facts.items() if value is not None}
        line = self._json(event, level, known) if self._form == "json" else _human(event, level, known)
        with self._lock:
            try:
                self._stream.write(line + "\n")
                self._stream.flush()
            except (OSError, ValueError):
                pass

    @staticmethod
    def _json(event: str, level: str, facts: dict[str, Any]) -> str:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        safe = {key: _plain(value) for key, value in facts.items()}
        return msgspec.json.encode({"time": now, "level": level, "event": event, **safe}, enc_hook=str).decode()


class _Bridge(logging.Handler):
    """Hands what libraries log to a Log. The message is the event; `extra={"facts": {...}}` are its facts."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        level = next((name for name in reversed(LEVELS) if record.levelno >= logging.getLevelNamesMapping()[name.upper()]), "debug")
        fault = logging.Formatter().formatException(record.exc_info) if record.exc_info else None
        self._log(record.getMessage(), level=level, **getattr(record, "facts", {}), fault=fault)


def take_over(log: Log, *names: str) -> None:
    """Sends what these loggers of the standard library say, from `info` on, to a Log and nowhere else."""
    for name in names:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [_Bridge(log)], False
        logger.setLevel(logging.INFO)


def _human(event: str, level: str, facts: dict[str, Any]) -> str:
    mark = "" if level in ("debug", "info") else f"{level}: "
    told = " ".join(f"{key}={_quoted(value)}" for key, value in facts.items())
    return printable(f"{datetime.now(UTC):%H:%M:%S} {mark}{event} {told}".rstrip()).replace("\n", " ")


def _quoted(value: Any) -> str:
    words = str(value)
    return f'"{words}"' if " " in words or not words else words


def _plain(value: Any) -> Any:
    """A value that can be written: half a surrogate pair, which no JSON can hold, becomes a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
