"""Parses foreign markup where it can be killed: in processes of their own, within the settings guard_seconds and guard_megabytes.

A process is started when it is first needed and kept, so that a page costs little more than its parsing; it is replaced after a page that
killed it, and now and then, since parsers leak.
"""

from __future__ import annotations

import atexit
import os
import pickle
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cache
from queue import SimpleQueue
from threading import Lock, Timer
from typing import IO, Any, Literal

from dateline.article import Article, Source
from dateline.errors import Refused
from dateline.intake.feed import FeedItem, parse_feed, read_feed
from dateline.intake.options import IntakeOptions
from dateline.intake.page import read_page
from dateline.settings import setting

Item = Article | Refused
_JOBS_EACH = 250  # then a process is replaced
_SIZE = struct.Struct("<Q")
_START = "from dateline.intake.guard import serve; serve()"


@dataclass(frozen=True, slots=True)
class Markup:
    """A page or a feed that is still to be parsed; of "items" the feed's items are wanted alone. `header` is the HTTP content type."""

    kind: Literal["page", "feed", "items"]
    data: bytes
    where: str
    source: Source
    options: IntakeOptions
    header: str | None = None


def parse(job: Markup) -> list[Any]:
    """The articles of a page or a feed (or the items of that), in this process; a Refused in their place."""
    try:
        if job.kind == "items":
            return list(parse_feed(job.data, job.where, base=job.source.url, header=job.header))
        if job.kind == "feed":
            return list(read_feed(job.data, job.where, job.source, job.options, header=job.header))
        return [read_page(job.data, job.where, job.source, job.options, header=job.header)]
    except Refused as refused:
        return [refused]


def guarded_feed(guard: Guard, data: bytes, where: str, *, base: str | None = None, header: str | None = None) -> list[FeedItem]:
    """The items of a feed, parsed by a guard process. Raises Refused."""
    found: list[Any] = guard.parse(Markup("items", data, where, Source(url=base), IntakeOptions(), header))
    if found and isinstance(found[0], Refused):
        raise found[0]
    return found


def parse_all(items: Iterable[Item | Markup], guards: int) -> Iterator[Item]:
    """The items in order, their markup parsed: by so many guard processes side by side, or here if it is small and `guards` is 0."""
    if not guards:
        for item in items:
            if not isinstance(item, Markup):
                yield item
            else:
                yield from parse(item) if len(item.data) <= setting("guard_bytes") else _lone_guard().parse(item)
        return
    with ExitStack() as stack:
        free: SimpleQueue[Guard] = SimpleQueue()
        for _ in range(guards):
            free.put(stack.enter_context(Guard()))
        threads = stack.enter_context(ThreadPoolExecutor(guards))
        ahead: deque[Future[list[Item]] | Item] = deque()
        for item in items:
            ahead.append(threads.submit(_with_one, free, item) if isinstance(item, Markup) else item)
            while ahead and (len(ahead) > 2 * guards or not isinstance(ahead[0], Future)):
                yield from _done(ahead.popleft())
        while ahead:
            yield from _done(ahead.popleft())


def _with_one(free: SimpleQueue[Guard], job: Markup) -> list[Item]:
    guard = free.get()
    try:
        return guard.parse(job)
    finally:
        free.put(guard)


def _done(item: Future[list[Item]] | Item) -> list[Item]:
    return item.result() if isinstance(item, Future) else [item]


@cache
def _lone_guard() -> Guard:
    guard = Guard()
    atexit.register(guard.close)
    return guard


class Guard:
    """One process that parses markup, started when needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs = 0
        self._lock = Lock()

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process."""
        process, self._process, self._jobs = self._process, None, 0
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            process.wait()

    def parse(self, job: Markup) -> list[Item]:
        """The articles of a page or a feed; a Refused if they take too long, too much memory, or kill the parser."""
        with self._lock:
            if self._jobs >= _JOBS_EACH:
                self.close()
            process = self._process = self._process or _start()
            self._jobs += 1
            late: list[bool] = []
            timer = Timer(setting("guard_seconds"), _kill(process, late))
            timer.daemon = True
            try:
                timer.start()
                assert process.stdin is not None
                assert process.stdout is not None
                _send(process.stdin, job)
                found: list[Item] | None = _receive(process.stdout)
            except OSError:
                found = None
            finally:
                timer.cancel()
            if found is None:
                self.close()
                return [Refused(job.where, _late() if late else _large())]
            return found


def _kill(process: subprocess.Popen[bytes], late: list[bool]) -> Callable[[], None]:
    def kill() -> None:
        late.append(True)
        process.kill()

    return kill


def _late() -> str:
    return f"takes longer to parse than guard_seconds = {setting('guard_seconds')}; save the article's text alone"


def _large() -> str:
    return f"takes more memory to parse than guard_megabytes = {setting('guard_megabytes')}, or breaks the parser; save its text alone"


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-c", _START]  # -P: nothing is imported from the folder that Dateline happens to be called in
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    _receive(process.stdout)  # it is ready: the clock of the first page begins now
    return process


def _send(pipe: IO[bytes], value: object) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    pipe.write(_SIZE.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    """What the other side sent, None if it is gone."""
    head = pipe.read(_SIZE.size)
    size = _SIZE.unpack(head)[0] if len(head) == _SIZE.size else 0
    data = pipe.read(size) if size else b""
    return pickle.loads(data) if size and len(data) == size else None


def serve() -> None:
    """Parses what comes on standard input until it ends: the whole life of a guard process."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes nowhere
    _limit_memory()
    _send(pipe, "ready")
    while (job := _receive(sys.stdin.buffer)) is not None:
        _die_in(setting("guard_seconds") + 5)
        try:
            found = parse(job)
        except MemoryError:
            os._exit(1)  # nothing that is left of this process can be trusted
        except Exception as error:
            found = [Refused(job.where, f"could not be parsed ({type(error).__name__}: {str(error)[:120]}); save the article's text alone")]
        _die_in(0)
        _send(pipe, found)


def _limit_memory() -> None:
    """Bounds this process, where the system can; an interrupt at the keyboard is for the one that started it."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        most = setting("guard_megabytes") << 20
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _die_in(seconds: int) -> None:
    """Lets the system end this process even if the one that started it is gone; 0 calls that off."""
    if sys.platform != "win32":
        import signal

        signal.alarm(seconds)
