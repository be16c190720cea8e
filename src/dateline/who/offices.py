"""Offices: the user's own table of who held which office when, read from CSV and asked by name and day."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dateline.article import Span
from dateline.errors import SourceError
from dateline.fields import Actor
from dateline.who.lexicon import WhoLexicon, load_who, tokens
from dateline.who.phrase import phrase_hits, read_phrase

COLUMNS = ("person", "office", "country", "from", "to")
_ABOVE = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))
_OFFICIAL = frozenset(("GOV", "MIL", "LEG", "JUD", "SPY", "COP", "PTY"))
#: Rules that guess by newspaper habit; a row of the table knows better.
_GUESSED_COUNTRY = frozenset(("domestic", "nearby", "outlet"))
_GUESSED_SECTOR = frozenset(("private", "usual"))


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
        """The row as evidence: "offices row 3: Ann Roe, trade minister of NOR, 2019-05-01 to today"."""
        of = f" of {self.country}" if self.country else ""
        return f"offices row {self.row}: {self.person}, {self.title}{of}, {self.first or 'always'} to {self.last or 'today'}"


@dataclass(frozen=True, slots=True)
class Offices:
    """Rows by surname, ready to be asked."""

    rows: Mapping[str, tuple[Office, ...]]

    def holder(self, person: str, day: str | None) -> tuple[Office, bool] | None:
        """The row of a full name on a day (ISO), and whether the office is still held then; None where no row fits or persons differ.

        A name fits when its last words are those of the row, or first and last word agree ("Ann Maria Roe"). Without a day only rows that
        never end hold. A row that ended makes a former official, one that has not begun tells nothing.
        """
        words, day = _words(person), (day or "")[:10]
        rows = self.rows.get(words[-1], ()) if len(words) > 1 else ()
        found = [row for row in rows if _named(words, _words(row.person)) and (not row.first or not day or row.first <= day)]
        held = [row for row in found if not row.last or (day and day <= row.last)]
        best = held or (found if day else [])
        if not best or len({tuple(_words(row.person)) for row in best}) > 1 or len({row.country for row in best}) > 1:
            return None
        return max(best, key=lambda row: (row.first, row.row)), bool(held)


def with_offices(actors: tuple[Actor, ...], published: str | None, offices: Offices, lexicon: WhoLexicon) -> tuple[Actor, ...]:
    """Actors of an article, persons named in the table with its code where the copy itself does not tell theirs.

    Guesses by newspaper habit give way. `rule` names the row ("offices:3"), `because` the name that stands in it.
    """
    return tuple(_appointed(actor, published, offices, lexicon) if actor.kind == "person" else actor for actor in actors)


def _appointed(actor: Actor, published: str | None, offices: Offices, lexicon: WhoLexicon) -> Actor:
    found = offices.holder(actor.name, published)
    if found is None:
        return actor
    office, held = found
    rules = actor.rule.split("+") if actor.rule else []
    guessed_country = actor.country is None or bool(_GUESSED_COUNTRY & set(rules))
    guessed_sector = actor.sector is None or bool(_GUESSED_SECTOR & set(rules))
    country = office.country if guessed_country and office.country else actor.country
    sector = sector_of(office, held=held, lexicon=lexicon) if guessed_sector else actor.sector
    if (country, sector) == (actor.country, actor.sector) or (not guessed_country and country != office.country):
        return actor
    dropped = (_GUESSED_COUNTRY if guessed_country else frozenset()) | (_GUESSED_SECTOR if guessed_sector else frozenset())
    rule = "+".join((f"offices:{office.row}", *(r for r in rules if r not in dropped)))
    because = tuple(sorted({*actor.because, *actor.mentions[:1]}))
    return replace(actor, country=country, sector=sector or actor.sector, because=because, rule=rule)


def sector_of(office: Office, *, held: bool, lexicon: WhoLexicon) -> str | None:
    """The sector that an office gives: that of its title, ELI once it has ended."""
    title = office.title
    sector = read_phrase(title, Span(0, len(title)), phrase_hits(title, Span(0, len(title)), lexicon), lexicon).sector
    return "ELI" if not held and sector in _OFFICIAL else sector


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
