"""Actors of all articles as columns: who is in most articles is then a count of small integers. Part of `columns.Columns`.

The answers are those of `items.actors`, which reads the tables; tests hold the two together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dateline.store.query import AskedActor, Query
from dateline.store.rows import ActorRow
from dateline.store.where import OF_WHAT_IS_IN_THEM, day_number

if TYPE_CHECKING:
    from dateline.store.columns import Columns

Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]
#: Keys that ask for articles, whatever is in them.
_OF_ARTICLES = ("text", "outlet", "story", "origin", "article")


@dataclass(frozen=True, slots=True)
class Cast:
    """Actors of single articles, those that are one across articles together (`group`), of these by article. `article` is the place of
    an article in the order of ids; `ranks` give the place of a number's value in the order of the alphabet."""

    article: Codes
    group: Codes
    key: Codes
    name: Codes
    kind: Codes
    land: Codes
    sector: Codes
    mentions: Codes
    events: Codes
    ranks: dict[str, Codes]

    @property
    def arrays(self) -> list[Codes]:
        """All columns."""
        own = (self.article, self.group, self.key, self.name, self.kind, self.land, self.sector, self.mentions, self.events)
        return [*own, *self.ranks.values()]


def grouped(key: Codes, none: int, name: Codes, rest: Sequence[Codes]) -> NDArray[np.int64]:
    """Numbers of those who are one: the same key, or without one (`none`) the same name, and the same in all of `rest`."""
    who = np.where(key == none, -name.astype(np.int64) - 1, key)
    for one in rest:
        _, who = np.unique(who * (int(one.max(initial=0)) + 1) + one, return_inverse=True)
    return who.astype(np.int64)


def page(db: sqlite3.Connection, columns: Columns, query: Query, *, limit: int, offset: int) -> list[ActorRow]:
    """Actors across articles, those in most articles first."""
    picked = _picked(db, columns, query)
    limit, offset = max(0, limit), max(0, offset)
    if picked is None:
        rows, group = None, columns.cast.group
        order = columns.once("cast", lambda: _order(columns.cast, np.arange(len(group)), None))
    else:
        rows = np.flatnonzero(picked)
        group = columns.cast.group[rows]
        order = _order(columns.cast, rows, offset + limit)
    asked = order[offset : offset + limit].astype(group.dtype)
    spans = zip(np.searchsorted(group, asked).tolist(), np.searchsorted(group, asked, side="right").tolist(), strict=True)
    return [_row(columns, np.arange(a, b) if rows is None else rows[a:b]) for a, b in spans]


def matching(columns: Columns, values: Sequence[str]) -> Mask:
    """Which actors go by any of the names, keys and codes."""
    cast, words = columns.cast, columns.words
    found = np.zeros(len(cast.group), bool)
    asked = [AskedActor.read(value) for value in values]
    for one in asked:
        if one.country or one.sector:
            coded = np.ones(len(found), bool)
            for codes, key, value in ((cast.land, "land", one.country), (cast.sector, "sector", one.sector)):
                if value:
                    coded &= codes == words[key].get(value, -1)
            found |= coded
        if one.key:
            found |= cast.key == words["key"].get(one.key, -1)
    plain = [one.name for one in asked if one.name]
    if plain:
        found |= columns.named("name", plain)[cast.name]
    return found


def _picked(db: sqlite3.Connection, columns: Columns, query: Query) -> Mask | None:
    """Which actors are as asked, None where all are."""
    cast, inner = columns.cast, query.without("actor")
    masks: list[Mask] = [matching(columns, query.actor)] if query.actor else []
    if inner.asks & OF_WHAT_IS_IN_THEM:
        party = np.zeros(len(cast.group), bool)
        events = columns.mask(db, inner.without(*_OF_ARTICLES))
        party[columns.parties["actor"][events[columns.parties["event"]]]] = True
        masks.append(party)
        inner = inner.without("from", "to")
    homes = columns.homes(db, inner)
    masks += [homes[cast.article]] if homes is not None else []
    found: Mask | None = np.logical_and.reduce(masks) if masks else None
    return found


def _order(cast: Cast, rows: NDArray[np.int64], most: int | None) -> NDArray[np.int64]:
    """Groups by the number of their articles; of `most` and more at least so many."""
    if not len(rows):
        return np.empty(0, np.int64)
    group, article = cast.group[rows], cast.article[rows]
    begins = np.flatnonzero(np.diff(group, prepend=-1))
    fresh = (np.diff(group, prepend=-1) != 0) | (np.diff(article, prepend=-1) != 0)
    counts = np.add.reduceat(fresh.astype(np.int64), begins)
    names = np.minimum.reduceat(cast.ranks["name"][cast.name[rows]], begins)
    if most is not None and most < len(counts):
        kept = np.flatnonzero(counts >= np.partition(counts, len(counts) - most)[len(counts) - most])
        begins, counts, names = begins[kept], counts[kept], names[kept]
    first = rows[begins]
    rest = [cast.ranks[name][getattr(cast, name)[first]] for name in ("sector", "land", "key", "kind")]
    found: NDArray[np.int64] = group[begins][np.lexsort((*rest, names, -counts))].astype(np.int64)
    return found


def _row(columns: Columns, rows: NDArray[np.int64]) -> ActorRow:
    cast = columns.cast
    one = rows[0]
    values: list[Any] = [min(columns.values("name")[n] or "" for n in np.unique(cast.name[rows]).tolist())]
    for key, codes in (("actor_kind", cast.kind), ("key", cast.key), ("land", cast.land), ("sector", cast.sector)):
        values.append(columns.values(key)[int(codes[one])])
    values += [len(np.unique(cast.article[rows])), int(cast.mentions[rows].sum()), int(cast.events[rows].sum())]
    return ActorRow(*values)


def counted(columns: Columns, key: str) -> tuple[int, int]:
    """In how many articles the actor with a key is, and how often it is named there."""
    rows = np.flatnonzero(columns.cast.key == columns.words["key"].get(key, -1))
    return len(np.unique(columns.cast.article[rows])), int(columns.cast.mentions[rows].sum())


def published(day: Codes, query: Query, none: int) -> Mask | None:
    """Which articles were published on the days asked for, None where none are."""
    masks: list[Mask] = [day != none] if query.from_ or query.to else []
    masks += [day >= day_number(query.from_)] if query.from_ else []
    masks += [day <= day_number(query.to)] if query.to else []
    found: Mask | None = np.logical_and.reduce(masks) if masks else None
    return found
