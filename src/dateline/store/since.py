"""What is new in a store since a mark: articles, the stories they belong to, the conflicts they brought. For readers who come back.

A mark is the highest row number of `articles`: rows are only added, so what came later has a higher one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from dateline.store.across import conflicts
from dateline.store.database import Database
from dateline.store.query import Query
from dateline.store.rows import ConflictRow

#: New articles, stories and conflicts that are looked at; a reader who was away for longer is told that there are more.
MOST = 500


@dataclass(frozen=True, slots=True)
class Totals:
    """What a store holds. `first` and `last` bound the days of publication; `mark` is the newest article's row."""

    articles: int
    outlets: int
    events: int
    stories: int
    conflicts: int
    loose: int
    refused: int
    first: str | None
    last: str | None
    mark: int


@dataclass(frozen=True, slots=True)
class Since:
    """What came after a mark: how many articles, the stories they are in, newest first, and the conflicts that one of them is a side of."""

    articles: int
    stories: tuple[str, ...]
    conflicts: tuple[ConflictRow, ...]


def totals(store: Database) -> Totals:
    """Counts of the whole store."""
    with store.reading(limited=True) as db:
        row = db.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(DISTINCT coalesce(outlet, agency)) FROM articles), "
            "(SELECT count(*) FROM events), "
            "(SELECT count(*) FROM stories), (SELECT count(*) FROM conflicts), "
            "(SELECT count(*) FROM loose), (SELECT count(*) FROM refused), "
            "(SELECT date(min(day) * 86400, 'unixepoch') FROM articles), (SELECT date(max(day) * 86400, 'unixepoch') FROM articles), "
            "(SELECT coalesce(max(n), 0) FROM articles)"
        ).fetchone()
    return Totals(*row)


def since(store: Database, mark: int) -> Since:
    """What came after a mark."""
    with store.reading(limited=True) as db:
        count = db.execute("SELECT count(*) FROM articles WHERE n > ?", [mark]).fetchone()[0]
        rows = db.execute("SELECT id, story FROM articles WHERE n > ? ORDER BY n DESC LIMIT ?", [mark, MOST]).fetchall()
        stories = tuple(dict.fromkeys(story for _, story in rows if story))
        new = {id for id, _ in rows}
        known = conflicts(db, Query(story=stories), limit=MOST, offset=0) if stories else iter(())
        found = tuple(row for row in known if _new_side(row, new))
    return Since(count, stories, found)


def _new_side(row: ConflictRow, new: set[str]) -> bool:
    """Whether a side rests on new articles alone: before them there was no conflict."""
    return any(side and all(item[0] in new for item in side) for side in row.body["sides"])


def latest_conflicts(store: Database, most: int) -> list[ConflictRow]:
    """The conflicts that became known last, the weightiest of a day first; of each story one of a kind."""
    with store.reading(limited=True) as db:
        rows = db.execute(
            "SELECT id, story, kind, happening, weight, known, body FROM conflicts "
            "ORDER BY known IS NULL, known DESC, weight DESC, id LIMIT ?",
            [MOST],
        ).fetchall()
    apart = list({(row[1], row[2]): row for row in reversed(rows)}.values())[::-1]
    return [ConflictRow(*values) for values in ((*row[:6], msgspec.json.decode(row[6])) for row in apart[:most])]


def conflicts_of(store: Database, article: str) -> Iterator[ConflictRow]:
    """Conflicts that an article is a side of, the weightiest first."""
    with store.reading(limited=True) as db:
        found = db.execute("SELECT story FROM articles WHERE id = ?", [article]).fetchone()
        rows = list(conflicts(db, Query(story=(found[0],)), limit=MOST, offset=0)) if found and found[0] else []
    return (row for row in rows if any(item[0] == article for side in row.body["sides"] for item in side))
