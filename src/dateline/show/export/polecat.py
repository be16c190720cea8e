"""POLECAT-shaped table: one tab-separated row an event with a header, in the columns of the POLECAT event data set.

Columns that Dateline does not measure (intensity, Correlates of War numbers, Wikipedia ids, language) are empty. Words that begin like a
formula are put behind an apostrophe, since these files are mostly opened in spreadsheets. Source: Halterman et al., "PLOVER and POLECAT",
2023, and the data set's own header (doi:10.7910/DVN/AJGVIT).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.fields import Actor
from dateline.record import Record
from dateline.show.export.codebook import quad_code
from dateline.show.export.gdelt import line
from dateline.show.export.picked import picked
from dateline.show.export.table import safe
from dateline.store import Store
from dateline.store.query import Query
from dateline.store.rows import EventRow

_PARTY = ("{0} Name", "{0} Country", "{0} COW", "Primary {0} Sector", "{0} Sectors", "{0} Title", "{0} Name Raw", "Wikipedia {0} ID")
COLUMNS = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *(name.format(who) for who in ("Actor", "Recipient") for name in _PARTY),
    *("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type"),
    *("Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version"),
)


def write(store: Store, query: Query) -> Iterator[str]:
    """The header, then events by article id and offset."""
    yield line(COLUMNS, {column: column for column in COLUMNS})
    for one in picked(store, query):
        for item in one.record.events:
            if item.id in one.events:
                row = _event(one.events[item.id], one.record)
                yield line(COLUMNS, {key: safe(value) if isinstance(value, str) else value for key, value in row.items()})


def _event(event: EventRow, record: Record) -> dict[str, object]:
    point = event.precision != "country"
    item = next(one for one in record.events if one.id == event.id)
    raw = record.places[item.place].span if item.place is not None and 0 <= item.place < len(record.places) else None
    row: dict[str, object] = {
        "Event ID": event.key,
        "Event Date": event.date,
        "Event Type": event.type,
        "Event Mode": event.mode,
        "Quad Code": quad_code(event.type),
        "Contexts": _list(event.contexts),
        "Placename": event.place,
        "City": event.place if event.precision == "city" else None,
        "Province": event.admin1,
        "Country": event.country,
        "Latitude": event.lat if point else None,
        "Longitude": event.lon if point else None,
        "GeoNames ID": event.geonames,
        "Raw Placename": record.words(raw) if raw else None,
        "Feature Type": event.precision,
        "Source": event.outlet,
        "Publication Date": (event.published or "")[:10] or None,
        "Story People": _list(_named(record, "person")),
        "Story Organizations": _list(_named(record, "organization")),
        "Story Locations": _list(place.name for place in record.places),
        "Version": f"dateline {record.made_by.dateline}",
    }
    for who, parties, spans in (("Actor", event.sources, item.source_spans), ("Recipient", event.targets, item.target_spans)):
        actors = [actor for actor in (record.actor(party.id) for party in parties) if actor]
        sectors = list(dict.fromkeys(party.sector for party in parties if party.sector))
        row |= {
            f"{who} Name": _list(party.name for party in parties),
            f"{who} Country": _list(dict.fromkeys(party.country for party in parties if party.country)),
            f"Primary {who} Sector": sectors[0] if sectors else None,
            f"{who} Sectors": _list(sectors),
            f"{who} Title": _list(_titles(actors)),
            f"{who} Name Raw": _list(record.words(span) for span in spans),
        }
    return row


def _list(values: Iterable[object]) -> str | None:
    """Several values in one cell, each once."""
    return "; ".join(dict.fromkeys(str(value) for value in values)) or None


def _named(record: Record, kind: str) -> list[str]:
    return [actor.name for actor in record.actors if actor.kind == kind]


def _titles(actors: list[Actor]) -> list[str]:
    return [role.title for actor in actors for role in actor.roles]
