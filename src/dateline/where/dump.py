"""Rows of GeoNames' dumps: `allCountries.txt` (19 columns) and `alternateNamesV2.txt` (10), tab-separated UTF-8. Broken rows are noted.

Field by field: https://download.geonames.org/export/dump/readme.txt.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from dateline.errors import SourceError
from dateline.fields import PlaceKind
from dateline.where.names import is_latin

Advance = Callable[[int, int], None]  # bytes read, bytes in all
COLUMNS, ALTERNATE_COLUMNS = 19, (8, 10)
LARGEST_ID = 1 << 27  # GeoNames has reached some 13 million; a bigger number is a broken row
#: Kind and level of a feature class. Level 6 is a lesser feature: a stream, a hill, a station.
CLASSES: Mapping[str, tuple[PlaceKind, int]] = {
    "A": ("admin", 2),
    "P": ("city", 3),
    "H": ("water", 6),
    "U": ("water", 6),
    "T": ("region", 6),
    "L": ("region", 6),
    "V": ("region", 6),
    "S": ("site", 6),
    "R": ("site", 6),
}
#: What stands in the column of languages and is none.
_CODES = frozenset("link wkdt post iata icao faac unlc tcid abbr phon piny fr_1793".split())
_KEPT = 20  # broken rows that are told one by one
_EVERY = 1 << 16  # bytes between two reports of progress
_FIRST = 200  # rows of which not one is sound: the file is no dump


class Row(NamedTuple):
    """One sound row. `country` is alpha-2; `names` are the other names in Latin script."""

    line: int
    id: int
    name: str
    names: list[str]
    lat: float
    lon: float
    kind: PlaceKind
    level: int
    country: str
    admin1: str
    population: int
    modified: str


@dataclass(slots=True)
class Broken:
    """Rows that were left out: how many, and the first of them with their line and what is wrong."""

    count: int = 0
    told: list[str] = field(default_factory=list)

    def add(self, file: Path, line: int, reason: str) -> None:
        """Notes one row."""
        self.count += 1
        if len(self.told) < _KEPT:
            self.told.append(f"{file.name}:{line}: {reason}")


def read_rows(path: Path, countries: frozenset[str], broken: Broken, advance: Advance) -> Iterator[Row]:
    """The sound rows of a dump. `countries` are the alpha-2 codes known. Raises SourceError if the file is none or cannot be read."""
    sound = 0
    for number, line in _lines(path, advance):
        row = _row(number, line, countries)
        if isinstance(row, str):
            broken.add(path, number, row)
            if not sound and number >= _FIRST:
                break
        elif row is not None:
            sound += 1
            yield row
    if not sound:
        first = broken.told[0] if broken.told else f"{path.name} is empty"
        raise SourceError(f"{path} is no dump of GeoNames ({first}); give allCountries.txt from https://download.geonames.org/export/dump/")


def _row(number: int, line: bytes, countries: frozenset[str]) -> Row | str | None:
    """A row, or what is wrong with it, or None for what is kept elsewhere (countries)."""
    try:
        cells = line.decode("utf-8").rstrip("\r\n").split("\t")
    except UnicodeDecodeError:
        return "not UTF-8"
    if len(cells) != COLUMNS:
        return f"{len(cells)} columns, not {COLUMNS}"
    id_, name, plain, others, lat_, lon_, class_, code, country = cells[:9]
    if not (id_.isascii() and id_.isdigit() and 0 < int(id_) < LARGEST_ID):
        return f"{id_[:20]!r} is no id"
    if not name.strip():
        return "no name"
    try:
        lat, lon, population = float(lat_), float(lon_), int(cells[14] or 0)
    except ValueError:
        return "latitude, longitude or population is no number"
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or not 0 <= population < 1 << 34:
        return "latitude, longitude or population is out of range"
    if class_ not in CLASSES:
        return f"{class_[:20]!r} is no feature class"
    if country and country not in countries:
        return f"{country[:20]!r} is no country"
    if class_ == "A" and code.startswith("PCL"):
        return None
    kind, level = CLASSES[class_]
    if code in ("ADM1", "ADM1H"):
        level = 1
    names = [plain, *(other for other in others.split(",") if other and (other.isascii() or is_latin(other)))]
    return Row(number, int(id_), name, names, lat, lon, kind, level, country, cells[10], population, cells[18])


def read_alternates(path: Path, broken: Broken, advance: Advance) -> Iterator[tuple[int, str, bool]]:
    """Id, name and whether it is a name preferred in English, of each name in Latin script. Raises SourceError if the file is none."""
    sound = 0
    for number, line in _lines(path, advance):
        try:
            cells = line.decode("utf-8").rstrip("\r\n").split("\t")
        except UnicodeDecodeError:
            cells = []
        if len(cells) not in ALTERNATE_COLUMNS or not (cells[1].isascii() and cells[1].isdigit()) or not cells[3].strip():
            broken.add(path, number, "not a row of alternate names")
            if not sound and number >= _FIRST:
                break
            continue
        sound += 1
        if cells[2] not in _CODES and (cells[3].isascii() or is_latin(cells[3])):
            yield int(cells[1]), cells[3], cells[2] == "en" and "1" in cells[4:6]
    if not sound:
        raise SourceError(f"{path} holds no alternate names; give alternateNamesV2.txt from https://download.geonames.org/export/dump/")


def _lines(path: Path, advance: Advance) -> Iterator[tuple[int, bytes]]:
    """Numbered lines of a file or of the one text file of a zip archive; blank ones and comments are passed over."""
    read, told = 0, 0
    with _opened(path) as (file, size):
        for number, line in enumerate(file, 1):
            read += len(line)
            if read - told >= _EVERY:
                told = read
                advance(read, size)
            if line.strip() and not line.startswith(b"#"):
                yield number, line
        advance(size, size)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                member = next((m for m in archive.infolist() if m.filename == f"{path.stem}.txt"), None)
                if member is None:
                    raise SourceError(f"{path} holds no {path.stem}.txt; unpack it and give the text file")
                with archive.open(member) as file:
                    yield io.BufferedReader(file, 1 << 20), member.file_size  # type: ignore[type-var]
        else:
            with path.open("rb", 1 << 20) as file:
                yield file, path.stat().st_size
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(f"{path} cannot be read: {error}") from error
