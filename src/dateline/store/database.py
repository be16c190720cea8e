"""The store's file: how it is opened, and the connections that read and write it.

One connection writes at a time (immediate transactions wait for each other), any number read, each reader a snapshot. A transaction that
was committed is on the disk: `synchronous=FULL` in WAL mode.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from dateline.errors import QueryError, StoreError
from dateline.settings import setting
from dateline.store.migrations import applied, migrate, missing, unknown

#: "Dtln" in the file's header: SQLite's tools know a store by it.
APPLICATION_ID = 0x44746C6E
#: The first SQLite with strict tables.
_OLDEST = (3, 37, 0)
#: Instructions of SQLite's machine between two looks at the clock.
_STEPS = 5000
#: Times the limit of processor time that a query may take by the clock.
WAIT = 5


class Database:
    """The connections to one store. `writing` and `reading` are the only ways in; both are safe from several threads."""

    def __init__(self, path: Path, *, create: bool = False, readonly: bool = False) -> None:
        self.path = path
        self.readonly = readonly
        self._idle: list[sqlite3.Connection] = []
        self._writer: sqlite3.Connection | None = None
        self._lock, self._turn = threading.Lock(), threading.RLock()
        self._closed = False
        _check_file(path, create=create)
        with plainly(path):
            if not readonly:
                self._writer = _make(_connect(path, "rwc" if create else "rw"), path, create=create)
            else:
                self._idle.append(_reader(path))
                _check_schema(self._idle[0], path)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One immediate transaction: all of it is kept, or, where an error is raised, none. Waits while another process writes.

        Nothing else may be committed by the caller. Raises StoreError (read only, locked for too long, disk full).
        """
        with self._turn, plainly(self.path):
            db = self._writer
            if db is None:
                raise StoreError(f"{self.path}: the store is {'closed' if self._closed else 'open for reading only'}")
            if db.in_transaction:  # the lock lets the same thread in again
                raise StoreError(f"{self.path}: a write transaction is open already in this thread")
            db.execute("BEGIN IMMEDIATE")
            before = db.total_changes
            try:
                yield db
                if db.total_changes != before:
                    db.execute("UPDATE state SET changes = changes + 1")
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:  # a full disk has rolled it back already
                    db.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self, *, limited: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection that reads one snapshot of the store and can change nothing; rows are `sqlite3.Row`.

        With `limited` queries end with a QueryError after the setting query_seconds of processor time (waiting for a cold disk or a busy
        machine is no fault of the query), at the latest after WAIT times as long.
        """
        with plainly(self.path):
            db = self._take()
            try:
                if limited:
                    limit, begun, worked = setting("query_seconds"), time.monotonic(), time.thread_time()
                    db.set_progress_handler(lambda: time.thread_time() - worked > limit or time.monotonic() - begun > WAIT * limit, _STEPS)
                db.execute("BEGIN")
                yield db
            finally:
                db.set_progress_handler(None, 0)
                if db.in_transaction:
                    db.execute("ROLLBACK")
                self._give(db)

    @property
    def data_version(self) -> int:
        """A number that grows with every transaction that changed anything: what was drawn from the store is fresh while it stays."""
        with self.reading() as db:
            return int(db.execute("SELECT changes FROM state").fetchone()[0])

    def close(self) -> None:
        """Closes all connections. Readers that are still under way close when they end."""
        with self._turn, self._lock:
            self._closed = True
            for db in [*self._idle, *([self._writer] if self._writer else [])]:
                db.close()
            self._idle.clear()
            self._writer = None

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise StoreError(f"{self.path}: the store is closed")
            if self._idle:
                return self._idle.pop()
        return _reader(self.path)

    def _give(self, db: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(db)
                return
        db.close()


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Says SQLite's errors in plain words, as StoreError."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        if _name(error) == "SQLITE_INTERRUPT":
            limit = setting("query_seconds")
            raise QueryError(f"the query took longer than {limit} s; narrow it, or raise DATELINE_QUERY_SECONDS") from error
        raise StoreError(f"{path}: {_words(error)}") from error


def _name(error: sqlite3.Error) -> str:
    return str(getattr(error, "sqlite_errorname", ""))


def _words(error: sqlite3.DatabaseError) -> str:
    name = _name(error)
    if name == "SQLITE_FULL":
        return "the disk is full; what was stored before is kept, the rest was rolled back: free space and run the same command again"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"another process has been writing for more than {setting('busy_seconds')} s; try again, or raise DATELINE_BUSY_SECONDS"
    if name.startswith("SQLITE_NOTADB"):
        return "is no Dateline store; name another file"
    if name.startswith("SQLITE_CORRUPT"):
        return f"the file is damaged ({error}); restore it from a backup, or read the copy again into a new store"
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return f"cannot be opened for that ({error}); check the permissions of the file and its folder"
    if name.startswith("SQLITE_IOERR"):
        return f"the disk failed ({name}); what was stored before is kept, the rest was rolled back"
    return str(error)


def _check_file(path: Path, *, create: bool) -> None:
    if sqlite3.sqlite_version_info < _OLDEST:
        raise StoreError(f"this Python brings SQLite {sqlite3.sqlite_version}; a store needs {'.'.join(map(str, _OLDEST))} or newer")
    if path.is_dir():
        raise StoreError(f"{path}: is a folder; name a file")
    if not path.exists() and not create:
        raise StoreError(f"{path}: no such store; `dateline ingest SOURCE... --db {path}` makes one")
    if not path.exists() and not path.parent.is_dir():
        raise StoreError(f"{path}: the folder {path.parent} does not exist; make it first")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    db = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=setting("busy_seconds"))
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _reader(path: Path) -> sqlite3.Connection:
    """A connection that reads only. Where the folder cannot be written and nobody writes, the file is read as it stands."""
    try:
        db = _connect(path, "ro")
        db.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        if os.access(path.parent, os.W_OK) or not os.access(path, os.R_OK) or path.with_name(path.name + "-wal").exists():
            raise
        db = _connect(path, "ro&immutable=1")
    db.execute("PRAGMA query_only = ON")
    db.execute("PRAGMA trusted_schema = OFF")  # writers need it: their triggers fill the full-text index
    db.row_factory = sqlite3.Row
    return db


def _make(db: sqlite3.Connection, path: Path, *, create: bool) -> sqlite3.Connection:
    """Prepares the writing connection: makes the store where the file is empty, brings an old one up to date."""
    try:
        if db.execute("PRAGMA schema_version").fetchone()[0]:
            _check_schema(db, path, older=True)
        elif not create:
            raise StoreError(f"{path}: the file is empty and no Dateline store; `dateline ingest SOURCE... --db {path}` makes one")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.row_factory = sqlite3.Row
        db.execute("BEGIN IMMEDIATE")
        if db.execute("PRAGMA schema_version").fetchone()[0]:  # another process may have made it meanwhile
            _check_schema(db, path, older=True)
        if migrate(db):
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("COMMIT")
    except BaseException:
        db.close()
        raise
    return db


def _check_schema(db: sqlite3.Connection, path: Path, *, older: bool = False) -> None:
    """Raises StoreError for a file that is no store, one of a newer Dateline and, unless allowed, of an older one."""
    names = applied(db) if db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID else []
    if not names:
        raise StoreError(f"{path}: is a database, but no Dateline store; name another file")
    if newer := unknown(names):
        raise StoreError(f"{path}: was made by a newer Dateline (it has {', '.join(newer)}); upgrade Dateline to open it")
    if not older and missing(names):
        raise StoreError(f"{path}: was made by an older Dateline; open it once for writing, which brings it up to date")
