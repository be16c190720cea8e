"""Reviews: a person's judgement of an event or a condition, applied at once and kept for good."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from dateline.errors import ReviewError
from dateline.record import Record
from dateline.store.database import Database
from dateline.store.judged import FIELDS, anchor, find_item, judge, load_judgements, shown
from dateline.store.values import check
from dateline.store.write import clear, fill, judged_rows, unpack

VERDICTS = ("accept", "reject", "fix")


@dataclass(frozen=True, slots=True)
class Review:
    """One row of `reviews`. `start`, `end` and `words` are those of the item as the machine read it; `old` is what was shown then."""

    n: int
    article: str
    layer: str
    item: str
    start: int
    end: int
    words: str
    field: str | None
    verdict: str
    old: Any
    new: Any
    reviewer: str
    at: str
    undone: bool
    undone_by: str | None
    undone_at: str | None
    orphaned: bool


def review(
    store: Database, article: str, layer: str, item: str, field: str | None, verdict: str, new: Any, *, reviewer: str, at: str
) -> int:
    """`Store.review`."""
    _check_names(layer, field, verdict, reviewer)
    with store.writing() as db:
        n, record = _stored(db, article)
        judged = judge(record, load_judgements(db, article))
        machine, now = find_item(record, layer, item), find_item(judged.record, layer, item)
        if machine is None or now is None:
            raise ReviewError(f"article {article} has no {layer[:-1]} {item}; it may have been read again: load the page anew")
        old = shown(judged.record, layer, now, field) if field else {name: shown(judged.record, layer, now, name) for name in FIELDS[layer]}
        value = check(judged.record, field, new) if verdict == "fix" and field else None
        span = anchor(layer, machine)
        number = db.execute(
            'INSERT INTO reviews (article, layer, item, start, "end", words, field, verdict, old, new, reviewer, at) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING n",
            (article, layer, item, *span, record.words(span), field, verdict, _json(old), _json(value) if verdict == "fix" else None,
             reviewer, at),
        ).fetchone()[0]  # fmt: skip
        _apply(db, n, article, record)
    return int(number)


def undo(store: Database, n: int, *, reviewer: str, at: str) -> None:
    """`Store.undo`."""
    with store.writing() as db:
        row = db.execute("SELECT article, undone FROM reviews WHERE n = ?", (n,)).fetchone()
        if row is None or row["undone"]:
            raise ReviewError(f"review {n} {'was taken back before' if row else 'does not exist'}")
        db.execute("UPDATE reviews SET undone = 1, undone_by = ?, undone_at = ? WHERE n = ?", (reviewer, at, n))
        found = db.execute("SELECT n, text, record FROM articles WHERE id = ?", (row["article"],)).fetchone()
        if found is not None:
            _apply(db, found["n"], row["article"], unpack(found["text"], found["record"]))


def reviews(
    store: Database, *, article: str | None = None, item: str | None = None, reviewer: str | None = None, orphaned: bool | None = None
) -> list[Review]:
    """`Store.reviews`."""
    with store.reading() as db:
        rows = db.execute(
            'SELECT n, article, layer, item, start, "end", words, field, verdict, old, new, reviewer, at, undone, undone_by, undone_at, '
            "orphaned FROM reviews WHERE (:article IS NULL OR article = :article) AND (:item IS NULL OR item = :item) "
            "AND (:reviewer IS NULL OR reviewer = :reviewer) AND (:orphaned IS NULL OR orphaned = :orphaned) ORDER BY n",
            {"article": article, "item": item, "reviewer": reviewer, "orphaned": orphaned},
        ).fetchall()
    return [_review(row) for row in rows]


def _review(row: sqlite3.Row) -> Review:
    values = dict(row)
    values |= {name: json.loads(values[name] or "null") for name in ("old", "new")}
    values |= {name: bool(values[name]) for name in ("undone", "orphaned")}
    return Review(**values)


def _check_names(layer: str, field: str | None, verdict: str, reviewer: str) -> None:
    if layer not in FIELDS:
        raise ReviewError(f"layer {layer!r} cannot be reviewed; {' and '.join(FIELDS)} can")
    if verdict not in VERDICTS:
        raise ReviewError(f"verdict {verdict!r} is none of {', '.join(VERDICTS)}")
    if field is not None and field not in FIELDS[layer]:
        raise ReviewError(f"field {field!r} of {layer} cannot be reviewed; there are {', '.join(FIELDS[layer])}")
    if verdict == "fix" and field is None:
        raise ReviewError("a fix needs the field that it corrects")
    if verdict == "reject" and field is not None:
        raise ReviewError(f"reject speaks of the whole item; to empty or change {field}, fix it")
    if not reviewer.strip():
        raise ReviewError("a review needs the name of its reviewer")


def _stored(db: sqlite3.Connection, article: str) -> tuple[int, Record]:
    row = db.execute("SELECT n, text, record FROM articles WHERE id = ?", (article,)).fetchone()
    if row is None:
        raise ReviewError(f"no article {article} is stored")
    return row["n"], unpack(row["text"], row["record"])


def _apply(db: sqlite3.Connection, n: int, article: str, record: Record) -> None:
    """Files the article's rows anew with its reviews, and leaves it for weaving; until then its events stay in their happenings."""
    judged = judge(record, load_judgements(db, article))
    woven = db.execute("SELECT happening, id FROM events WHERE article = ? AND happening IS NOT NULL", (n,)).fetchall()
    clear(db, n)
    fill(db, n, judged_rows(judged))
    db.executemany("UPDATE events SET happening = ? WHERE article = ? AND id = ?", [(happening, n, id) for happening, id in woven])
    judged.file(db)
    db.execute("INSERT OR IGNORE INTO loose (article) VALUES (?)", (n,))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
