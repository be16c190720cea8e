"""CSV of a store: the rows of `table` for the events and conditions asked for, and what stands across articles."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.show.export import table
from dateline.show.export.picked import picked
from dateline.store import Store
from dateline.store.query import Query

COLUMNS = (*table.COLUMNS, "story", "happening", "origins")
_NUMBERS = frozenset(("lat", "lon", "geonames", "start", "end", "origins"))


def write(store: Store, query: Query) -> Iterator[str]:
    """Lines of CSV (RFC 4180, CRLF), the header first."""
    yield table.csv_line(COLUMNS)
    for one in picked(store, query):
        for row in table.rows(one.record):
            if row["layer"] == "events" and (event := one.events.get(str(row["id"]))):
                row |= {"story": event.story, "happening": event.happening, "origins": event.origins}
            elif row["layer"] == "conditions" and (state := one.conditions.get(str(row["id"]))):
                row |= {"story": state.story}
            else:
                continue
            yield table.csv_line(table.cells(row, COLUMNS, _NUMBERS))
