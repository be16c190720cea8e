"""One story told anew: its origins, happenings, conflicts and timeline as rows, in place of those that stood."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from dateline.record import Record
from dateline.store.flat import days
from dateline.store.kinship import Pages
from dateline.story.chronicle import Story, Told, plain
from dateline.story.conflicts import Conflict, find_conflicts
from dateline.story.copies import Kinship, Origin, compare, make_origin
from dateline.story.happenings import Happening
from dateline.story.timeline import Entry, find_timeline
from dateline.story.words import ident, load_common


def retell(db: sqlite3.Connection, story: str, pages: Pages) -> int:
    """Makes the rows of one story anew inside the caller's transaction. Returns how many articles it has; none: it is gone."""
    rows = db.execute("SELECT article, origin FROM woven WHERE story = ?", (story,)).fetchall()
    _clear(db, story, [n for n, _ in rows])
    if not rows:
        return 0
    records = {n: pages.record(n) for n, _ in rows}
    number = {record.id: n for n, record in records.items()}
    told = _told(db, dict(rows), records, pages)
    common = load_common()
    found = told.happenings(common)
    lines = find_timeline(told.records, found, told.origin_of)
    conflicts = find_conflicts(told.records, found, told.origin_of)
    _file_story(db, told.story(common), len(found), len(conflicts), number)
    _file_origins(db, story, told.origins, number)
    _file_happenings(db, story, found, number)
    _file_conflicts(db, story, conflicts, {record.id: record.published for record in told.records})
    _file_entries(db, story, lines, number)
    return len(rows)


def _clear(db: sqlite3.Connection, story: str, articles: Sequence[int]) -> None:
    """Removes what stood of the story, and of stories that its articles were told in before: those are stale and told anew too."""
    gone = {story: None}
    left = [n for (n,) in db.execute("SELECT n FROM articles WHERE story = ?", (story,))]
    for n in dict.fromkeys([*left, *articles]):
        before, origin = db.execute("SELECT story, origin FROM articles WHERE n = ?", (n,)).fetchone()
        if before and before != story:
            gone[before] = None
        db.execute("DELETE FROM origins WHERE id = ?", (origin,))
        db.execute("UPDATE events SET happening = NULL WHERE article = ? AND happening IS NOT NULL", (n,))
        db.execute("UPDATE articles SET story = NULL, origin = NULL WHERE n = ?", (n,))
    db.executemany("DELETE FROM stories WHERE id = ?", [(one,) for one in gone])


def _told(db: sqlite3.Connection, origin_of: Mapping[int, int], records: Mapping[int, Record], pages: Pages) -> Told:
    order = sorted(records, key=lambda n: (records[n].published or "9999", records[n].id))
    groups: dict[int, list[int]] = defaultdict(list)
    for n in order:
        groups[origin_of[n]].append(n)
    origins = tuple(make_origin([pages.sheet(n) for n in group], _kinships(db, group, pages)) for group in groups.values())
    copied = {records[n].id: pages.sheet(n) for group in groups.values() if len(group) > 1 for n in group}
    return Told([records[n] for n in order], origins, copied)


def _kinships(db: sqlite3.Connection, group: Sequence[int], pages: Pages) -> tuple[Kinship, ...]:
    """Who copied whom in one origin."""
    place = {n: at for at, n in enumerate(group)}
    if len(group) == 1:
        return ()
    pairs = [(place[of], place[n]) for n in group for (of,) in db.execute("SELECT DISTINCT of FROM copies WHERE article = ?", (n,))]
    found = (compare(pages.sheet(group[a]), pages.sheet(group[b])) for a, b in sorted(pairs))
    return tuple(one for one in found if one)


def _file_story(db: sqlite3.Connection, one: Story, happenings: int, conflicts: int, number: Mapping[str, int]) -> None:
    db.execute(
        "INSERT INTO stories (id, headline, headline_from, headline_start, headline_end, first, last, places, actors, articles, origins, "
        "happenings, conflicts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            one.id, one.headline, number[one.headline_from], *one.headline_span, one.first, one.last, _json(one.places),
            _json(one.actors), len(one.articles), len(one.origins), happenings, conflicts,
        ),
    )  # fmt: skip


def _file_origins(db: sqlite3.Connection, story: str, origins: Sequence[Origin], number: Mapping[str, int]) -> None:
    for one in origins:
        db.execute(
            "INSERT OR REPLACE INTO origins (id, speaker, first, articles) VALUES (?, ?, ?, ?)",
            (one.id, one.speaker, number[one.articles[0]], len(one.articles)),
        )
        db.executemany("UPDATE articles SET origin = ?, story = ? WHERE n = ?", [(one.id, story, number[id]) for id in one.articles])


def _file_happenings(db: sqlite3.Connection, story: str, found: Sequence[Happening], number: Mapping[str, int]) -> None:
    for one in found:
        row = plain(one)
        db.execute(
            "INSERT INTO happenings (id, story, type, mode, date, date_end, day, known, place, country, source, target, status, origins, "
            "witnesses, voices, corroboration) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                one.id, story, one.type, one.mode, one.date, one.date_end, days(one.date)[0], one.known, one.place, one.country,
                _json(one.source), _json(one.target), one.status, len(one.origins), len(one.witnesses), _json(row["voices"]),
                _json(row["corroboration"]),
            ),
        )  # fmt: skip
        db.executemany(
            "UPDATE events SET happening = ? WHERE article = ? AND id = ?", [(one.id, number[article], id) for article, id in one.events]
        )


def _file_conflicts(db: sqlite3.Connection, story: str, found: Sequence[Conflict], published: Mapping[str, str | None]) -> None:
    for one in found:
        printed = [[day[:10] for item in side.items if (day := published[item[0]])] for side in one.sides]
        known = max((min(side) for side in printed if side), default=None)
        body = {name: value for name, value in plain(one).items() if name not in ("kind", "happening", "weight")}
        db.execute(
            "INSERT OR REPLACE INTO conflicts (id, story, kind, happening, weight, known, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                ident("x", story, one.kind, *(side.items for side in one.sides)),
                story,
                one.kind,
                one.happening,
                one.weight,
                known,
                _json(body),
            ),
        )


def _file_entries(db: sqlite3.Connection, story: str, lines: Sequence[Entry], number: Mapping[str, int]) -> None:
    db.executemany(
        'INSERT OR REPLACE INTO entries (id, story, date, date_end, known, what, article, start, "end", item, kind, status, place, '
        "happening, origins, weight) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                one.id, story, one.date, one.date_end, one.known, one.what, number[one.article], *one.span, str(one.item[2]), one.kind,
                one.status, one.place, one.happening, _json(one.origins), one.weight,
            )
            for one in lines
        ],
    )  # fmt: skip


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
