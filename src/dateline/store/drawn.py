"""Keeps the columns of a store fresh: one snapshot a process, drawn anew when the store has changed."""

from __future__ import annotations

import threading
from contextlib import suppress

from dateline.errors import StoreError
from dateline.store.columns import Columns, draw
from dateline.store.database import Database

#: Columns that take longer than this many seconds are drawn anew in the background, while the old ones answer.
AT_ONCE = 0.4


class Drawn:
    """The columns of one store, for all threads."""

    def __init__(self, store: Database) -> None:
        self._store = store
        self._columns: Columns | None = None
        self._lock = threading.Lock()
        self._busy = False

    def columns(self) -> Columns:
        """The columns; those of a small store are never older than the store."""
        now = self._columns
        if now is not None and now.changes == self._store.data_version:
            return now
        if now is None or now.seconds <= AT_ONCE:
            return self._draw()
        with self._lock:
            if not self._busy:
                self._busy = True
                threading.Thread(target=self._later, name="dateline-columns", daemon=True).start()
        return now

    def _draw(self) -> Columns:
        with self._lock:
            if self._columns is None or self._columns.changes != self._store.data_version:
                with self._store.reading() as db:
                    self._columns = draw(db)
            return self._columns

    def _later(self) -> None:
        try:
            with suppress(StoreError), self._store.reading() as db:  # the store may be closed meanwhile
                self._columns = draw(db)
        finally:
            self._busy = False
