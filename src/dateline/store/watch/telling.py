"""Which matches were told to whom. Each search is told to each of its targets apart, so that one that is down holds up no other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from dateline.store.watch.plan import Search
from dateline.store.watch.searches import CHUNK, Match, find
from dateline.store.watch.state import Cursor, back_off, load_cursors, retry_after, save_cursors
from dateline.store.watch.targets import Untold

if TYPE_CHECKING:
    from dateline.store import Store
    from dateline.store.watch.watcher import Notice

#: How often a match is sent to a receiver that answers that it will not have it.
_TRIES = 5


class Telling:
    """The saved searches of a plan over one store. `next` is the time at which a target that failed is tried again."""

    def __init__(self, store: Store, searches: list[Search], targets: Mapping[str, Callable[[Match], None]], notice: Notice) -> None:
        self.next: float | None = None
        self._store, self._searches, self._targets, self._notice = store, searches, targets, notice
        self._cursors: dict[str, dict[str, Cursor]] = {}
        self._rests: dict[str, tuple[int, float]] = {}  # target: failures in a row, time of the next try
        self._unwanted: dict[tuple[str, str], int] = {}  # target, match: how often it was sent back

    def begin(self) -> None:
        """Takes up where each search was left; one that is new begins with the next article that is stored."""
        with self._store.reading() as db:
            newest = int(db.execute("SELECT coalesce(max(n), 0) FROM articles").fetchone()[0])
            known = {search.name: load_cursors(db, search.name) or {} for search in self._searches}
        for search in self._searches:
            self._cursors[search.name] = {target: known[search.name].get(target) or Cursor(newest) for target in search.tell}
            self._save(search)

    @property
    def waiting(self) -> bool:
        """Whether a target failed and is to be tried again."""
        return self.next is not None

    def tell(self, now: float, stopped: threading.Event) -> None:
        """Tells all that is new among the articles woven so far. Stops between two matches; a target that fails rests for a while."""
        with self._store.reading() as db:
            woven = int(db.execute("SELECT coalesce((SELECT min(article) - 1 FROM loose), (SELECT max(n) FROM articles), 0)").fetchone()[0])
        for search in self._searches:
            for target in search.tell:
                failures, rest = self._rests.get(target, (0, 0.0))
                if rest <= now and self._caught_up(search, target, woven, now, stopped) and failures:
                    self._rests.pop(target, None)
        self.next = min((rest for _, rest in self._rests.values()), default=None)

    def _caught_up(self, search: Search, target: str, woven: int, now: float, stopped: threading.Event) -> bool:
        """Tells one search to one target; False if it failed or was stopped."""
        cursor = self._cursors[search.name][target]
        while chunk := self._chunk(cursor.after, woven):
            for match in list(find(self._store, search, [id for _, id in chunk])):
                if stopped.is_set():
                    return False
                if match.key in cursor.told:
                    continue
                if not self._told(match, target, now):
                    return False
                cursor.tell(match.key)
                self._save(search)
            cursor.after = chunk[-1][0]
            self._save(search)
        return True

    def _chunk(self, after: int, woven: int) -> list[tuple[int, str]]:
        with self._store.reading() as db:
            rows = db.execute("SELECT n, id FROM articles WHERE n > ? AND n <= ? ORDER BY n LIMIT ?", (after, woven, CHUNK))
            return [(int(n), str(id)) for n, id in rows]

    def _told(self, match: Match, target: str, now: float) -> bool:
        """Whether a match was told, or is told no more since its receiver keeps sending it back."""
        try:
            self._targets[target](match)
        except Untold as error:
            failures = self._rests.get(target, (0, 0.0))[0] + 1
            sent = self._unwanted[target, match.key] = self._unwanted.get((target, match.key), 0) + error.lasting
            if sent >= _TRIES:
                del self._unwanted[target, match.key]
                self._rests.pop(target, None)
                self._notice("told", search=match.search, target=target, key=match.key, outcome="dropped", reason=str(error))
                return True
            wait = max(back_off(target, failures, first=10.0, most=3600.0), retry_after(error.wait, now) or 0.0)
            self._rests[target] = (failures, now + wait)
            self._notice(
                "told", search=match.search, target=target, key=match.key, outcome="failed", reason=str(error), wait=round(wait)
            )  # fmt: skip
            return False
        self._unwanted.pop((target, match.key), None)
        self._notice("told", search=match.search, target=target, key=match.key, outcome="ok")
        return True

    def _save(self, search: Search) -> None:
        query = msgspec.json.encode(search).decode()
        with self._store.writing() as db:
            save_cursors(db, search.name, query, self._cursors[search.name])
