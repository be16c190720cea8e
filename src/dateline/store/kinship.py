"""Which stored articles carry the same copy: found anew for the articles that came in, and for those whose partners change thereby."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from dateline.record import Record
from dateline.store.judged import judge, load_judgements, settle
from dateline.store.write import unpack
from dateline.story.copies import CROWD, WINDOW, Kinship, Sheet, compare, passages, sheet


class Pages:
    """Records and sheets of stored articles inside one transaction, the last few hundred kept in memory."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.sheet = lru_cache(512)(self._sheet)

    def record(self, n: int) -> Record:
        """The record with reviews applied."""
        id, text, record = self.db.execute("SELECT id, text, record FROM articles WHERE n = ?", (n,)).fetchone()
        judgements = load_judgements(self.db, id)
        plain = unpack(text, record)
        return settle(judge(plain, judgements)) if judgements else plain

    def _sheet(self, n: int) -> Sheet:
        return sheet(self.record(n))


def find_copies(db: sqlite3.Connection, fresh: Iterable[int], pages: Pages) -> list[int]:
    """Brings the tables `copies` and `woven.origin` up to date. Returns the articles whose origin has other members now."""
    dirty = dict.fromkeys(fresh)
    dirty |= dict.fromkeys(n for mark in _marks(db, dirty) for n in _displaced(_holders(db, mark), dirty))
    around = dict.fromkeys(n for d in dirty for n in _origin_mates(db, d))
    for n in dirty:
        db.execute("DELETE FROM copies WHERE article = ?1 OR of = ?1", (n,))
    done: set[tuple[int, int]] = set()
    for n in dirty:
        for pair in _candidates(db, n, pages):
            if pair not in done:
                done.add(pair)
                found = compare(pages.sheet(pair[0]), pages.sheet(pair[1]))
                if found and found.same:
                    _file(db, pair, found, pages)
    return _components(db, dirty | around)


def _marks(db: sqlite3.Connection, articles: Iterable[int]) -> list[int]:
    """Fingerprints of these articles that a crowd shares."""
    out: dict[int, None] = {}
    for n in articles:
        out |= dict.fromkeys(mark for (mark,) in db.execute("SELECT mark FROM marks WHERE article = ?", (n,)))
    return [
        m
        for m in out
        if db.execute("SELECT count(*) FROM (SELECT 1 FROM marks WHERE mark = ? LIMIT ?)", (m, CROWD + 1)).fetchone()[0] > CROWD
    ]


def _holders(db: sqlite3.Connection, mark: int) -> list[int]:
    """Articles that hold a fingerprint, earlier copy first."""
    rows = db.execute(
        "SELECT m.article FROM marks m JOIN woven w ON w.article = m.article JOIN articles a ON a.n = m.article "
        "WHERE m.mark = ? ORDER BY w.printed, a.id",
        (mark,),
    )
    return [n for (n,) in rows]


def _displaced(holders: Sequence[int], fresh: Iterable[int]) -> Sequence[int]:
    """Of a crowd only the first CROWD are held against all others: those that fresh copy may have pushed across that line."""
    count = len([n for n in holders if n in set(fresh)])
    return holders[max(0, CROWD - count) : CROWD + count]


def _origin_mates(db: sqlite3.Connection, n: int) -> list[int]:
    """The articles of its origin as it stands, and those it was tied to."""
    rows = db.execute(
        "SELECT article FROM woven WHERE origin = (SELECT origin FROM woven WHERE article = ?1) "
        "UNION SELECT of FROM copies WHERE article = ?1 UNION SELECT article FROM copies WHERE of = ?1",
        (n,),
    )
    return [m for (m,) in rows]


def _candidates(db: sqlite3.Connection, n: int, pages: Pages) -> list[tuple[int, int]]:
    """Pairs with this article, earlier copy first, that share at least two fingerprints, or one that is all they have."""
    shared: Counter[int] = Counter()
    before: dict[int, bool] = {}
    for (mark,) in db.execute("SELECT mark FROM marks WHERE article = ?", (n,)).fetchall():
        holders = _holders(db, mark)
        at = holders.index(n)
        for place, other in enumerate(holders if at < CROWD else holders[:CROWD]):
            if other != n:
                shared[other] += 1
                before[other] = place < at
    few = 4 * WINDOW
    found = [m for m, count in shared.items() if count >= 2 or min(len(pages.sheet(n).words), len(pages.sheet(m).words)) < few]
    return [(m, n) if before[m] else (n, m) for m in found]


def _file(db: sqlite3.Connection, pair: tuple[int, int], found: Kinship, pages: Pages) -> None:
    first, second = pair
    for one in passages(found, pages.sheet(first), pages.sheet(second)):
        db.execute(
            'INSERT OR REPLACE INTO copies (article, start, "end", of, of_start, of_end) VALUES (?, ?, ?, ?, ?, ?)',
            (second, *one.span, first, *one.of_span),
        )


def _components(db: sqlite3.Connection, seeds: Iterable[int]) -> list[int]:
    """Finds again the origins of all articles that copies tie to the seeds; returns those whose origin changed, and the seeds."""
    out = dict.fromkeys(seeds)
    met: set[int] = set()
    for seed in list(out):
        group: list[int] = []
        waiting = [seed]
        while waiting:
            n = waiting.pop()
            if n not in met:
                met.add(n)
                group.append(n)
                waiting += [
                    m
                    for (m,) in db.execute("SELECT of FROM copies WHERE article = ?1 UNION SELECT article FROM copies WHERE of = ?1", (n,))
                ]
        if group:
            first = _first(db, group)
            moved = [n for n in group if db.execute("SELECT origin FROM woven WHERE article = ?", (n,)).fetchone()[0] != first]
            db.executemany("UPDATE woven SET origin = ? WHERE article = ?", [(first, n) for n in moved])
            if moved or len(group) > 1:
                out |= dict.fromkeys(group)
    return list(out)


def _first(db: sqlite3.Connection, group: Sequence[int]) -> int:
    rows = [
        db.execute("SELECT w.printed, a.id, a.n FROM woven w JOIN articles a ON a.n = w.article WHERE a.n = ?", (n,)).fetchone()
        for n in group
    ]
    return int(min(tuple(row) for row in rows)[2])
