"""CSV: one flat row an event and a condition, for a spreadsheet.

Columns are `COLUMNS`, in that order; docs/formats.md describes each. Cells that a spreadsheet would take for a formula are given a
leading apostrophe (text columns only, so that a southern latitude stays a number).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator

from dateline.article import Span
from dateline.fields import Casualty, Condition, Event, Place
from dateline.record import Record
from dateline.show.chronicle import happened
from dateline.story.phrase import event_phrases, state_phrase
from dateline.story.voices import codes, flat, outlet, speaker_name, voice

COLUMNS = (
    "article",
    "outlet",
    "published",
    "layer",
    "id",
    "date",
    "date_end",
    "earliest",
    "latest",
    "place",
    "country",
    "admin1",
    "lat",
    "lon",
    "geonames",
    "type",
    "mode",
    "status",
    "source",
    "source_codes",
    "target",
    "target_codes",
    "killed",
    "injured",
    "detained",
    "missing",
    "displaced",
    "voice",
    "speaker",
    "speaker_codes",
    "trigger",
    "words",
    "start",
    "end",
    "url",
    "rule",
)
_NUMBERS = frozenset(("lat", "lon", "geonames", "start", "end"))
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(records: Iterable[Record]) -> Iterator[str]:
    """Lines of CSV (RFC 4180, CRLF), the header first."""
    yield csv_line(COLUMNS)
    for record in records:
        for row in rows(record):
            yield csv_line(cells(row, COLUMNS))


def rows(record: Record) -> Iterator[dict[str, object]]:
    """The events, then the conditions of a record as values by column."""
    for event, span in zip(record.events, event_phrases(record), strict=True):
        yield _event(record, event, span)
    for item in record.conditions:
        yield _condition(record, item)


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: leading = + - @ tab and CR are put behind an apostrophe."""
    return "'" + cell if cell.startswith(_FORMULA) or cell.lstrip().startswith(("=", "+", "-", "@")) else cell


def csv_line(cells: Iterable[str]) -> str:
    """One line of CSV (RFC 4180, CRLF)."""
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def cells(row: dict[str, object], columns: Iterable[str], numbers: Collection[str] = _NUMBERS) -> list[str]:
    """The cells of a row, those of words guarded against formulas."""
    out = []
    for column in columns:
        value = row.get(column)
        cell = "" if value is None else str(value)
        out.append(cell if column in numbers else safe(cell))
    return out


def _event(record: Record, event: Event, span: Span) -> dict[str, object]:
    row = _shared(record, event, "events")
    row |= {
        "type": event.type,
        "mode": event.mode,
        "source": _names(record, event.source),
        "source_codes": _codes(record, event.source),
        "target": _names(record, event.target),
        "target_codes": _codes(record, event.target),
        "trigger": flat(record, event.trigger),
        "words": flat(record, span),
        "start": event.trigger.start,
        "end": event.trigger.end,
    }
    for kind in ("killed", "injured", "detained", "missing", "displaced"):
        row[kind] = "; ".join(_figure(item) for item in event.casualties if item.kind == kind) or None
    return row


def _condition(record: Record, item: Condition) -> dict[str, object]:
    row = _shared(record, item, "conditions")
    row |= {
        "type": item.kind,
        "trigger": flat(record, item.span),
        "words": flat(record, state_phrase(record, item.span, item.statement)),
        "start": item.span.start,
        "end": item.span.end,
    }
    return row


def _shared(record: Record, item: Event | Condition, layer: str) -> dict[str, object]:
    statement = record.statement(item.statement)
    actor = record.actor(statement.source.actor) if statement and statement.source else None
    found = happened(record, item)
    row: dict[str, object] = {
        "article": record.id,
        "outlet": outlet(record),
        "published": record.published,
        "layer": layer,
        "id": item.id,
        "date": item.date,
        "date_end": item.date_end,
        "earliest": found.start.isoformat() if found else None,
        "latest": found.end.isoformat() if found else None,
        "status": item.status,
        "voice": voice(record, item.statement).line,
        "speaker": speaker_name(record, statement.source) if statement else None,
        "speaker_codes": codes(actor),
        "url": record.source.url,
        "rule": item.rule,
    }
    place = record.places[item.place] if item.place is not None and 0 <= item.place < len(record.places) else None
    return row | _where(place)


def _where(place: Place | None) -> dict[str, object]:
    if place is None:
        return {}
    return {
        "place": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "geonames": place.geonames,
    }


def _names(record: Record, ids: Iterable[str]) -> str:
    return "; ".join(actor.name for actor in map(record.actor, ids) if actor)


def _codes(record: Record, ids: Iterable[str]) -> str:
    return "; ".join(codes(actor) or "?" for actor in map(record.actor, ids) if actor)


def _figure(item: Casualty) -> str:
    """3, 26.. (at least), ..90 (at most), 80..90 (between), ? (no figure stated)."""
    if item.low is None and item.high is None:
        return "?"
    if item.low == item.high:
        return str(item.low)
    return f"{'' if item.low is None else item.low}..{'' if item.high is None else item.high}"
