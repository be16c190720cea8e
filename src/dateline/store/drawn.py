"""Draws the columns of a store and keeps them fresh: one snapshot a process, drawn anew when the store has changed."""

from __future__ import annotations

import os
import pickle
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.errors import StoreError
from dateline.store.cast import Cast, grouped
from dateline.store.columns import NONE, Codes, Columns, States, Words
from dateline.store.database import Database
from dateline.store.query import OWN

#: Rows fetched at once.
_CHUNK = 20_000
_WORDS = ("type", "mode", "country", "place", "status", "voice", "happening", "precision")
_ARTICLES = ("article", "outlet", "story", "origin")
_OF_ACTORS = ("key", "name", "actor_kind", "land", "sector")
_EVENTS = f"""SELECT e.rowid, e.article, e.start, e.id, coalesce(e.day, {NONE}), coalesce(e.day_end, e.day, {NONE}),
 coalesce(e.killed_low, -1), e.tolls <> '[]', e.rejected, e.doubt,
 iif(e.kind IS 'country', NULL, e.lat), iif(e.kind IS 'country', NULL, e.lon),
 e.type, e.mode, e.country, e.place, e.status, iif(e.statement IS NULL, '{OWN}', e.voice), e.happening, e.kind FROM events e"""
_ACTORS = "SELECT article, id, mentions, key, name, kind, country, sector FROM actors"
_STATES = f"SELECT rowid, article, start, id, coalesce(day, {NONE}), rejected, doubt FROM conditions"
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
            with suppress(StoreError):  # the store may be closed meanwhile
                self._columns = apart(self._store.path) or self._here()
        finally:
            self._at = time.monotonic()
            self._busy = False

    def _here(self) -> Columns:
        with self._store.reading() as db:
            return draw(db)


def apart(path: Path) -> Columns | None:
    """The columns drawn by a process of its own, so that readers need not share this one's time with it; None where that failed."""
    command = "import sys; from dateline.store.drawn import hand_over; hand_over(sys.argv[1])"
    call = [sys.executable, "-P", "-c", command, str(path)]
    parts: dict[str, Any] = {}
    try:
        with subprocess.Popen(call, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
            assert child.stdout is not None
            with suppress(EOFError):
                while True:  # part by part, so that other threads have their turn between them
                    name, key, value = pickle.load(child.stdout)
                    if key is None:
                        parts[name] = value
                    else:
                        parts.setdefault(name, {})[key] = value
        return Columns(**parts) if child.returncode == 0 else None
    except (OSError, pickle.UnpicklingError):
        return None


def hand_over(path: str) -> None:
    """Draws the columns of a store and writes them to standard output, part by part. What others do on this machine goes first."""
    if hasattr(os, "nice"):
        os.nice(10)
    store = Database(Path(path), readonly=True)
    with store.reading() as db:
        columns = draw(db)
    columns.prepare()
    out = sys.stdout.buffer
    for one in fields(columns):
        if one.name not in ("asked", "answers", "lock", "making", "folds", "lists"):
            value = getattr(columns, one.name)
            for part in value.items() if isinstance(value, dict) else [(None, value)]:
                pickle.dump((one.name, *part), out, protocol=5)
    out.flush()
    store.close()


def draw(db: sqlite3.Connection) -> Columns:
    """Draws the columns from the tables."""
    begun = time.perf_counter()
    changes = int(db.execute("SELECT changes FROM state").fetchone()[0])
    words = {
        key: Words() for key in (*_WORDS, "outlet", "story", "origin", "article", "key", "name", "actor_kind", "land", "sector", "code")
    }
    number, home = _articles(db, words)
    ids = Words()
    found = _fetch(db, _EVENTS, (None, None, None, ids, None, None, None, None, None, float, float, float, *(words[key] for key in _WORDS)))
    rowid, n, start, id, day, day_end, killed, tolls, rejected, doubt, lat, lon = found[:12]
    order = np.lexsort((_ranks(ids)[id], start, number[n]))
    codes = {key: _small(found[12 + i][order]) for i, key in enumerate(_WORDS)}
    at = number[n][order]
    codes |= {key: home[key][at] for key in _ARTICLES}
    cast, parties = _cast(db, words, ids, number, np.stack([n[order], id[order]]))
    return Columns(
        changes=changes,
        words=words,
        codes=codes,
        parties=parties,
        labels=_labels(words, cast, parties),
        home=home,
        cast=cast,
        states=_states(db, ids, number, home["day"]),
        rowid=rowid[order],
        at=at,
        published=home["day"][at],
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


def _articles(db: sqlite3.Connection, words: Mapping[str, Words]) -> tuple[Codes, dict[str, NDArray[Any]]]:
    """For each article's number its place in the order of ids, and the columns of articles in that order."""
    found = _fetch(
        db,
        f"SELECT n, coalesce(day, {NONE}), id, coalesce(outlet, agency), story, origin FROM articles ORDER BY id",
        (None, None, *(words[key] for key in _ARTICLES)),
    )
    number = np.full(int(found[0].max(initial=0)) + 1, -1, np.int32)
    number[found[0]] = np.arange(len(found[0]))
    return number, {"n": found[0], **{key: _small(values) for key, values in zip(("day", *_ARTICLES), found[1:], strict=True)}}


def _states(db: sqlite3.Connection, ids: Words, number: Codes, published: Codes) -> States:
    rowid, n, start, id, day, rejected, doubt = _fetch(db, _STATES, (None, None, None, ids, None, None, float))
    order = np.lexsort((_ranks(ids)[id], start, number[n]))
    return States(rowid[order], published[number[n][order]], _small(day[order]), rejected[order].astype(bool), doubt[order])


def _cast(
    db: sqlite3.Connection, words: Mapping[str, Words], ids: Words, number: Codes, events: NDArray[np.int64]
) -> tuple[Cast, dict[str, Codes]]:
    """Actors, and the parties of events among them; `key_once` and `code_once` with `key_event` and `code_event` name each key and code
    once an event."""
    n, id, mentions, *rest = _fetch(db, _ACTORS, (None, ids, None, *(words[key] for key in _OF_ACTORS)))
    article, event_id, actor_id = _fetch(db, "SELECT article, event, actor FROM parties", (None, ids, ids))
    width = len(ids) + 1
    key, name, kind, land, sector = map(_small, rest)
    group = grouped(key, words["key"].get(None, -1), name, (kind, land, sector))
    order = np.lexsort((number[n], group))
    event = _found(events[0] * width + events[1], article * width + event_id)
    actor = _found(n[order] * width + id[order], article * width + actor_id)
    event, actor = event[actor >= 0], actor[actor >= 0]
    acts = np.bincount(np.unique(actor * max(1, events.shape[1]) + event) // max(1, events.shape[1]), minlength=len(n))
    ranks = {key.removeprefix("actor_"): _ranks(words[key]) for key in _OF_ACTORS}
    columns: list[Any] = [_small(one[order]) for one in (number[n], group, key, name, kind, land, sector, mentions)]
    columns += [_small(acts), ranks]
    cast = Cast(*columns)
    return cast, {column: _small(values) for column, values in _parties(words, cast, event, actor).items()}


def _found(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of each wanted key, -1 where it is none."""
    if not len(keys):
        return np.full(len(wanted), -1, np.int64)
    order = np.argsort(keys, kind="stable")
    at = order[np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)]
    return np.where(keys[at] == wanted, at, -1)


def _parties(words: Mapping[str, Words], cast: Cast, event: NDArray[np.int64], actor: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    lands, sectors = list(words["land"]), list(words["sector"])
    table = np.array([[words["code"][f"{a}~{b}" if a and b else None] for b in sectors] for a in lands]).reshape(len(lands), len(sectors))
    out = {"event": event, "actor": actor}
    for column, values in (("key", cast.key[actor]), ("code", table[cast.land[actor], cast.sector[actor]])):
        width = int(values.max(initial=0)) + 1
        once = np.unique(event * width + values)
        out |= {f"{column}_event": once // width, f"{column}_once": once % width}
    return out


def _labels(words: Mapping[str, Words], cast: Cast, parties: Mapping[str, Codes]) -> dict[str, str]:
    """The commonest name of each key among parties, of equals the first in the alphabet."""
    key, name = cast.key[parties["actor"]].astype(np.int64), cast.name[parties["actor"]]
    width = len(words["name"]) + 1
    pairs, counts = np.unique(key * width + name, return_counts=True)
    order = np.lexsort((cast.ranks["name"][pairs % width], -counts, pairs // width)) if len(pairs) else pairs
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
