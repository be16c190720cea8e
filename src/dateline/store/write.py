"""Putting records in: one transaction a batch, one savepoint an article, the guard in the database beneath."""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from dateline.errors import Refused
from dateline.record import MadeBy, Record
from dateline.store.database import Database
from dateline.store.flat import COLUMNS, Row, days, flatten
from dateline.store.judged import Judged, judge, load_judgements, settle
from dateline.who import load_who

_ARTICLE = "outlet url path sha256 retrieved published published_from day headline agency words reader read_at record".split()
_REFRESH = f"UPDATE articles SET {', '.join(f'{name} = ?' for name in _ARTICLE)} WHERE n = ?"
_ADD = f"INSERT INTO articles ({', '.join(_ARTICLE)}, id, text) VALUES ({', '.join('?' * (len(_ARTICLE) + 2))}) RETURNING n"
#: Parameters of one statement; SQLite takes more, older builds 999.
_MOST = 900
#: Characters from one piece of a long text to the next, as schema.sql has it.
_PIECE = 16_384


@dataclass(frozen=True, slots=True)
class Put:
    """What became of a batch: counts, and those refused (they are rows of `refused` already)."""

    new: int
    same: int
    replaced: int
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ready:
    """A record made ready outside the transaction, so that others can write meanwhile."""

    record: Record
    place: str
    reader: str
    columns: Row
    rows: dict[str, list[Row]]


def put(store: Database, records: Iterable[Record], *, reader: str | None, read_at: str, places: Sequence[str] | None = None) -> Put:
    """`Store.put`."""
    given = list(records)
    wheres = list(places) if places is not None else [record.source.path or record.source.url or record.id for record in given]
    if len(wheres) != len(given):
        raise ValueError(f"{len(given)} records, but {len(wheres)} places")
    readers = [reader or made_by(record) for record in given]
    known = _readers(store, [record.id for record in given])
    refused: list[Refused] = []
    ready: list[_Ready] = []
    done: list[str] = []
    for record, place, by in zip(given, wheres, readers, strict=True):
        if (reason := unstorable(record)) is not None:
            refused.append(Refused(place, reason))
        else:
            ready.append(_prepare(record, place, by, read_at) if known.get(record.id) != by else _Ready(record, place, by, (), {}))
    counts = {"new": 0, "same": 0, "replaced": 0}
    with store.writing() as db:
        for item in ready:
            outcome = _put_one(db, item, read_at)
            if isinstance(outcome, Refused):
                refused.append(outcome)
            else:
                counts[outcome] += 1
                done.append(item.place)
        _forget(db, done)
        _refuse(db, [(item.where, item.reason, None) for item in refused], read_at)
    return Put(**counts, refused=tuple(refused))


def made_by(record: Record) -> str:
    """The versions that made a record: "dateline 0.2.0, tagger_v3, geonames_places_v1, record 1"."""
    return reader_name(record.made_by)


def reader_name(by: MadeBy) -> str:
    """Versions of software and models as the store keeps them."""
    return f"dateline {by.dateline}, {by.tagger or 'no tagger'}, {by.gazetteer}, record {by.record}"


def unstorable(record: Record) -> str | None:
    """Why a record cannot be stored as it stands, None if it can. Nothing is altered to make it fit."""
    at = record.text.find("\0")
    if at >= 0:
        return f"its text holds a NUL character at {at}, behind which a database sees nothing; remove it from the copy"
    try:
        msgspec.json.encode(record)
    except UnicodeEncodeError:
        return "its text, path or address holds half a surrogate pair, which no encoding can carry; repair or rename it"
    return None


def refuse(store: Database, items: Iterable[tuple[str, str, str | None]], *, at: str) -> None:
    """Keeps items (place, reason, sha256) that could not be read, in one transaction."""
    with store.writing() as db:
        _refuse(db, list(items), at)


def has(store: Database, ids: Iterable[str]) -> set[str]:
    """`Store.has`."""
    return set(_readers(store, list(ids)))


def article(store: Database, id: str, *, corrected: bool = False) -> Record | None:
    """`Store.article`."""
    return next(records(store, [id], corrected=corrected), None)


def records(store: Database, ids: Iterable[str] | None = None, *, corrected: bool = False) -> Iterator[Record]:
    """`Store.records`."""
    with store.reading() as db:
        if ids is None:
            ids = [id for (id,) in db.execute("SELECT id FROM articles ORDER BY published, id")]
        for id in ids:
            row = db.execute("SELECT text, record FROM articles WHERE id = ?", (_plain(id),)).fetchone()
            if row is not None:
                record = unpack(*row)
                yield settle(judge(record, load_judgements(db, id))) if corrected else record


def pack(record: Record) -> bytes:
    """The column `record`: zlib of the JSON line without the text, which has a column of its own."""
    return zlib.compress(msgspec.json.encode(replace(record, text="")))


def unpack(text: str, packed: bytes) -> Record:
    """The record of the columns `text` and `record`."""
    return replace(msgspec.json.decode(zlib.decompress(packed), type=Record), text=text)


def fill(db: sqlite3.Connection, n: int, rows: dict[str, list[Row]]) -> None:
    """Files the rows of an article that has none."""
    for table, columns in COLUMNS.items():
        if rows[table]:
            names = ", ".join(f'"{name}"' for name in columns)
            db.executemany(f"INSERT INTO {table} (article, {names}) VALUES (?{', ?' * len(columns)})", ((n, *row) for row in rows[table]))


def clear(db: sqlite3.Connection, n: int) -> None:
    """Removes the rows of an article, not the article."""
    for table in reversed(COLUMNS):
        db.execute(f"DELETE FROM {table} WHERE article = ?", (n,))


def judged_rows(judged: Judged) -> dict[str, list[Row]]:
    """Rows of a record with its reviews: corrected values, rejected items marked."""
    return flatten(judged.record, load_who(), corrected=judged.corrected, rejected=judged.rejected)


def _prepare(record: Record, place: str, reader: str, read_at: str) -> _Ready:
    source = record.source
    headline = record.words(record.headline) if record.headline else None
    agency = record.dateline.agency if record.dateline else None
    columns = (
        source.outlet, source.url, source.path, source.sha256, source.retrieved, record.published, record.published_from,
        days(record.published)[0], headline, agency, len(record.text.split()), reader, read_at, pack(record),
    )  # fmt: skip
    return _Ready(record, place, reader, columns, flatten(record, load_who()))


def _put_one(db: sqlite3.Connection, item: _Ready, read_at: str) -> str | Refused:
    """Stores one record or leaves everything as it was. Returns new, same, replaced, or why it was refused."""
    record = item.record
    row = db.execute("SELECT n, reader, text FROM articles WHERE id = ?", (record.id,)).fetchone()
    if row is not None and row["text"] != record.text:
        return Refused(item.place, f"an article with the id {record.id} and other words is stored; give each copy its own id")
    if row is not None and not newer(item.reader, row["reader"]):
        return "same"
    if not item.columns:  # it was stored when the batch was made ready, and is gone now
        item = _prepare(record, item.place, item.reader, read_at)
    db.execute("SAVEPOINT article")
    try:
        if row is None:
            n = db.execute(_ADD, (*item.columns, record.id, record.text)).fetchone()[0]
        else:
            n = row["n"]
            clear(db, n)
            db.execute(_REFRESH, (*item.columns, n))
        judgements = load_judgements(db, record.id)
        judged = judge(record, judgements) if judgements else None
        _cut(db, n, record.text)
        fill(db, n, judged_rows(judged) if judged else item.rows)
        db.execute("DELETE FROM pieces WHERE article = ?", (n,))
        if judged:
            judged.file(db)
        db.execute("INSERT OR IGNORE INTO loose (article) VALUES (?)", (n,))
    except (sqlite3.IntegrityError, sqlite3.DataError, OverflowError) as error:
        db.execute("ROLLBACK TO article")
        db.execute("RELEASE article")
        return Refused(item.place, f"its record does not fit its text or a column ({error}); read the copy again")
    db.execute("RELEASE article")
    return "new" if row is None else "replaced"


def _cut(db: sqlite3.Connection, n: int, text: str) -> None:
    """Files a long text in pieces for the guard of spans."""
    if len(text) > 2 * _PIECE:
        db.executemany(
            "INSERT INTO pieces (article, piece, words) VALUES (?, ?, ?)",
            [(n, at // _PIECE, text[at : at + 2 * _PIECE]) for at in range(0, len(text), _PIECE)],
        )


def newer(reader: str, than: str) -> bool:
    """Whether a reading replaces another: from other versions, and not older ones."""
    ours, theirs = ([int(number) for number in re.findall(r"\d+", name)] for name in (reader, than))
    return reader != than and ours >= theirs


def _readers(store: Database, ids: list[str]) -> dict[str, str]:
    """Who read those of the articles that are stored."""
    found: dict[str, str] = {}
    with store.reading() as db:
        for start in range(0, len(ids), _MOST):
            some = [_plain(id) for id in ids[start : start + _MOST]]
            found |= dict(db.execute(f"SELECT id, reader FROM articles WHERE id IN ({', '.join('?' * len(some))})", some).fetchall())
    return found


def _plain(words: str) -> str:
    """Words that can be asked for: half a surrogate pair, which nothing stored holds, becomes a question mark."""
    return words.encode("utf-8", "replace").decode()


def _refuse(db: sqlite3.Connection, items: list[tuple[str, str, str | None]], at: str) -> None:
    db.executemany(
        "INSERT INTO refused (place, reason, sha256, at) VALUES (?, ?, ?, ?) ON CONFLICT (place) DO UPDATE SET "
        "reason = excluded.reason, sha256 = excluded.sha256, at = excluded.at "
        "WHERE reason IS NOT excluded.reason OR sha256 IS NOT excluded.sha256",
        [(_plain(place), _plain(reason), sha256, at) for place, reason, sha256 in items],
    )


def _forget(db: sqlite3.Connection, places: list[str]) -> None:
    db.executemany("DELETE FROM refused WHERE place = ?", [(_plain(place),) for place in places])
