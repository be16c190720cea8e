"""Facets, months and pages of events, counted in the columns of a store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce

import msgspec
import numpy as np
from numpy.typing import NDArray

from dateline.store.columns import NONE, Codes, Columns, Mask
from dateline.store.query import OWN, Query, country_names
from dateline.store.rows import Count

#: Facets in the order in which they are shown, and the key of a query that each goes without.
FACETS = {
    "type": "type",
    "country": "country",
    "actor": "actor",
    "code": "actor",
    "status": "status",
    "voice": "voice",
    "outlet": "outlet",
    "story": "story",
    "origins": "min_origins",
}
#: Steps of the facet `origins`: told by at least so many independent origins.
STEPS = (2, 3, 5, 10, 20)


def both(masks: Iterable[Mask], length: int) -> Mask:
    """What all masks let through."""
    return reduce(np.logical_and, masks, np.ones(length, bool))


def facets(db: sqlite3.Connection, columns: Columns, query: Query, most: int) -> dict[str, list[Count]]:
    """Every facet without regard to its own key, its commonest values first, equals by the alphabet."""
    masks = columns.masks(db, query)
    every = both(masks.values(), len(columns))
    out: dict[str, list[Count]] = {}
    for facet, key in FACETS.items():
        mask = both((held for name, held in masks.items() if name != key), len(columns)) if key in masks else every
        if facet == "origins":
            out[facet] = _steps(columns, mask, query.min_origins)
        else:
            counts = _counts(columns, facet, mask)
            out[facet] = _labelled(db, columns, facet, _top(columns, facet, counts, most, _asked(query, key)))
    return out


def months(db: sqlite3.Connection, columns: Columns, query: Query) -> list[tuple[str, int]]:
    """Events by the month they began in, without regard to days asked for."""
    masks = columns.masks(db, query)
    day = columns.day[both((mask for name, mask in masks.items() if name != "days"), len(columns))]
    month = day[day != NONE].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    if not len(month):
        return []
    first = int(month.min())
    counts = np.bincount(month - first)
    return [(str(np.datetime64(first + n, "M")), int(counts[n])) for n in np.flatnonzero(counts).tolist()]


def page(db: sqlite3.Connection, columns: Columns, query: Query, *, sort: str, limit: int, offset: int) -> list[int]:
    """Row numbers of one page of events."""
    mask = columns.mask(db, query)
    order = columns.order(sort)
    found = order[mask[order]][max(0, offset) :][: max(0, limit)]
    return [int(n) for n in columns.rowid[found]]


def batches(db: sqlite3.Connection, columns: Columns, query: Query, *, sort: str, size: int = 200) -> Iterator[list[int]]:
    """Row numbers of all events, so many at once."""
    mask = columns.mask(db, query)
    order = columns.order(sort)
    found = columns.rowid[order[mask[order]]]
    return (found[n : n + size].tolist() for n in range(0, len(found), size))


def count(db: sqlite3.Connection, columns: Columns, query: Query) -> int:
    """How many events are as asked."""
    return int(columns.mask(db, query).sum())


def _counts(columns: Columns, facet: str, mask: Mask) -> NDArray[np.int64]:
    """Events by the number of their value."""
    size = len(columns.words["key" if facet == "actor" else facet])
    if facet not in ("actor", "code"):
        return np.bincount(columns.codes[facet][mask], minlength=size)
    name = "key" if facet == "actor" else "code"
    return np.bincount(columns.parties[f"{name}_once"][mask[columns.parties[f"{name}_event"]]], minlength=size)


def _top(columns: Columns, facet: str, counts: NDArray[np.int64], most: int, asked: Sequence[str]) -> list[tuple[str, int]]:
    """The commonest values, and those asked for."""
    words = columns.words["key" if facet == "actor" else facet]
    if None in words:
        counts[words[None]] = 0
    least = np.partition(counts, len(counts) - most)[len(counts) - most] if len(counts) > most else 1
    values = columns.values("key" if facet == "actor" else facet)
    found = [(values[n] or "", int(counts[n])) for n in np.flatnonzero(counts >= max(1, int(least))).tolist()]
    found.sort(key=lambda one: (-one[1], one[0]))
    kept = found[:most]
    met = {value for value, _ in kept}
    kept += [(value, int(counts[words[value]])) for value in asked if value in words and value not in met]
    return [(f"={value}" if facet == "actor" and "/" not in value else value, n) for value, n in kept]


def _asked(query: Query, key: str) -> list[str]:
    values: tuple[str, ...] = getattr(query, key)
    return [value.removeprefix("=") for value in values] if key == "actor" else list(values)


def _steps(columns: Columns, mask: Mask, asked: int | None) -> list[Count]:
    origins: Codes = columns.origins[mask]
    steps = sorted({*STEPS, *([asked] if asked and asked > 1 else [])})
    counts = [(step, int((origins >= step).sum())) for step in steps]
    return [Count(str(step), n, f"{step} or more") for step, n in counts if n or step == asked]


def _labelled(db: sqlite3.Connection, columns: Columns, facet: str, found: Sequence[tuple[str, int]]) -> list[Count]:
    labels = _labels(db, columns, facet, [value for value, _ in found])
    return [Count(value, n, labels.get(value, value)) for value, n in found]


def _labels(db: sqlite3.Connection, columns: Columns, facet: str, values: Sequence[str]) -> Mapping[str, str]:
    if facet == "country":
        return country_names()
    if facet == "voice":
        return {OWN: "the paper's own voice"}
    if facet == "code":
        return {value: value.replace("~", " ") for value in values}
    if facet == "story":
        wanted = msgspec.json.encode(values).decode()
        rows = db.execute("SELECT id, headline FROM stories WHERE id IN (SELECT value FROM json_each(?))", [wanted])
        return dict(rows.fetchall())
    return {value: columns.labels[value.removeprefix("=")] for value in values} if facet == "actor" else {}
