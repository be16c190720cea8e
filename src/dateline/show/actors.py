"""`dateline actors`: the actors of records with their codes and the words that gave them, and codes of single phrases."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dateline.api import code_phrases
from dateline.errors import Refused
from dateline.show.clean import printable
from dateline.show.export.table import csv_line, safe
from dateline.show.output import console, kept, open_output, to_bytes
from dateline.show.stored import load_records, numbered_lines
from dateline.who import actor_key, coarse_country, load_who

if TYPE_CHECKING:
    from rich.console import Console

    from dateline.record import Record

_LINE = 50_000_000  #: bytes of a first line that are looked at
COLUMNS = ("article", "id", "key", "name", "kind", "roles", "country", "sector", "because", "rule", "mentions")


def records(sources: Sequence[str], *, published: str | None = None, outlet: str | None = None) -> Iterator[Record | Refused]:
    """Records of sources as `dateline read` takes them; a JSONL file of records is taken as it is."""
    from dateline.desk import read_records
    from dateline.intake import IntakeOptions, read_sources

    for source in sources:
        if _holds_records(source):
            yield from load_records((source,))
        else:
            yield from read_records(read_sources([source], options=IntakeOptions(published=published, outlet=outlet)))


def _holds_records(source: str) -> bool:
    """Whether the first line of a file is a record."""
    if not source.lower().endswith(".jsonl") or not os.path.isfile(source):
        return False
    with open(source, "rb") as file:
        return b'"made_by":' in file.readline(_LINE)


def write_actors(items: Iterable[Record | Refused], form: str | None, output: str | None, *, coarse: bool) -> tuple[int, int]:
    """Writes the actors of records; returns how many records were listed and refused."""
    counts = [0, 0]
    form = form or (_form(output))
    found = (row for item in kept(items, counts) for row in rows(item, coarse=coarse))
    with open_output(output) as out:
        if form == "table":
            text = io.StringIO()
            render(found, console(text, like=sys.stdout if output in (None, "-") else None))
            out.write(to_bytes(text.getvalue()))
        else:
            for piece in jsonl(found) if form == "jsonl" else table(found, COLUMNS):
                out.write(to_bytes(piece))
    return counts[0], counts[1]


def write_phrases(path: str, form: str, output: str | None, *, offices: str | None, fine: bool) -> tuple[int, int]:
    """Writes the codes of phrases; returns how many rows were coded and refused."""
    counts = [0, 0]
    found = code_phrases(kept(read_phrases(path), counts), offices=offices, fine=fine)
    with open_output(output) as out:
        for piece in jsonl(found) if form == "jsonl" else table(found, ("id", "country", "sector", "because")):
            out.write(to_bytes(piece))
    return counts[0], counts[1]


def _form(output: str | None) -> str:
    if output is not None and output.lower().endswith((".jsonl", ".csv")):
        return output.lower().rsplit(".", 1)[1]
    return "table" if output in (None, "-") and sys.stdout.isatty() else "jsonl"


def rows(record: Record, *, coarse: bool = False) -> Iterator[dict[str, Any]]:
    """One row an actor, in order of first mention. With `coarse` the United Nations and the European Union are IGO like other bodies."""
    lexicon = load_who()
    for actor in record.actors:
        yield {
            "article": record.id,
            "id": actor.id,
            "key": actor_key(actor, lexicon),
            "name": actor.name,
            "kind": actor.kind,
            "roles": [role.title for role in actor.roles],
            "country": coarse_country(actor.country) if coarse else actor.country,
            "sector": actor.sector,
            "because": [record.words(span) for span in actor.because],
            "rule": actor.rule,
            "mentions": len(actor.mentions),
        }


def read_phrases(path: str) -> Iterator[dict[str, Any] | Refused]:
    """Rows of phrases of a JSONL file, as `read_rows` gives them."""
    return read_rows(path, _fault, "phrase", '{"id": ..., "mention": ..., "sentence": ..., "span": [start, end]}')


def read_rows(path: str, fault_of: Callable[[dict[str, Any]], str], what: str, example: str) -> Iterator[dict[str, Any] | Refused]:
    """Rows of a JSONL file ("-" is standard input); a line that is no row comes as Refused with file and line.

    `fault_of` says what is wrong with a row, or nothing. Raises SourceError for a file that cannot be opened.
    """
    for number, line in numbered_lines(path, f"give a JSONL file with one {what} a line"):
        fault, row = "is no JSON object", None
        with contextlib.suppress(ValueError):
            row = json.loads(line)
        if isinstance(row, dict):
            fault = fault_of(row)
        if fault:
            yield Refused(f"{path}:{number}", f"{fault}; a row is {example}")
        else:
            yield row or {}


def _fault(row: dict[str, Any]) -> str:
    if not isinstance(row.get("mention"), str) or not row["mention"].strip():
        return "has no `mention`"
    for name in ("sentence", "date"):
        if row.get(name) is not None and not isinstance(row[name], str):
            return f"has a `{name}` that is no text"
    span = row.get("span")
    if span is not None and not (isinstance(span, list) and len(span) == 2 and all(isinstance(x, int) for x in span)):
        return "has a `span` that is no pair of offsets"
    return ""


def jsonl(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Rows as JSON lines."""
    for row in found:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def table(found: Iterable[dict[str, Any]], columns: tuple[str, ...]) -> Iterator[str]:
    """Rows as CSV with a header; lists are joined by " | ", cells that a spreadsheet would take for a formula begin with an apostrophe."""
    yield csv_line(columns)
    for row in found:
        yield csv_line([_cell(row[name]) for name in columns])


def _cell(value: Any) -> str:
    return safe(" | ".join(value) if isinstance(value, list) else "" if value is None else str(value))


def render(found: Iterable[dict[str, Any]], console: Console) -> None:
    """Rows as a table on a terminal, one table an article."""
    from rich.table import Table

    groups: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        groups.setdefault(row["article"], []).append(row)
    for article, actors in groups.items():
        out = Table("actor", "roles", "code", "because", title=printable(article), title_justify="left", box=None, pad_edge=False)
        for row in actors:
            code = " ".join(filter(None, (row["country"], row["sector"]))) or "-"
            cells = (row["name"], ", ".join(row["roles"]), code, " | ".join(row["because"]) or row["rule"])
            out.add_row(*(printable(" ".join(cell.split())) for cell in cells))
        console.print(out)
        console.print()
