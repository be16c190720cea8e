"""Reads what stands across articles from the tables: stories, happenings, conflicts, origins, refused items."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from dateline.errors import QueryError
from dateline.store.items import page, strings
from dateline.store.query import Query
from dateline.store.rows import ConflictRow, CopyRow, HappeningRow, RefusedRow, StoryRow, Telling, VoiceRow
from dateline.store.where import Where, of_articles, of_events

_BATCH = 200
_STORY_SORTS = {
    "-last": "s.last DESC, s.id",
    "first": "s.first IS NULL, s.first, s.id",
    "-origins": "s.origins DESC, s.articles DESC, s.id",
    "-conflicts": "s.conflicts DESC, s.origins DESC, s.id",
}
_HAPPENING_SORTS = {
    "date": "h.day NULLS LAST, h.id",
    "-date": "h.day DESC, h.id",
    "-origins": "h.origins DESC, h.day IS NULL, h.day, h.id",
}


def _sorted(sorts: dict[str, str], sort: str) -> str:
    if sort not in sorts:
        raise QueryError(f"sort: {sort[:60]!r} is none of {', '.join(sorts)}")
    return sorts[sort]


def stories(db: sqlite3.Connection, query: Query, *, sort: str, limit: int | None, offset: int) -> Iterator[StoryRow]:
    """Stories that hold an article as asked."""
    where = Where()
    where.among("s.id", query.story)
    if query.asks - {"story"}:
        found = of_articles(query)
        where.add(f"s.id IN (SELECT a.story FROM articles a WHERE {found.sql})", *found.args)
    rows = db.execute(
        "SELECT s.id, s.headline, a.id, s.headline_start, s.headline_end, s.first, s.last, s.places, s.actors, s.articles, s.origins, "
        "s.happenings, s.conflicts FROM stories s JOIN articles a ON a.n = s.headline_from "
        f"WHERE {where.sql} ORDER BY {_sorted(_STORY_SORTS, sort)}{page(limit, offset)}",
        where.args,
    )
    for row in rows:
        values = (*row[:7], strings(row[7]), strings(row[8]), *row[9:])
        yield StoryRow(*values)


def happenings(db: sqlite3.Connection, query: Query, *, sort: str, limit: int | None, offset: int) -> Iterator[HappeningRow]:
    """Happenings of which a telling is as asked."""
    where = Where()
    where.among("h.id", query.happening)
    where.among("h.story", query.story)
    where.among("h.type", query.type)
    if query.min_origins is not None:
        where.add("h.origins >= ?", query.min_origins)
    rest = query.without("happening", "story", "type", "min_origins")
    if rest.asks:
        found = of_events(rest)
        where.add(f"h.id IN (SELECT e.happening FROM events e JOIN articles a ON a.n = e.article WHERE {found.sql})", *found.args)
    rows = db.execute(
        "SELECT h.id, h.story, h.type, h.mode, h.date, h.date_end, h.known, h.place, h.country, h.source, h.target, h.status, h.origins, "
        f"h.witnesses, h.voices, h.corroboration FROM happenings h WHERE {where.sql} "
        f"ORDER BY {_sorted(_HAPPENING_SORTS, sort)}{page(limit, offset)}",
        where.args,
    )
    while batch := list(islice(rows, _BATCH)):
        told = _tellings(db, [row[0] for row in batch])
        for row in batch:
            yield _happening(row, told.get(row[0], []))


_Told = tuple[Telling, str | None, float | None, float | None, str | None]


def _tellings(db: sqlite3.Connection, ids: Sequence[str]) -> dict[str, list[_Told]]:
    """The tellings of happenings, each with its place and point, earliest first."""
    rows = db.execute(
        'SELECT e.happening, a.id, e.id, e.trigger, e.start, e."end", e.place, e.lat, e.lon, e.kind '
        "FROM events e JOIN articles a ON a.n = e.article WHERE e.happening IN (SELECT value FROM json_each(?)) AND e.rejected = 0 "
        "ORDER BY a.day IS NULL, a.day, a.id, e.start, e.id",
        [msgspec.json.encode(ids).decode()],
    )
    out: dict[str, list[_Told]] = {}
    for happening, article, event, trigger, start, end, place, lat, lon, kind in rows:
        out.setdefault(happening, []).append((Telling(article, event, trigger, start, end), place, lat, lon, kind))
    return out


def _happening(row: Sequence[Any], told: Sequence[_Told]) -> HappeningRow:
    *head, source, target, status, origins, witnesses, voiced, corroboration = row
    placed = [one for one in told if one[4] != "country" and one[2] is not None]
    point = next((one for one in placed if one[1] == row[7]), None)
    named = msgspec.json.decode(corroboration)
    values = (
        *head,
        *((point[2], point[3]) if point else (None, None)),
        strings(source),
        strings(target),
        status,
        origins,
        witnesses,
        voices(voiced),
        tuple(named.get("witnesses", ())),
        tuple(named.get("speakers", ())),
        told[0][0] if told else None,
    )
    return HappeningRow(*values)


def voices(json: str) -> tuple[VoiceRow, ...]:
    """Voices of a happening from their JSON."""
    return tuple(VoiceRow(one["name"], one["own"], one["stance"], len(one["origins"])) for one in msgspec.json.decode(json))


def conflicts(db: sqlite3.Connection, query: Query, *, limit: int | None, offset: int) -> Iterator[ConflictRow]:
    """Conflicts of the happenings and stories asked for, the weightiest first."""
    where = Where()
    where.among("k.story", query.story)
    where.among("k.happening", query.happening)
    rest = query.without("story", "happening")
    if rest.asks:
        found = of_articles(rest)
        where.add(f"k.story IN (SELECT a.story FROM articles a WHERE {found.sql})", *found.args)
    rows = db.execute(
        "SELECT k.id, k.story, k.kind, k.happening, k.weight, k.known, k.body FROM conflicts k "
        f"WHERE {where.sql} ORDER BY k.weight DESC, k.id{page(limit, offset)}",
        where.args,
    )
    for row in rows:
        values = (*row[:6], msgspec.json.decode(row[6]))
        yield ConflictRow(*values)


def copies(db: sqlite3.Connection, articles: Sequence[str]) -> Iterator[CopyRow]:
    """Passages that these articles share, by article and offset."""
    ids = msgspec.json.encode(list(articles)).decode()
    for row in db.execute(
        'SELECT a.id, c.start, c."end", b.id, c.of_start, c.of_end FROM copies c JOIN articles a ON a.n = c.article '
        "JOIN articles b ON b.n = c.of WHERE a.id IN (SELECT value FROM json_each(:ids)) AND b.id IN (SELECT value FROM json_each(:ids)) "
        "ORDER BY a.id, c.start, b.id, c.of_start",
        {"ids": ids},
    ):
        yield CopyRow(*row)


def refused(db: sqlite3.Connection, *, limit: int | None, offset: int) -> Iterator[RefusedRow]:
    """Items that no record could be made of, by place."""
    for row in db.execute(f"SELECT place, reason, sha256 FROM refused ORDER BY place{page(limit, offset)}"):
        yield RefusedRow(*row)
