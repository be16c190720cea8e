"""Weaving: what stored articles say together. Origins, stories, happenings, conflicts and timeline of what came in since the last time.

The outcome hangs on the set of articles alone. Articles are settled in small transactions (who copies whom, which story each belongs to);
stories that changed are noted in the same transaction and told anew, each in one. Whoever is stopped between two of them goes on there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.store.database import Database
from dateline.store.kinship import Pages, find_copies
from dateline.store.retell import retell
from dateline.store.shelf import Shelf, packed, unpacked
from dateline.story.copies import fingerprints
from dateline.story.stories import UNDATED, StoryOptions, bag, settle, strong, touched, vector
from dateline.story.words import load_common

#: Articles settled in one transaction.
BATCH = 100
#: Articles of the stories told in one transaction, unless one story is larger.
TOLD = 100

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Woven:
    """What was done: articles woven in, and stories told anew."""

    articles: int
    stories: int


def weave(store: Database, progress: Progress | None = None) -> Woven:
    """`Store.weave`. `progress` is told how many steps are done and how many are known of."""
    articles = stories = 0
    with store.reading() as db:
        waiting = _count(db, "loose")
    for settled in _steps(store, _settle):
        articles += settled
        if progress:
            progress(articles, waiting + max(0, articles - waiting))
    with store.reading() as db:
        left = _count(db, "stale")
    for told in _steps(store, _tell):
        stories += told
        if progress:
            progress(articles + stories, articles + max(left, stories))
    return Woven(articles, stories)


def _steps(store: Database, step: Callable[[sqlite3.Connection], int]) -> Iterator[int]:
    """Repeats a step, each time in a transaction of its own, until it finds nothing to do; gives what each did."""
    while True:
        with store.writing() as db:
            done = step(db)
        if not done:
            return
        yield done


def _count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _settle(db: sqlite3.Connection) -> int:
    """Settles a batch of loose articles, earlier copy first. Returns how many."""
    rows = db.execute(
        "SELECT a.n FROM loose l JOIN articles a ON a.n = l.article ORDER BY coalesce(a.published, '9999'), a.id LIMIT ?", (BATCH,)
    )
    batch = [n for (n,) in rows]
    if batch:
        options = StoryOptions()
        shelf, pages = Shelf(db, options), Pages(db)
        fresh, around = _filed(db, batch, shelf, pages, options)
        kin = find_copies(db, fresh, pages) if fresh else []
        for n in kin:
            shelf.forget(n)
        changed = settle(shelf, dict.fromkeys([*fresh, *around, *kin]), options) if fresh else []
        stories = dict.fromkeys([*changed, *(story for n in [*batch, *kin] if (story := shelf.story(n)))])
        db.executemany("INSERT OR IGNORE INTO stale (story) VALUES (?)", [(story,) for story in stories])
        db.executemany("DELETE FROM loose WHERE article = ?", [(n,) for n in batch])
    return len(batch)


def _filed(db: sqlite3.Connection, batch: Iterable[int], shelf: Shelf, pages: Pages, options: StoryOptions) -> tuple[list[int], list[int]]:
    """Files fingerprints, terms and vectors. Returns the articles that are new or look different now, and articles near which one stood."""
    common = load_common()
    fresh: list[int] = []
    around: dict[int, None] = {}
    for n in batch:
        record = pages.record(n)
        one = bag(record, common, options)
        row = (one.printed, UNDATED if one.day is None else one.day, packed(vector(one, common, options)))
        old = db.execute("SELECT printed, day, vector FROM woven WHERE article = ?", (n,)).fetchone()
        marks = fingerprints(pages.sheet(n))
        if old is not None:
            if tuple(old) == row and _marks(db, n) == marks:
                continue
            around |= dict.fromkeys(_neighbourhood(db, n, shelf, options))
        _file(db, n, row, marks, options)
        shelf.forget(n)
        fresh.append(n)
    return fresh, [n for n in around if n not in fresh]


def _marks(db: sqlite3.Connection, n: int) -> tuple[int, ...]:
    return tuple(mark for (mark,) in db.execute("SELECT mark FROM marks WHERE article = ? ORDER BY mark", (n,)))


def _neighbourhood(db: sqlite3.Connection, n: int, shelf: Shelf, options: StoryOptions) -> list[int]:
    """Articles whose story may hang on an article that is about to change its looks or its day."""
    day, story = shelf.day(n), shelf.story(n)
    found = touched(shelf, day - 1, [n], [story] if story else [], options)
    if story:
        db.execute("INSERT OR IGNORE INTO stale (story) VALUES (?)", (story,))
    return [*found, *shelf.copies(n)]


def _file(db: sqlite3.Connection, n: int, row: tuple[str, int, bytes], marks: Sequence[int], options: StoryOptions) -> None:
    for table in ("marks", "terms"):
        db.execute(f"DELETE FROM {table} WHERE article = ?", (n,))
    db.execute("INSERT OR REPLACE INTO woven (article, printed, day, vector, origin, story) VALUES (?1, ?2, ?3, ?4, ?1, NULL)", (n, *row))
    db.executemany("INSERT INTO marks (mark, article) VALUES (?, ?)", [(mark, n) for mark in marks])
    terms = strong(unpacked(row[2]), options)
    db.executemany("INSERT INTO terms (term, day, article) VALUES (?, ?, ?)", [(term, row[1], n) for term in terms])


def _tell(db: sqlite3.Connection) -> int:
    """Tells some of the stories anew that changed. Returns how many."""
    pages = Pages(db)
    told = articles = 0
    for (story,) in db.execute("SELECT story FROM stale ORDER BY story LIMIT ?", (TOLD,)).fetchall():
        if articles >= TOLD:
            break
        articles += retell(db, story, pages)
        db.execute("DELETE FROM stale WHERE story = ?", (story,))
        told += 1
    return told
