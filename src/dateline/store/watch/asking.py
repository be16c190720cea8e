"""Asking several hosts side by side: threads that fetch and touch nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TypeVar

from dateline.errors import Refused
from dateline.intake.fetch import Fetched, Unreachable, fetch

_Job = TypeVar("_Job")


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one request: an answer of any status, or the reason why there is none.

    `lost`: the host could not be reached, which may pass. `forbidden`: its robots.txt says no, and nothing was asked.
    """

    answer: Fetched | None = None
    reason: str | None = None
    lost: bool = False
    forbidden: bool = False

    @property
    def status(self) -> int | None:
        """The HTTP status, None without an answer."""
        return self.answer.status if self.answer else None


def ask(url: str, *, etag: str | None, modified: str | None, headers: Mapping[str, str], private: bool) -> Asked:
    """Asks one address; `etag` and `modified` are those of its last answer. Never raises."""
    try:
        return Asked(fetch(url, etag=etag, modified=modified, headers=headers, allow_private=private or None))
    except Unreachable as error:
        return Asked(reason=error.reason, lost=True)
    except Refused as error:
        return Asked(reason=error.reason)
    except Exception as error:
        return Asked(reason=f"could not be fetched because of a fault in Dateline ({type(error).__name__}: {error}); please report it")


def ask_all(requests: Sequence[tuple[_Job, Callable[[], Asked]]], stopped: threading.Event) -> Iterator[tuple[_Job, Asked]]:
    """Makes all requests at once and gives their answers as they come. Ends early when stopped: the threads do not hold up the program."""
    done: SimpleQueue[tuple[int, Asked]] = SimpleQueue()

    def work(number: int) -> None:
        done.put((number, requests[number][1]()))

    for number in range(len(requests)):
        threading.Thread(target=work, args=(number,), daemon=True).start()
    waiting = len(requests)
    while waiting and not stopped.is_set():
        try:
            number, asked = done.get(timeout=0.5)
        except Empty:
            continue
        waiting -= 1
        yield requests[number][0], asked
