"""Backup: a verified copy of the whole store as of one moment, made while others read and write."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import StoreError
from dateline.store.database import Database, plainly

#: What is counted in the store and in the copy.
COUNTED = ("articles", "spans", "events", "reviews", "refused", "stories")
#: Pages copied between two looks of the progress bar.
_PAGES = 1024


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was made and verified: its file, its size in bytes, and the rows of each counted table."""

    path: Path
    size: int
    rows: dict[str, int]


def backup(store: Database, target: Path, *, force: bool = False, progress: Callable[[int, int], None] | None = None) -> Copied:
    """`Store.backup`. `progress` is called with bytes copied and bytes in all.

    The copy is one file without companions. It is written beside its place under another name, verified, and then takes its name, so that
    a backup that was cut short never stands in the place of a good one. Raises StoreError.
    """
    _check(store, target, force=force)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with plainly(target):
            wanted = _copy(store, part, progress)
            found = _verify(part)
        if found != wanted:
            raise StoreError(f"{target}: the copy holds {found}, the store {wanted}; nothing was kept, try again")
        _flush(part)
        os.replace(part, target)
        _flush(target.parent)
    except OSError as error:
        raise StoreError(f"{target}: {error.strerror or error}; nothing was kept") from error
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                part.with_name(part.name + suffix).unlink(missing_ok=True)
    return Copied(target, target.stat().st_size, found)


def _check(store: Database, target: Path, *, force: bool) -> None:
    if target.is_dir():
        raise StoreError(f"{target}: is a folder; name a file in it")
    if not target.parent.is_dir():
        raise StoreError(f"{target}: the folder {target.parent} does not exist; make it first")
    if target.exists() and target.samefile(store.path):
        raise StoreError(f"{target}: is the store itself; name another file")
    if target.exists() and not force:
        raise StoreError(f"{target}: exists already; name another file, or give --force to replace it")


def _copy(store: Database, part: Path, progress: Callable[[int, int], None] | None) -> dict[str, int]:
    """Copies one snapshot, on which the reader's transaction stands, and counts its rows. Writers go on meanwhile."""
    with store.reading() as db, closing(sqlite3.connect(part, isolation_level=None)) as copy:
        rows, size = _count(db), db.execute("PRAGMA page_size").fetchone()[0]

        def step(_: int, left: int, pages: int) -> None:
            if progress:
                progress((pages - left) * size, pages * size)

        with plainly(part.parent):  # the disk of the copy, not that of the store
            db.backup(copy, pages=_PAGES, progress=step)
            copy.execute("PRAGMA journal_mode = DELETE")
    return rows


def _verify(part: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{part.absolute()}?mode=ro", uri=True)) as copy:
        faults = [str(row[0]) for row in copy.execute("PRAGMA integrity_check(5)")]
        if faults != ["ok"] or copy.execute("PRAGMA foreign_key_check").fetchone():
            raise StoreError(f"{part}: the copy is damaged ({'; '.join(faults)}); the store may be too: run it again on another disk")
        return _count(copy)


def _count(db: sqlite3.Connection) -> dict[str, int]:
    return {table: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in COUNTED}


def _flush(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
