"""Makes the full gazetteer (`full.py`) from GeoNames' dumps: one pass over the rows, one over other names, then one sort of all names.

Memory is bounded: rows go to disk as they come, and SQLite sorts there. The same dumps give the same bytes.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import SourceError
from dateline.where.book import Gazetteer
from dateline.where.dump import Advance, Broken, Row, read_alternates, read_rows
from dateline.where.full import FORMAT, KINDS, signed_hash
from dateline.where.names import fold

_BATCH = 20_000  # rows handed to SQLite at once
_CACHE_KIB = 65_536
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE admins (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE places (id INTEGER PRIMARY KEY, geonames INTEGER NOT NULL, name TEXT NOT NULL, kind INTEGER NOT NULL,
    level INTEGER NOT NULL, country TEXT, admin TEXT, lat REAL NOT NULL, lon REAL NOT NULL, population INTEGER NOT NULL);
CREATE TABLE names (hash INTEGER, place INTEGER, main INTEGER NOT NULL, PRIMARY KEY (hash, place)) WITHOUT ROWID;
CREATE TABLE stage.names (hash INTEGER, place INTEGER, main INTEGER);
"""
_SORT = "INSERT INTO main.names SELECT hash, place, max(main) FROM stage.names GROUP BY hash, place"
_KIND = {kind: number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Built:
    """What was made: counts, and the rows that were left out."""

    places: int
    names: int
    broken: Broken


def build(
    dump: Path, alternates: Sequence[Path], output: Path, *, gazetteer: Gazetteer, advance: Advance = lambda _read, _size: None
) -> Built:
    """Writes `output` from a dump and files of other names. `gazetteer` is the embedded one, for countries and names of divisions.

    `advance(bytes read, bytes in all)` is called as each file is read, with zeros when the names are being sorted. Nothing is left at
    `output` if it fails.
    Raises SourceError if an input is no dump or the output cannot be written.
    """
    part, stage = output.with_name(output.name + ".part"), output.with_name(output.name + ".stage")
    broken = Broken()
    try:
        with _fresh(part, stage) as base:
            maker = _Maker(base, gazetteer, broken)
            maker.rows(dump, advance)
            for path in alternates:
                maker.alternates(path, advance)
            advance(0, 0)  # no telling how long SQLite sorts
            built = maker.finish([dump, *alternates])
        os.replace(part, output)
    except (sqlite3.Error, OSError) as error:
        raise SourceError(f"{output} cannot be written: {error}") from error
    finally:
        for left in (part, stage):
            left.unlink(missing_ok=True)
    return built


@contextmanager
def _fresh(part: Path, stage: Path) -> Iterator[sqlite3.Connection]:
    for path in (part, stage):
        path.unlink(missing_ok=True)
    with closing(sqlite3.connect(part, isolation_level=None)) as base:
        base.execute("ATTACH ? AS stage", (str(stage),))
        for schema in ("main", "stage"):
            base.execute(f"PRAGMA {schema}.journal_mode = OFF")
            base.execute(f"PRAGMA {schema}.synchronous = OFF")
            base.execute(f"PRAGMA {schema}.cache_size = -{_CACHE_KIB}")
        base.execute("PRAGMA temp_store = FILE")
        base.executescript(_TABLES)
        base.execute("BEGIN")
        yield base
        base.execute("COMMIT")


class _Maker:
    """Fills the tables. `row` maps a GeoNames id to its row in `places`, 0 for none: four bytes for each id in use."""

    def __init__(self, base: sqlite3.Connection, gazetteer: Gazetteer, broken: Broken) -> None:
        self.base, self.gazetteer, self.broken = base, gazetteer, broken
        self.alpha3 = {c.alpha2: c.alpha3 for c in gazetteer.countries.values()}
        self.known = gazetteer.pack.divisions()
        self.row = array("I")
        self.count, self.latest = 0, ""
        self.admins: dict[str, str] = {}
        self.votes: dict[str, Counter[str]] = {}
        self.places: list[tuple[object, ...]] = []
        self.names: list[tuple[int, int, int]] = []

    def rows(self, dump: Path, advance: Advance) -> None:
        """Files every sound row of the dump and its names."""
        for row in read_rows(dump, frozenset(self.alpha3), self.broken, advance):
            if row.id >= len(self.row):
                self.row.extend([0] * max(row.id + 1 - len(self.row), 1 << 20))
            if self.row[row.id]:
                self.broken.add(dump, row.line, f"id {row.id} stands twice")
                continue
            self.count += 1
            self.row[row.id] = self.count
            self.file(row)
            if len(self.places) >= _BATCH:
                self.flush()
        self.flush()

    def file(self, row: Row) -> None:
        admin = f"{row.country}.{row.admin1}" if row.admin1 not in ("", "00") else None
        if admin and row.level == 1:
            self.admins.setdefault(admin, row.name)
        elif admin and (named := self.known.get(row.id)):
            self.votes.setdefault(admin, Counter())[named] += 1
        self.latest = max(self.latest, row.modified if row.modified[:2] in ("19", "20") else "")
        self.places.append(
            (
                self.count,
                row.id,
                row.name,
                _KIND[row.kind],
                row.level,
                self.alpha3.get(row.country),
                admin,
                row.lat,
                row.lon,
                row.population,
            )
        )
        main = fold(row.name)
        keys = {main: 1}
        for name in row.names:
            keys.setdefault(fold(name), 0)
        keys[fold(row.names[0])] = 1  # the same in plain letters
        keys.pop("", None)
        self.names += [(signed_hash(key), self.count, is_main) for key, is_main in keys.items()]

    def alternates(self, path: Path, advance: Advance) -> None:
        """Files the other names of places that are known."""
        for id_, name, preferred in read_alternates(path, self.broken, advance):
            if id_ < len(self.row) and self.row[id_] and (key := fold(name)):
                self.names.append((signed_hash(key), self.row[id_], int(preferred)))
                if len(self.names) >= _BATCH:
                    self.flush()
        self.flush()

    def flush(self) -> None:
        self.base.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self.places)
        self.base.executemany("INSERT INTO stage.names VALUES (?, ?, ?)", self.names)
        self.places.clear()
        self.names.clear()

    def finish(self, sources: Sequence[Path]) -> Built:
        """Sorts the names and writes what the file is made of."""
        self.base.execute(_SORT)
        names = int(self.base.execute("SELECT count(*) FROM names").fetchone()[0])
        for code, votes in self.votes.items():  # as the embedded pack calls them, so that both agree
            self.admins[code] = min(votes.items(), key=lambda item: (-item[1], item[0]))[0]
        self.base.executemany("INSERT INTO admins VALUES (?, ?)", sorted(self.admins.items()))
        meta = {
            "format": FORMAT,
            "source": "GeoNames (https://www.geonames.org)",
            "licence": "CC BY 4.0",
            "files": " ".join(path.name for path in sources),
            "latest": self.latest,
            "places": str(self.count),
            "names": str(names),
            "broken": str(self.broken.count),
        }
        self.base.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        return Built(self.count, names, self.broken)
