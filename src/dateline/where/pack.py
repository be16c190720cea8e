"""The gazetteer's file: columns of places and a table of hashed names, memory-mapped, so that opening it reads a few kilobytes.

Layout (little-endian): `DLGZ1\\n`, four bytes with the length of a JSON head, the head, then the columns the head lists, each at a
multiple of eight bytes. A name is found by the first eight bytes of the BLAKE2b hash of its folded form (`names.fold`); with half a
million names a false match is less likely than one in ten million million lookups.
"""

from __future__ import annotations

import json
import mmap
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from dateline.errors import ModelError
from dateline.fields import PlaceKind

MAGIC = b"DLGZ1\n"
COLUMNS: tuple[tuple[str, str], ...] = (
    ("lat", "<i4"),  # 1e-5 degrees
    ("lon", "<i4"),
    ("country", "u1"),  # index in head["countries"], alpha-3
    ("admin", "<u2"),  # index in head["admins"]
    ("kind", "u1"),  # index in KINDS
    ("population", "<u4"),
    ("geonames", "<u4"),  # 0: none
    ("name", "<u4"),  # offset in names: one length byte, UTF-8
    ("names", "u1"),
    ("hash", "<u8"),  # ascending
    ("count", "u1"),  # postings of each name
    ("posting", "<u4"),  # place index; the highest bit marks a main name
)
KINDS: tuple[PlaceKind, ...] = ("admin", "admin", "city")
MAIN = 1 << 31


@dataclass(frozen=True, slots=True)
class Entry:
    """One place that a name may mean. `level` is 0 country, 1 first division, 2 second division, 3 town, 4 region or water, 5 site."""

    name: str
    kind: PlaceKind
    level: int
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    population: int
    geonames: int | None
    main: bool  # the name that was looked up is its main name, not one of its other names


def name_hash(key: str) -> int:
    """The number a folded name is filed under."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


class Pack:
    """Read-only view of a gazetteer file. Raises ModelError if it is missing or is none."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise ModelError(f"gazetteer {path} cannot be opened ({error}); install Dateline again or give another file") from error
        if self._map[: len(MAGIC)] != MAGIC:
            raise ModelError(f"gazetteer {path} is not a Dateline gazetteer; give a file that `training/gazetteer/build.py` made")
        start = len(MAGIC) + 4
        size = int.from_bytes(self._map[len(MAGIC) : start], "little")
        self.head: dict[str, Any] = json.loads(self._map[start : start + size])
        self._column = {
            name: np.frombuffer(self._map, dtype=dtype, count=self.head["columns"][name][1], offset=self.head["columns"][name][0])
            for name, dtype in COLUMNS
        }
        self._last = np.cumsum(self._column["count"], dtype=np.uint32)
        self._countries: list[str] = self.head["countries"]
        self._admins: list[str] = self.head["admins"]
        self.find = lru_cache(maxsize=4_000)(self._find)

    def divisions(self) -> dict[int, str]:
        """GeoNames id -> name of the first-level division, of every town that lies in one."""
        ids, admins = self._column["geonames"].tolist(), self._column["admin"].tolist()
        return {id_: self._admins[at] for id_, at in zip(ids, admins, strict=True) if id_ and self._admins[at]}

    def _find(self, key: str) -> tuple[Entry, ...]:
        """All places filed under a folded name, in the order of the file."""
        number = np.uint64(name_hash(key))
        hashes = self._column["hash"]
        at = int(np.searchsorted(hashes, number))
        if at >= len(hashes) or hashes[at] != number:
            return ()
        last = int(self._last[at])
        first = last - int(self._column["count"][at])
        return tuple(self._entry(int(posting)) for posting in self._column["posting"][first:last])

    def _entry(self, posting: int) -> Entry:
        i, column = posting & ~MAIN, self._column
        at = int(column["name"][i])
        length = int(column["names"][at])
        kind = int(column["kind"][i])
        return Entry(
            name=bytes(column["names"][at + 1 : at + 1 + length]).decode(),
            kind=KINDS[kind],
            level=kind + 1,
            country=self._countries[int(column["country"][i])] or None,
            admin1=self._admins[int(column["admin"][i])] or None,
            lat=int(column["lat"][i]) / 1e5,
            lon=int(column["lon"][i]) / 1e5,
            population=int(column["population"][i]),
            geonames=int(column["geonames"][i]) or None,
            main=bool(posting & MAIN),
        )
