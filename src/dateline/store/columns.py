"""The columns of all events that facets count by, kept in memory as small integers: a count is then a `bincount`, a filter a lookup.

One snapshot of a store. For half a million events it takes about 60 MB and some seconds to draw, and answers in milliseconds what the
tables would take a scan a facet for. The filters are those of `where`; tests hold the two together.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.store.query import OWN, AskedActor, Query
from dateline.store.where import day_number, names
from dateline.store.words import expression, matcher

Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]
#: Rows fetched at once.
_CHUNK = 20_000
#: Of a day that is not known.
NONE = -(2**31)
_WORDS = ("type", "mode", "country", "place", "status", "voice", "happening")
_EVENTS = f"""SELECT e.rowid, e.article, e.start, e.id, coalesce(e.day, {NONE}), coalesce(e.day_end, e.day, {NONE}),
 coalesce(e.killed_low, -1), e.tolls <> '[]', e.rejected, e.doubt,
 iif(e.kind IS 'country', NULL, e.lat), iif(e.kind IS 'country', NULL, e.lon),
 e.type, e.mode, e.country, e.place, e.status, iif(e.statement IS NULL, '{OWN}', e.voice), e.happening FROM events e"""
_PARTIES = """SELECT p.article, p.event, x.key, x.name, x.country, x.sector
 FROM parties p JOIN actors x ON x.article = p.article AND x.id = p.actor"""


class Words(dict[str | None, int]):
    """Numbers for values, in the order in which they are first met."""

    def __missing__(self, value: str | None) -> int:
        self[value] = number = len(self)
        return number

    def table(self, wanted: Callable[[str | None], bool]) -> Mask:
        """For each number whether its value is wanted."""
        return np.fromiter((wanted(value) for value in self), bool, len(self))


@dataclass(frozen=True, slots=True)
class Columns:
    """Events in the order of article id, offset and id. `codes` number the values that `words` lists; `parties` are those of events by
    `event`, their place in the other columns. `changes` is the version of the store they show, `seconds` the time it took to draw them."""

    changes: int
    seconds: float
    words: Mapping[str, Words]
    codes: Mapping[str, Codes]
    parties: Mapping[str, Codes]
    rowid: NDArray[np.int64]
    article: NDArray[np.int64]
    published: Codes
    day: Codes
    day_end: Codes
    killed: Codes
    tolls: Mask
    rejected: Mask
    doubt: NDArray[np.float64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    origins: Codes
    labels: Mapping[str, str]
    orders: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    lists: dict[str, list[str | None]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rowid)

    def values(self, key: str) -> list[str | None]:
        """Values by their numbers."""
        if key not in self.lists:
            self.lists[key] = list(self.words[key])
        return self.lists[key]

    def masks(self, db: sqlite3.Connection, query: Query) -> dict[str, Mask]:
        """For each key of a query that is not left open, which events it lets through. `days` stands for from and to."""
        out: dict[str, Mask] = {} if query.rejected else {"rejected": ~self.rejected}
        for key in ("type", "mode", "country", "status", "happening", "story", "origin", "article"):
            values = getattr(query, key)
            if values:
                out[key] = self._among(key, frozenset(values))
        for key in ("place", "outlet"):
            values = getattr(query, key)
            if values:
                out[key] = self._where(key, matcher(names(values)))
        if query.voice:
            out["voice"] = self._voices(query.voice)
        if query.actor:
            out["actor"] = self._actors(query.actor)
        if query.from_ or query.to:
            out["days"] = self._days(query)
        if query.min_origins is not None and query.min_origins > 1:
            out["min_origins"] = self.origins >= query.min_origins
        if query.casualties is not None:
            out["casualties"] = self.killed >= query.casualties if query.casualties else self.tolls
        if query.doubt is not None:
            out["doubt"] = self.doubt >= query.doubt
        if query.box:
            out["box"] = self._box(*query.box)
        if query.text is not None:
            out["text"] = self._text(db, query.text)
        if query.kind:
            out["kind"] = np.zeros(len(self), bool)
        return out

    def order(self, sort: str) -> NDArray[np.int64]:
        """Places of all events in one of `items.SORTS`, made once."""
        if sort not in self.orders:
            name = sort.removeprefix("-")
            columns = {"date": self.day, "published": self.published}
            values = columns[name].astype(float) if name in columns else self.doubt if name == "doubt" else np.zeros(len(self))
            keys = np.where(values == NONE, np.inf, -values if sort.startswith("-") else values)
            self.orders[sort] = np.argsort(keys, kind="stable")
        return self.orders[sort]

    def _where(self, key: str, wanted: Callable[[str | None], bool]) -> Mask:
        return self.words[key].table(wanted)[self.codes[key]]

    def _among(self, key: str, values: frozenset[str]) -> Mask:
        table = np.zeros(len(self.words[key]), bool)
        for value in values:
            if value in self.words[key]:
                table[self.words[key][value]] = True
        return table[self.codes[key]]

    def _voices(self, values: Sequence[str]) -> Mask:
        named = matcher(names([value for value in values if value != OWN]))
        return self._where("voice", lambda voice: OWN in values if voice == OWN else named(voice))

    def _actors(self, values: Sequence[str]) -> Mask:
        found = np.zeros(len(self.parties["event"]), bool)
        for one in map(AskedActor.read, values):
            if one.country or one.sector:
                coded = np.ones(len(found), bool)
                for key, value in (("land", one.country), ("sector", one.sector)):
                    if value:
                        coded &= self.parties[key] == self.words[key].get(value, -1)
                found |= coded
            if one.key:
                found |= self.parties["key"] == self.words["key"].get(one.key, -1)
        plain = [one.name for one in map(AskedActor.read, values) if one.name]
        if plain:
            found |= self.words["name"].table(matcher(names(plain)))[self.parties["name"]]
        out = np.zeros(len(self), bool)
        out[self.parties["event"][found]] = True
        return out

    def _days(self, query: Query) -> Mask:
        out: Mask = self.day != NONE
        if query.from_:
            out &= self.day_end >= day_number(query.from_)
        if query.to:
            out &= self.day <= day_number(query.to)
        return out

    def _box(self, west: float, south: float, east: float, north: float) -> Mask:
        inside = (self.lon >= west) & (self.lon <= east) if west <= east else (self.lon >= west) | (self.lon <= east)
        found: Mask = inside & (self.lat >= south) & (self.lat <= north)
        return found

    def _text(self, db: sqlite3.Connection, typed: str) -> Mask:
        words = expression(typed)
        match = words.whole or words.never
        if match is None:
            return np.zeros(len(self), bool)
        rows = db.execute("SELECT rowid FROM copy WHERE copy MATCH ?", [match])
        found = np.fromiter((n for (n,) in rows), np.int64)
        holding: Mask = np.isin(self.article, found)
        return holding if words.whole is not None else ~holding


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
