"""The columns of all events that facets count by, kept in memory as small integers: a count is then a `bincount`, a filter a lookup.

One snapshot of a store. For half a million events it takes about 60 MB and some seconds to draw, and answers in milliseconds what the
tables would take a scan a facet for. The filters are those of `where`; tests hold the two together.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from dateline.store.cast import Cast, matching, published
from dateline.store.query import OWN, Query
from dateline.store.where import day_number, names
from dateline.store.words import expression, matcher
from dateline.story.words import fold

Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]
_Made = TypeVar("_Made")
#: Questions of which the masks are kept: a page asks for facets, months and rows of the same one. And answers that are kept.
_REMEMBERED, _ANSWERS = 8, 64
#: Orders of events and conditions.
SORTS = ("date", "-date", "published", "-published", "doubt", "-doubt", "article")
#: Of a day that is not known.
NONE = -(2**31)


class Words(dict[str | None, int]):
    """Numbers for values, in the order in which they are first met."""

    def __missing__(self, value: str | None) -> int:
        self[value] = number = len(self)
        return number


@dataclass(frozen=True, slots=True)
class States:
    """Conditions in the order of article id, offset and id: what their pages are sorted by."""

    rowid: NDArray[np.int64]
    published: Codes
    day: Codes
    rejected: Mask
    doubt: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Events in the order of article id, offset and id. `codes` number the values that `words` lists; `parties` are those of events by
    `event`, their place in the other columns, and `actor`, their place in `cast`. `home` are the columns of articles in the order of ids,
    `at` the place of an event's article among them.
    `changes` is the version of the store they show, `seconds` the time it took to draw them."""

    changes: int
    seconds: float
    words: Mapping[str, Words]
    codes: Mapping[str, Codes]
    parties: Mapping[str, Codes]
    rowid: NDArray[np.int64]
    at: Codes
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
    home: Mapping[str, NDArray[Any]]
    cast: Cast
    states: States
    made: dict[Hashable, Any] = field(default_factory=dict)
    answers: dict[Hashable, Any] = field(default_factory=dict)
    lists: dict[str, list[str | None]] = field(default_factory=dict)
    folds: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    asked: dict[Query, dict[str, Mask]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    making: threading.RLock = field(default_factory=threading.RLock)

    def __len__(self) -> int:
        return len(self.rowid)

    @property
    def size(self) -> int:
        """Bytes of the arrays."""
        arrays = [getattr(held, f.name) for held in (self, self.states) for f in fields(held)]
        arrays += [*self.codes.values(), *self.parties.values(), *self.home.values(), *self.cast.arrays]
        return sum(array.nbytes for array in arrays if isinstance(array, np.ndarray))

    def values(self, key: str) -> list[str | None]:
        """Values by their numbers."""
        if key not in self.lists:
            self.lists[key] = list(self.words[key])
        return self.lists[key]

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What follows from these columns alone and is asked for again and again, made once; who asks meanwhile waits."""
        if key not in self.made:
            with self.making:
                if key not in self.made:
                    self.made[key] = make()
        found: _Made = self.made[key]
        return found

    def answer(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """An answer out of these columns, made again where it was not among the latest ones."""
        with self.lock:
            if key in self.answers:
                self.answers[key] = self.answers.pop(key)  # the latest asked for come last
                found: _Made = self.answers[key]
                return found
        found = make()
        with self.lock:
            while len(self.answers) >= _ANSWERS:
                self.answers.pop(next(iter(self.answers)))
            self.answers[key] = found
        return found

    def mask(self, db: sqlite3.Connection, query: Query) -> Mask:
        """Which events a query lets through."""
        found: Mask = np.logical_and.reduce([np.ones(len(self), bool), *self.masks(db, query).values()])
        return found

    def masks(self, db: sqlite3.Connection, query: Query) -> dict[str, Mask]:
        """For each key of a query that is not left open, which events it lets through. `days` stands for from and to."""
        found = self.asked.get(query)
        if found is None:
            found = self._masks(db, query)
            with self.lock:
                while len(self.asked) >= _REMEMBERED:
                    self.asked.pop(next(iter(self.asked)))
                self.asked[query] = found
        return found

    def _masks(self, db: sqlite3.Connection, query: Query) -> dict[str, Mask]:
        out: dict[str, Mask] = {} if query.rejected else {"rejected": ~self.rejected}
        for key in ("type", "mode", "country", "status", "happening", "story", "origin", "article"):
            values = getattr(query, key)
            if values:
                out[key] = self._among(key, frozenset(values))
        for key in ("place", "outlet"):
            values = getattr(query, key)
            if values:
                out[key] = self.named(key, values)[self.codes[key]]
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
            out["text"] = self._text(db, query.text)[self.at]
        if query.kind:
            out["kind"] = np.zeros(len(self), bool)
        return out

    def page_of_states(self, sort: str, rejected: bool, limit: int, offset: int) -> list[int]:
        """Row numbers of one page of conditions."""
        order = self.once(("states", sort), lambda: ordered(self.states, sort))
        found = order if rejected else order[~self.states.rejected[order]]
        return [int(n) for n in self.states.rowid[found[max(0, offset) :][: max(0, limit)]]]

    def count_states(self, doubt: float, rejected: bool) -> int:
        """How many conditions are at least so doubtful."""
        return int(((self.states.doubt >= doubt) & (self.states.rejected <= rejected)).sum())

    def homes(self, db: sqlite3.Connection, query: Query) -> Mask | None:
        """Which articles are as asked: id, outlet, story, origin, words, day of publication; None where nothing of that is asked."""
        masks = [
            self._among(key, frozenset(values), self.home[key]) for key in ("story", "origin", "article") if (values := getattr(query, key))
        ]
        masks += [self.named("outlet", query.outlet)[self.home["outlet"]]] if query.outlet else []
        masks += [self._text(db, query.text)] if query.text is not None else []
        days = published(self.home["day"], query, NONE)
        masks += [days] if days is not None else []
        return np.logical_and.reduce(masks) if masks else None

    def articles(self, db: sqlite3.Connection, query: Query) -> int:
        """How many articles are as asked."""
        homes = self.homes(db, query)
        return len(self.home["n"]) if homes is None else int(homes.sum())

    def order(self, sort: str) -> Codes:
        """Places of all events in one of `items.SORTS`, or with the tellings of one happening together."""
        return self.once(("order", sort), lambda: self._happening() if sort == "happening" else ordered(self, sort))

    def prepare(self) -> None:
        """Makes the orders of pages before somebody asks for one."""
        for sort in (*SORTS, "happening"):
            self.order(sort)

    def _happening(self) -> Codes:
        values = self.values("happening")
        rank = np.empty(len(values), np.int64)
        rank[sorted(range(len(values)), key=lambda n: (values[n] is None, values[n]))] = np.arange(len(values))
        printed = np.where(self.published == NONE, np.iinfo(np.int64).max, self.published.astype(np.int64))
        return np.lexsort((printed, rank[self.codes["happening"]])).astype(np.int32)

    def named(self, key: str, patterns: Sequence[str]) -> Mask:
        """For each number whether its value is one of the names, in which `*` stands for any letters."""
        if key not in self.folds:
            folds: dict[str, list[int]] = {}
            for n, value in enumerate(self.words[key]):
                if value is not None:
                    folds.setdefault(fold(value), []).append(n)
            self.folds[key] = folds
        table = np.zeros(len(self.words[key]), bool)
        loose = [pattern for pattern in patterns if "*" in pattern]
        for pattern in patterns:
            table[self.folds[key].get(fold(pattern), [])] = True
        if loose:
            wanted = matcher(names(loose))
            for folded, numbers in self.folds[key].items():
                if wanted(folded):
                    table[numbers] = True
        return table

    def _among(self, key: str, values: frozenset[str], codes: Codes | None = None) -> Mask:
        table = np.zeros(len(self.words[key]), bool)
        for value in values:
            if value in self.words[key]:
                table[self.words[key][value]] = True
        return table[self.codes[key] if codes is None else codes]

    def _voices(self, values: Sequence[str]) -> Mask:
        table = self.named("voice", [value for value in values if value != OWN])
        if OWN in self.words["voice"]:
            table[self.words["voice"][OWN]] = OWN in values
        return table[self.codes["voice"]]

    def _actors(self, values: Sequence[str]) -> Mask:
        out = np.zeros(len(self), bool)
        out[self.parties["event"][matching(self, values)[self.parties["actor"]]]] = True
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
        """Which articles hold words."""
        return self.answer(("words", typed), lambda: self._holding(db, typed))

    def _holding(self, db: sqlite3.Connection, typed: str) -> Mask:
        words = expression(typed)
        match = words.whole or words.never
        if match is None:
            return np.zeros(len(self.home["n"]), bool)
        rows = db.execute("SELECT rowid FROM copy WHERE copy MATCH ?", [match])
        rows.row_factory = None
        found = np.fromiter((n for (n,) in rows), np.int64)
        holding: Mask = np.isin(self.home["n"], found)
        return holding if words.whole is not None else ~holding


def ordered(of: Columns | States, sort: str) -> Codes:
    """Places of events or states in one of `items.SORTS`; they stand in the order of articles, what is not known comes last."""
    name = sort.removeprefix("-")
    columns = {"date": of.day, "published": of.published}
    values = columns[name].astype(float) if name in columns else of.doubt if name == "doubt" else np.zeros(len(of.rowid))
    keys = np.where(values == NONE, np.inf, -values if sort.startswith("-") else values)
    return np.argsort(keys, kind="stable").astype(np.int32)
