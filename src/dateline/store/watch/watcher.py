"""The watch: polls feeds, reads what is new, tells what saved searches asked for, until it is stopped.

One thread keeps all state and works in rounds: at most one request a host (side by side, in threads that only fetch), then what came is
read and stored, then where the polling stands, then searches are told. A crash between two steps repeats a step and loses nothing: what was
read twice is stored once, and what was told is remembered only after it was told.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from dateline.article import Article
from dateline.errors import DatelineError, Refused
from dateline.store.watch.asking import Asked, ask, ask_all
from dateline.store.watch.copy import Parser
from dateline.store.watch.plan import Plan
from dateline.store.watch.polling import Found, Job, Polling
from dateline.store.watch.state import back_off
from dateline.store.watch.telling import Telling

if TYPE_CHECKING:
    from dateline.store import Store
    from dateline.store.ingest import Ingested

#: Called with what happened and its facts: logs and metrics are made of it.
Notice = Callable[..., None]
#: Stores items; `store.ingest.ingest_articles` without its options.
Reader = Callable[["Store", Iterable[Article | Refused]], "Ingested"]
#: While pages are still coming the store is woven every so many seconds; the loop looks around at least so often.
_WEAVE, _LOOK = 30.0, 60.0
#: Seconds without a sign of life after which the watch counts as stuck.
STUCK = 900.0


class Clock:
    """The time of day and waiting; tests put their own in its place."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def wait(self, seconds: float, stopped: threading.Event) -> None:
        """Waits so long, or until stopped."""
        stopped.wait(seconds)


class Watch:
    """Polls the feeds of a plan into a store. `stop` may be called from a signal handler or another thread.

    `agent` is the name that servers see.
    """

    def __init__(
        self, store: Store, plan: Plan, *, telling: Telling, read: Reader, notice: Notice, agent: str, clock: Clock | None = None
    ) -> None:
        self._store, self._plan, self._telling, self._read, self._notice = store, plan, telling, read, notice
        self._clock = clock or Clock()
        self._headers = {"User-Agent": agent}
        self._parser = Parser()
        self._polling = Polling(plan, notice, self._parser)
        self._stopped = threading.Event()
        self._alive = self._clock.now()
        self._trouble: str | None = None
        self._woven = 0.0

    def stop(self) -> None:
        """Ends the watch after the step under way."""
        self._stopped.set()

    def run(self, *, once: bool = False) -> bool:
        """Watches until stopped; with `once` until every feed was polled one time and what came of it was told.

        Returns whether all went well at the last: no feed failing, nothing left to tell. Raises DatelineError or OSError for trouble
        with the store before the first round and with `once`; later trouble is waited out.
        """
        self._polling.recall(self._store)
        self._telling.begin()
        troubles = 0
        try:
            while not self._stopped.is_set():
                try:
                    wait = self._round(once)
                    if self._trouble:
                        self._notice("recovered")
                    self._trouble, troubles = None, 0
                except BrokenPipeError:
                    raise
                except (DatelineError, OSError) as error:
                    if once:
                        raise
                    troubles += 1
                    wait = self._suffer(str(error), troubles)
                self._alive = self._clock.now()
                if once and self._done():
                    break
                self._clock.wait(min(wait, _LOOK), self._stopped)
        finally:
            self._parser.close()
        return not self._failing() and not self._telling.waiting

    def health(self) -> tuple[bool, dict[str, Any]]:
        """Whether the watch does its work, and the facts: what `/healthz` answers."""
        silent = self._clock.now() - self._alive
        pages = sum(len(state.pages) for state in list(self._polling.states.values()))
        facts = {"feeds": len(self._plan.feed), "failing": self._failing(), "pages": pages}
        return silent < STUCK and self._trouble is None, {**facts, "silent_seconds": round(silent), "trouble": self._trouble}

    def _failing(self) -> int:
        return sum(1 for feed in self._plan.feed if (state := self._polling.states.get(feed.url)) and state.failures)

    def _suffer(self, reason: str, troubles: int) -> float:
        """The store cannot be used (disk full, busy for too long): forgets what was not stored; returns the seconds to wait."""
        wait = back_off("store", troubles, first=10.0, most=300.0)
        self._trouble = reason
        self._notice("trouble", reason=reason, wait=round(wait))
        try:
            self._polling.recall(self._store)
        except (DatelineError, OSError) as error:
            self._notice("trouble", reason=str(error), wait=round(wait))
        return wait

    def _round(self, once: bool) -> float:
        """Fetches, stores, weaves and tells what is due; returns the seconds until something is due again."""
        found: list[Found] = []
        requests = [(job, self._request(job)) for job in self._polling.ready(self._clock.now(), once=once)]
        for job, asked in ask_all(requests, self._stopped):
            found += self._polling.take(job, asked, self._clock.now())
        self._keep(found)
        if not self._stopped.is_set():
            self._weave()
            self._telling.tell(self._clock.now(), self._stopped)
        now = self._clock.now()
        times = [time for time in (self._polling.next(now, once=once), self._telling.next) if time is not None]
        return max(0.0, min(times, default=now + _LOOK) - now)

    def _request(self, job: Job) -> Callable[[], Asked]:
        if (known := job.instead) is not None:
            return lambda: known
        state = self._polling.state(job.url) if job.kind == "feed" else None
        etag, modified = (state.etag, state.modified) if state else (None, None)
        return partial(ask, job.url, etag=etag, modified=modified, headers=self._headers, private=job.feed.private)

    def _keep(self, found: list[Found]) -> None:
        """Reads and stores what was found, then where the polling stands. When stopped the rest is left for the next run."""
        if found:
            began = self._clock.now()
            done = self._read(self._store, self._taken(found))
            seconds = round(self._clock.now() - began, 3)
            self._notice("read", new=done.new, known=done.known, replaced=done.replaced, refused=done.refused, seconds=seconds)
        self._polling.save(self._store)

    def _taken(self, found: list[Found]) -> Iterator[Article | Refused]:
        for one in found:
            if self._stopped.is_set():
                self._polling.left(one)
            else:
                self._polling.took(one)
                yield one.item

    def _weave(self) -> None:
        """Brings stories and conflicts up to date: at once when nothing more is coming soon, else every half minute."""
        now = self._clock.now()
        coming = any(state.pages for state in self._polling.states.values())
        if (coming and now - self._woven < _WEAVE) or not self._loose():
            return
        self._store.weave()
        self._woven = self._clock.now()
        self._notice("woven", seconds=round(self._woven - now, 3))

    def _loose(self) -> bool:
        """Whether articles were stored, here or by another process, that are not woven in yet."""
        with self._store.reading() as db:
            return db.execute("SELECT 1 FROM loose LIMIT 1").fetchone() is not None

    def _done(self) -> bool:
        """Whether a single run has nothing left that is due; what rests after a failure waits for the next run."""
        now = self._clock.now()
        return not self._loose() and not any(job.due <= now for job in self._polling.jobs(once=True))
