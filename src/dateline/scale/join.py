"""Pairs of articles that share a key, found partition by partition with arrays of numbers.

Articles are known by their rank (32 bits), keys are 32-bit hashes. `HELD` is a key that an article holds, `PAIR` two articles, the one of
lower rank first, with the number of keys they share; `few` marks pairs that one shared key is enough for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

HELD = np.dtype([("key", "<u4"), ("rank", "<u4"), ("day", "<i4"), ("few", "?")])
PAIR = np.dtype([("a", "<u4"), ("b", "<u4"), ("shared", "<u4"), ("few", "?")])
Rows = NDArray[Any]
#: Most pairs that are in memory before they are counted together.
_AT_ONCE = 4_000_000


def spread(keys: Rows) -> Rows:
    """Keys mixed one to one, so that their ranges are of equal weight: winnowed fingerprints are the least of their neighbours."""
    mixed: Rows = (keys.astype(np.uint64) * np.uint64(2654435761) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return mixed


def part_of(keys: Rows, parts: int) -> Rows:
    """The partition of each mixed key."""
    found: Rows = (keys.astype(np.uint64) * np.uint64(parts) >> np.uint64(32)).astype(np.int64)
    return found


def split(rows: Rows, part: Rows, parts: int) -> Iterator[tuple[int, Rows]]:
    """The rows of each partition that has any."""
    order = np.argsort(part, kind="stable")
    ends = np.searchsorted(part[order], np.arange(parts + 1))
    for n in range(parts):
        if ends[n] < ends[n + 1]:
            yield n, rows[order[ends[n] : ends[n + 1]]]


def pairs_of_crowds(held: Rows, crowd: int) -> Rows:
    """Pairs that share a key; of the articles that hold one only the first `crowd` are held against all later ones."""
    held = held[np.lexsort((held["rank"], held["key"]))]
    starts, ends = _groups(held["key"])
    last = np.where(np.arange(len(held)) - starts < crowd, ends, 0)
    return _counted(_pairs(held, last))


def pairs_in_time(held: Rows, horizon: int, undated: int) -> Rows:
    """Pairs that share a key and are at most `horizon` days apart; what was printed on the day `undated` meets all."""
    held = held[np.lexsort((held["rank"], held["day"], held["key"]))]
    _, ends = _groups(held["key"])
    place = held["key"].astype(np.int64) * (1 << 28) + held["day"]
    last = np.searchsorted(place, held["key"].astype(np.int64) * (1 << 28) + np.minimum(held["day"] + horizon, undated), side="right")
    unknown = np.searchsorted(place, held["key"].astype(np.int64) * (1 << 28) + undated, side="left")
    last = np.where(held["day"] == undated, ends, np.minimum(last, unknown))
    first = np.where(held["day"] == undated, ends, np.maximum(unknown, np.arange(len(held)) + 1))
    return _counted(part for found in (_pairs(held, last), _pairs(held, ends, first)) for part in found)


def _groups(keys: Rows) -> tuple[Rows, Rows]:
    """Where the stretch of equal keys around each row begins and ends."""
    new = np.ones(len(keys), bool)
    new[1:] = keys[1:] != keys[:-1]
    starts = np.flatnonzero(new)
    group = np.cumsum(new) - 1
    return starts[group], np.append(starts[1:], len(keys))[group]


def _pairs(held: Rows, last: Rows, first: Rows | None = None) -> Iterator[Rows]:
    """Each row with those from `first` (the next) up to `last`, some millions at a time."""
    begin = np.arange(1, len(held) + 1) if first is None else first
    count = np.maximum(last - begin, 0)
    total = np.cumsum(count)
    at = 0
    while at < len(held):
        stop = max(at + 1, int(np.searchsorted(total, (total[at - 1] if at else 0) + _AT_ONCE, side="right")))
        some = count[at:stop]
        if amount := int(some.sum()):
            left = np.repeat(np.arange(at, stop), some)
            right = np.arange(amount) - np.repeat(np.cumsum(some) - some, some) + np.repeat(begin[at:stop], some)
            yield _made(held[left], held[right])
        at = stop


def _made(left: Rows, right: Rows) -> Rows:
    out = np.empty(len(left), PAIR)
    out["a"] = np.minimum(left["rank"], right["rank"])
    out["b"] = np.maximum(left["rank"], right["rank"])
    out["shared"], out["few"] = 1, left["few"] | right["few"]
    return out


def _counted(parts: Iterable[Rows]) -> Rows:
    """Each pair once with the sum of what it shares; sorted. Counts as they come, so that memory grows with pairs, not with keys."""
    waiting: list[Rows] = []
    size = 0
    done = np.empty(0, PAIR)
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size > max(_AT_ONCE, len(done)):
            done, waiting, size = together([done, *waiting]), [], 0
    return together([done, *waiting])


def together(parts: list[Rows]) -> Rows:
    """Rows of pairs as one, each pair once with the sum of what it shares; sorted."""
    rows = np.concatenate(parts)
    key = rows["a"].astype(np.uint64) << np.uint64(32) | rows["b"]
    _, at, place = np.unique(key, return_index=True, return_inverse=True)
    out = rows[at]
    out["shared"] = np.bincount(place, rows["shared"], len(at)).astype(np.uint32)
    return out


class Union:
    """Union-find over ranks; the root of a group is its least member."""

    def __init__(self, count: int) -> None:
        self.parent = np.arange(count, dtype=np.uint32)

    def root(self, n: int) -> int:
        """The least member of the group of `n`."""
        parent = self.parent
        while (above := int(parent[n])) != n:
            parent[n] = parent[above]
            n = int(parent[n])
        return n

    def join(self, pairs: Rows) -> None:
        """Joins the groups of each pair."""
        for a, b in zip(pairs["a"].tolist(), pairs["b"].tolist(), strict=True):
            first, second = self.root(a), self.root(b)
            if first != second:
                self.parent[max(first, second)] = min(first, second)

    def roots(self) -> Rows:
        """The root of every rank."""
        parent = self.parent
        while not np.array_equal(above := parent[parent], parent):
            parent = above
        return parent


def forest(pairs: Rows) -> Rows:
    """So many of the pairs as tie together what all of them do."""
    names, place = np.unique(np.concatenate([pairs["a"], pairs["b"]]), return_inverse=True)
    union = Union(len(names))
    kept = np.zeros(len(pairs), bool)
    for n, (a, b) in enumerate(zip(place[: len(pairs)].tolist(), place[len(pairs) :].tolist(), strict=True)):
        first, second = union.root(a), union.root(b)
        if first != second:
            union.parent[max(first, second)] = min(first, second)
            kept[n] = True
    return pairs[kept]
