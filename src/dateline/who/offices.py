"""Offices: the user's own table of who held which office when, read from CSV and asked by name and day."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dateline.errors import SourceError
from dateline.who.lexicon import WhoLexicon, load_who, tokens

COLUMNS = ("person", "office", "country", "from", "to")
_ABOVE = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))


@dataclass(frozen=True, slots=True)
class Office:
    """One row: who held `title` of `country` from `first` to `last` (ISO days; "" is open). `row` is its line in the file."""

    person: str
    title: str
    country: str | None
    first: str
    last: str
    row: int

    @property
    def words(self) -> str:
        """The row as evidence: "offices.csv row 3: minister of trade of NOR, 2019-05-01 to today"."""
        of = f" of {self.country}" if self.country else ""
        return f"offices row {self.row}: {self.person}, {self.title}{of}, {self.first or 'always'} to {self.last or 'today'}"


@dataclass(frozen=True, slots=True)
class Offices:
    """Rows by surname, ready to be asked."""

    rows: Mapping[str, tuple[Office, ...]]

    def holder(self, person: str, day: str | None) -> Office | None:
        """The row of a full name that holds on a day (ISO; None: any day). None where no row or rows of several persons fit.

        A name fits when its first and last words are those of the row; a title before it does no harm.
        """
        words = _words(person)
        if len(words) < 2:
            return None
        found = [row for row in self.rows.get(words[-1], ()) if _named(words, _words(row.person)) and _holds(row, day)]
        if not found or len({tuple(_words(row.person)) for row in found}) > 1 or len({row.country for row in found}) > 1:
            return None
        return max(found, key=lambda row: (row.first, -row.row))


def load_offices(path: str | Path, lexicon: WhoLexicon | None = None) -> Offices:
    """Reads a CSV with the columns person, office, country, from, to. Raises SourceError naming file and line for the first broken row."""
    known = set((lexicon or load_who()).countries) | _ABOVE
    try:
        with open(path, encoding="utf-8-sig", newline="") as lines:
            return Offices(_filed(_rows(csv.reader(lines), str(path), known)))
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read ({error.strerror or error}); give a CSV file with the columns {', '.join(COLUMNS)}"
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{path}: is no UTF-8 CSV file ({error})") from error


def _rows(lines: Iterable[list[str]], path: str, known: set[str]) -> list[Office]:
    out: list[Office] = []
    header: list[str] | None = None
    for n, cells in enumerate(lines, 1):
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        if header is None:
            header = [cell.lower() for cell in cells]
            missing = [name for name in COLUMNS if name not in header]
            if missing:
                raise SourceError(f"{path}:{n}: the header lacks {', '.join(missing)}; it must name {', '.join(COLUMNS)}")
            continue
        if len(cells) != len(header):
            raise SourceError(f"{path}:{n}: {len(cells)} cells, the header has {len(header)}; put cells that hold a comma in quotes")
        out.append(_office(dict(zip(header, cells, strict=True)), f"{path}:{n}", n, known))
    return out


def _office(row: dict[str, str], where: str, n: int, known: set[str]) -> Office:
    if not row["person"] or not row["office"]:
        raise SourceError(f"{where}: person and office must not be empty")
    country = row["country"].upper()
    if country and country not in known:
        raise SourceError(f"{where}: {row['country']!r} is no country code; write ISO 3166-1 alpha-3 such as NOR, or leave it empty")
    for name in ("from", "to"):
        if row[name] and not _is_day(row[name]):
            raise SourceError(f"{where}: {name} is {row[name]!r}; write an ISO date such as 2019-05-01, or leave it empty")
    first, last = row["from"], row["to"]
    if first and last and last < first:
        raise SourceError(f"{where}: it ends ({last}) before it begins ({first})")
    return Office(row["person"], row["office"], country or None, first, last, n)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _filed(rows: Iterable[Office]) -> dict[str, tuple[Office, ...]]:
    out: dict[str, tuple[Office, ...]] = {}
    for row in rows:
        words = _words(row.person)
        if words:
            out[words[-1]] = (*out.get(words[-1], ()), row)
    return out


def _words(name: str) -> list[str]:
    return [token.key.lower() for token in tokens(name)]


def _named(words: list[str], row: list[str]) -> bool:
    """Whether the row's name is the last words of the name, or both share first and last word ("Ann Maria Roe")."""
    if len(row) == 1:
        return False
    return words[-len(row) :] == row or (words[0] == row[0] and words[-1] == row[-1])


def _holds(row: Office, day: str | None) -> bool:
    day = (day or "")[:10]
    return not day or ((not row.first or row.first <= day) and (not row.last or day <= row.last))
