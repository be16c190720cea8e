"""The full gazetteer: one SQLite file of all that GeoNames knows, made by `dateline gazetteer build`, read beside the embedded pack.

Tables: `meta` (key, value), `places` (one row each, in the order of the dump), `names` (hash of the folded name, place, main) ordered by
hash, `admins` (code of a first-level division, its name). `names.fold` and `pack.name_hash` make the hash.
"""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote
from weakref import finalize

from dateline.errors import ModelError
from dateline.fields import PlaceKind
from dateline.where.pack import Entry, name_hash

SQLITE = b"SQLite format 3\0"
FORMAT = "dateline-gazetteer-1"
KINDS: tuple[PlaceKind, ...] = ("country", "admin", "city", "site", "region", "water")
_MOST = 120  # places of one name, the biggest first
_FIND = """SELECT p.name, p.kind, p.level, p.country, a.name, p.lat, p.lon, p.population, p.geonames, n.main
FROM names n JOIN places p ON p.id = n.place LEFT JOIN admins a ON a.code = p.admin
WHERE n.hash = ? ORDER BY n.main DESC, p.population DESC, p.level, p.geonames LIMIT ?"""


def signed_hash(key: str) -> int:
    """The number a folded name is filed under, as SQLite's signed integer."""
    number = name_hash(key)
    return number - (1 << 64) if number >> 63 else number


class Full:
    """Read-only view of a full gazetteer. Raises ModelError if the file is missing or is none."""

    def __init__(self, path: Path) -> None:
        try:
            self._base = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            finalize(self, self._base.close)
            self.meta: dict[str, str] = dict(self._base.execute("SELECT key, value FROM meta"))
        except (sqlite3.Error, OSError) as error:
            raise ModelError(f"gazetteer {path} cannot be used ({error}); make one with `dateline gazetteer build`") from error
        if self.meta.get("format") != FORMAT:
            raise ModelError(
                f"gazetteer {path} is of another format than this Dateline reads; make it anew with `dateline gazetteer build`"
            )
        self.find = lru_cache(maxsize=4_000)(self._find)

    @property
    def version(self) -> str:
        """What is kept in every record: number of places and the day of the latest change in the dump."""
        return f"geonames_full_{self.meta.get('places', '')}_{self.meta.get('latest', '')}"

    def _find(self, key: str) -> tuple[Entry, ...]:
        """All places filed under a folded name, main names first, then by size."""
        return tuple(
            Entry(name, KINDS[kind], level, country, admin, lat, lon, population, geonames, bool(main))
            for name, kind, level, country, admin, lat, lon, population, geonames, main in self._base.execute(
                _FIND, (signed_hash(key), _MOST)
            )
        )
