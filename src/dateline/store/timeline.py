"""The timeline of a store: as it stands, from the lines that weaving keeps; as of an earlier day, made anew from what was printed by then.

A story that nothing was printed about since the day asked for stands as it is; only the others are made anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from dateline.article import Span
from dateline.record import Record
from dateline.store.across import voices
from dateline.store.items import strings
from dateline.store.query import Query
from dateline.store.rows import EntryRow, VoiceRow
from dateline.store.where import Where, days, of_articles, of_conditions, of_events
from dateline.story.copies import Origin
from dateline.story.happenings import Happening, gather
from dateline.story.tellings import Telling, tellings
from dateline.story.timeline import Entry, find_timeline, telling
from dateline.story.words import load_common


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with the story it is of and, where it was made anew, the happening behind it."""

    story: str
    entry: Entry
    happening: Happening | None = None


def timeline(
    db: sqlite3.Connection, query: Query, *, as_of: str | None, entries: int | None, record: Callable[[str], Record | None]
) -> list[EntryRow]:
    """Lines by date. `as_of` (ISO day) tells what was known at its end; `entries` keeps the most telling so many. `record` reads the
    record of an article with its corrections."""
    if as_of is None:
        lines = _stored(db, query, None, most=5 * entries if entries is not None else None)
    else:
        lines = _stored(db, query, as_of, most=None) + _anew(db, query, as_of, record)
    if entries is not None:
        lines = _telling(lines, entries)
    lines.sort(key=lambda line: (line.entry.date, line.entry.date_end or line.entry.date, -line.entry.weight, line.entry.id))
    return _rows(db, lines, as_of)


def _telling(lines: Sequence[_Line], entries: int) -> list[_Line]:
    behind = {id(line.entry): line for line in lines}
    return [behind[id(entry)] for entry in telling([line.entry for line in lines], entries)]


def _asked(query: Query) -> Where:
    """Conditions on entries `t`: their story, their days, and a telling or state as asked."""
    where = Where()
    where.among("t.story", query.story)
    days(where, "t", "entries", "date", query, str)
    rest = query.without("story", "from", "to")
    if rest.asks:
        found, states = of_events(rest), of_conditions(rest)
        where.add(
            f"(t.happening IN (SELECT e.happening FROM events e JOIN articles a ON a.n = e.article WHERE {found.sql}) OR "
            "(t.happening IS NULL AND (t.article, t.item) IN "
            f"(SELECT c.article, c.id FROM conditions c JOIN articles a ON a.n = c.article WHERE {states.sql})))",
            *found.args,
            *states.args,
        )
    return where


def _stored(db: sqlite3.Connection, query: Query, as_of: str | None, *, most: int | None) -> list[_Line]:
    """Lines as weaving keeps them; with `as_of` those of stories that ended by then."""
    where = _asked(query)
    if as_of is not None:
        where.add("t.story IN (SELECT id FROM stories WHERE last IS NULL OR last <= ?)", as_of)
    rows = db.execute(
        'SELECT t.story, t.id, t.date, t.date_end, t.known, t.what, a.id, t.start, t."end", t.item, t.kind, t.status, t.place, '
        f"t.happening, t.origins, t.weight FROM entries t JOIN articles a ON a.n = t.article WHERE {where.sql} "
        f"ORDER BY t.weight DESC, t.date, t.id LIMIT {-1 if most is None else int(most)}",
        where.args,
    )
    return [_Line(row[0], _entry(row[1:])) for row in rows]


def _entry(row: Sequence[Any]) -> Entry:
    id, date, date_end, known, what, article, start, end, item, kind, status, place, happening, origins, weight = row
    key = (article, "events" if happening else "conditions", item)
    return Entry(id, date, date_end, known, what, article, Span(start, end), key, kind, status, place, happening, strings(origins), weight)


def _anew(db: sqlite3.Connection, query: Query, as_of: str, record: Callable[[str], Record | None]) -> list[_Line]:
    """Lines of stories that went on after `as_of`, from the articles printed by then."""
    where = Where()
    where.among("s.id", query.story)
    if query.asks - {"story", "from_", "to"}:
        found = of_articles(query.without("from", "to"))
        where.add(f"s.id IN (SELECT a.story FROM articles a WHERE {found.sql})", *found.args)
    rows = db.execute(
        f"SELECT s.id FROM stories s WHERE s.last > ? AND (s.first IS NULL OR s.first <= ?) AND {where.sql} ORDER BY s.id",
        [as_of, as_of, *where.args],
    ).fetchall()
    wanted = _wanted(db, query)
    out: list[_Line] = []
    for (story,) in rows:
        out += [line for line in _retold(db, story, as_of, record) if _within(line.entry, query) and wanted(line)]
    return out


def _within(entry: Entry, query: Query) -> bool:
    return not (query.from_ and (entry.date_end or entry.date) < query.from_) and not (query.to and entry.date > query.to)


def _wanted(db: sqlite3.Connection, query: Query) -> Callable[[_Line], bool]:
    """Whether a line has a telling or is a state as asked."""
    rest = query.without("story", "from", "to")
    if not rest.asks:
        return lambda line: True
    events, states = of_events(rest), of_conditions(rest)
    told = {
        (article, item)
        for table, found in (("events e", events), ("conditions c", states))
        for article, item in db.execute(
            f"SELECT a.id, {table[-1]}.id FROM {table} JOIN articles a ON a.n = {table[-1]}.article WHERE {found.sql}", found.args
        )
    }
    return lambda line: any(
        key in told for key in (line.happening.events if line.happening else [(line.entry.article, line.entry.item[2])])
    )


def _retold(db: sqlite3.Connection, story: str, as_of: str, record: Callable[[str], Record | None]) -> list[_Line]:
    rows = db.execute(
        "SELECT a.n, a.id, a.origin, o.speaker FROM articles a LEFT JOIN origins o ON o.id = a.origin "
        "WHERE a.story = ? AND (a.published IS NULL OR substr(a.published, 1, 10) <= ?) ORDER BY a.id",
        [story, as_of],
    ).fetchall()
    common = load_common()
    groups: dict[str, list[Telling]] = {}
    records = []
    for n, article, origin, speaker in rows:
        read = record(article)
        if read is None:
            continue
        records.append(read)
        home = dict(db.execute("SELECT id, happening FROM events WHERE article = ? AND rejected = 0", [n]))
        for one in tellings(read, Origin(origin or article, (article,), speaker or ""), common):
            happening = home.get(one.event.id)
            if happening:
                groups.setdefault(happening, []).append(one)
    found = {key: gather(told) for key, told in sorted(groups.items())}
    origins = {article: origin or article for _, article, origin, _ in rows}
    by_id = {one.id: one for one in found.values()}
    return [_Line(story, entry, by_id.get(entry.happening or "")) for entry in find_timeline(records, found.values(), origins, as_of=as_of)]


def _rows(db: sqlite3.Connection, lines: Sequence[_Line], as_of: str | None) -> list[EntryRow]:
    told = _told(db, lines)
    marks = _conflicts(db, {line.story for line in lines}, as_of)
    out = []
    for line in lines:
        entry = line.entry
        item = str(entry.item[2])
        kinds = marks.get(entry.happening or "") if entry.happening else marks.get((entry.article, item))
        out.append(
            EntryRow(
                entry.id,
                line.story,
                entry.date,
                entry.date_end,
                entry.known,
                entry.what,
                entry.article,
                entry.span.start,
                entry.span.end,
                item,
                entry.kind,
                entry.status,
                entry.place,
                entry.happening,
                entry.origins,
                entry.weight,
                _now(line.happening) if line.happening else told.get(entry.happening or (entry.article, item), ()),
                tuple(sorted(kinds or ())),
            )
        )
    return out


def _now(happening: Happening) -> tuple[VoiceRow, ...]:
    return tuple(VoiceRow(one.name, one.own, one.stance, len(one.origins)) for one in happening.voices)


_Key = str | tuple[str, str]


def _told(db: sqlite3.Connection, lines: Iterable[_Line]) -> dict[_Key, tuple[VoiceRow, ...]]:
    """Voices of stored happenings, and of states (who tells them first)."""
    out: dict[_Key, tuple[VoiceRow, ...]] = {}
    happenings = sorted({line.entry.happening for line in lines if line.entry.happening and not line.happening})
    for id, voiced in db.execute(
        "SELECT id, voices FROM happenings WHERE id IN (SELECT value FROM json_each(?))", [msgspec.json.encode(happenings).decode()]
    ):
        out[id] = voices(voiced)
    states = sorted({line.entry.article for line in lines if not line.entry.happening})
    count = {(line.entry.article, str(line.entry.item[2])): len(line.entry.origins) for line in lines if not line.entry.happening}
    for article, id, own, name, status in db.execute(
        "SELECT a.id, c.id, c.statement IS NULL, iif(c.statement IS NULL, coalesce(a.outlet, a.agency), c.voice), c.status "
        "FROM conditions c JOIN articles a ON a.n = c.article WHERE a.id IN (SELECT value FROM json_each(?))",
        [msgspec.json.encode(states).decode()],
    ):
        if (article, id) in count:
            out[article, id] = (VoiceRow(name or "", bool(own), status, count[article, id]),)
    return out


def _conflicts(db: sqlite3.Connection, stories: Iterable[str], as_of: str | None) -> dict[_Key, set[str]]:
    """Kinds of conflict by happening, and by article and id of the state they are about, known by a day."""
    out: dict[_Key, set[str]] = {}
    rows = db.execute(
        "SELECT kind, happening, body FROM conflicts WHERE story IN (SELECT value FROM json_each(?)) AND (? IS NULL OR known <= ?)",
        [msgspec.json.encode(sorted(stories)).decode(), as_of, as_of],
    )
    for kind, happening, body in rows:
        keys: list[_Key] = [happening] if happening else []
        if not happening:
            keys = [(item[0], str(item[2])) for side in msgspec.json.decode(body)["sides"] for item in side]
        for key in keys:
            out.setdefault(key, set()).add(kind)
    return out
