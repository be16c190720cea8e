"""Counts for timeline and map, from the columns of a store: half a million events in some milliseconds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.show.web import labels
from dateline.show.web.strips import OTHERS
from dateline.store import Store
from dateline.store.columns import NONE, Columns, Mask
from dateline.store.query import Query

#: Most stretches of days that one lane is cut into.
BUCKETS = 110
#: Longest stretch, in days, for which an event still counts on its first day.
BROAD = 40
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The events that a filter lets through, over the columns of a store."""

    columns: Columns
    mask: Mask

    @property
    def n(self) -> int:
        """How many."""
        return int(self.mask.sum())

    def printed(self) -> NDArray[np.int64]:
        """Days of publication, as days since 1970, each once, in order."""
        days = self.columns.published[self.mask].astype(np.int64)
        days = days[days != NONE]
        if not len(days):
            return np.empty(0, np.int64)
        first = int(days.min())
        known: NDArray[np.int64] = np.flatnonzero(np.bincount(days - first)) + first
        return known

    def until(self, as_of: date | None) -> Asked:
        """Those printed by a day."""
        if as_of is None:
            return self
        day = number(as_of)
        return Asked(self.columns, self.mask & (self.columns.published <= day))


def asked(store: Store, query: Query) -> Asked:
    """The events of a query."""
    columns = store.columns()
    with store.asking(limited=True) as db:
        return Asked(columns, columns.mask(db, query))


def number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(days: int) -> date:
    """The day so many days after 1970-01-01, kept within the calendar."""
    return EPOCH + timedelta(days=min(max(int(days), -719162), 2932896))


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: `value` is what the filter's key takes, empty where none is stated; counts of all and of joining events by bucket."""

    value: str
    name: str
    n: int
    counts: NDArray[np.int64]
    joins: NDArray[np.int64]


def buckets(first: date, last: date) -> list[tuple[date, date]]:
    """The days from first to last in at most BUCKETS days, weeks (from Monday), months, quarters or years."""
    days = (last - first).days + 1
    if days <= BUCKETS:
        return [(day, day) for day in (first + timedelta(days=n) for n in range(days))]
    if days <= 7 * BUCKETS:
        monday = max(date.min + timedelta(days=7), first) - timedelta(days=first.weekday())
        starts = [monday + timedelta(days=7 * n) for n in range((last - monday).days // 7 + 1)]
        return [(start, start + timedelta(days=6)) for start in starts]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((n for n in (1, 3, 12) if months / n <= BUCKETS), 12 * math.ceil(months / 12 / BUCKETS))
    begin = (first.year * 12 + first.month - 1) // step * step
    begin = max(begin, 12)
    firsts = [_month(n) for n in range(begin, last.year * 12 + last.month + step, step)]
    return [(a, b - timedelta(days=1)) for a, b in pairwise(firsts)] or [(first, last)]


def _month(n: int) -> date:
    return date(min(n // 12, 9999), n % 12 + 1, 1) if n // 12 <= 9999 else date.max


def bounds(found: Asked) -> tuple[date, date] | None:
    """The days between which nearly all dated events lie: the outermost half per cent are left to zooming out."""
    day = found.columns.day[found.mask]
    day = day[day != NONE]
    if not len(day):
        return None
    low, high = np.quantile(day, [0.005, 0.995], method="nearest") if len(day) > 200 else (day.min(), day.max())
    return day_of(int(low)), day_of(int(high))


def lanes(found: Asked, by: str, cuts: list[tuple[date, date]], most: int) -> list[Lane]:
    """The fullest lanes with their counts, and one of all others."""
    columns = found.columns
    edges = np.array([number(a) for a, _ in cuts] + [number(cuts[-1][1]) + 1], np.int64)
    within = found.mask & (columns.day >= edges[0]) & (columns.day < edges[-1]) & (columns.day_end - columns.day <= BROAD)
    if by == "actor":
        kept = within[columns.parties["key_event"]]
        event, code, key = columns.parties["key_event"][kept], columns.parties["key_once"][kept], "key"
    else:
        event, key = np.flatnonzero(within), by
        code = columns.codes[by][event]
    bucket = np.searchsorted(edges, columns.day[event], side="right") - 1
    joining = np.array([labels.side(str(value)) == "join" for value in columns.values("type")] or [False])
    join = joining[columns.codes["type"][event]] if len(event) else np.zeros(0, bool)
    counts = np.bincount(code, minlength=len(columns.words[key]))
    values = columns.values(key)
    spare = most + 2  # the empty value and that of no value are no lanes
    least = int(np.partition(counts, -spare)[-spare]) if len(counts) > spare else 1
    full = np.flatnonzero(counts >= max(1, least)).tolist()
    top = sorted((n for n in full if values[n]), key=lambda n: (-int(counts[n]), values[n] or ""))[:most]
    out = [_lane(code == n, bucket, join, len(cuts), values[n] or "", _name(columns, by, values[n] or "")) for n in top]
    others = ~np.isin(code, np.array(top, np.int64))
    if others.any():
        out.append(_lane(others, bucket, join, len(cuts), "", OTHERS))
    return out


def _lane(picked: Mask, bucket: NDArray[np.int64], join: Mask, size: int, value: str, name: str) -> Lane:
    counts = np.bincount(bucket[picked], minlength=size)
    return Lane(value, name, int(counts.sum()), counts, np.bincount(bucket[picked & join], minlength=size))


def _name(columns: Columns, by: str, value: str) -> str:
    if by == "type":
        return labels.type_name(value)
    return columns.labels.get(value, value) if by == "actor" else value


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with a point: how many events, whether it is a whole division."""

    place: str
    country: str
    lon: float
    lat: float
    n: int
    division: bool


def spots(found: Asked) -> list[Spot]:
    """Places with a point, the fullest first."""
    columns = found.columns
    points, index = columns.once("points", lambda: points_of(columns))
    events = np.flatnonzero(found.mask & (index >= 0))
    at, first, n = np.unique(index[events], return_index=True, return_counts=True)
    admin = columns.words["precision"].get("admin")
    places, countries = columns.values("place"), columns.values("country")
    out = []
    for (lon, lat), one, many in zip(points[at].tolist(), events[first].tolist(), n.tolist(), strict=True):
        place, country = places[columns.codes["place"][one]] or "", countries[columns.codes["country"][one]] or ""
        out.append(Spot(place, country, lon, lat, many, int(columns.codes["precision"][one]) == admin))
    return sorted(out, key=lambda spot: (-spot.n, spot.place, spot.lon, spot.lat))


def points_of(columns: Columns) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """All points, and for each event the number of its own, -1 where it has none."""
    placed = ~np.isnan(columns.lat) & ~np.isnan(columns.lon)
    points, index = np.unique(np.round(np.stack([columns.lon[placed], columns.lat[placed]], axis=1), 3), axis=0, return_inverse=True)
    out = np.full(len(columns), -1, np.int64)
    out[placed] = index.ravel()
    return points, out


def by_country(found: Asked, *, pointless: bool) -> dict[str, int]:
    """Events by country; with `pointless` only those whose place is known no nearer than the country."""
    columns = found.columns
    mask = found.mask & np.isnan(columns.lat) if pointless else found.mask
    counts = np.bincount(columns.codes["country"][mask], minlength=len(columns.words["country"]))
    values = columns.values("country")
    return {values[n] or "": int(counts[n]) for n in np.flatnonzero(counts).tolist() if values[n]}


def nowhere(found: Asked) -> int:
    """Events of which no report says where."""
    codes = found.columns.codes["country"][found.mask]
    none = found.columns.words["country"].get(None)
    return int((codes == none).sum()) if none is not None else 0
