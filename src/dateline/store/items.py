"""Reads the items of articles from the tables: events, conditions, statements, actors, articles.

Every order ends with article id, offset and item id, so that it is total and the same however the articles came in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from dateline.errors import QueryError
from dateline.store.query import Query
from dateline.store.rows import ActorRow, ArticleRow, ConditionRow, EventRow, Party, StatementRow, Toll
from dateline.store.where import Where, of_actors, of_articles, of_conditions, of_events, of_statements

#: Characters of copy around a trigger.
AROUND = 120
#: Rows whose parties are looked up together.
_BATCH = 200
_SORTS = {
    "date": "{i}.day IS NULL, {i}.day, ",
    "-date": "{i}.day IS NULL, {i}.day DESC, ",
    "published": "a.day IS NULL, a.day, ",
    "-published": "a.day IS NULL, a.day DESC, ",
    "doubt": "{i}.doubt, ",
    "-doubt": "{i}.doubt DESC, ",
    "article": "",
}
#: Orders of events and conditions.
SORTS = tuple(_SORTS)
#: An order of events alone: the tellings of one happening together, earliest first; those of none at the end.
HAPPENING = "e.happening IS NULL, e.happening, a.day IS NULL, a.day, "
_ARTICLE = "a.id, coalesce(a.outlet, a.agency), a.published, a.headline, a.url, a.story, a.origin"
#: Columns in the order of EventRow, behind the article's number and the row's.
_EVENTS = f"""SELECT e.article, e.rowid, a.id, e.id, coalesce(a.outlet, a.agency), a.published, a.headline, a.url, a.story, a.origin,
 e.type, e.mode, e.cameo, e.contexts, e.date, e.date_end, e.place, e.country, e.admin1, e.lat, e.lon, e.geonames, e.kind,
 e.status, e.statement, e.voice, e.trigger, e.start, e."end",
 substr(a.text, max(e.start - {AROUND}, 0) + 1, min(e.start, {AROUND})), substr(a.text, e."end" + 1, {AROUND}),
 e.source, e.target, e.tolls, e.also, e.doubt, e.rule, e.happening, h.origins, e.corrected, e.rejected
 FROM events e JOIN articles a ON a.n = e.article LEFT JOIN happenings h ON h.id = e.happening"""


def order(sort: str, alias: str) -> str:
    """The ORDER BY of a sort. Raises QueryError for an unknown one."""
    if sort not in _SORTS and not (sort == "happening" and alias == "e"):
        raise QueryError(f"sort: {sort[:60]!r} is none of {', '.join(_SORTS)}")
    return _SORTS.get(sort, HAPPENING).format(i=alias) + f"a.id, {alias}.start, {alias}.id"


def page(limit: int | None, offset: int) -> str:
    """LIMIT and OFFSET; neither can be anything but a number."""
    return f" LIMIT {-1 if limit is None else max(0, int(limit))} OFFSET {max(0, int(offset))}"


def events(db: sqlite3.Connection, query: Query, *, sort: str, limit: int | None, offset: int) -> Iterator[EventRow]:
    """Events of a query, a page of them or all as a stream."""
    found = of_events(query)
    rows = db.execute(f"{_EVENTS} WHERE {found.sql} ORDER BY {order(sort, 'e')}{page(limit, offset)}", found.args)
    return _event_rows(db, rows)


def events_at(db: sqlite3.Connection, rowids: Sequence[int]) -> list[EventRow]:
    """The events with these row numbers, in this order."""
    wanted = msgspec.json.encode(list(rowids)).decode()
    at = {row[1]: row for row in db.execute(f"{_EVENTS} WHERE e.rowid IN (SELECT value FROM json_each(?))", [wanted])}
    return list(_event_rows(db, [at[n] for n in rowids if n in at]))


def _event_rows(db: sqlite3.Connection, rows: Iterable[Sequence[Any]]) -> Iterator[EventRow]:
    stream = iter(rows)
    while batch := list(islice(stream, _BATCH)):
        parties = _parties(db, sorted({row[0] for row in batch}))
        for row in batch:
            yield _event(row, parties)


def _parties(db: sqlite3.Connection, articles: Sequence[Any]) -> dict[tuple[object, str], Party]:
    rows = db.execute(
        "SELECT article, id, name, kind, key, country, sector FROM actors WHERE article IN (SELECT value FROM json_each(?))",
        [msgspec.json.encode(articles).decode()],
    )
    return {(row[0], row[1]): Party(*row[1:]) for row in rows}


def _event(row: Sequence[Any], parties: dict[tuple[object, str], Party]) -> EventRow:
    before, after, source, target, tolls = row[29:34]
    *tail, corrected, rejected = row[34:]
    values = (
        *row[2:13],
        strings(row[13]),
        *row[14:29],
        _before(before),
        _after(after),
        _cast(parties, row[0], source),
        _cast(parties, row[0], target),
        _tolls(tolls),
        *tail,
        bool(corrected),
        bool(rejected),
    )
    return EventRow(*values)


def strings(json: object) -> tuple[str, ...]:
    """A JSON list of strings."""
    return tuple(msgspec.json.decode(str(json), type=list[str]))


def _cast(parties: dict[tuple[object, str], Party], article: object, ids: object) -> tuple[Party, ...]:
    found = (parties.get((article, id)) for id in strings(ids))
    return tuple(party for party in found if party)


def _tolls(json: object) -> tuple[Toll, ...]:
    if json == "[]":
        return ()
    return tuple(Toll(one["kind"], one["low"], one["high"], one["span"][0], one["span"][1]) for one in msgspec.json.decode(str(json)))


def _before(text: str) -> str:
    """The words before a trigger: of its own line, from a whole word on."""
    line = text.rpartition("\n")[2]
    if line == text and len(text) == AROUND:
        line = line.partition(" ")[2]
    return " ".join(line.split())


def _after(text: str) -> str:
    line = text.partition("\n")[0]
    if line == text and len(text) == AROUND:
        line = line.rpartition(" ")[0]
    return " ".join(line.split())


_CONDITIONS = f"""SELECT c.rowid, {_ARTICLE}, c.id, c.kind, c.date, c.date_end, c.place, c.country, c.lat, c.lon, c.status, c.statement,
 c.voice, c.words, c.start, c."end", c.doubt, c.rule, c.corrected, c.rejected FROM conditions c JOIN articles a ON a.n = c.article"""


def conditions(db: sqlite3.Connection, query: Query, *, sort: str, limit: int | None, offset: int) -> Iterator[ConditionRow]:
    """Conditions of a query."""
    found = of_conditions(query)
    return _condition_rows(db.execute(f"{_CONDITIONS} WHERE {found.sql} ORDER BY {order(sort, 'c')}{page(limit, offset)}", found.args))


def conditions_at(db: sqlite3.Connection, rowids: Sequence[int]) -> list[ConditionRow]:
    """The conditions with these row numbers, in this order."""
    wanted = msgspec.json.encode(list(rowids)).decode()
    at = {row[0]: row for row in db.execute(f"{_CONDITIONS} WHERE c.rowid IN (SELECT value FROM json_each(?))", [wanted])}
    return list(_condition_rows(at[n] for n in rowids if n in at))


def _condition_rows(rows: Iterable[Sequence[Any]]) -> Iterator[ConditionRow]:
    for _, article, outlet, published, headline, url, story, origin, id, *rest, corrected, rejected in rows:
        values = (article, id, outlet, published, headline, url, story, origin, *rest, bool(corrected), bool(rejected))
        yield ConditionRow(*values)


_CONTENT = "FROM spans w WHERE w.article = s.article AND w.layer = 'statements' AND w.item = s.id AND w.field = 'content'"


def statements(db: sqlite3.Connection, query: Query, *, limit: int | None, offset: int) -> Iterator[StatementRow]:
    """Statements of a query, by article and offset."""
    found = of_statements(query)
    rows = db.execute(
        f"SELECT {_ARTICLE}, s.id, s.speaker, x.id, x.name, x.kind, x.key, x.country, x.sector, s.source, s.cue, s.content, "
        "s.kind, s.manner, s.date, s.within, s.repeats, "
        f'(SELECT min(w.start) {_CONTENT}) AS start, (SELECT max(w."end") {_CONTENT}), s.rule '
        "FROM articles a CROSS JOIN statements s ON s.article = a.n LEFT JOIN actors x ON x.article = s.article AND x.id = s.actor "
        f"WHERE {found.sql} ORDER BY a.id, start, s.id{page(limit, offset)}",
        found.args,
    )
    for article, outlet, published, headline, url, story, origin, id, speaker, *rest in rows:
        party = Party(*rest[:6]) if rest[0] is not None else None
        yield StatementRow(article, id, outlet, published, headline, url, story, origin, speaker, party, *rest[6:])


def actors(db: sqlite3.Connection, query: Query, *, limit: int | None, offset: int) -> Iterator[ActorRow]:
    """Actors across articles, those in most articles first. Without a key actors are one where name, kind and code agree."""
    found = of_actors(query)
    rows = db.execute(
        "SELECT min(x.name), x.kind, x.key, x.country, x.sector, count(DISTINCT x.article) AS articles, sum(x.mentions), "
        "sum((SELECT count(DISTINCT p.event) FROM parties p WHERE p.article = x.article AND p.actor = x.id)) "
        "FROM actors x JOIN articles a ON a.n = x.article "
        f"WHERE {found.sql} GROUP BY coalesce(x.key, x.kind || ' ' || x.name), x.kind, x.country, x.sector "
        f"ORDER BY articles DESC, min(x.name), x.kind, x.key, x.country, x.sector{page(limit, offset)}",
        found.args,
    )
    for row in rows:
        yield ActorRow(*row)


_ARTICLE_SORTS = {
    "published": "a.day NULLS LAST, a.published, a.id",  # as the indexes have it, so that a page is read and not sorted
    "-published": "a.day DESC, a.published DESC, a.id",
    "article": "a.id",
}


def articles(db: sqlite3.Connection, query: Query, *, sort: str, limit: int | None, offset: int) -> Iterator[ArticleRow]:
    """Articles of a query without their text."""
    if sort not in _ARTICLE_SORTS:
        raise QueryError(f"sort: {sort[:60]!r} is none of {', '.join(_ARTICLE_SORTS)}")
    found = of_articles(query)
    rows = db.execute(
        "SELECT a.id, coalesce(a.outlet, a.agency), a.url, a.path, a.sha256, a.retrieved, a.published, a.published_from, "
        "a.headline, a.agency, a.words, a.reader, a.origin, a.story, "
        "(SELECT count(*) FROM events v WHERE v.article = a.n AND v.rejected = 0) "
        f"FROM articles a WHERE {found.sql} ORDER BY {_ARTICLE_SORTS[sort]}{page(limit, offset)}",
        found.args,
    )
    for row in rows:
        yield ArticleRow(*row)


def count(db: sqlite3.Connection, query: Query, layer: str) -> int:
    """How many rows of a layer a query gives. Raises QueryError for an unknown layer."""
    if layer not in _COUNTED:
        raise QueryError(f"layer: {layer[:60]!r} is none of {', '.join(_COUNTED)}")
    table, alias, build = _COUNTED[layer]
    found: Where = build(query)
    joined = f"{table} {alias} JOIN articles a ON a.n = {alias}.article" if layer != "articles" else "articles a"
    return int(db.execute(f"SELECT count(*) FROM {joined} WHERE {found.sql}", found.args).fetchone()[0])


_COUNTED = {
    "events": ("events", "e", of_events),
    "conditions": ("conditions", "c", of_conditions),
    "statements": ("statements", "s", of_statements),
    "articles": ("articles", "a", of_articles),
}
