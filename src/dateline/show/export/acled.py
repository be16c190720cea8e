"""ACLED-shaped CSV: the 31 columns of an ACLED export, one row a happening. The shape only: types, actors and dates are Dateline's own,
nothing here was coded by ACLED or by its rules, and columns that only such coding could fill are empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from dateline.show.export.picked import told
from dateline.show.export.table import cells, csv_line
from dateline.store import Store
from dateline.store.query import Query, country_names
from dateline.store.rows import EventRow, Party
from dateline.story.days import stretch

COLUMNS = tuple(
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 "
    "assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude "
    "geo_precision source source_scale notes fatalities tags timestamp".split()
)
_NUMBERS = frozenset("year time_precision iso latitude longitude geo_precision fatalities timestamp".split())
#: 1 the town, 2 the division around it, 3 no nearer than the country.
_PRECISION = {"site": 1, "city": 1, "admin": 2, "water": 2, "region": 3, "country": 3}


def write(store: Store, query: Query) -> Iterator[str]:
    """Lines of CSV (RFC 4180, CRLF), the header first; by happening id, then events that are in none."""
    yield csv_line(COLUMNS)
    for tellings in told(store, query):
        yield csv_line(cells(_row(tellings), COLUMNS, _NUMBERS))


def _row(tellings: Sequence[EventRow]) -> dict[str, object]:
    first = tellings[0]
    dated = next((one for one in tellings if one.date), None)
    days = stretch(dated.date, dated.date_end) if dated else None
    placed = min((one for one in tellings if one.place), key=lambda one: _PRECISION.get(one.precision or "", 4), default=None)
    killed = [toll.low for one in tellings for toll in one.tolls if toll.kind == "killed" and toll.low is not None]
    row: dict[str, object] = {
        "event_id_cnty": f"{placed.country if placed and placed.country else ''}{first.happening or first.key}",
        "event_date": days[0].isoformat() if days else None,
        "year": days[0].year if days else None,
        "time_precision": _time_precision(days),
        "event_type": first.type,
        "sub_event_type": next((one.mode for one in tellings if one.mode), None),
        "source": "; ".join(dict.fromkeys(one.outlet for one in tellings if one.outlet)),
        "notes": " ".join(part for part in (first.before, first.trigger, first.after) if part),
        "fatalities": max(killed, default=None),
        "timestamp": max((stamp for one in tellings if (stamp := _unix(one.published)) is not None), default=None),
    }
    for n, parties in ((1, _parties(tellings, "sources")), (2, _parties(tellings, "targets"))):
        row[f"actor{n}"] = parties[0].name if parties else None
        row[f"assoc_actor_{n}"] = "; ".join(party.name for party in parties[1:])
        row[f"inter{n}"] = parties[0].sector if parties else None
    return row | (_where(placed) if placed else {})


def _where(event: EventRow) -> dict[str, object]:
    point = event.precision != "country"
    return {
        "country": country_names().get(event.country or "", event.country),
        "admin1": event.admin1,
        "location": event.place,
        "latitude": event.lat if point else None,
        "longitude": event.lon if point else None,
        "geo_precision": _PRECISION.get(event.precision or ""),
    }


def _parties(told: Sequence[EventRow], side: str) -> Sequence[Party]:
    found: Sequence[Party] = next((parties for one in told if (parties := getattr(one, side))), ())
    return found


def _time_precision(days: tuple[date, date] | None) -> int | None:
    """1 the day, 2 within a week, 3 within a month; None where it is wider."""
    length = (days[1] - days[0]).days if days else 99
    return next((n for n, most in ((1, 0), (2, 6), (3, 30)) if length <= most), None)


def _unix(published: str | None) -> int | None:
    """Seconds since 1970 of publication, never the time of reading; UTC where no zone is given."""
    try:
        found = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
