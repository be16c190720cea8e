"""Draws the columns of a store and keeps them fresh: one snapshot a process, drawn anew when the store has changed."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.errors import StoreError
from dateline.store.columns import NONE, Codes, Columns, Words
from dateline.store.database import Database
from dateline.store.query import OWN

#: Rows fetched at once.
_CHUNK = 20_000
_WORDS = ("type", "mode", "country", "place", "status", "voice", "happening", "precision")
_EVENTS = f"""SELECT e.rowid, e.article, e.start, e.id, coalesce(e.day, {NONE}), coalesce(e.day_end, e.day, {NONE}),
 coalesce(e.killed_low, -1), e.tolls <> '[]', e.rejected, e.doubt,
 iif(e.kind IS 'country', NULL, e.lat), iif(e.kind IS 'country', NULL, e.lon),
 e.type, e.mode, e.country, e.place, e.status, iif(e.statement IS NULL, '{OWN}', e.voice), e.happening, e.kind FROM events e"""
_PARTIES = """SELECT p.article, p.event, x.key, x.name, x.country, x.sector
 FROM parties p JOIN actors x ON x.article = p.article AND x.id = p.actor"""
#: Columns that take longer than this many seconds are drawn anew in the background, while the old ones answer.
AT_ONCE = 0.4
#: In the background they are drawn anew after a rest of so many times what drawing took, so that a store that is written to all the time
#: does not keep a processor busy.
REST = 5


class Drawn:
    """The columns of one store, for all threads."""

    def __init__(self, store: Database) -> None:
        self._store = store
        self._columns: Columns | None = None
        self._lock = threading.Lock()
        self._busy = False
        self._at = 0.0

    def columns(self) -> Columns:
        """The columns; those of a small store are never older than the store."""
        now = self._columns
        if now is not None and now.changes == self._store.data_version:
            return now
        if now is None or now.seconds <= AT_ONCE:
            return self._draw()
        with self._lock:
            if not self._busy and time.monotonic() - self._at >= REST * now.seconds:
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
            self._at = time.monotonic()
            self._busy = False


def draw(db: sqlite3.Connection) -> Columns:
    """Draws the columns from the tables."""
    begun = time.perf_counter()
    changes = int(db.execute("SELECT changes FROM state").fetchone()[0])
    words = {key: Words() for key in (*_WORDS, "outlet", "story", "origin", "article", "key", "name", "land", "sector", "code")}
    number, about = _articles(db, words)
    ids = Words()
    found = _fetch(db, _EVENTS, (None, None, None, ids, None, None, None, None, None, float, float, float, *(words[key] for key in _WORDS)))
    rowid, n, start, id, day, day_end, killed, tolls, rejected, doubt, lat, lon = found[:12]
    home = number[n]
    order = np.lexsort((_ranks(ids)[id], start, about["article"][home]))
    codes = {key: _small(found[12 + i][order]) for i, key in enumerate(_WORDS)}
    home = home[order]
    codes |= {key: about[key][home] for key in ("article", "outlet", "story", "origin")}
    parties = _parties(db, words, ids, np.stack([n[order], id[order]]))
    return Columns(
        changes=changes,
        words=words,
        codes=codes,
        parties=parties,
        labels=_names(words, parties),
        rowid=rowid[order],
        article=n[order],
        published=about["day"][home],
        day=_small(day[order]),
        day_end=_small(day_end[order]),
        killed=_small(killed[order]),
        tolls=tolls[order].astype(bool),
        rejected=rejected[order].astype(bool),
        doubt=doubt[order],
        lat=lat[order],
        lon=lon[order],
        origins=_origins(db, words["happening"])[codes["happening"]],
        seconds=time.perf_counter() - begun,
    )


def _small(values: NDArray[Any]) -> Codes:
    return values.astype(np.int32)


def _fetch(db: sqlite3.Connection, sql: str, kinds: Sequence[Words | type[float] | None]) -> list[NDArray[Any]]:
    """The columns of a query: numbers as they are (float where a number may be missing), values by their number in a Words."""
    parts: list[list[NDArray[Any]]] = [[] for _ in kinds]
    for chunk in _chunks(db, sql):
        for part, kind, values in zip(parts, kinds, zip(*chunk, strict=True), strict=True):
            if isinstance(kind, Words):
                part.append(np.fromiter(map(kind.__getitem__, values), np.int64, len(values)))
            else:
                part.append(np.array(values, float if kind else np.int64))
    return [
        np.concatenate(part) if part else np.empty(0, float if kind is float else np.int64) for part, kind in zip(parts, kinds, strict=True)
    ]


def _chunks(db: sqlite3.Connection, sql: str) -> Iterator[list[Any]]:
    rows = db.execute(sql)
    rows.row_factory = None
    while chunk := rows.fetchmany(_CHUNK):
        yield chunk


def _ranks(words: Iterable[str | None]) -> Codes:
    """The place of each number's value in the order of the alphabet, nothing first."""
    values = list(words)
    out = np.empty(len(values), np.int32)
    out[sorted(range(len(values)), key=lambda n: values[n] or "")] = np.arange(len(values))
    return out


def _articles(db: sqlite3.Connection, words: Mapping[str, Words]) -> tuple[Codes, dict[str, Codes]]:
    """For each article's number its place in the order of ids, and by that place what events take over from it."""
    keys = ("article", "outlet", "story", "origin")
    found = _fetch(
        db,
        f"SELECT n, coalesce(day, {NONE}), id, coalesce(outlet, agency), story, origin FROM articles ORDER BY id",
        (None, None, *(words[key] for key in keys)),
    )
    number = np.full(int(found[0].max(initial=0)) + 1, -1, np.int32)
    number[found[0]] = np.arange(len(found[0]))
    return number, {key: _small(values) for key, values in zip(("day", *keys), found[1:], strict=True)}


def _parties(db: sqlite3.Connection, words: Mapping[str, Words], ids: Words, events: NDArray[np.int64]) -> dict[str, Codes]:
    """The parties of events; `key_once` and `code_once` with `key_event` and `code_event` name each key and code once an event."""
    columns = (words["key"], words["name"], words["land"], words["sector"])
    article, id, key, name, land, sector = _fetch(db, _PARTIES, (None, ids, *columns))
    width = len(ids) + 1
    keyed = events[0] * width + events[1]
    order = np.argsort(keyed, kind="stable")
    event = order[np.searchsorted(keyed[order], article * width + id)] if len(article) else article
    lands, sectors = list(words["land"]), list(words["sector"])
    table = np.array([[words["code"][f"{a}~{b}" if a and b else None] for b in sectors] for a in lands]).reshape(len(lands), len(sectors))
    code = table[land, sector]
    out = {"event": event, "key": key, "name": name, "land": land, "sector": sector}
    for column, values in (("key", key), ("code", code)):
        once = np.unique(np.stack([event, values]), axis=1) if len(event) else np.empty((2, 0), int)
        out |= {f"{column}_event": once[0], f"{column}_once": once[1]}
    return {column: _small(values) for column, values in out.items()}


def _names(words: Mapping[str, Words], parties: Mapping[str, Codes]) -> dict[str, str]:
    """The commonest name of each key, of equals the first in the alphabet."""
    width = len(words["name"]) + 1
    pairs, counts = np.unique(parties["key"].astype(np.int64) * width + parties["name"], return_counts=True)
    order = np.lexsort((_ranks(words["name"])[pairs % width], -counts, pairs // width)) if len(pairs) else pairs
    keys, first = np.unique(pairs[order] // width, return_index=True)
    values, named = list(words["key"]), list(words["name"])
    chosen = zip(keys.tolist(), (pairs[order][first] % width).tolist(), strict=True)
    return {key: named[name] or key for n, name in chosen if (key := values[n])}


def _origins(db: sqlite3.Connection, happenings: Words) -> Codes:
    """Independent origins by the number of a happening; 0 where an event is not woven in yet."""
    out = np.zeros(len(happenings), np.int32)
    for chunk in _chunks(db, "SELECT id, origins FROM happenings"):
        for id, origins in chunk:
            if id in happenings:
                out[happenings[id]] = origins
    return out
